"""Names heard in speech, and the known people they may mean: pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from agents.identify.diminutives import short_for
from agents.identify.sound import alike, plain

# Capitalised because a sentence begins with them, not because they name somebody.
COMMON = frozenset(
    word
    for line in (
        "oui non merci alors donc mais et ou bon bien bonjour bonsoir voilà très pour nous vous",
        "je il elle on c'est ce cette les le la des un une en à au aux avec dans sur sans si salut",
        "quand comme moi toi lui quoi aussi ensuite enfin madame monsieur mesdames messieurs",
        "tout tous d'accord effectivement allez allez-y vas-y parfait exactement",
        "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin",
        "juillet août septembre octobre novembre décembre français française anglais anglaise",
        "allemand allemande européen européenne",
        "monday tuesday wednesday thursday friday saturday sunday january february march april",
        "may june july august september october november december french english german european",
        "yes no thanks thank well so and but okay ok right now then please good morning hello",
        "i'm i've i'd i'll we're we've let's it's that's there's welcome bienvenue dear cher chère",
        "docteur docteure professeur professeure maître mademoiselle doctor professor miss judge",
        "constable councillor chair your honour madam mayor minister",
        "the a we you i it that this there what how why if when because me hi hey",
        "he she they our my your his her their who where which not just only also still oh ah yeah",
        "anything something nothing anyone everyone somebody sorry sure done agreed indeed maybe",
        "lovely great perfect brilliant excellent wonderful fine good cool awesome super nice",
        "chairman chairwoman chairperson nickel impeccable génial formidable entendu noté",
        "notre nos votre vos leur quel quelle qui ça rien quelqu'un personne",
        "poor dear from cheers grand hiya who's what's l'autre pauvre",
        "continuez appelez appelez-moi attends attendez",
        "désolé désolée pardon bravo félicitations compris absolument évidemment justement",
    )
    for word in line.split()
)
SAME = 0.85
# A surname alone is said less often than a first name that resembles it (Marie, Martin).
SURNAME = 0.9
# A short form is a hint more doubtful than the same sound: it may be an ordinary word (will, bill).
SHORT_FORM = 0.94
# After these stands where a stranger is from (Marc de Lyon), as often as the rest of his name.
OF = re.compile(r"(?:de|du|la|le)$|d['’]")
# "Orval" is the surname of Ana d'Orval.
ELIDED = re.compile(r"^[dD]['’](?=\w{3})")
# So many letters of a word may be a whole name run together: "Awandiaye".
RUN_TOGETHER = 6
LINKS = {"suis": "z", "est": "t", "sommes": "z"}
SEX = {
    **dict.fromkeys(("madame", "mme", "mademoiselle", "mlle", "madam", "mrs", "ms", "miss"), "f"),
    **dict.fromkeys(("monsieur", "m", "mr"), "m"),
}
# A title before a name in a document, unless it is one of two: "M. et Mme Roy".
WRITTEN = re.compile(
    rf"(?<!\bet )(?<!\band )\b(?P<title>{'|'.join(SEX)})\.?\s+(?=(?P<name>\S+(?:\s+\S+){{0,3}}))",
    re.IGNORECASE,
)
VOWELS = frozenset("aeiouyàâéèêëîïôöùûüh")


@dataclass(frozen=True)
class Known:
    """A person of the documents or the voice library, or (`heard`) one who gave his name.

    `role` is what he does, `company` where; `place` is his place in an agenda; `alias` a first name
    that he is called by beside his own; `office` what a document says before his name;
    `absent` whether one lists him as such; `misheard` has what a glossary says that recognition
    makes of a part of his name, and the part.
    """

    name: str
    source_file: str | None = None
    passage: str | None = None
    heard: bool = False
    role: str | None = None
    company: str | None = None
    place: int | None = None
    alias: str | None = None
    office: str | None = None
    absent: bool = False
    misheard: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heard:
    """A name, or an `office`, in speech: as it was heard, whom it may mean, and how surely."""

    heard: str
    name: str
    known: Known | None
    likeness: float
    office: bool = False

    @classmethod
    def of(cls, person: Known) -> "Heard":
        """Somebody who is told by another thing than his name, as if that had been said."""
        return cls(person.name, person.name, person, 1.0)


def only(people: Sequence[Known]) -> Known | None:
    """Who all of these are, whichever documents list him; None for nobody, and for several."""
    return people[0] if len({person.name for person in people}) == 1 else None


def _linked(word: str, after: str) -> bool:
    """Whether the word may begin with the sound that French links to a vowel: suis [z] Awa."""
    link = LINKS.get(after.casefold(), "")
    return len(word) > 3 and word[0].casefold() in link and word[1].casefold() in VOWELS


def written_title(person: Known, titles: re.Pattern[str]) -> str | None:
    """Which of these titles the document gives before a person's name, in small letters."""
    words = sorted(plain(person.name).split())
    for match in titles.finditer(person.passage or ""):
        if sorted(plain(match["name"]).split()[: len(words)]) == words:
            return match["title"].casefold()
    return None


def written_sex(person: Known) -> str | None:
    """The sex of a person by the title that stands before his name in the document."""
    return SEX.get(written_title(person, WRITTEN) or "")


def resolve(heard: str, people: Sequence[Known], after: str = "", title: str = "") -> Heard | None:
    """Whom a heard name means. `after` is the word before it, whose last sound it may have taken;
    by a `title`, "madame Garnier" is not "M. Philippe GARNIER".

    A first name or a surname alone means a known person only if it fits nobody else. None for
    a word that is no name.
    """
    sex = SEX.get(title.casefold().strip("."))
    if sex is not None:
        people = [p for p in people if written_sex(p) in (None, sex)]
    # "Y a-t-il" does not begin with Y. Petit.
    parts = {plain(part) for p in people for part in [*p.name.split(), *_alias(p)]}
    borne = {part for part in parts if len(part) > 1}
    words = [
        w
        for w in heard.split()
        if w.casefold().strip("'’-") not in COMMON or (plain(w) in borne and len(w) > 3)
    ]
    if not words or (len(words) == 1 and len(words[0]) < 3 and plain(words[0]) not in borne):
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
    head = list(takewhile(lambda word: not OF.match(word), words))
    if len(head) < len(words):
        return resolve(" ".join(head), people)
    return Heard(text, text, None, 1.0)


def agree(one: str, other: str) -> bool:
    """Whether two names may be one person's: one has all words of the other (Dr Ana Roy, Ana)."""
    words, others = set(plain(one).split()), set(plain(other).split())
    return words <= others or others <= words


def _alias(person: Known) -> list[str]:
    return [person.alias] if person.alias else []


def _likeness(words: list[str], person: Known) -> float:
    parts, alias = [ELIDED.sub("", part) for part in person.name.split()], _alias(person)
    words = [ELIDED.sub("", word) for word in words]
    if len(words) == 1:
        joined = ["".join(parts)] if len(words[0]) >= RUN_TOGETHER else []
        called = max(_called(words[0], part) for part in [parts[0], *alias, *joined])
        surname = max((alike(words[0], part) for part in parts[1:]), default=0.0)
        return max(called, surname if surname >= SURNAME else 0.0)
    whole = alike(" ".join(words), person.name)
    first = max(_called(words[0], part) for part in [parts[0], *alias])
    if parts[0].endswith(".") and plain(words[0])[:1] == plain(parts[0])[:1]:
        first = 1.0
    last = alike(words[-1], parts[-1])
    # "It's Dan K."
    if len(words[-1]) == 1 and words[-1].isupper():
        last = 1.0 if parts[-1].startswith(words[-1]) else 0.0
    # "Madame Ben Ali": a surname of several words.
    surname = alike(" ".join(words), " ".join(parts[1:])) if len(parts) > 2 else 0.0
    return max(whole, min(first, last), surname if surname >= SURNAME else 0.0)


def _called(word: str, first: str) -> float:
    """How like a first name a word is; a short form of it is meant for it."""
    return max(alike(word, first), SHORT_FORM if short_for(word, first) else 0.0)
