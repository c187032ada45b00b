"""What no event may say, whatever its schema allows, by the tables in `streams.limits`. Pure.

Checked where events come in (`streams.codec`), so that no stage computes with a time that is not a
number, writes a text that the database refuses, or waits for a million parts.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

from streams.errors import PoisonError
from streams.limits import (
    ANY_NUMBER,
    CONTROL,
    LINES,
    LONGEST_VECTOR,
    NUMBERS,
    ORDERED,
    RULES,
    URI,
)

Find = Callable[[Any], str | None]


def check(event: Any) -> None:
    """Raises `PoisonError`, naming the field, for an event that says what none may say."""
    found = fault(event)
    if found is not None:
        raise PoisonError(
            f"the {type(event).__name__} cannot be true: {found}. Correct it and publish it again"
        )


def check_owner(event: Any) -> None:
    """As `check`, only whose it is: of a sealed event there is no more to be seen."""
    if not sound(event, "user_id"):
        raise PoisonError(
            f"the {type(event).__name__} cannot be true: user_id is no tenant's. Correct it and "
            "publish it again"
        )


def fault(record: Any) -> str | None:
    """The first thing wrong with a record, in words; None when nothing is."""
    known = _known(type(record))
    for name, find in known.checks:
        value = getattr(record, name)
        if value is not None and (found := find(value)) is not None:
            return f"{name}{found}"
    for low, high, same in known.ordered:
        first, last = getattr(record, low), getattr(record, high)
        if first is None or last is None or first < last or (first == last and same):
            continue
        return f"{low} is {first} and {high} is {last}"
    for says, holds in known.rules:
        if not holds(record):
            return f"it must be that {says}"
    return None


def sound(record: Any, name: str) -> bool:
    """Whether nothing is wrong with one field."""
    value = getattr(record, name, None)
    return value is None or all(
        find(value) is None for field, find in _known(type(record)).checks if field == name
    )


@dataclass(frozen=True)
class _Known:
    """What is looked at in records of a class, found out once."""

    checks: tuple[tuple[str, Find], ...]
    ordered: tuple[tuple[str, str, bool], ...]
    rules: tuple[tuple[str, Callable[[Any], bool]], ...]


_KNOWN: dict[type[Any], _Known] = {}


def _known(kind: type[Any]) -> _Known:
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        found = ((name, _check_of(name, hint)) for name, hint in hints.items())
        _KNOWN[kind] = _Known(
            checks=tuple((name, find) for name, find in found if find is not None),
            ordered=tuple(o for o in ORDERED if o[0] in hints and o[1] in hints),
            rules=tuple((says, holds) for of, says, holds in RULES if of is kind),
        )
    return _KNOWN[kind]


def _check_of(name: str, hint: Any) -> Find | None:
    """How a field of that name and type is looked at; None where nothing can be wrong."""
    if type(None) in get_args(hint):
        [hint] = [one for one in get_args(hint) if one is not type(None)]
    if get_origin(hint) is list:
        [item] = get_args(hint)
        return _vector if item is float else _each(_check_of(name, item))
    if hint in (int, float):
        return _number(*NUMBERS.get(name, ANY_NUMBER))
    if hint is str:
        limits = URI if name.endswith("uri") else LINES.get(name)
        return _text if limits is None else _line(*limits)
    return fault_in if hasattr(hint, "__dataclass_fields__") else None


def fault_in(record: Any) -> str | None:
    """As `fault`, to be put behind the name of the field that holds the record."""
    found = fault(record)
    return None if found is None else f".{found}"


def _number(least: float, most: float) -> Find:
    def find(value: float) -> str | None:
        # Written so that what is not a number is refused too.
        if least <= value <= most:
            return None
        return f" is {value:.6g}, which is not from {least:g} to {most:g}"

    return find


def _vector(values: list[float]) -> str | None:
    if len(values) > LONGEST_VECTOR:
        return f" has {len(values)} numbers; {LONGEST_VECTOR} may be"
    # A sum is finite only if every number of it is; only then can they be compared.
    least, most = ANY_NUMBER
    if math.isfinite(sum(values)) and (not values or least <= min(values) <= max(values) <= most):
        return None
    return f" has what is not a number from {least:g} to {most:g}"


def _text(value: str) -> str | None:
    return " has a NUL character" if "\0" in value else None


def _line(least: int, most: int) -> Find:
    def find(value: str) -> str | None:
        if not least <= len(value) <= most:
            return f" has {len(value)} characters; {least} to {most} may be"
        return " has control characters" if CONTROL.search(value) else None

    return find


def _each(find: Find | None) -> Find | None:
    if find is None:
        return None

    def look(values: list[Any]) -> str | None:
        for i, value in enumerate(values):
            if (found := find(value)) is not None:
                return f"[{i}]{found}"
        return None

    return look
