"""The phrases of French and English in which people say a name: pure.

Each finder yields a `Said`. What looks like one of them and is not (somebody else's colleague,
"je suis Marie sur ce point", "Marie, elle, pense que …") is left out here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agents.identify import hearsay
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
    r"|[Cc]ouncillor|[Cc]onstable|[Jj]udge|(?:[Dd]r|[Pp]r|[Pp]rof|[Mm]lle|[Mm]me|[Mm]rs?"
    r"|[Mm]s)\.?)"
)
TITLE = rf"(?:(?:le |la )?(?P<title>{TITLE_WORDS}) (?:{_INSIDE} {PARTICLES}|d['’])?)?"
_FULL = rf"{CAPITAL}(?: {PARTICLES}{CAPITAL}){{0,2}}"
NAME = rf"{TITLE}(?P<name>{_FULL})"
# After a title also the office that somebody is called by: "madame la directrice générale".
_OFFICE = r"(?:l['’]|l[ae] )[^\W\d_][\w'’-]+(?: [\w'’-]+){0,2}?"
ADDRESS = rf"{TITLE}(?P<name>(?(title){_OFFICE}|(?!))|{_FULL})"
GREETING = (
    r"(?:[Bb]onjour|[Bb]onsoir|[Ss]alut|[Hh]ello|[Hh]i|[Hh]ey|Morning|Evening"
    r"|[Gg]ood (?:morning|afternoon|evening))"
    r"(?: à toutes et à tous| à tous| tout le monde| everyone| everybody| all"
    r"|(?: mesdames)?(?: et)?(?: messieurs)?)"
)
START = rf"(?:^|[.!?…]\s+|{GREETING}[,.!]? )"

_INTRODUCTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Jj]e suis|[Jj]e m.appelle|[Mm]oi,? (?:c.est|cet)|[Mm]on nom est)\s+{NAME}",
        rf"\b[Jj]e me présente\s*[:,.]?\s+{NAME}",
        rf"\b(?:[Mm]y name(?: is|.s)|[Ii] am|[Ii].m)\s+{NAME}",
        rf"\b[Cc].est {NAME} qui parle\b",
        rf"{GREETING},? [Tt]his is {NAME}",
        rf"\b[Tt]his is {NAME}(?= (?:speaking|here)\b)",
        rf"{START}[Ii]ci,? {NAME}(?=\s*(?:[,.!]|$))",
        rf"{START}{NAME}"
        r"(?=,? (?:speaking|here|à l['’]appareil|au micro|à votre écoute)\s*(?:[,.!]|$))",
    )
)
# "Je suis Marie sur ce point" follows her, "moi c'est Marie qui m'inquiète" is about her.
_NOT_ONESELF = re.compile(r"\s+(?:sur|dans|quand|lorsqu|là-dessus|qui|que|qu['’])")
_WHOLE = rf"(?P<name>{CAPITAL}(?: {PARTICLES}{CAPITAL}){{1,2}})"
# "Alors, euh, bonjour, Ana Roy."
_HESITATING = r"(?:(?![Mm]erci|[Tt]hank|[Bb]ienvenue|[Ww]elcome)[^\W\d_]+, ){0,3}"
_ROLL_CALL = re.compile(
    rf"^{_HESITATING}(?:(?:{GREETING}|[Pp]our ma part|[Qq]uant à moi|[Aa]s for me)[,.!] )?"
    rf"{NAME}(?P<rest>[,.] *\w[^.!?…]*)"
)
# "Ana Roy, of the law firm, your adviser."
_YOURS = re.compile(
    rf"^{_WHOLE},\s[^,.!?]{{2,60}},\s(?:votre|your)\s[\w-]+(?:\s[\w-]+){{0,2}}[.!]?$"
)
_I = re.compile(r"\b(?:je|[jm]['’]\w+|me|I|I['’]\w+|my|mon|ma|mes)\b", re.IGNORECASE)
# What one says of oneself after one's name: an office, which an opponent would not be told of.
# "Ana Roy, je ne suis pas d'accord" and "Ana Roy, je travaille depuis vingt ans" are said to her.
_OF_ONESELF = re.compile(
    r"\b(?i:j['’](?:anime|ai [\w-]+ ans)|je (?:préside|dirige|représente|remplace|m['’]occupe"
    r"|coordonne|pilote|gère)|I (?:run|lead|chair|head|manage|represent|look after))"
)
_PRESENTED = re.compile(
    rf"^(?:(?:[Oo]ui|[Yy]es|[Aa]lors|{GREETING}),? )*"
    rf"{_WHOLE},\s(?:[^,.!?]{{2,60}},\s)?"
    rf"(?={_OF_ONESELF.pattern})(?P<rest>.*)",
    re.DOTALL,
)
_OF_ANOTHER = re.compile(
    r"\b(?:vous|votre|vos|toi|nous|notre|nos|your?|our|us|qui|who|va|vont|will|has|is|est|était|"
    r"il|elle|lui|he|she|merci|bienvenue|welcome|bonjour|bonsoir|salut|hello|hi|thanks?|question"
    r"|remarque|remark|mot|word|avis)\b",
    re.IGNORECASE,
)
THANKS_WORDS = (
    r"(?:[Mm]erci(?: beaucoup| bien| infiniment)?(?: à vous)?|[Jj]e (?:vous|te) remercie"
    r"|[Bb]ravo|[Mm]any thanks|[Tt]hanks(?: a lot| so much)?|[Tt]hank you(?: very much| so much)?)"
)
THANKS = re.compile(
    rf"(?:\b{THANKS_WORDS}"
    # "Merci pour ces chiffres, Ana."
    rf"(?: (?:pour|de|d['’]|for) ?[^,.!?]{{1,40}},)?),?\s+{ADDRESS}"
)
# "Dr. Roy, thank you." A wish ("Marie, merci de commencer") is none.
THANKED = re.compile(
    rf"(?:^|[.!?…]\s+){ADDRESS},? (?:je (?:vous|te) remercie|merci(?! de\b| d['’])|thank you"
    r"|thanks)\b"
)
# "In a moment, Ms Roy." is for whoever has just asked for the floor.
PUT_OFF = re.compile(
    r"(?:^|[.!?…]\s+)(?:(?:[Ii]n |[Jj]ust )?(?:[Oo]ne|[Aa]) (?:moment|minute|second)"
    r"|(?:[Dd]ans |[Jj]uste )?[Uu]ne? (?:instant|moment|minute|seconde)|[Tt]out à l['’]heure"
    r"|[Nn]ot yet|[Pp]as encore|[Hh]old on|[Aa]ttend(?:ez|s))"
    rf"(?: please| s['’]il (?:vous|te) plaît)?,\s+{ADDRESS}(?=\s*(?:[.!…]|$))"
)
_ALL = re.compile(
    r"\b(?:[Mm]erci|[Tt]hanks|[Tt]hank you),? (?:à (?:vous )?(?:tous|toutes)|(?:to )?(?:you )?all"
    r"|(?:to )?every(?:one|body))\b"
)
_FOR = re.compile(r"\b(?:pour|de|for)\b|\bd['’]")
_GREETING_BACK = re.compile(rf"^{GREETING}(?P<comma>,?)\s+{ADDRESS}")
_GREETING = re.compile(rf"\b{GREETING}\b")
_WELCOME = re.compile(r"\b(?:bienvenue|welcome)\b", re.IGNORECASE)
_REPLY = r"^(?:(?:[Oo]ui|[Yy]es|[Aa]h|[Ee]uh),? )?"
_REPLY_GREETS = re.compile(rf"{_REPLY}{GREETING}\b")
_REPLY_THANKS = re.compile(rf"{_REPLY}(?:[Mm]erci|[Tt]hank)")
_ROLE = re.compile(
    r"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+(?:l['’]|(?:le|la|une?|votre|the|an?|your)\s+)"
    r"(?P<role>[^,.!?…]{4,80})"
)
_TO_YOU = re.compile(r"\b(?:vous|votre|vos|tu|te|ton|ta|tes|toi|your?|yours)\b", re.IGNORECASE)
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


def introductions(text: str) -> Iterator[Said]:
    """ "Je suis X", "my name is X", "X speaking"."""
    for pattern in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            if hearsay.quotes(text[: match.start()]):
                continue
            if not owned(match) and not _NOT_ONESELF.match(text, match.end()):
                before = match[0].removesuffix(match["name"]).split()
                after = before[-1] if before else ""
                yield Said(match["name"], match[0].strip(), after, match["title"] or "")


def roll_call(text: str) -> Said | None:
    """A turn that begins with a full name as one gives one's own: "Bonjour, Ana Roy, avocate."

    Nothing in it is about anybody else, and after it comes an "I" or the end of the turn. An "I" in
    its own sentence has to say what he is or does.
    """
    match = _ROLL_CALL.match(text.strip())
    if match is None or " " not in match["name"]:
        return None
    first, *others = sentences(text.strip()[match.start("rest") :])
    if _OF_ANOTHER.search(" ".join([first, *others[:1]])):
        return None
    if _I.search(first) and not _OF_ONESELF.search(first):
        return None
    if others and not _I.search(text, match.end("name")):
        return None
    return Said(match["name"], match[0].strip(), title=match["title"] or "")


def presented(text: str) -> Said | None:
    """A full name in the first sentences, after which one says what one does: "Ana Roy, I chair
    this meeting.\""""
    for sentence in sentences(text)[:4]:
        match = _PRESENTED.match(sentence)
        if match is not None and _TO_YOU.search(match["rest"]):
            continue
        match = match or _YOURS.match(sentence)
        if match is not None:
            return Said(match["name"], sentence)
    return None


def of_oneself(text: str, name: str) -> bool:
    """Whether somebody says something of himself after a name, and to nobody."""
    rest = text.partition(name)[2]
    return bool(_I.search(rest)) and not _TO_YOU.search(rest)


def thanks(text: str) -> Iterator[Said]:
    """ "Merci X", "X, merci", in the first two sentences."""
    first = " ".join(sentences(text)[:2])
    for pattern in (THANKS, THANKED):
        for match in pattern.finditer(first):
            # "Merci Marie, merci Ana" thanks no Merci Marie.
            if not (owned(match) or opened(match) or hearsay.quotes(first[: match.start()])):
                onward = bool(re.match(r"\s\w", first[match.end("name") :]))
                passage, title = match[0].strip(), match["title"] or ""
                yield Said(match["name"], passage, title=title, onward=onward)


def put_off(text: str) -> Iterator[Said]:
    """ "In a moment, X" in the first two sentences."""
    for match in PUT_OFF.finditer(" ".join(sentences(text)[:2])):
        if not owned(match):
            yield Said(match["name"], match[0].strip(" .!?…"), title=match["title"] or "")


def to_all(text: str) -> bool:
    """Whether the first two sentences thank several, as one does at the end."""
    first = " ".join(sentences(text)[:2])
    # "D'accord, merci Ana" thanks no D'accord.
    names = {said.name for said in thanks(text) if said.name.casefold() not in COMMON}
    return len(names) > 1 or bool(_ALL.search(first))


def for_something(thanks: str) -> bool:
    """Whether thanks say for what: it may be long ago."""
    return bool(_FOR.search(thanks))


def greetings(text: str) -> Iterator[Said]:
    """ "Bonjour X" where a turn begins. "Bonjour, Ana Roy, avocate" may be his own name."""
    match = _GREETING_BACK.match(text.strip())
    own = match is not None and match["comma"] and " " in match["name"]
    if match is not None and not own and not owned(match):
        yield Said(match["name"], match[0].strip(), title=match["title"] or "")


def greets(text: str) -> bool:
    """Whether somebody greets."""
    return bool(_GREETING.search(text))


def receives(text: str) -> bool:
    """Whether somebody is greeted or welcomed."""
    return greets(text) or bool(_WELCOME.search(text))


def answered(call: str, reply: str, full: bool) -> bool:
    """Whether whoever is greeted by his full name greets back, or who is welcomed thanks.

    A first name is also greeted by those who know him, one after another.
    """
    if _WELCOME.search(call) and _REPLY_THANKS.match(reply):
        return True
    return full and bool(_GREETING.search(call) and _REPLY_GREETS.match(reply))


def roles(text: str) -> Iterator[tuple[str, str]]:
    """ "Je suis l'architecte du projet": what somebody says he is, and the phrase."""
    for match in _ROLE.finditer(text):
        yield match["role"], match[0].strip()


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
