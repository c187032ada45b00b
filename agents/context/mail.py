"""Whom the headers of printed e-mails, and the lines of a chat, name: pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from agents.context import roles
from agents.context.details import EMAIL
from agents.context.logic import Person
from agents.context.names import name_of

_HEADER = re.compile(r"^\W*(?:de|from|à|a|to|cc|cci|bcc|copie)\s*:\s*(?P<names>\S.*)$", re.I)
_FROM = re.compile(r"^\W*(?:de|from)\s*:", re.I)
_SUBJECT = re.compile(r"^\W*(?:objet|subject)\s*:", re.I)
_SENT = re.compile(r"^\W*(?:envoyé|sent|date)\b[^:]{0,10}:", re.I)
# From the first header to the subject, in lines.
MOST_HEADERS = 8
# From the last header to the greeting.
MOST_BELOW = 3
_ANY = re.compile(rf"{_HEADER.pattern}|{_SUBJECT.pattern}|{_SENT.pattern}", re.I)
_TO = re.compile(r"^\W*(?:à|a|to)\s*:", re.I)
_REPLY = re.compile(r"^\W*(?:objet|subject)\s*:\s*(?:re|fw|fwd|tr|rép?)\s*:|^\s*>", re.I)
_GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|bonjour|bonsoir|ch(?:er|ère)s?|good (?:morning|afternoon))\b"
    r"|^\W*[^\W\d_][\w.]{0,20},\s*$",
    re.I,
)
# "[18:02] Ana Roy: on my way", "12/03/2026, 09:12 - Ana Roy: hi"
_SAID = re.compile(
    r"^\W*(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s)?\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?[ap]m)?\W{1,4}"
    r"(?P<name>[^\W\d_][^:|\[\]]{1,40}?)\s?:\s\S",
    re.I,
)
_BOT = re.compile(r"\b(?:bot|app|alerts?|channel|support|team|équipe)\b", re.I)
# So many lines make a chat: a schedule has as many names as lines, in a chat they come again.
LEAST_SAID = 4
_ADDRESS = re.compile(rf"[<(\[]?\s*(?:mailto:)?{EMAIL.pattern}\s*[>)\]]?")
_ASIDE = re.compile(r"\(([^()]*)\)")


def correspondents(lines: Sequence[str]) -> Iterator[Person]:
    """Who wrote an e-mail and who got it, each with his address where it stands beside him."""
    headers = {*_sent(lines), *_greeted(lines)}
    for place in sorted(headers):
        if header := _HEADER.match(lines[place]):
            yield from _named(header["names"])


def _sent(lines: Sequence[str]) -> Iterator[int]:
    """The places from who wrote it to the subject, where a date or an address is among them: a
    ticket goes from one place to another, too."""
    for place, line in enumerate(lines):
        if _FROM.match(line):
            below = range(place, min(place + MOST_HEADERS, len(lines)))
            end = next((i for i in below if _SUBJECT.match(lines[i])), place)
            if any(_SENT.match(x) or EMAIL.search(x) for x in lines[place:end]):
                yield from range(place, end)


def _greeted(lines: Sequence[str]) -> Iterator[int]:
    """The places of headers that stand together, above a greeting, or in or quoted by a reply."""
    places = groupby(enumerate(lines), key=lambda x: _ANY.match(x[1]) is not None)
    for run in (list(run) for headers, run in places if headers):
        block = [line for _, line in run]
        below = lines[run[-1][0] + 1 : run[-1][0] + 1 + MOST_BELOW]
        told = any(map(_REPLY.match, block)) or any(map(_GREETING.match, below))
        if told and any(map(_FROM.match, block)) and any(map(_TO.match, block)):
            yield from (place for place, _ in run)


def chatters(lines: Sequence[str]) -> Iterator[Person]:
    """Everybody who says something in a chat, if his whole name stands there."""
    said = [(found["name"], line) for line in lines if (found := _SAID.match(line))]
    names = dict(reversed(said))
    if len(said) < LEAST_SAID or len(names) == len(said):
        return
    for who, line in names.items():
        if not _BOT.search(who) and (name := name_of(_ASIDE.sub("", who))):
            yield Person(name, passage=line.strip()[:200])


def _named(names: str) -> Iterator[Person]:
    """Each name between semicolons, or commas where there are none: then "Roy, Ana" is one."""
    found = list(_each(names, ";" if ";" in names else ","))
    yield from found or _each(names, ";")


def _each(names: str, mark: str) -> Iterator[Person]:
    for part in names.split(mark):
        address, bare = EMAIL.search(part), _ADDRESS.sub("", part)
        aside = _ASIDE.search(bare)
        role = aside[1] if aside and roles.says_role(aside[1]) else None
        family, _, given = _ASIDE.sub("", bare).strip(" '\"").partition(",")
        if name := name_of(f"{given} {family}"):
            email = address[0] if address else None
            yield Person(name, role=role, email=email, passage=names.strip()[:200])
