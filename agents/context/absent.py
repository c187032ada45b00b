"""Whom documents list as excused or absent: pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, takewhile
from typing import Any

from agents.context import tables
from agents.context.lines import lines_of
from agents.context.logic import TITLE
from agents.identify.sound import plain

_WORDS = (
    r"(?:(?:absent|excus[ée])(?:e?s?|\(e\)s?|\(e\)\(s\)|[·.]e[·.]?s?)|absence|apologies|regrets"
    r"|declined|(?:a )?(?:décliné|refusé)|not (?:present|attending)|away"
    r"|(?:unable|cannot) (?:to )?attend"
    r"|on (?:(?:annual|sick|maternity|paternity|parental|study) )?(?:leave|holiday|vacation)"
    r"|on sabbatical|out of office|en (?:congés?(?: (?:maternité|paternité|parental|maladie))?"
    r"|vacances|arrêt(?: maladie)?))"
)
# "Excusés : Paul Garnier, Zoé Martin", "Apologies for absence: H. Whitcombe", "## Absents".
LIST = re.compile(
    rf"^\W*(?:(?:étaient|sont|membres|members)\s+)?{_WORDS}(?!\w)(?:\s+{_WORDS})*"
    r"(?:[^:|,.]{0,40}[:|]\s*(?P<names>.*)|\W*)$",
    re.IGNORECASE,
)
# "Attendee (declined): Ana Roy", "ATTENDEE;PARTSTAT=DECLINED;CN=Ana Roy:mailto:…".
_GUEST = re.compile(
    rf"^\W*(?:attendee|participant|guest|invitée?)s?(?:\s?\({_WORDS}\)\s?:|(?=;)(?=[^:]*;PARTSTAT=DECLINED)"
    r"[^:]*;CN=)\s*\"?(?P<names>[^\";:]+)",
    re.IGNORECASE,
)
# The title of the minutes of a meeting; who takes them, or an item of an agenda, is none.
_MINUTES = re.compile(
    r"^[ #*=]*(?:[^\W\d_][\w '’,–—-]{0,60}[ –—-])?"
    r"(?:minutes(?! *:)|procès[- ]verbal|compte[- ]rendu|pv|cr)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MINUTES_FILE = re.compile(
    r"(?:^|[\W_])(?:minutes|proces[-_ ]?verbal|compte[-_ ]?rendu|pv|cr)(?:$|[\W_\d])", re.IGNORECASE
)
_AGENDA = re.compile(r"ordre du jour|agenda", re.IGNORECASE)
# "You are summoned to attend the meeting", "la présidente vous convie", a programme.
_ANNOUNCED = re.compile(
    r"ordre[-_ ]du[-_ ]jour|agenda|convocation|vous convoqu"
    r"|vous (?:êtes )?(?:convi|invit)"
    r"|you are (?:summoned|invited)|invitation|^\W*programme\b",
    re.IGNORECASE | re.MULTILINE,
)
TITLE_PAGE = 300
# An invitation by mail has its header first.
FIRST_PAGE = 900
# "Paul Garnier (excusé)", "Menuiserie : M. Ahmed Kaci – absent", "Ana Roy, away until Monday",
# "7 | M. GARNIER Paul | pouvoir à Mme Roy".
_BESIDE = re.compile(
    # Possessive: a line of blanks is gone through once.
    r"^(?P<names>.*?\S)(?:\s*+(?P<mark>[(,:|])|\s++[–—-]\s|\s{3})\s*+"
    rf"(?:{_WORDS}(?:\s+(?:jusqu['’]|until|till|since|from"
    r"|depuis|cette|this|today)[^|]*)?|(?:pouvoir|procuration|proxy)(?:\s+donnée?)?\s(?:à|to)\s.*)"
    r"[\s).|]*$",
    re.IGNORECASE,
)
# Of several before a bracket only this means all.
_ALL = re.compile(r"(?:absent|excus[ée])e?s\W*$", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;|]| et | and | & ")
# What is said of a name: "(pouvoir à M. Le Goff)", "donne pouvoir à".
_AFTER = re.compile(r"\(.*?(?:\)|$)|\s(?:[àa]|to|donn\w+|represented|représentée?|proxy)\s.*$")
_COLUMN = re.compile(r"\s{3,}|\t")
MOST = 40
_ENTRY = re.compile(
    r"^(?!#)\W*[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s+[\w.'’-]+){0,3}\s+[A-ZÀ-ÖØ-Þ][\w'’-]+\s*(?:[,(;–—-].*)?$"
)


def absent_in(text: str) -> list[str]:
    """Who is listed as absent, as it stands there: "Zoé MARTIN", "H. Whitcombe"; `MOST` at most."""
    lines = lines_of(text)
    found = (name for place in range(len(lines)) for name in _absent(lines, place))
    return list(islice(chain(found, tables.unsigned(lines)), MOST))


def in_minutes(text: str, name: str = "") -> bool:
    """Whether a text, in a file of that name, is the minutes of a meeting: beside what announces
    one, of an earlier one."""
    found, agenda = (x.search(text[:TITLE_PAGE]) for x in (_MINUTES, _AGENDA))
    if _MINUTES_FILE.search(name):
        return True
    return found is not None and (agenda is None or found.start() < agenda.start())


def announces(text: str, name: str = "") -> bool:
    """Whether a text, in a file of that name, announces a meeting: an agenda, an invitation."""
    return bool(_ANNOUNCED.search(f"{name}\n{text[:FIRST_PAGE]}"))


def _absent(lines: Sequence[str], place: int) -> Iterator[str]:
    """Whom a line, or the list that it heads, has as absent."""
    listed, beside = LIST.match(lines[place]), _BESIDE.match(lines[place])
    if guest := _GUEST.match(lines[place]):
        yield from _names(guest["names"])
    elif listed is None:
        yield from _names(_meant(beside, lines[place])) if beside else ()
    elif listed["names"]:
        yield from _names(listed["names"])
    else:
        first = place + (2 if lines[place + 1 : place + 2] == [""] else 1)
        for entry in takewhile(_ENTRY.match, lines[first : first + MOST]):
            yield from _names(re.split("[,;]", entry)[0])


def _meant(beside: re.Match[str], line: str) -> str:
    """Of whom it stands beside that he is away: in brackets, of the last one alone."""
    named = _named(beside["names"])
    if beside["mark"] != "(" or _ALL.search(line):
        return named
    parts = [part for part in _BETWEEN.split(named) if part.lstrip(" -•*")[:1].isupper()]
    # "Roy, Ana (apologies)" is one.
    return parts[-1] if parts and " " in parts[-1].strip() else named


def _named(text: str) -> str:
    """The last part with a capital: of "Bois du Nord – M. Ahmed Kaci", of "Ana Roy – avocate"."""
    parts = re.split(r"\s[:–—-]\s", text)
    return next((part for part in reversed(parts) if part.lstrip(" -•*")[:1].isupper()), text)


def _names(text: str) -> Iterator[str]:
    # What stands in the next column is said of whom this one names.
    for part in _BETWEEN.split(_COLUMN.split(_AFTER.sub("", text).strip())[0]):
        if name := TITLE.sub("", part.strip(" .*_-–—•")).strip(" .*_"):
            yield name


def heads(line: str) -> bool:
    """Whether those in the lines below are absent."""
    listed = LIST.match(line)
    return listed is not None and not listed["names"]


def without(text: str) -> str:
    """What is said of somebody, without that he is absent."""
    beside = _BESIDE.match(text)
    return beside["names"] if beside else text


def marked(people: Sequence[Mapping[str, Any]], listed: Sequence[str]) -> list[dict[str, Any]]:
    """The people of all documents, each with whether he is `absent`: one of those listed means
    him, and nobody else."""
    meant: dict[str, set[str]] = defaultdict(set)
    for name in {plain(person["name"]) for person in people}:
        for form in _forms(name):
            meant[form].add(name)
    found = [meant.get(plain(one), set()) for one in listed]
    absent = {name for names in found if len(names) == 1 for name in names}
    return [{**person, "absent": plain(person["name"]) in absent} for person in people]


def _forms(name: str) -> set[str]:
    """How a list may have a name: whole in any turn, one part of it, an initial and the surname."""
    words = name.split()
    turned = [[*words[i:], *words[:i]] for i in range(len(words))]
    surnames = [words[1:], words[-1:]]
    initials = [[words[0][0], *surname] for surname in surnames] if words else []
    return {" ".join(form) for form in (*turned, *surnames, *initials, words[:1])} - {""}
