"""What the phrases of French and English are made of in which people say a name: pure.

`oneself`, `courtesies`, `calls` and `floor` have the phrases, by what they are for. What looks like
one of them and is not (somebody else's colleague, "je suis Marie sur ce point", "Marie, elle, pense
que …") is left out there.
"""

import re
from dataclasses import dataclass

from agents.identify.names import COMMON

# "Don't" and "They've" are no names.
_SHORTENED = r"(?!\w+n['’]t\b|\w+['’](?:m|ve|d|ll|re)\b)"
CAPITAL = rf"{_SHORTENED}[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-ZÀ-ÖØ-Þ]?[\w'’]+)*"
# Small words inside a surname: "Ana van den Berg", "Madame d'Orval". After a title, "la" begins an
# office: "Madame la Maire".
_INSIDE = r"(?:van|von|den|der|ter|de|du|el|al|ben|bin|da|dos|di)"
PARTICLES = rf"(?:(?:{_INSIDE}|la|le) ){{0,3}}(?:d['’])?"
# A point ends a title only where it is short for one: "Merci madame. Ana, votre avis ?"
TITLE_WORDS = (
    r"(?:[Dd]octeure?|[Pp]rofesseure?|[Mm]aître|[Mm]adame?|[Mm]onsieur"
    r"|[Mm]ademoiselle|[Dd]octor|[Pp]rofessor|[Mm]iss"
    r"|[Dd]oña|[Ss]eñora?|[Mm]ister|[Ff]ather|[Ss]ister|[Rr]everend|[Pp]ère|[Cc]anon|[Cc]olonel"
    r"|[Cc]ouncillor|[Cc]onstable|[Jj]udge|(?:[Dd]r|[Pp]r|[Pp]rof|[Mm]lle|[Mm]me|[Mm]rs?"
    r"|[Mm]s)\.?)"
)
_TITLE = rf"(?:(?:le |la )?(?P<title>{TITLE_WORDS}) (?:{_INSIDE} {PARTICLES}|d['’])?)?"
_FULL = rf"{CAPITAL}(?: {PARTICLES}{CAPITAL}){{0,2}}"
NAME = rf"{_TITLE}(?P<name>{_FULL})"
# After a title also the office that somebody is called by: "madame la directrice générale".
_OFFICE = r"(?:l['’]|l[ae] )[^\W\d_][\w'’-]+(?: [\w'’-]+){0,2}?"
# Transcripts write "thank you, chair" as often as "Chair".
_CHAIR = r"(?:[Vv]ice[- ])?chair(?:man|woman|person)?(?=\s*(?:[,.!?]|$))"
ADDRESS = rf"{_TITLE}(?P<name>(?(title){_OFFICE}|(?!))|{_FULL}|{_CHAIR})"
GREETING = (
    r"(?:[Bb]onjour|[Bb]onsoir|[Ss]alut|[Hh]ello|[Hh]i|[Hh]ey|Morning|Evening"
    r"|[Gg]ood (?:morning|afternoon|evening))"
    r"(?: à toutes et à tous| à tous| tout le monde| everyone| everybody| all"
    r"|(?: mesdames)?(?: et)?(?: messieurs)?)"
)
YOU = r"\b(?i:vous|votre|vos|tu|te|ton|ta|tes|toi|your?|yours)\b"
_TO_YOU = re.compile(YOU)
# After a name it is spoken of, and not to: "Ana, elle, pense que …".
THIRD_PERSON = re.compile(
    r",?\s+(?:elle|il(?! (?:reste|faut|manque|y a)\b)|lui|qui|dont|she|he|who|whose)\b"
    r"|,[^,.?!]*,\s+(?:a|est(?!-ce)|has|is|was|était)\b|,\s+(?:a|est|était)\s"
    r"|,\s+(?:(?:je|on|nous) (?:lui\b|l['’](?:enten|atten|appel|invit|excus))"
    r"|that['’]s (?:M(?:r|rs|s|iss)|Dr|my|our|his|her)\b)"
    # Who may hear it later is not here: "Ana, si tu nous écoutes".
    r"|,?\s+(?:si (?:tu|vous)(?: nous| m['’]| le| la)? ?(?:l['’])?(?:écout|enten|regard|voi|voy)"
    r"|if you(?:['’]re| are)? (?:hear|listen|watch)|wherever\b|où que\b)"
    # His name is asked for, or wondered about: "Ana Roy, c'est ça ?"
    r"|,?\s+(?:c['’]est (?:bien )?(?:ça|cela)|(?:is|was) (?:it|that))\s*\?"
)
# The point of "Dr. Roy" ends no sentence.
_END = re.compile(r"(?<=[.!?…])(?<!\b[DMP]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)(?<!\bProf\.)\s+")


@dataclass(frozen=True)
class Said:
    """A name in a phrase. `after` is the word before the name, `passage` the phrase, `title` what
    he is called by: monsieur, Mrs; `onward` whether a word follows without a mark between."""

    name: str
    passage: str
    after: str = ""
    title: str = ""
    onward: bool = False


def sentences(text: str) -> list[str]:
    """Sentences, roughly."""
    return [s for s in _END.split(text.strip()) if s]


def to_you(text: str) -> bool:
    """Whether somebody is spoken to."""
    return bool(_TO_YOU.search(text))


def opened(match: re.Match[str]) -> bool:
    """Whether what begins the phrase is a word before the name, "Merci Marie", and no "Le Goff"
    or "Chair"."""
    first, *others = match["name"].casefold().split()
    named = ("le", "la", "chair", "chairman", "chairwoman", "mayor", "minister")
    return bool(others) and first in COMMON and first not in named


def owned(match: re.Match[str]) -> bool:
    """ "I'm Tom's assistant" is not Tom."""
    return bool(re.search(r"['’]s$", match["name"]))
