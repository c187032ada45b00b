"""The phrases of French and English that thank, answer, greet or put off somebody: pure."""

import re
from collections.abc import Iterator

from agents.identify import floor, hearsay
from agents.identify.names import COMMON
from agents.identify.phrases import (
    ADDRESS,
    CAPITAL,
    GREETING,
    PARTICLES,
    THIRD_PERSON,
    Said,
    opened,
    owned,
    sentences,
    to_you,
)

THANKS_WORDS = (
    r"(?:[Mm]erci(?: beaucoup| bien| infiniment)?(?: à vous)?|[Jj]e (?:vous|te) remercie"
    r"|[Bb]ravo|[Cc]heers|[Mm]any thanks|[Tt]hanks(?: a lot| so much)?"
    r"|[Tt]hank you(?: very much| so much)?)"
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
# "Oui, monsieur Roy, on a trouvé la cause", "No problem, Ana, we have only just started."
_ANSWERS = (
    r"(?:[Oo]ui|[Nn]on|[Ss]i|[Aa]h|[Oo]h|[Yy]es|[Nn]o|[Ss]orry|[Pp]ardon|[Dd]['’]accord"
    r"|(?:[Jj]e suis|[Nn]ous sommes|[Oo]n est) (?:bien |tout à fait )?d['’]accord"
    r"|[Bb]ien sûr|[Aa]bsolument|[Ee]xactement|[Tt]out à fait|[Jj]ustement|[Ee]xcusez-moi"
    r"|[Dd]ésolée?|[Pp]as de (?:souci|problème)s?|[Aa]vec plaisir|[Cc]['’]est (?:vrai|juste|exact)"
    r"|(?:[Jj]e|[Oo]n) (?:vous|te) comprend?s?|[Jj]e comprends|(?:[Vv]ous avez|[Tt]u as) raison"
    r"|[Bb]onne (?:question|remarque|idée)|[Nn]o problem|[Oo]f course|[Aa]bsolutely|[Ee]xactly"
    r"|[Ww]ith respect|[Ff]air (?:enough|point)|[Gg]ood (?:point|question|idea)|[Pp]lease do"
    r"|[Tt]hat['’]s (?:true|right|fair)|I (?:agree|understand|see|know)"
    r"|[Yy]ou(?:['’]re| are) (?:(?:very|quite|so|absolutely) )?[a-z]+)"
)
REPLIED = re.compile(rf"^(?:{_ANSWERS},? ){{1,3}}{ADDRESS}(?=[,.!] *\S)")
_OWN = re.compile(rf"{CAPITAL} {PARTICLES}{CAPITAL}, (?:pour|for|from|of|d[eu]s?|d['’]|au nom)\b")
# "Laissez-moi finir, Ana.", "She has, Ana, and I have it here." Nobody is called by his whole name
# there, and "La directrice, Ana, …" says who that is.
_AMID = re.compile(rf",\s+{ADDRESS}(?=[,.!…]|$)")
_GOES_ON = re.compile(r",\s*\w")
# "Et pour le budget, Ana, on attend mardi": he may be asked.
_TURNS_TO = re.compile(
    r"^(?:[Ss]ur|[Aa]bout|[Cc]oncernant|[Rr]egarding|[Qq]uant)\b|^(?:[Ee]t|[Aa]nd|[Aa]lors|[Ss]o|[Nn]ow|[Mm]aintenant)\s"
    r"(?:pour|sur|dans|avec|on|about|for|in|with)\b"
)
_IN_APPOSITION = re.compile(
    r"(?:^|[,:;]\s|\b(?:et|and|à|de|avec|with|from|to|par|by)\s)(?:l[ae]|les|mon|ma|mes|notre|nos|une?"
    r"|votre|son|sa|the|my|our|an?|his|her|your|their)(?:\s[\w'’-]+){1,3}$|(?:\bl['’])[\w'’-]+$",
    re.IGNORECASE,
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
# "Ana Roy, good morning to you."
_GREETED = re.compile(rf"^{ADDRESS},? {GREETING}(?: à vous| to you)?(?=[.!])")
_GREETING = re.compile(rf"\b{GREETING}\b")
_WELCOME = re.compile(r"\b(?:bienvenue|welcome)\b", re.IGNORECASE)
_REPLY = r"^(?:(?:[Oo]ui|[Yy]es|[Aa]h|[Ee]uh),? )?"
_REPLY_GREETS = re.compile(rf"{_REPLY}{GREETING}\b")
_REPLY_THANKS = re.compile(rf"{_REPLY}(?:[Mm]erci|[Tt]hank)")


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


def replied(text: str) -> Iterator[Said]:
    """ "Oui, X, on a trouvé la cause" where a turn begins, and nobody is asked or given the floor
    in that sentence. "Excusez-moi, Ana Roy, pour les parents" is one's own name."""
    match = REPLIED.match(text.strip())
    if match is not None and _OWN.match(text.strip(), match.start("name")) and not match["title"]:
        return
    yield from _unless_asked(text.strip(), match)


def told(text: str) -> Iterator[Said]:
    """ "Laissez-moi finir, X" where a turn begins, and nobody is asked or given the floor in that
    sentence. With "you" at the end of the turn it is as often for whoever speaks next."""
    first, *rest = sentences(text) or [""]
    match = None if any(replied(text)) else _amid(first)
    if match is None or floor.given(match, first, [], rest):
        return
    if rest or (_GOES_ON.match(first, match.end("name")) and not to_you(first)):
        yield from _unless_asked(text.strip(), match)


def _unless_asked(text: str, match: re.Match[str] | None) -> Iterator[Said]:
    if match is None or owned(match) or opened(match):
        return
    if THIRD_PERSON.match(text, match.end("name")):
        return
    if not floor.asked(match, sentences(text)[0]):
        passage = text[: match.end("name")]
        yield Said(match["name"], passage, title=match["title"] or "")


def _amid(sentence: str) -> re.Match[str] | None:
    """The one name that the sentence has between commas, or at its end, as one answers somebody."""
    found = [m for m in _AMID.finditer(sentence) if m["name"].casefold() not in COMMON]
    other = _TURNS_TO.match(sentence) or THANKS.search(sentence) or receives(sentence)
    if len(found) != 1 or other:
        return None
    [match] = found
    whole = " " in match["name"] and not match["title"]
    told = _IN_APPOSITION.search(sentence[: match.start()])
    return None if whole or told or hearsay.quotes(sentence[: match.start()]) else match


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
    yield from greeted(text)
    match = _GREETING_BACK.match(text.strip())
    own = match is not None and match["comma"] and " " in match["name"]
    if match is not None and not own and not owned(match):
        yield Said(match["name"], match[0].strip(), title=match["title"] or "")


def greeted(text: str) -> Iterator[Said]:
    """ "X, bonjour à vous." where a turn of more than that begins: it is for who is there."""
    match = _GREETED.match(text.strip())
    if match is not None and len(sentences(text)) > 1:
        yield Said(match["name"], match[0], title=match["title"] or "")


def greets(text: str) -> bool:
    """Whether somebody greets."""
    return bool(_GREETING.search(text))


def receives(text: str) -> bool:
    """Whether somebody is greeted or welcomed."""
    return greets(text) or bool(_WELCOME.search(text))


def answered(call: str, reply: str, full: bool) -> bool:
    """Whether whoever is greeted by his full name greets back, or who is welcomed thanks.

    A first name is also greeted by those who know him, one after another; who greets somebody
    else by name in return was meant.
    """
    if _WELCOME.search(call) and _REPLY_THANKS.match(reply):
        return True
    if not (_GREETING.search(call) and _REPLY_GREETS.match(reply)):
        return False
    others = (said for said in greetings(reply) if said.name.casefold() not in COMMON)
    return full or any(others)
