"""The phrases of French and English in which people say a name: pure.

Each finder yields a `Said`. What looks like one of them and is not (somebody else's colleague,
"je suis Marie sur ce point", "Marie, elle, pense que …") is left out here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.identify import hearsay
from agents.identify.names import COMMON

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-ZÀ-ÖØ-Þ]?[\w'’]+)*"
# Small words inside a surname: "Ana van den Berg", "Madame d'Orval". After a title, "la" begins an
# office: "Madame la Maire".
_INSIDE = r"(?:van|von|den|der|ter|de|du|el|al|ben|bin|da|dos|di)"
PARTICLES = rf"(?:(?:{_INSIDE}|la|le) ){{0,3}}(?:d['’])?"
# A point ends a title only where it is short for one: "Merci madame. Ana, votre avis ?"
TITLE = (
    r"(?:(?:le |la )?(?P<title>[Dd]octeure?|[Pp]rofesseure?|[Mm]aître|[Mm]adame|[Mm]onsieur"
    r"|[Mm]ademoiselle|[Dd]octor|[Pp]rofessor|[Mm]iss"
    r"|[Cc]ouncillor|[Cc]onstable|[Jj]udge|(?:[Dd]r|[Pp]r|[Pp]rof|[Mm]lle|[Mm]me|[Mm]rs?"
    rf"|[Mm]s)\.?) (?:{_INSIDE} {PARTICLES}|d['’])?)?"
)
NAME = rf"{TITLE}(?P<name>{CAPITAL}(?: {PARTICLES}{CAPITAL}){{0,2}})"
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
        rf"\b(?:[Jj]e suis|[Jj]e m.appelle|[Mm]oi,? c.est|[Mm]on nom est)\s+{NAME}",
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
_ROLL_CALL = re.compile(rf"^(?:{GREETING}[,.!] )?{NAME}(?P<rest>[,.] *\w[^.!?…]*)")
_I = re.compile(r"\b(?:je|[jm]['’]\w+|me|I|I['’]\w+|my|mon|ma|mes)\b", re.IGNORECASE)
# What one says of oneself after one's name: an office, which an opponent would not be told of.
# "Ana Roy, je ne suis pas d'accord" and "Ana Roy, je travaille depuis vingt ans" are said to her.
_OF_ONESELF = re.compile(
    r"\b(?i:j['’](?:anime|ai [\w-]+ ans)|je (?:préside|dirige|représente|remplace|m['’]occupe"
    r"|coordonne|pilote|gère)|I (?:run|lead|chair|head|manage|represent|look after))"
)
_PRESENTED = re.compile(
    rf"^(?:(?:[Oo]ui|[Yy]es|[Aa]lors|{GREETING}),? )*"
    rf"(?P<name>{CAPITAL}(?: {PARTICLES}{CAPITAL}){{1,2}}),\s(?:[^,.!?]{{2,60}},\s)?"
    rf"(?={_OF_ONESELF.pattern})(?P<rest>.*)",
    re.DOTALL,
)
_OF_ANOTHER = re.compile(
    r"\b(?:vous|votre|vos|toi|nous|notre|nos|your?|our|us|qui|who|va|vont|will|has|is|est|était|"
    r"il|elle|lui|he|she|merci|bienvenue|welcome|bonjour|bonsoir|salut|hello|hi|thanks?|question|remarque|remark|mot|word|avis)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:\b(?:[Mm]erci(?: beaucoup| bien| infiniment)?(?: à vous)?|[Jj]e (?:vous|te) remercie"
    rf"|[Bb]ravo|[Mm]any thanks|[Tt]hanks(?: a lot| so much)?|[Tt]hank you(?: very much| so much)?)"
    # "Merci pour ces chiffres, Ana."
    rf"(?: (?:pour|de|d['’]|for) ?[^,.!?]{{1,40}},)?),?\s+{NAME}"
)
# "Dr. Roy, thank you." A wish ("Marie, merci de commencer") is none.
_THANKED = re.compile(
    rf"(?:^|[.!?…]\s+){NAME},? (?:je (?:vous|te) remercie|merci(?! de\b| d['’])|thank you|thanks)\b"
)
_ALL = re.compile(
    r"\b(?:[Mm]erci|[Tt]hanks|[Tt]hank you),? (?:à (?:vous )?(?:tous|toutes)|(?:to )?(?:you )?all"
    r"|(?:to )?every(?:one|body))\b"
)
_FOR = re.compile(r"\b(?:pour|de|for)\b|\bd['’]")
_GREETING_BACK = re.compile(rf"^{GREETING}(?P<comma>,?)\s+{NAME}")
_GREETING = re.compile(rf"\b{GREETING}\b")
_WELCOME = re.compile(r"\b(?:bienvenue|welcome)\b", re.IGNORECASE)
_REPLY = r"^(?:(?:[Oo]ui|[Yy]es|[Aa]h|[Ee]uh),? )?"
_REPLY_GREETS = re.compile(rf"{_REPLY}{GREETING}\b")
_REPLY_THANKS = re.compile(rf"{_REPLY}(?:[Mm]erci|[Tt]hank)")
_ROLE = re.compile(
    r"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+(?:l['’]|(?:le|la|une?|votre|the|an?|your)\s+)"
    r"(?P<role>[^,.!?…]{4,80})"
)
_ASKING = (
    r"(?:(?:what|how|can|could|do|would|will you|are you|que|comment|votre|est-ce)\b(?!['’])"
    r"|pou[vr]|qu['’])"
)
_OPENER = (
    r"(?:[Aa]lors|[Bb]on|[Bb]ien|[Ee]t|[Oo]ui|[Nn]on|[Dd]onc|[Mm]ais|[Vv]oilà|[Pp]arfait"
    r"|[Tt]rès bien|[Dd]['’]accord|[Oo]k|[Oo]kay|[Ss]o|[Aa]nd|[Ww]ell|[Nn]ow|[Yy]es"
    r"|[Rr]ight|[Gg]reat|[Aa]ll right)"
)
_CALLS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[.!?…]\s+)(?:{_OPENER},\s+)?{NAME}\s*(?:[,?!.]|(?= {_ASKING}))",
        rf",\s*{NAME}\s*[,?.!]",
        rf"(?:-vous|-tu|\byou(?: think| say| see it| agree)?)\s+{NAME}\s*\?",
        r"\b(?:[Àà] vous|[Àà] toi|[Ee]t (?:vous|toi)|[Aa]nd you"
        r"|[Ll]a parole est à|[Ll]a (?:parole|main) à|[Aa]u tour de|[Oo]n écoute"
        r"|[ÉéEe]coutons|allons (?:maintenant )?écouter|[Pp]lease welcome|[Oo]ver to|hear from"
        r"|[Gg]o ahead"
        rf"|[Aa]llez-y|[Yy]our turn|the floor to|[Nn]ext (?:speaker |up )?is),?\s+{NAME}",
    )
)
_INVITED = re.compile(
    r"\?|(?:^|[,;:] |c['’]est )[àÀ] (?:vous|toi)\b"
    r"|\b(?:la parole|la main à|au tour de|on (?:vous )?écoute|écoutons"
    r"|allons (?:maintenant )?écouter|allez-y|vas-y|\w+ez[- ]nous|un mot|over to|hear from|go ahead"
    r"|your turn|tell us|the floor|next (?:speaker |up )?is)"
    # "Ana, please send me the notes" asks for no word.
    r"|\bplease(?:[.,!?]|$| (?:welcome|begin|start|continue|go|come|present|introduce|say))",
    re.IGNORECASE,
)
# "Yanis, tu commences", "John, you can begin": a question whose mark was not heard.
_TO_BEGIN = re.compile(
    r"\s*,?\s+(?:(?:tu|vous)\s+(?:nous|peux|pouvez|pourrais|pourriez|veux|voulez|commences|commencez"
    r"|présentes|présentez|prends|prenez|voulais|vouliez|souhaitais|souhaitiez)"
    r"|you\s+(?:can|could|may|start|begin|go|wanted to|had your hand|had a question))\b"
)
# "Samir. So, tell us.", "Marie Delcourt. The floor is yours."
_FLOOR = re.compile(
    r"\b(?:tell us|\w+ez[- ]nous|(?:vous avez|tu as|prenez|prends) la parole"
    r"|(?:la parole est|c['’]est) à (?:vous|toi)|on (?:vous |t['’])écoute|allez-y|vas-y"
    r"|floor is yours|over to you|go ahead)",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:vous|votre|vos|tu|ton|ta|tes|your?|yours)\b[^.!]*\?", re.IGNORECASE)
_TO_YOU = re.compile(r"\b(?:vous|votre|vos|tu|te|ton|ta|tes|toi|your?|yours)\b", re.IGNORECASE)
_ANYBODY = re.compile(r"quelqu['’]un|d['’]autres|someone|somebody|anyone|anybody", re.IGNORECASE)
_THIRD_PERSON = re.compile(
    r",?\s+(?:elle|il(?! (?:reste|faut|manque|y a)\b)|lui|qui|dont|she|he|who|whose)\b"
    r"|,[^,.?!]*,\s+(?:a|est|has|is|was|était)\b|,\s+(?:a|est|était)\s"
    # Who may hear it later is not here: "Ana, si tu nous écoutes".
    r"|,?\s+(?:si (?:tu|vous)(?: nous| m['’])? ?(?:écout|enten)"
    r"|if you(?:['’]re| are)? (?:hear|listen))"
)
# The point of "Dr. Roy" ends no sentence.
_END = re.compile(r"(?<=[.!?…])(?<!\b[DMP]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)(?<!\bProf\.)\s+")


@dataclass(frozen=True)
class Said:
    """A name in a phrase. `after` is the word before the name, `passage` the phrase, `title` what
    he is called by: monsieur, Mrs."""

    name: str
    passage: str
    after: str = ""
    title: str = ""


@dataclass(frozen=True)
class Call(Said):
    """A name called in the last sentences; `invited` when the words ask for an answer."""

    invited: bool = False


def sentences(text: str) -> list[str]:
    """Sentences, roughly."""
    return [s for s in _END.split(text.strip()) if s]


def introductions(text: str) -> Iterator[Said]:
    """ "Je suis X", "my name is X", "X speaking"."""
    for pattern in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            if hearsay.quotes(text[: match.start()]):
                continue
            if not _owned(match) and not _NOT_ONESELF.match(text, match.end()):
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
        if match is not None and not _TO_YOU.search(match["rest"]):
            return Said(match["name"], sentence)
    return None


def of_oneself(text: str, name: str) -> bool:
    """Whether somebody says something of himself after a name, and to nobody."""
    rest = text.partition(name)[2]
    return bool(_I.search(rest)) and not _TO_YOU.search(rest)


def thanks(text: str) -> Iterator[Said]:
    """ "Merci X", "X, merci", in the first two sentences."""
    first = " ".join(sentences(text)[:2])
    for pattern in (_THANKS, _THANKED):
        for match in pattern.finditer(first):
            # "Merci Marie, merci Ana" thanks no Merci Marie.
            if not _owned(match) and not _opened(match):
                yield Said(match["name"], match[0].strip(), title=match["title"] or "")


def to_all(text: str) -> bool:
    """Whether the first two sentences thank several, as one does at the end."""
    first = " ".join(sentences(text)[:2])
    several = len({said.name for said in thanks(text)}) > 1
    return several or bool(_ALL.search(first))


def for_something(thanks: str) -> bool:
    """Whether thanks say for what: it may be long ago."""
    return bool(_FOR.search(thanks))


def greetings(text: str) -> Iterator[Said]:
    """ "Bonjour X" where a turn begins. "Bonjour, Ana Roy, avocate" may be his own name."""
    match = _GREETING_BACK.match(text.strip())
    own = match is not None and match["comma"] and " " in match["name"]
    if match is not None and not own and not _owned(match):
        yield Said(match["name"], match[0].strip(), title=match["title"] or "")


def greets(text: str) -> bool:
    """Whether somebody greets."""
    return bool(_GREETING.search(text))


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


def calls(text: str) -> Iterator[Call]:
    """Names called in the last three sentences, thanks left out, in the order of the text."""
    closing = sentences(_THANKED.sub(". ", _THANKS.sub(". ", " ".join(sentences(text)[-3:]))))
    for place, sentence in enumerate(closing):
        found = {m.start("name"): m for pattern in _CALLS for m in pattern.finditer(sentence)}
        heard = [
            m
            for _, m in sorted(found.items())
            if not _owned(m) and not _THIRD_PERSON.match(sentence, m.end("name"))
        ]
        invited = len(heard) == 1 and _invited(heard[0], sentence, closing[place + 1 :])
        for match in heard:
            yield Call(match["name"], sentence, title=match["title"] or "", invited=invited)


def to_you(text: str) -> bool:
    """Whether somebody is spoken to."""
    return bool(_TO_YOU.search(text))


def _invited(match: re.Match[str], sentence: str, following: Sequence[str]) -> bool:
    """Whether the words ask whoever is called to speak: with his name alone, in its sentence,
    or with a question to "you", or the floor, after it."""
    alone = sentence.strip(" .?!…") == match[0].strip(" ,.?!…")
    if (alone and not _opened(match)) or _INVITED.search(sentence):
        return True
    if _TO_BEGIN.match(sentence, match.end("name")):
        return True
    later = " ".join(following)
    return bool(_YOU.search(later) or _FLOOR.search(later)) and not _ANYBODY.search(later)


def _opened(match: re.Match[str]) -> bool:
    """Whether what begins the phrase is a word before the name, "Merci Marie", and no "Le Goff"."""
    first = match["name"].split()[0].casefold()
    return first in COMMON and first not in ("le", "la")


def _owned(match: re.Match[str]) -> bool:
    """ "I'm Tom's assistant" is not Tom."""
    return bool(re.search(r"['’]s$", match["name"]))
