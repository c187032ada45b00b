"""Weighing names against what was recognised, by how likely each makes the sound: pure.

A recogniser's likelihood of a text for a sound holds how likely the text is by itself, which is
next to nothing for a rare name. So what it is over silence is taken off where names are compared,
as the internal language model's share is in fusion with another (Variani et al., "Hybrid
Autoregressive Transducer", 2020, arXiv:2003.07705).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

# Names that nobody is asked about: one of them fits badly recognised sound as well as any name.
OTHERS = ("Nicolas", "Isabelle", "Patrick", "Camille Lambert", "Thomas Girard", "Hugo")
# Further below what was recognised (in natural logarithms) no name is worth comparing with others:
# those that were said came within 23, by hand on seventeen recordings with the base model, all but
# one (39).
FAR = -25.0
# The likelihoods of texts, each for the sound of this number.
Likelihoods = Callable[[Sequence[tuple[int, str]]], Sequence[float]]
Place = Mapping[str, Any]


def heard(places: Sequence[Place], likelihoods: Likelihoods) -> list[dict[str, Any]]:
    """The likeliest name at each place where one comes near what was recognised.

    `likelihoods` is asked by the numbers of places, and for silence by the number after the last.
    A `gain` is how much likelier (in natural logarithms) the name makes the sound than what was
    recognised does, most often less than nothing; a `lead`, how far it is ahead of any other name,
    each without its likelihood over silence.
    """
    numbered = list(enumerate(places))
    said = _ask(likelihoods, [(i, texts(place, place["names"])) for i, place in numbered])
    near = [(i, place) for i, place in numbered if max(said[i][1:]) - said[i][0] > FAR]
    rivals = [others(place["names"]) for _, place in near]
    every = [[*place["names"], *more] for (_, place), more in zip(near, rivals, strict=True)]
    more_said = _ask(
        likelihoods, [(i, texts(place, r)[1:]) for (i, place), r in zip(near, rivals, strict=True)]
    )
    silent = _ask(
        likelihoods,
        [(len(places), texts(place, names)) for (_, place), names in zip(near, every, strict=True)],
    )
    return [
        {"place": i, **_likeliest(len(place["names"]), names, [*said[i], *more], over_silence)}
        for (i, place), names, more, over_silence in zip(
            near, every, more_said, silent, strict=True
        )
    ]


def texts(place: Place, names: Sequence[str]) -> list[str]:
    """What may have been said: what was recognised, then the same with each name in its place."""
    return [f"{place['before']}{word}{place['after']}" for word in (place["heard"], *names)]


def others(names: Sequence[str]) -> list[str]:
    """Names that are none of these, nor a part of one."""
    return [other for other in OTHERS if not any(related(other, name) for name in names)]


def related(one: str, other: str) -> bool:
    """Whether one name holds all words of the other: Ana, Ana Roy."""
    words, theirs = set(one.casefold().split()), set(other.casefold().split())
    return words <= theirs or theirs <= words


def _likeliest(
    count: int, names: Sequence[str], said: Sequence[float], silent: Sequence[float]
) -> dict[str, Any]:
    """The likeliest of the first `count` names, by likelihoods of `texts` for the sound and for
    silence."""
    gains = [value - said[0] for value in said[1:]]
    own = [gain - (value - silent[0]) for gain, value in zip(gains, silent[1:], strict=True)]
    best = max(range(count), key=own.__getitem__)
    rivals = [o for o, name in zip(own, names, strict=True) if not related(name, names[best])]
    return {"name": names[best], "gain": gains[best], "lead": own[best] - max(rivals)}


def _ask(
    likelihoods: Likelihoods, wanted: Sequence[tuple[int, Sequence[str]]]
) -> list[list[float]]:
    """The likelihoods of texts, for each sound together."""
    values = iter(likelihoods([(sound, text) for sound, texts in wanted for text in texts]))
    return [[next(values) for _ in texts] for _, texts in wanted]
