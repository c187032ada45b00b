"""Names that the sound itself was found to hold, written where something else was recognised: pure.

`places` says where to listen, `gpu_consumers/listen` how likely a name is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.identify.dialogue import Misheard
from agents.identify.misheard import ended

# In natural logarithms, likeness in twentieths of one. By hand, on seventeen recordings with the
# base model, each with its own names and those of two other meetings (docs/naming.md): a name that
# was said reaches 12.8, another 12.5, where a third one was said that it sounds like. What is no
# name may pass that, with a gain of -14 and less; it is 14.7 ahead at the most, what was said so
# badly 18.
LEAST, LEAD, GAIN = 12.6, 2.5, -12.0
LIKENESS, FAR_AHEAD = 20.0, 16.0
# How sure such a name is: as one of the same sound.
SURE = 0.95


def was_said(likeness: float, gain: float, lead: float) -> bool:
    """Whether a name was said, by how like it is to what was recognised, how much likelier it makes
    the sound than that, and how far it is ahead of other names."""
    if lead >= FAR_AHEAD:
        return True
    return lead >= LEAD and gain > GAIN and gain + lead + LIKENESS * likeness >= LEAST


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
    segments: Sequence[Mapping[str, Any]],
    names: Sequence[tuple[Mapping[str, Any], str]],
    *,
    marked: bool = True,
) -> list[dict[str, Any]]:
    """The segments with names in their texts, each at its place, and `marked` off from what comes
    next where that may be taken for more of it; what was recognised there is in `misheard`."""
    result = [{**segment, "misheard": ()} for segment in segments]
    for place, name in sorted(names, key=lambda one: -one[0]["first"]):
        segment = result[place["segment"]]
        text = str(segment["text"])
        new = ended(name, text, place["last"]) if marked else name
        segment["text"] = text[: place["first"]] + new + text[place["last"] :]
        segment["misheard"] = (Misheard(new, place["heard"], SURE), *segment["misheard"])
    return result
