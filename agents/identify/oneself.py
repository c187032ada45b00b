"""The phrases of French and English in which people say who or what they are: pure."""

import re
from collections.abc import Iterator

from agents.identify import hearsay, own_names
from agents.identify.phrases import (
    CAPITAL,
    GREETING,
    NAME,
    PARTICLES,
    YOU,
    Said,
    owned,
    sentences,
    to_you,
)

_WHOLE = rf"(?P<name>{CAPITAL}(?: {PARTICLES}{CAPITAL}){{1,2}})"
# "Je me présente pour les nouveaux parents : Ana Roy, directrice." Nobody is told that of himself,
# and who stands for an office may speak of whoever stands beside him. The title is empty: it is a
# group of every introduction.
_MYSELF = (
    r"\b(?:[Jj]e me présente|[Ii](?:['’]ll| will|['’]d like to)? introduce myself"
    r"|[Ll]et me (?:just )?introduce myself)"
    rf"(?! (?:aux?|à|contre|comme|devant|as)\b)(?: [^,.!?:…]{{1,60}})?\s*[:,.] {_WHOLE}"
    rf"(?=\s*[,.!](?![^.!?…]*{YOU}))(?P<title>)"
)
_START = rf"(?:^|[.!?…]\s+|{GREETING}[,.!]? )"
_INTRODUCTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Jj]e suis|[Jj]e m.appelle|[Mm]oi,? (?:c.est|cet)|[Mm]on nom est)\s+{NAME}",
        rf"\b[Jj]e me présente\s*[:,.]?\s+{NAME}",
        _MYSELF,
        rf"\b(?:[Mm]y name(?: is|.s)|[Ii] am|[Ii].m)\s+{NAME}",
        rf"\b[Cc].est {NAME} qui parle\b",
        rf"{GREETING},? [Tt]his is {NAME}",
        rf"\b[Tt]his is {NAME}(?= (?:speaking|here)\b)",
        # Who has just joined: "Hi, it's Ana Roy, from the Bristol office."
        rf"^{GREETING}[,.!]? (?:[Ii]t['’]s|[Cc]['’]est) {NAME}"
        r"(?=\s*(?:[.!]|,? (?:from|at|in|de|du|à|au|pour)\b|$))",
        rf"{_START}(?:[Ii]ci|[Aa]u micro),? {NAME}(?=\s*(?:[,.!](?!\s(?:qui|pour)\b)|$))",
        rf"{_START}{NAME}"
        r"(?=,? (?:speaking|here|à l['’]appareil|au micro|à votre écoute)\s*(?:[,.!]|$))",
    )
)
_DENIED = re.compile(rf"\b(?:[Jj]e ne suis pas|[Ii](?:['’]m| am) not)\s+{NAME}")
# "And you are?", "Votre prénom, s'il vous plaît ?", "Which Dan is it?"
_WHO = re.compile(
    r"\b(?:(?:vous êtes|tu es|you are)\s*\?|(?:qui|who) (?:êtes[- ]vous|es[- ]tu|are you|am I)\b"
    r"|(?:votre|ton|your) (?:pré|first |full )?n[oa]me?\b"
    r"|(?:which|quelle?) (?-i:[A-ZÀ-Þ])[\w'’-]+ (?:is it|is this|is that|est-ce|c['’]est))",
    re.IGNORECASE,
)
# Of whoever is heard for the first time. It may be asked of somebody on a picture, too.
_WHO_IS_THERE = re.compile(
    r"\b(?:c['’]est qui|qui (?:parle|est là)|who(?:['’]s| is) (?:this|that|it|there|speaking))"
    r"\s*\?",
    re.IGNORECASE,
)
_OF_A_THIRD = re.compile(r"[.,!]?\s*(?:il|elle|ils|elles|lui|he|she|they|who|qui)\b", re.IGNORECASE)
_GIVEN = re.compile(
    r"^(?:(?:[Oo]ui|[Yy]es|[Ee]uh|[Uu]m|[Ss]orry|[Pp]ardon|[Bb]onjour|[Hh]ello|[Hh]i),? )?"
    rf"(?:(?:[Mm]oi,? )?[Cc]['’]est |[Ii]t['’]s |[Tt]his is )?{NAME}(?=[.,!]|$)"
)
# "Je suis Marie sur ce point" follows her, "moi c'est Marie qui m'inquiète" is about her.
_NOT_ONESELF = re.compile(r"\s+(?:sur|dans|quand|lorsqu|là-dessus|qui|que|qu['’])")
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
    r"\b(?i:j['’](?:anime|enseigne|habite|ai [\w-]+ ans)|c['’]est moi qui"
    r"|je (?:préside|dirige|représente|remplace|m['’]occupe|coordonne|pilote|gère|conduis"
    r"|tiens (?:l['’]|(?:la|le|les|une?)\b))"
    r"|I (?:run|lead|chair|head|manage|represent|look after|drive|teach|own|live in"
    r"|work (?:at|for|in|on)))"
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
# "Ana Roy, for Mr Petit, who's next to me."
_BESIDE_ME = re.compile(r",?\s(?:who|qui)(?:['’]s| is| est)\s[^,.]*\b(?:me|moi)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+(?:l['’]|(?:le|la|une?|votre|the|an?|your)\s+)"
    r"(?P<role>[^,.!?…]{4,80})"
)
# "I run IT security for the clinics", "je dirige le service technique."
_RUNS = re.compile(
    r"\b(?:[Ii] (?:run|lead|head|manage)|[Jj]e (?:dirige|gère|pilote|coordonne)"
    r"|[Jj]e suis (?:en charge|responsable) d[eu]s?)\s+(?:the |our |l['’]|l[ae]s? )?"
    r"(?P<what>[^\W\d_][\w'’-]*"
    r"(?: (?!(?:for|at|in|of|and|here|et|à|au|chez|pour|dans|ici|de|du|des)\b)[\w'’-]+){0,2})"
)


def introductions(text: str) -> Iterator[Said]:
    """ "Je suis X", "my name is X", "X speaking"."""
    for pattern in _INTRODUCTIONS:
        for match in pattern.finditer(text):
            said_before = text[: match.start()]
            if hearsay.quotes(said_before) or hearsay.read_out(said_before):
                continue
            if not owned(match) and not _NOT_ONESELF.match(text, match.end()):
                before = match[0].removesuffix(match["name"]).split()
                after = before[-1] if before else ""
                name, passage = own_names.whole(match, text)
                yield Said(name, passage, after, match["title"] or "")
    yield from own_names.told(text)


def denied(text: str) -> Iterator[Said]:
    """ "I am not Councillor Roy", "je ne suis pas Ana Roy"."""
    for match in _DENIED.finditer(text):
        yield Said(match["name"], match[0].strip(), title=match["title"] or "")


def asks_for_name(text: str, *, first: bool) -> bool:
    """Whether the words end with asking who he is of somebody; `first` if he has not spoken yet."""
    last = "".join(sentences(text)[-1:])
    return bool(_WHO.search(last) or (first and _WHO_IS_THERE.search(last)))


def given(text: str) -> Said | None:
    """The name with which a reply begins to who one is: "Léa. Je suis la fille de Paul."."""
    match = _GIVEN.match(text.strip())
    if match is None or owned(match) or _OF_A_THIRD.match(text.strip(), match.end()):
        return None
    return Said(match["name"], match[0].strip(), title=match["title"] or "")


def roll_call(text: str) -> Said | None:
    """A turn that begins with a full name as one gives one's own: "Bonjour, Ana Roy, avocate."

    Nothing in it is about anybody else, and after it comes an "I" or the end of the turn. An "I" in
    its own sentence has to say what he is or does.
    """
    match = _ROLL_CALL.match(text.strip())
    if match is None or " " not in match["name"]:
        return None
    first, *others = sentences(_BESIDE_ME.sub("", text.strip()[match.start("rest") :]))
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
        if match is not None and to_you(match["rest"]):
            continue
        match = match or _YOURS.match(sentence)
        if match is not None:
            return Said(match["name"], sentence)
    return None


def of_oneself(text: str, name: str) -> bool:
    """Whether somebody says something of himself after a name, and to nobody."""
    rest = text.partition(name)[2]
    return bool(_I.search(rest)) and not to_you(rest)


def roles(text: str) -> Iterator[tuple[str, str]]:
    """ "Je suis l'architecte du projet": what somebody says he is, and the phrase."""
    for match in _ROLE.finditer(text):
        if not hearsay.quotes(text[: match.start()]):
            yield match["role"], match[0].strip()


def runs(text: str) -> Iterator[tuple[str, str]]:
    """ "I run IT security": what somebody says he is in charge of, and the phrase."""
    for match in _RUNS.finditer(text):
        if not hearsay.quotes(text[: match.start()]):
            yield match["what"], match[0].strip()
