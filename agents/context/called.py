"""What somebody is called beside his name: pure."""

import re
from collections.abc import Iterator

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
# Of a nickname that only begins as the first name does: "Maureen (Mo)".
SHORT = 4
SAYS = re.compile(
    r"\b(?i:call me|known as|goes? by|preferred name\s*:|m['’]appelle(?:nt)?|appelez[- ]moi"
    rf"|m['’]appeler|surnom\s*:|surnommée?)\s+[«\"“]?\s?(?P<name>{CAPITAL})"
)


_INSIDE = re.compile(rf"({CAPITAL}(?<=[a-zà-ÿ]))\s\({CAPITAL}(?<=[a-zà-ÿ])\)\s(?={CAPITAL})")


_SAID = re.compile(rf"(?<=\w)\s(?:dite?|alias|aka)\s[«\"“]?\s?{CAPITAL}(?:\s?[»\"”])?")


def one_name(line: str) -> str:
    """The line without what somebody is called inside a name or behind it: "Leonard (Len) Pask",
    "A. WATEL dit Dédé"."""
    return _SAID.sub("", _INSIDE.sub(r"\1 ", line))


def apart(text: str) -> tuple[str, str | None]:
    """The text without what somebody is called in it, or is spoken of as; and what he is called."""
    bare = PRONOUNS.sub("", text)
    called = CALLED.search(bare)
    if called is None:
        return bare, None
    return CALLED.sub(" ", bare, count=1).strip(), called["quoted"] or called["plain"] or called[
        "inside"
    ]


def nicknames(line: str, name: str) -> Iterator[str]:
    """What a line calls somebody: inside his name ("Leonard (Len) Pask"), behind it between marks
    or after "dit", or there a part of his first name ("PASK, Leonard (Len)")."""
    first, last = name.split()[0], name.split()[-1]
    before, behind = (rf"(?i:\b{re.escape(word)})" for word in (first, last))
    marked = rf"[«\"“]\s?(?P<marked>{CAPITAL})\s?[»\"”]"
    for pattern in (
        rf"{before}\s(?:{marked}|\((?P<inside>{CAPITAL})\))\s{behind}",
        rf"{behind}(?:,?\s{before})?\s\(?(?:{marked}|(?:dite?|alias|aka)\s(?P<said>{CAPITAL}))",
    ):
        for found in re.finditer(pattern, line):
            yield next(filter(None, found.groups()))
    for found in re.finditer(rf"{behind},?\s{before}\s?\((?P<part>{CAPITAL})\)", line):
        part, whole = plain(found["part"]), plain(first)
        short = part[0] == whole[0] and len(part) <= SHORT and not found["part"].isupper()
        if part != whole and (part in whole or short):
            yield found["part"]


def said(text: str, name: str) -> str | None:
    """What the text of somebody says that he is called, if it is no part of his name."""
    found = SAYS.search(text)
    own = plain(name).split()
    return found["name"] if found and plain(found["name"]) not in own else None
