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
_H = re.compile(r"(?<=[aeiou])h(?=[aeiou])")
SHORTEST = 4
# A long name that differs by a vowel inside, which is hardly said: Katharina, Kateryna. By its last
# one it is another name: Francesco, Francesca.
LONG, ONE_VOWEL = 7, 0.94
# What a difference costs: vowels are misheard more easily than consonants, and some consonants for
# others.
_VOWELS = frozenset("aeiou")
_VOWEL, _OTHER_VOWEL, _NEAR = 0.5, 0.3, 0.5
_PAIRS = "bp bv dt gk fv sS jS kS gj sj wu wv mn ng nN sN lr"
_ALIKE = frozenset(map(frozenset, _PAIRS.split()))


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
    if (
        min(len(one), len(other)) >= LONG
        and one[-1] == other[-1]
        and _sounds(one, other) >= ONE_VOWEL
    ):
        return ONE_VOWEL
    by_spelling = JaroWinkler.similarity(plain(heard), plain(name))
    return 0.95 * float(max(by_spelling, JaroWinkler.similarity(one, other)))


@lru_cache(100_000)
def sounds(heard: str, name: str) -> float:
    """0 to 1 by how little has to be changed of one's sound for the other's.

    An edit distance (Wagner and Fischer, 1974) with costs by what is misheard. The letters that end
    a word in silence may be said before the next one, and may not; an h may be a French r (Mohel,
    Morel).
    """
    said = _spoken(heard) | _spoken(_H.sub("r", plain(heard)))
    return max(_sounds(one, other) for one in said for other in _spoken(name))


def _spoken(name: str) -> set[str]:
    return {key(name), "".join(key(word) for word in plain(name).split())}


def _sounds(one: str, other: str) -> float:
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _cost(sound))
    for sound in one:
        above, row = row, [row[0] + _cost(sound)]
        for place, theirs in enumerate(other):
            changed = above[place] + _change(sound, theirs)
            row.append(min(changed, above[place + 1] + _cost(sound), row[place] + _cost(theirs)))
    most = max(sum(map(_cost, one)), sum(map(_cost, other)))
    return 1 - row[-1] / most if most else 0.0


def _cost(sound: str) -> float:
    return _VOWEL if sound in _VOWELS else 1.0


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _OTHER_VOWEL
    return _NEAR if frozenset((one, other)) in _ALIKE else 1.0
