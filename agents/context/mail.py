"""Whom the headers of printed e-mails name: pure."""

import re
from collections.abc import Iterator, Sequence

from agents.context.details import EMAIL
from agents.context.logic import Person
from agents.context.names import name_of

_HEADER = re.compile(r"^\W*(?:de|from|à|a|to|cc|cci|bcc|copie)\s*:\s*(?P<names>\S.*)$", re.I)
_FROM = re.compile(r"^\W*(?:de|from)\s*:", re.I)
_SUBJECT = re.compile(r"^\W*(?:objet|subject)\s*:", re.I)
_SENT = re.compile(r"^\W*(?:envoyé|sent|date)\b[^:]{0,10}:", re.I)
# From the first header to the subject, in lines.
MOST_HEADERS = 8
_ADDRESS = re.compile(rf"[<(\[]?\s*(?:mailto:)?{EMAIL.pattern}\s*[>)\]]?")


def correspondents(lines: Sequence[str]) -> Iterator[Person]:
    """Who wrote an e-mail and who got it, each with his address where it stands beside him."""
    last = 0
    for place, line in enumerate(lines):
        if _FROM.match(line):
            below = range(place, min(place + MOST_HEADERS, len(lines)))
            end = next((i for i in below if _SUBJECT.match(lines[i])), place)
            # A ticket goes from one place to another, too.
            if any(_SENT.match(x) or EMAIL.search(x) for x in lines[place:end]):
                last = end
        header = _HEADER.match(line) if place < last else None
        if header is not None:
            yield from _named(header["names"])


def _named(names: str) -> Iterator[Person]:
    """Each name between semicolons, or commas where there are none: then "Roy, Ana" is one."""
    for part in names.split(";" if ";" in names else ","):
        address = EMAIL.search(part)
        family, _, given = _ADDRESS.sub("", part).strip(" '\"").partition(",")
        if name := name_of(f"{given} {family}"):
            yield Person(name, email=address[0] if address else None, passage=names.strip()[:200])
