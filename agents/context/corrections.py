"""Which corrections of a document are believed: a wrong one rewrites what people said. Pure."""

import re

from agents.identify.names import COMMON
from agents.identify.sound import alike, plain

SHORTEST = 3
SAME = 0.85
# What everybody says: never put right, whatever a document has of it.
USUAL = COMMON | frozenset(
    word
    for line in (
        "est sont était être avoir ont fait faire peut doit par pas plus que qui dont où leur",
        "leurs son ses mon mes ton nos vos ces cet cela ça peu trop entre vers chez sous depuis",
        "heure heures jour jours mois année années matin midi soir hier demain minute minutes",
        "is are was were be been has have had do does did not no for from with by at in of to as",
        "they she his her its our your my who hour hours day days month year years am pm today",
    )
    for word in line.split()
)
# Above a list, or in the head of a column, of what is heard or written wrong.
HEARD = re.compile(
    r"\b(?:souvent|parfois|mal|formes?|mots?|noms?)\s+(?:mal\s+)?(?:entendu|transcrit|compris)"
    r"|^\W*(?:entendu|heard)\b|\bfauti|\berron|\borthographes?\b|\bspellings?\b"
    r"|erreurs? (?:fréquentes?|courantes?|d['’]écoute"
    r"|de (?:transcription|reconnaissance))|fautes? (?:fréquentes?|courantes?|d['’]orthographe)"
    r"|\bmis-?(?:heard|hearing|transcri|spel)|\b(?:often|sometimes|is|are) heard|\bheard as"
    r"|(?:common|frequent|usual|transcription|recognition|spelling) (?:errors?|mistakes?)",
    re.IGNORECASE,
)


def believed(wrong: str, right: str, *, told: bool) -> bool:
    """Whether the one is put where the other is heard.

    They sound alike, unless it is `told` that they are taken for each other. A number, a time, a
    date or a usual word is never a wrong form.
    """
    if len(wrong) < SHORTEST or wrong == right or is_figure(wrong) or _usual(wrong):
        return False
    if not any(map(str.isalpha, right)):
        return False
    return told or (_digits(wrong) == _digits(right) and _alike(wrong, right))


def is_figure(text: str) -> bool:
    """Whether the text is a number, a time or a date: digits without a word that says more."""
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return any(map(str.isdigit, text)) and all(word in USUAL for word in words)


def _usual(text: str) -> bool:
    words = re.split(r"[\s'’]+", re.sub(r"\b[cdjlmnst]['’]", "", text.casefold()))
    return all(word.strip(".,") in USUAL for word in words)


def _alike(wrong: str, right: str) -> bool:
    """By what differs: "Gare de Lyon" is not "Gare du Nord", though most of it is the same."""
    one, other = plain(wrong).split(), plain(right).split()
    if not one or one == other:
        return bool(one)
    apart = [w for w in one if w not in other], [w for w in other if w not in one]
    return all(apart) and alike(*map(" ".join, apart)) >= SAME


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
