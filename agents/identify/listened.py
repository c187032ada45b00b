"""Names that the sound itself was found to hold, written where something else was recognised: pure.

`places` says where to listen, `gpu_consumers/listen` how likely a name is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.identify.dialogue import Misheard
from agents.identify.misheard import ended

# In natural logarithms, likeness in twentieths of one. By hand, on ten recordings with the base
# model: names that were said reach 12.9 and more, what is none 7.7, or it is not ahead of the names
# of others (docs/naming.md).
LEAST, LEAD = 11.0, 2.5
LIKENESS, MOST_LEAD = 20.0, 20.0
# How sure such a name is: as one of the same sound.
SURE = 0.95


def was_said(likeness: float, gain: float, lead: float) -> bool:
    """Whether a name was said, by how like it is to what was recognised, how much likelier it makes
    the sound than that, and how far it is ahead of other names."""
    return lead >= LEAD and gain + min(lead, MOST_LEAD) + LIKENESS * likeness >= LEAST


def said(
    places: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], str]]:
    """The names that were said, each with its place, of those `found` likeliest."""
    asked = [(places[one["place"]], one) for one in found]
    return [
        (place, one["name"])
        for place, one in asked
        if was_said(place["likeness"], one["gain"], one["lead"])
    ]


def written(
    segments: Sequence[Mapping[str, Any]], names: Sequence[tuple[Mapping[str, Any], str]]
) -> list[dict[str, Any]]:
    """The segments with names in their texts, each at its place; what was recognised there is in
    `misheard`."""
    result = [{**segment, "misheard": ()} for segment in segments]
    for place, name in sorted(names, key=lambda one: -one[0]["first"]):
        segment = result[place["segment"]]
        text = str(segment["text"])
        new = ended(name, text, place["last"])
        segment["text"] = text[: place["first"]] + new + text[place["last"] :]
        segment["misheard"] = (Misheard(new, place["heard"], SURE), *segment["misheard"])
    return result
