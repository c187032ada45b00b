"""One's own name with what one is, put right, or said again with the surname: pure."""

import re
from collections.abc import Iterator

from agents.context.roles import says_role
from agents.identify import hearsay
from agents.identify.phrases import CAPITAL, NAME, PARTICLES, YOU, Said
from agents.identify.sound import alike

_FULL = rf"{CAPITAL}(?: {PARTICLES}{CAPITAL}){{1,2}}"
# "I'm your host, Ana Roy", "je suis l'architecte du projet, Ana Roy".
_AS = re.compile(
    r"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+(?:l['’]|(?:le|la|votre|the|your)\s+)"
    rf"(?P<role>[^,.!?:…]{{3,60}}),\s+(?P<name>{_FULL})"
    rf"(?=\s*(?:[,.!]|and\b|et\b|$)(?![^.!?…]*{YOU}))"
)
# "It's Hargreaves, with an s", "Besnard, si vous permettez, Julien Besnard": said by whoever was
# called by a wrong name. "Ana, if I may, one more thing" is said to Ana.
_RIGHT = (
    r"(?:with (?:an?|two|no)\b|without an?\b|avec (?:une?|deux)\b|sans\b|en (?:un|deux) mots?\b"
    r"|(?P<asks>si (?:vous permettez|tu permets)|if (?:you don['’]t mind|I may)))"
)
_LEAD = r"[Mm]erci|[Oo]ui|[Nn]on|[Pp]ardon|[Aa]lors|[Tt]hanks|[Tt]hank you|[Yy]es|[Nn]o|[Ss]orry"
_CORRECTED = re.compile(
    rf"^(?:(?:{_LEAD})[,.!]? )?(?:(?:[Ii]t['’]s|[Cc]['’]est) )?{NAME},? {_RIGHT}"
    rf"(?:,? (?P<full>{_FULL})(?=[,.!]|$))?"
)
# "Nabil, Nabil Haddad".
_AGAIN = re.compile(rf",\s(?P<name>{_FULL})")


# "Hi. Raffaele, Raffaele Conti, I have the chip shop": nobody is called so.
_TWICE = re.compile(
    rf"^(?:(?![Mm]erci|[Tt]hank)[^\W\d_]+[,.!] ){{0,2}}(?P<first>{CAPITAL})"
    rf"(?: (?:at the microphone|au micro|here|speaking))?[.,] "
    rf"(?P<name>(?P=first)(?: {PARTICLES}{CAPITAL}){{1,2}})(?=[.,!]|$)"
)


# "Ana Voitchik, that's W, O, J, C, I, K": one of the words is spelled.
_SPELLED = re.compile(
    r"(?:^|[.!?…] |, )(?:[Ii]t['’]s |[Cc]['’]est )?"
    rf"(?P<name>{CAPITAL}(?: {PARTICLES}{CAPITAL}){{0,2}}),"
    r" (?:that['’]s|ça s['’]écrit|spelled|spelt)"
    r" (?P<letters>[A-ZÀ-Þ](?:(?:, ?|-| )[A-ZÀ-Þ]\b(?!['’])){2,20})"
)


def spelled(text: str) -> Iterator[Said]:
    """Names that a speaker spells, with the word that sounds most like it as it is spelled."""
    for match in _SPELLED.finditer(text):
        letters = "".join(re.findall(r"\w", match["letters"])).capitalize()
        words = match["name"].split()
        meant = max(words, key=lambda word: alike(word, letters))
        name = " ".join(letters if word == meant else word for word in words)
        yield Said(name, match[0].strip(" ,.!?…"))


def told(text: str) -> Iterator[Said]:
    """Names that a speaker gives beside what he is, or for a wrong one that he was called by."""
    yield from spelled(text)
    for match in _AS.finditer(text):
        if says_role(match["role"]) and not hearsay.quotes(text[: match.start()]):
            yield Said(match["name"], match[0].strip())
    twice = _TWICE.match(text.strip())
    if twice is not None:
        yield Said(twice["name"], twice[0].strip())
    corrected = _CORRECTED.match(text.strip())
    if corrected and (corrected["full"] or not corrected["asks"]):
        name = corrected["full"] or corrected["name"]
        yield Said(name, corrected[0].strip(), title=corrected["title"] or "")


def whole(match: re.Match[str], text: str) -> tuple[str, str]:
    """The name of an introduction and the phrase; where the first name is said again with the
    surname, all of the name once."""
    first, *others = match["name"].split()
    again = _AGAIN.match(text, match.end("name"))
    if not others and again is not None and again["name"].split()[0] == first:
        return again["name"], text[match.start() : again.end()].strip()
    twice = len(others) > 1 and others[0] == first
    return " ".join(others) if twice else match["name"], match[0].strip()
