"""How people give their name in what they say first, without a verb for it: pure.

"Ana Roy, for the tenants.", "Ana Roy, I chair this meeting.", "Sorry. Ana Roy, table two. I'm a
letting agent."
"""

import re

from agents.context.roles import says_role
from agents.identify.phrases import CAPITAL, GREETING, NAME, PARTICLES, Said, sentences, to_you

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
_I = re.compile(r"\b(?:je|[jm]['’]\w+|me|moi|I|I['’]\w+|my|mon|ma|mes)\b", re.IGNORECASE)
# What one says of oneself after one's name: an office, which an opponent would not be told of.
# "Ana Roy, je ne suis pas d'accord" and "Ana Roy, je travaille depuis vingt ans" are said to her.
_OF_ONESELF = re.compile(
    r"\b(?i:j['’](?:anime|enseigne|habite|ai [\w-]+ ans)|c['’]est moi qui"
    r"|je (?:préside|dirige|représente|remplace|m['’]occupe|coordonne|pilote|gère|conduis"
    r"|tiens (?:l['’]|(?:la|le|les|une?)\b))"
    r"|I (?:run|lead|chair|head|manage|represent|look after|drive|teach|own|live in"
    r"|work (?:at|for|in|on)))"
)
# "Je suis infirmière", "I'm the transport consultant", and not "je suis d'accord".
_IS = r"\b(?i:je suis|I(?:['’]m| am)) "
_IS_A = (
    rf"{_IS}(?i:l['’]|(?:un|une|le|la|du|an?|the|with|from|in charge)\b"
    r"(?! (?:premi|derni|seul|first|last|only|one\b)))"
)
_IS_ROLE = re.compile(rf"{_IS}(?P<yours>(?:your|votre) )?(?P<role>[\w'’-]+)")
_LEAD = rf"(?:(?:[Oo]ui|[Yy]es|[Aa]lors|[Dd]onc|[Ss]o|[Ss]orry|[Pp]ardon|[Ee]uh|{GREETING}),? )*"
# "Ana Roy, from the tenants, hello, I chair this meeting."
_BESIDE = r"(?:[^,.!?]{2,60},\s){0,2}"
_PRESENTED = re.compile(
    rf"^{_LEAD}{_WHOLE}(?:,\s|\s(?=(?:from|of|d[eu]|des|for|pour)\b|d['’]))"
    rf"(?P<what>{_BESIDE})(?={_OF_ONESELF.pattern}|{_IS_A}|{_IS})(?P<rest>.*)",
    re.DOTALL,
)
# "Ana Roy, regional officer, good evening. I've brought my convenor."
_APPOSED = re.compile(
    rf"^{_LEAD}{_WHOLE}(?:,\s(?P<what>[^.!?:;]{{2,80}}?))?(?:,\s{GREETING})?[.!]$"
)
_ASIDE = re.compile(
    r"(?:in (?:short|fact|brief)|of course|for (?:now|once|me)|at (?:last|least)|en (?!charge)"
    r"|d['’]accord|pour (?:moi|l['’])|à (?:propos|vrai)|au (?:fait|moins)|du coup"
    r"|de (?:rien|toute))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^(?:of|from|for|at|with|in|on behalf of|de|du|des|pour|à|chez|aux?|table|plot|flat|number"
    r"|numéro|lot|same|même)\b|^d['’]",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:(?:And|So|Et|Alors|Moi|Voilà|Donc),? )?(?:I|I['’]\w+|My|We|Je|J['’]\w+|Mon|Ma|Mes|On)\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:vous|votre|vos|toi|nous|notre|nos|your?|our|us|qui|who|va|vont|will|has|is|est|était|"
    r"il|elle|lui|he|she|merci|bienvenue|welcome|bonjour|bonsoir|salut|hello|hi|thanks?|question"
    r"|remarque|remark|mot|word|avis)\b",
    re.IGNORECASE,
)
_ABOUT_ANOTHER = re.compile(
    r"\b(?:vous|votre|vos|toi|your?|il|elle|lui|he|she|him|her|question|remarque"
    r"|l['’](?:accueil|invit|ai\b|avais)\w*)\b",
    re.IGNORECASE,
)
# "Ana Roy, for Mr Petit, who's next to me."
_BESIDE_ME = re.compile(r",?\s(?:who|qui)(?:['’]s| is| est)\s[^,.]*\b(?:me|moi)\b", re.IGNORECASE)


def roll_call(text: str) -> Said | None:
    """A turn that begins with a full name as one gives one's own: "Bonjour, Ana Roy, avocate."

    Nothing in it is about anybody else, and after it comes an "I" or the end of the turn. An "I" in
    its own sentence has to say what he is or does.
    """
    match = _ROLL_CALL.match(text.strip())
    if match is None or " " not in match["name"]:
        return None
    first, *others = sentences(_BESIDE_ME.sub("", text.strip()[match.start("rest") :]))
    if _OF_ANOTHER.search(" ".join([first, *others[:1]])) or _ASIDE.match(first.lstrip(",. ")):
        return None
    if others and _ABOUT_ANOTHER.search(others[0]):
        return None
    if _I.search(first) and not _OF_ONESELF.search(first):
        return None
    if others and not _I.search(text, match.end("name")):
        return None
    return Said(match["name"], match[0].strip(), title=match["title"] or "")


# "Excusez-moi, Ana Roy, pour les parents d'élèves. Est-ce prudent ?"
_EXCUSED = re.compile(
    rf"^(?:[Ee]xcusez-moi|[Pp]ardon|[Ss]orry|[Ee]xcuse me),? {_WHOLE},"
    r" (?:pour|for|from|of|d[eu]s?|d['’]|au nom)\b(?P<what>[^.?!]*)[.]"
)


def presented(text: str, before: str = "") -> Said | None:
    """A full name in the first sentences, after which one says what one does or is: "Ana Roy, I
    chair this meeting.", "Ana Roy, regional officer. I've brought my convenor."; or anything of
    oneself, where the words `before` called one by a part of it."""
    first = sentences(text)[:5]
    excused = _EXCUSED.match(text.strip())
    if excused is not None and not _ABOUT_ANOTHER.search(excused["what"]):
        return Said(excused["name"], excused[0])
    for sentence, following in zip(first, [*first[1:], ""], strict=True):
        match = _PRESENTED.match(sentence)
        if match is not None and not _says_what(match["rest"]):
            continue
        match = match or _YOURS.match(sentence) or _apposed(sentence, following, before)
        if match is not None:
            return Said(match["name"], sentence)
    return None


def _says_what(rest: str) -> bool:
    """Whether what comes after a name begins with what one is or does oneself, and is said to
    nobody; one may be "your moderator"."""
    role = _IS_ROLE.match(rest)
    if role is not None and says_role(role["role"]):
        return bool(role["yours"]) or not to_you(rest)
    return bool(_OF_ONESELF.match(rest) or re.match(_IS_A, rest)) and not to_you(rest)


def _apposed(sentence: str, following: str, before: str) -> re.Match[str] | None:
    """A name with an office or a place beside it, before a sentence about oneself; with nothing
    beside it one says there what one is, or has just been called by a part of it."""
    match = _APPOSED.match(sentence)
    if match is None or not _OWN.match(following):
        return None
    what = match["what"] or ""
    if _OF_ANOTHER.search(what) or _ABOUT_ANOTHER.search(following) or _I.search(what):
        return None
    if _ASIDE.match(what):
        return None
    beside = _WHERE.match(what) or any(says_role(word) for word in re.findall(r"[\w-]+", what))
    called = any(part in before for part in match["name"].split())
    return match if beside or (not what and (called or _says_what(following))) else None


def of_oneself(text: str, name: str) -> bool:
    """Whether somebody says something of himself after a name, and to nobody."""
    rest = text.partition(name)[2]
    return bool(_I.search(rest)) and not to_you(rest)
