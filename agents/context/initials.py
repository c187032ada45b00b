"""People whom a document names by an initial and a surname: "Ph. QUENTRIC". Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agents.context.logic import PARTICLES
from agents.context.names import BETWEEN, CAPITAL, PARTICLE, TITLE, UPPER, name_of
from agents.identify.sound import plain

INITIAL = rf"(?!(?:MM?|Mr|Ms|Me|Dr|Pr|St|No|Co|[EÉ]d|Av)\.\s)[{UPPER}][a-zà-ÿ]?\."
# "E.", "Ph.", "A.-S.", "J. R."; "M. Roy" is "Monsieur Roy" more often.
_FAMILY = rf"(?:{PARTICLE}\s){{0,2}}(?:[dD]['’])?{CAPITAL}(?:\s{CAPITAL})?"
SHORT = rf"{INITIAL}(?:\s?-?{INITIAL})?\s?{_FAMILY}"
_SHORT = re.compile(rf"(?:{TITLE})?(?P<initials>(?:{INITIAL}[\s-]?)+?)\s?(?P<surname>[^.]+)")
_MIDDLE = re.compile(rf"(?<=[\w'’])\s(?:[{UPPER}]\.\s)+")
# In the place of his first name.
_ANYBODY = "Ana"
_MORE = ("role", "company", "email", "phone", "office", "alias")


def short_name(text: str) -> str | None:
    """An initial and a surname, if the words are these and nothing else."""
    bare = text.strip(" *_|-–—.")
    found = _SHORT.fullmatch(bare) if re.fullmatch(rf"(?:{TITLE})?{SHORT}", bare) else None
    name = name_of(f"{_ANYBODY} {found['surname']}") if found else None
    if found is None or name is None:
        return None
    return f"{found['initials'].strip()} {name.removeprefix(f'{_ANYBODY} ')}"


def shorts_in(text: str) -> Iterator[str]:
    """Each such name of an enumeration, without what stands in brackets beside it."""
    for part in BETWEEN.split(text):
        if name := short_name(part.partition("(")[0]):
            yield name


def united(people: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The people of all documents, without those whom another names in full; what is said of such a
    one is said of whom alone he may be."""
    kept = [dict(person) for person in people if not _fuller(person["name"], people)]
    for person in people:
        fuller = _fuller(person["name"], people)
        if len(fuller) == 1:
            full = next(one for one in kept if one["name"] in fuller)
            full |= {key: full.get(key) or person.get(key) for key in _MORE}
    return kept


def _fuller(name: str, people: Sequence[Mapping[str, Any]]) -> set[str]:
    """By which names of others somebody may be named in full, or without an initial in the middle:
    "Desmond K. Amponsah" is the "Desmond Amponsah" of another document."""
    usual = _MIDDLE.sub(" ", name)
    return {
        one["name"]
        for one in people
        if _is_short_for(name, one["name"]) or usual == one["name"] != name
    }


def _is_short_for(short: str, name: str) -> bool:
    """Whether "A.-S. Le Goff", or the mere surname "Le Goff", may be "Anne-Sophie Le Goff"."""
    first, _, after = plain(name).rpartition(f" {plain(_surname(short))}")
    initials, given = plain(short.removesuffix(_surname(short))).split(), first.split()
    if not given or after or len(given[0]) == 1 or "." in name.split()[0]:
        return False
    # "Luc Petit" is not Jean-Luc Petit.
    if not initials and short.split()[0].lower() not in PARTICLES:
        return False
    return len(initials) <= len(given) and all(
        word.startswith(initial) for word, initial in zip(given, initials, strict=False)
    )


def _surname(short: str) -> str:
    """What follows the initials."""
    return re.sub(rf"^(?:(?:{INITIAL}|[{UPPER}](?=\s))[\s-]?)+", "", short)
