"""What a document says, found without a language model: pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from agents.context.details import EMAIL, digits, phones
from agents.context.glossary import OF_OTHERS, glossary_of, is_titled

TITLE = re.compile(
    r"^(?:drs?|docteure?|pr|prof|professeure?|professor|mm?|mmes?|mlle|mr|mrs|ms|miss|mx|me|maître"
    r"|judge|juge|(?:(?:county|district)\s)?(?:cllrs?|councillors?)|pcso|pc|dc|constable|dame|sir"
    r"|(?:the\s)?(?:revd?|reverend|ven)\.?(?:\s(?:canon|fr|dr|prof))?|fr|father|sister|sra|s/n"
    r"|mgr|abbé|sœur|imam"
    r"|madame|monsieur)"
    r"\.?\s+",
    re.I,
)
ASIDE = re.compile(r"\s*[(«\"].*$")
WORD = r"[^\W\d_][\w'’-]*"
# Small words inside a surname.
PARTICLES = (
    *("de", "du", "des", "van", "von", "den", "der", "ter", "la", "le"),
    *("el", "al", "ben", "bin", "da", "di", "do", "dos", "della"),
)
NAME = re.compile(rf"^{WORD}(?:\s+(?:(?:{'|'.join(PARTICLES)})\s+){{0,3}}{WORD}){{1,3}}$")
# Of "John F. Kennedy", "J.-P. Roy", "J. R. Smith". One alone begins an item: "A. Budget".
INITIALS = re.compile(r"(?<=\s)[^\W\d_]\.|^(?:[^\W\d_]\.[\s-]?){2,}")
CV = ("curriculum vitae", "expérience", "formation", "compétences", "experience", "education")
# Of these, whole lines count: they are words of any text besides.
CV_HEADINGS = (
    *("skills", "employment", "work history", "languages", "langues", "parcours", "diplômes"),
    *("profil", "profile", "career", "publications", "centres d'intérêt", "références"),
    *("references", "enseignement", "teaching", "domaines d'expertise", "divers"),
)
# An organisation by the word its name begins with, or by the one it ends with.
COMPANY = re.compile(
    r"\b(?:institut|universit|soci[ée]t[ée]|m[ée]tropole|company|cabinet|agence|hôpital|mairie"
    r"|minist[èe]re|fondation|association|bureau d['’]études)\w*\b"
    r"|(?-i:\b(?:[A-ZÀ-ÖØ-Þ&][\w&'’-]*\s+)+(?:Bank|University|Hospital|Council|Group|College"
    r"|Institute|Agency|Foundation|GmbH|Inc|Ltd|LTD|Limited|LIMITED|LLP|LLC|PLC|SAS|SA)\b)",
    re.I,
)
MOST_SUMMARY = 3500
# Headings of a CV that look like names.
HEADINGS = {"curriculum vitae", "curriculum", "résumé", "cv", "lettre de motivation"}
OF_HEADINGS = {
    *("personal", "information", "informations", "personnelles", "profil", "profile", "summary"),
    *("contact", "details", "career", "professional", "professionnel", "parcours", "coordonnées"),
    *("poste", "visé", "objectif", "objective", "desired", "employment", "europass", "photo"),
    *("skills", "compétences", "top", "languages", "langues", "certifications", "interests"),
    *("loisirs", "hobbies", "honors-awards", "work", "education", "formation", "références"),
}


@dataclass(frozen=True)
class Person:
    """A person a document is about; nothing here that does not occur in the document.

    `role` is what he does, `office` what stands before his name: "Chair: Ana Roy".
    """

    name: str
    role: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    keywords: list[str] = field(default_factory=list)
    passage: str | None = None
    alias: str | None = None
    office: str | None = None


def kind_of(text: str) -> str:
    """cv, glossary, agenda or other."""
    if is_titled(text):
        return "glossary"
    lowered = text.lower()
    headings = {line.strip(" #*:\t") for line in lowered.splitlines() if len(line) < 40}
    # What the document is called in a line of its own counts twice.
    told = sum(any(x.startswith(word) for x in headings) for word in (CV[0], *CV_HEADINGS))
    # In sentences they are words of any text; a title may be longer.
    told += sum(any(word in x for x in headings) for word in CV[1:]) + (CV[0] in lowered)
    if told >= 2:
        return "cv"
    if re.search(r"ordre du jour|agenda", lowered[:300]):
        return "agenda"
    if not OF_OTHERS.search(text[:300]) and len(glossary_of(text).corrections) >= 3:
        return "glossary"
    return "other"


def name_in(line: str) -> str | None:
    """A person's name, if the line is one: titles and asides removed, capitals made usual."""
    text = ASIDE.sub("", re.sub(r"^(?:nom|name)\s*[:|]\s*", "", line, flags=re.I)).strip(" -–,;")
    previous = None
    while previous != text:
        previous, text = text, TITLE.sub("", text)
    words, plain = text.split(), INITIALS.sub("X ", text)
    if (
        not NAME.match(plain)
        or re.search(r"\d", text)
        or text.lower() in HEADINGS
        or OF_HEADINGS & set(text.lower().split())
    ):
        return None
    if not all(w[0].isupper() or w[:2] in ("d'", "d’") or w.lower() in PARTICLES for w in words):
        return None
    if all(w.isupper() for w in words) and len(words) > 3:
        return None
    return " ".join(capitalised(w) if w.isupper() else w for w in _given_first(words))


def _given_first(words: list[str]) -> list[str]:
    """ "DUPONT Jean" is Jean Dupont: a surname may be known by its capitals and come first."""
    surname = list(takewhile(lambda w: w.isupper() and w[1:2] not in ("", "."), words))
    return words if len(surname) == len(words) else words[len(surname) :] + surname


def capitalised(word: str) -> str:
    """A word in capitals as names are written: "O'Brien", but "van der Merwe"."""
    if word.casefold() in ("van", "von", "der", "den", "ter"):
        return word.casefold()
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)


def checked(person: Person, text: str) -> Person | None:
    """Without any value that does not occur in the document; None without the name."""

    def there(value: str | None) -> bool:
        return value is not None and occurs(value, text)

    if not _is_named(person.name, text):
        return None
    email, phone = person.email or "", digits(person.phone or "")
    return Person(
        name=person.name,
        role=person.role if there(person.role) else None,
        company=person.company if there(person.company) else None,
        email=next((x for x in EMAIL.findall(text) if x.casefold() == email.casefold()), None),
        phone=next((x for x in phones(text) if digits(x) == phone), None),
        keywords=[word for word in person.keywords if there(word)],
        passage=person.passage,
    )


def participants(kind: str, chunk: str, names: Sequence[str]) -> list[str]:
    """Whom a chunk is about: all of a CV about its owner, else whoever is named in it."""
    if kind == "cv":
        return list(names)
    return [name for name in names if _is_named(name, chunk)]


def occurs(value: str, text: str) -> bool:
    """Whether the words of a value stand in a text one after the other, whatever the case and the
    marks between them."""
    words = _words(value)
    return bool(words) and f" {words} " in f" {_words(text)} "


def _is_named(name: str, text: str) -> bool:
    """Whether a name occurs, or does with its surname first ("DUPONT Jean") and no mark inside."""
    words = name.split()
    turned = [" ".join([*words[i:], *words[:i]]) for i in range(1, len(words))]
    return occurs(name, text) or any(
        occurs(other, part) for part in re.split(r"[^\w '’-]", text) for other in turned
    )


def _words(text: str) -> str:
    """A text's words in small letters, with a blank between them."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def merged(found: Sequence[Person], told: Sequence[Person]) -> list[Person]:
    """Whom the rules found, completed by what the language model told and was checked.

    Whom only the model told of is taken where the rules found nobody.
    """
    if not found:
        return list(told)
    others = {_words(person.name): person for person in told}
    return [completed(p, others.get(_words(p.name), p)) for p in found]


def completed(found: Person, told: Person) -> Person:
    """What was found of somebody, and where that lacks something what else was told of him."""
    return replace(
        found,
        role=found.role or told.role,
        company=found.company or told.company,
        email=found.email or told.email,
        phone=found.phone or told.phone,
        keywords=found.keywords or told.keywords,
        alias=found.alias or told.alias,
    )


def summary(people: Sequence[Mapping[str, Any]], keywords: Sequence[str], terms: int) -> str:
    """What is kept with a document, as JSON of at most `MOST_SUMMARY` bytes: the last go first."""
    kept, words = list(people), list(keywords)
    while True:
        about = {"people": kept, "keywords": words, "terms": terms}
        text = json.dumps(about, ensure_ascii=False)
        if len(text.encode()) <= MOST_SUMMARY or not (kept or words):
            return text
        # Halved rather than shortened by one: a document may list thousands.
        longer = kept if len(kept) >= len(words) / 10 else words
        del longer[len(longer) // 2 :]
