"""Names heard in speech, and the known people they may mean: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.identify.sound import alike

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-ZÀ-ÖØ-Þ]?[\w'’]+)*"
TITLE = (
    r"(?:(?:le |la )?(?:[Dd]octeure?|[Dd]r|[Mm]adame|[Mm]onsieur|[Mm]me|[Mm]r|[Mm]rs|[Mm]s)\.? )?"
)
NAME = rf"{TITLE}(?P<name>{CAPITAL}(?: {CAPITAL}){{0,2}})"
INTRODUCTION = re.compile(
    r"(?:\b(?:[Jj]e suis|[Jj]e m.appelle|[Mm]oi,? c.est|[Mm]on nom est|[Ii]ci"
    rf"|[Mm]y name is|[Ii] am|[Ii].m|[Tt]his is))\s+{NAME}"
)
THANKS = re.compile(
    r"(?:\b(?:[Mm]erci(?: beaucoup| bien)?(?: à vous)?|[Tt]hank you(?: very much)?|[Tt]hanks))"
    rf",?\s+{NAME}"
)
CALL = re.compile(
    rf"(?:(?:^|[.!?…]\s+){NAME}\s*[,?!]"
    r"|\b(?:[Àà] vous|[Àà] toi|la parole est à|la parole à|je passe la parole à|on écoute"
    rf"|over to|go ahead|your turn),?\s+{NAME.replace('?P<name>', '?P<name2>')}"
    rf"|,\s*{NAME.replace('?P<name>', '?P<name3>')}\s*[?.!]\s*$)"
)
# Capitalised because a sentence begins with them, not because they name somebody.
COMMON = frozenset(
    word
    for line in (
        "oui non merci alors donc mais et ou bon bien bonjour bonsoir voilà très pour nous vous",
        "je il elle on c'est ce cette les le la des un une en à au aux avec dans sur sans si",
        "quand comme moi toi lui quoi aussi ensuite enfin madame monsieur mesdames messieurs",
        "tout tous d'accord effectivement allez allez-y",
        "yes no thanks thank well so and but okay ok right now then please good morning hello",
        "the a we you i it that this there what how why if when because me",
    )
    for word in line.split()
)
SAME = 0.86
LINKS = {"suis": "z", "est": "t", "sommes": "z"}
VOWELS = frozenset("aeiouyàâéèêëîïôöùûüh")


@dataclass(frozen=True)
class Known:
    """A person of the documents or the voice library, or (`heard`) one who gave his name.

    `company` is where he works; `place` his place in an agenda.
    """

    name: str
    source_file: str | None = None
    passage: str | None = None
    heard: bool = False
    company: str | None = None
    place: int | None = None


@dataclass(frozen=True)
class Heard:
    """A name in speech: as it was heard, whom it may mean, and how surely."""

    heard: str
    name: str
    known: Known | None
    likeness: float


def _linked(word: str, after: str) -> bool:
    """Whether the word may begin with the sound that French links to a vowel: suis [z] Awa."""
    link = LINKS.get(after.casefold(), "")
    return len(word) > 3 and word[0].casefold() in link and word[1].casefold() in VOWELS


def resolve(heard: str, people: Sequence[Known], after: str = "") -> Heard | None:
    """Whom a heard name means. `after` is the word before it, whose last sound it may have taken.

    A first name or a surname alone means a known person only if it fits nobody else. None for
    a word that is no name.
    """
    words = [w for w in heard.split() if w.casefold().strip("'’-") not in COMMON]
    if not words or (len(words) == 1 and len(words[0]) < 3):
        return None
    text = " ".join(words)
    forms = [words, *([[words[0][1:], *words[1:]]] if _linked(words[0], after) else [])]
    scored = sorted(
        ((max(_likeness(form, p) for form in forms), p) for p in people), key=lambda x: -x[0]
    )
    if scored and scored[0][0] >= SAME:
        rivals = [p for score, p in scored[1:] if score >= scored[0][0] - 0.04]
        if any(p.name != scored[0][1].name for p in rivals):
            return None
        return Heard(text, scored[0][1].name, scored[0][1], scored[0][0])
    return Heard(text, text, None, 1.0)


def _likeness(words: list[str], person: Known) -> float:
    parts = person.name.split()
    if len(words) == 1:
        return max(alike(words[0], part) for part in parts)
    whole = alike(" ".join(words), person.name)
    first = alike(words[0], parts[0])
    last = alike(words[-1], parts[-1])
    return max(whole, min(first, last))


def introductions(text: str) -> Iterator[re.Match[str]]:
    """ "Je suis X", "my name is X"."""
    return INTRODUCTION.finditer(text)


def sentences(text: str) -> list[str]:
    """Sentences, roughly."""
    return [s for s in re.split(r"(?<=[.!?…])\s+", text.strip()) if s]


def group(match: re.Match[str]) -> str:
    """The name of a match, whichever alternative found it."""
    return next(
        value for name, value in match.groupdict().items() if value and name.startswith("name")
    )
