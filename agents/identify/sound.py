"""How alike two names are, by spelling and by sound: pure.

The key is a small one for French and English first names: it folds what a recogniser confuses
(Kouamé, Couamé, Kwame) and is only used to compare names with names.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

_SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("ch", "S"),
    ("sh", "S"),
    ("oua", "wa"),
    ("oi", "wa"),
    ("ou", "u"),
    ("eau", "o"),
    ("au", "o"),
    ("ai", "e"),
    ("ei", "e"),
    ("y", "i"),
    ("h", ""),
    ("ck", "k"),
    ("q", "k"),
    ("z", "s"),
)
# Clémence, Clemens: an ending that French says one way; N stands for it.
_NASAL = re.compile(r"(?<=..)[ae]n(?:ce|se|s)$")
SHORTEST = 4


@lru_cache(10_000)
def plain(name: str) -> str:
    """Without accents and case; punctuation to spaces."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return re.sub(r"[^a-z]+", " ", "".join(c for c in letters if c.isascii())).strip()


@lru_cache(10_000)
def key(name: str) -> str:
    """What a name sounds like."""
    text = _NASAL.sub("N", plain(name).replace(" ", ""))
    for written, spoken in _SOUNDS:
        text = text.replace(written, spoken)
    text = re.sub(r"c(?=[aou]|$|[^eiaou])", "k", text).replace("c", "s")
    text = re.sub(r"(.)\1+", r"\1", text)
    return re.sub(r"(?<=..)(?:es|e|s|t|d)$", "", text)


@lru_cache(100_000)
def alike(heard: str, name: str) -> float:
    """0 to 1; 1 for the same spelling, 0.95 for the same sound, below that by likeness.

    Short words are too easily alike: they match by spelling or sound, or not at all.
    """
    if plain(heard) == plain(name):
        return 1.0
    one, other = key(heard), key(name)
    if one == other and len(one) > 1:
        return 0.95
    if min(len(one), len(other)) < SHORTEST:
        return 0.0
    by_spelling = JaroWinkler.similarity(plain(heard), plain(name))
    return 0.95 * float(max(by_spelling, JaroWinkler.similarity(one, other)))
