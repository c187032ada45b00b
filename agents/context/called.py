"""What somebody is called beside his name: pure."""

import re

from agents.context.names import CAPITAL
from agents.identify.sound import plain

# 'Robert "Bob" Smith', "Jean-Marc Petit (dit « John »)", and in brackets inside a name alone:
# "Beatrix (Bea) Holloway", since other words stand after one.
CALLED = re.compile(
    rf"(?<!\s)\s*+\(?(?P<how>dite?|alias|aka|known as|called|surnommée?)?\s?"
    rf"(?:[«\"“]\s?(?P<quoted>{CAPITAL})\s?[»\"”]|(?(how)(?P<plain>{CAPITAL})|(?!)))\s?\)?"
    rf"|(?<=\w)\s\((?P<inside>{CAPITAL})\)(?=\s{CAPITAL})"
)
# "Ana Roy (she/her)"
PRONOUNS = re.compile(r"(?<!\s)\s*+\((?:she|he|they|elle|il|iel)(?:\s?/\s?\w{2,6}){0,3}\)", re.I)
SAYS = re.compile(
    r"\b(?i:call me|known as|goes? by|preferred name\s*:|m['’]appelle(?:nt)?|appelez[- ]moi"
    rf"|m['’]appeler|surnom\s*:|surnommée?)\s+[«\"“]?\s?(?P<name>{CAPITAL})"
)


def apart(text: str) -> tuple[str, str | None]:
    """The text without what somebody is called in it, or is spoken of as; and what he is called."""
    bare = PRONOUNS.sub("", text)
    called = CALLED.search(bare)
    if called is None:
        return bare, None
    return CALLED.sub(" ", bare, count=1).strip(), called["quoted"] or called["plain"] or called[
        "inside"
    ]


def said(text: str, name: str) -> str | None:
    """What the text of somebody says that he is called, if it is no part of his name."""
    found = SAYS.search(text)
    own = plain(name).split()
    return found["name"] if found and plain(found["name"]) not in own else None
