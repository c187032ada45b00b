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
_START = rf"(?:^(?:[Oo]ui|[Yy]es|[Aa]lors)?,? ?|[.!?…]\s+|{GREETING}[,.!]? )"
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
        rf"\b(?:[Ii]t['’]s|[Cc]['’]est) {NAME}(?= (?:in the chair|speaking|here|on the line)\b)",
        rf"\b[Vv]ous avez (?:devant vous|au (?:bout du fil|téléphone)) {NAME}",
        rf"\b[Vv]ous avez {NAME}(?= (?:au (?:bout du fil|téléphone|micro)|en ligne)\b)",
        # "You've got me, Ana Roy, until ten", "c'était Ana Roy pour vous servir".
        rf"\b(?:[Yy]ou(?:['’]ve got| have| are stuck with|['’]re stuck with)) me,? {_WHOLE}"
        r"(?=\s*(?:[,.!]|$))(?P<title>)",
        rf"\b(?:[Cc]['’]était|[Ii]['’]ve been|[Ii] have been) {_WHOLE}"
        r"(?=,? (?:pour vous (?:servir|accompagner)|à (?:votre service|l['’]antenne)|au micro"
        r"|your (?:host|chair))\b)(?P<title>)",
        rf"{_START}(?:[Ii]ci|[Aa]u micro),? {NAME}(?=\s*(?:[,.!](?!\s(?:qui|pour)\b)|$))",
        rf"{_START}{NAME}"
        r"(?=,? (?:speaking|here|à l['’]appareil|au micro|à votre écoute)\s*(?:[,.!]|$))",
    )
)
_DENIED = re.compile(rf"\b(?:[Jj]e ne suis pas|[Ii](?:['’]m| am) not)\s+{NAME}")
# "Je suis Marie sur ce point" follows her, "moi c'est Marie qui m'inquiète" is about her.
_NOT_ONESELF = re.compile(r"\s+(?:sur|dans|quand|lorsqu|là-dessus|qui|que|qu['’])")
_ROLE = re.compile(
    r"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+(?:l['’]|(?:le|la|une?|votre|the|an?|your)\s+)?"
    r"(?P<role>[^,.!?…]{4,80})"
)
# "I'm in this chair as vice-chair.", "vous m'avez moi, en tant que vice-présidente."
_HERE_AS = re.compile(
    r"\bI(?:['’]m| am| speak| chair| sit)\b[^.?!,]{0,40}? as (?:the |your |an? )?"
    r"(?P<as>[^,.!?…]{4,60})"
    r"|\b(?:je|moi|j['’]\w+)\b[^.?!]{0,40}? en tant que (?P<que>[^,.!?…]{4,60})"
)
# "As vice chair it falls to me", "en tant que trésorière, je", "as your treasurer I have to say".
_AS = re.compile(
    r"\b(?:[Aa]s|[Ee]n tant que|[Ee]n (?:ma )?qualité de|[Cc]omme)\s+(?:(?:the|an?|your)\s+)?"
    r"(?P<role>[^,.!?…]{4,60}?),?\s+(?:je\b|j['’]|I\b|I['’]|it falls to me\b|it['’]s my\b"
    r"|il me (?:revient|faut)\b|c['’]est à moi\b)"
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


def roles(text: str) -> Iterator[tuple[str, str]]:
    """ "Je suis l'architecte du projet": what somebody says he is, and the phrase."""
    for match in (m for pattern in (_ROLE, _AS, _HERE_AS) for m in pattern.finditer(text)):
        if not hearsay.quotes(text[: match.start()]):
            yield next(role for role in match.groups() if role), match[0].strip()


def runs(text: str) -> Iterator[tuple[str, str]]:
    """ "I run IT security": what somebody says he is in charge of, and the phrase."""
    for match in _RUNS.finditer(text):
        if not hearsay.quotes(text[: match.start()]):
            yield match["what"], match[0].strip()
