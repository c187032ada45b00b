"""Ways in which somebody's name is said, and which of them words sound like: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from agents.identify.names import Known
from agents.identify.sound import key, plain, sounds

# How like a part of a name something has to be, by the letters of its sound: a short one is easily
# like something else.
PART = ((9, 0.75), (6, 0.82), (4, 0.86))
AHEAD = 0.08
# Before it is weighed by sounds: anything further away by letters is not like it.
COARSE = 0.5


@dataclass(frozen=True)
class Form:
    """What is said of somebody's name, how like it something has to sound, and how sure it is then
    at least; `sound` is how a glossary writes what it sounds like, where that is not as it is
    written."""

    person: Known
    written: str
    least: float
    sure: float = 0.0
    sound: str | None = None

    def like(self, heard: str) -> float:
        """How like it these words sound."""
        return sounds(heard, self.sound or self.written)


def sounding(form: Form) -> Iterator[Form]:
    """The form, and as a glossary writes what is recognised of it: Voitchek for Wojciech."""
    yield form
    for wrong, right in form.person.misheard:
        if plain(right) == plain(form.written) and (least := least_of(wrong, PART)):
            yield replace(form, sound=wrong, least=max(form.least, least))


def least_of(name: str, table: Sequence[tuple[int, float]]) -> float | None:
    """How like a name something has to be, by its length; None for one too short to be told."""
    return next((least for letters, least in table if len(key(name)) >= letters), None)


def near(heard: str, forms: Sequence[Form]) -> list[Form]:
    """Those that are not far from it by the letters of their sound: quick, and before all else."""
    said = key(heard)
    return [
        form
        for form in forms
        if Levenshtein.normalized_similarity(
            said, key(form.sound or form.written), score_cutoff=COARSE
        )
    ]


def meant(heard: str, forms: Sequence[Form]) -> Form | None:
    """The form that it sounds like, and no other's; None where one is in it already."""
    said, words = key(heard), f" {plain(heard)} "
    if not said or any(f" {plain(form.written)} " in words for form in forms):
        return None
    likely = sorted(
        ((form.like(heard), form) for form in near(heard, forms)), key=lambda one: -one[0]
    )
    if not likely or likely[0][0] < likely[0][1].least:
        return None
    best, likeliest = likely[0]
    rivals = [other for other, form in likely if form.written != likeliest.written]
    return likeliest if all(best - other >= AHEAD for other in rivals) else None
