"""Whom the name of a file names, where it is said to be a CV: pure."""

import re

from agents.context.details import EMAIL
from agents.context.logic import PARTICLES
from agents.context.names import name_of

OF_CV = re.compile(r"(?<![^\W_])(?:cv|curriculum(?:[ _-]?vitae)?)(?![^\W_])", re.IGNORECASE)
# Of many, or of none.
OF_NONE = re.compile(
    r"mod[eè]le|template|exemple|example|sample|grille|analyse|liste|guide|conseils|tips", re.I
)
# What else stands there.
BESIDE = frozenset(
    word
    for line in (
        "resume résumé europass linkedin profil profile bio version final finale def maj update",
        "updated new nouveau nouvelle copie copy scan fr en eng english french anglais français",
        "francais remplacement remplaçant remplaçante intervenant intervenante expert experte",
        "candidat candidate candidature court courte long longue short draft brouillon signed",
        "signé annexe light complet complète full photo ok speaker panel jury réunion meeting",
        "lettre motivation pour for curriculum vitae",
    )
    for word in line.split()
)
LEAST, MOST = 2, 3
_SEPARATE = re.compile(r"[\s_+.,()\[\]]+|\s-+|-+\s")
_HUMPS = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+")


def named_in(file_name: str, text: str) -> str | None:
    """The name in a file's, without what else stands there: two or three words with capitals,
    none of which the text has in small letters."""
    stem = re.sub(r"\.\w{1,5}$", "", file_name)
    # A mark inside a name is one where others stand between the words.
    words = _SEPARATE.split(stem) if _SEPARATE.search(stem) else stem.split("-")
    kept = [part for word in words if (part := OF_CV.sub("", word).strip("-–")) and _is_own(part)]
    if kept and kept[0].casefold() in ("de", "d", "of", "by", "par"):
        kept = kept[1:]
    if len(kept) == 1 and "-" not in kept[0]:
        kept = _HUMPS.findall(kept[0])
    whole = [word for word in kept if word.casefold() not in PARTICLES]
    plausible = LEAST <= len(whole) <= MOST and all(len(word) > 2 for word in whole)
    said = EMAIL.sub(" ", text)
    if not plausible or any(re.search(rf"\b{re.escape(w.lower())}\b", said) for w in whole):
        return None
    return name_of(" ".join(kept))


def _is_own(word: str) -> bool:
    return word.casefold() not in BESIDE and not re.search(r"\d", word)
