"""Glossaries: terms with their definitions, and what is misheard with what is meant. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agents.context.corrections import HEARD, believed, is_figure
from agents.context.glossary_tables import MEANING_COLUMN, RULE, cells_of, header_of, kind_of

ARROW = re.compile(r"^(?P<wrong>[^:=(]{2,80}?)\s*(?:-+>|=+>|→|⇒|➔)\s*(?P<right>[^:=]{2,80}?)$")
BACK = re.compile(r"^(?P<right>[^:=(]{2,80}?)\s*(?:<-+|<=+|←|⇐)\s*(?P<wrong>[^:=]{2,80}?)$")
TERM = re.compile(
    r"^(?P<term>[^:=|]{2,60}?)[\s*_]*(?::|\s[–—-]|\s=)[\s*_]+(?P<definition>[^\s*_].{3,})$"
)
# "Kwame (souvent entendu : Kouamé, Couamé)", "Siân Lewis - often heard as Shan Louis".
_MISHEARD = (
    r"(?:souvent |parfois |often |sometimes )?(?:mal )?"
    r"(?:entendue?|transcrite?|écrite?|orthographiée?|heard|misheard|transcribed|mistranscribed"
    r"|written|misspel(?:led|t))(?: (?:as|comme|souvent|parfois))?"
)
BESIDE = re.compile(
    rf"^(?P<right>[^:=(|]{{2,60}}?)\s*(?:\(\s*(?P<said>{_MISHEARD}|et non|and not|not|pas)"
    rf"|\s[–—-]\s+(?P<dashed>{_MISHEARD}))\s*(?P<colon>:?)\s+(?P<wrong>[^)]{{2,120}})"
    r"(?:\)(?:\s*[–—:,-]\s.*)?)?$",
    re.IGNORECASE,
)
DEFINED = re.compile(r"[\s*_]*\s[–—-]\s.*$")
# "(heard as Kouamé)", which says nothing of what stands before it.
HEARD_AS = re.compile(rf"\s*\((?:{_MISHEARD}|et non|and not|not)\b[^)]*\)", re.IGNORECASE)
# Of those words, what cannot be said of a report that was written or a witness who was heard.
SURE = re.compile(
    r"(?:souvent|parfois|mal|often|sometimes)\s(?:mal\s)?(?:entendu|transcrit|heard|transcribed)"
    r"|mis",
    re.IGNORECASE,
)
# A term alone in its line, with its definition below: in bold, or a heading of Markdown.
ALONE = re.compile(r"^(?:#{2,6}\s|\*\*)[^:|]{2,66}$")
MARK = re.compile(r"^[\s•*–—#-]*(?:\d{1,3}[.)]\s+)?")
# Of a line that patterns look at: some take the square of its length.
LONGEST_LINE = 1000
TITLE = re.compile(
    r"glossa(?:ire|ry)|\b(?:lexique|lexicon|vocabulaire|vocabulary|sigles|acronym|abr[ée]viations"
    r"|abbreviations|terminolog)",
    re.I,
)
# Documents that may speak of a glossary and are none.
OF_OTHERS = re.compile(
    r"ordre du jour|agenda|compte[- ]rendu|proc[èe]s[- ]verbal|minutes|curriculum|\bcv\b", re.I
)
ERRORS = re.compile(r"^\W*(?:erreurs?|fautes?|errors|mistakes)\W*$", re.I)
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Glossary:
    """Terms with their definitions, and known misspellings with what is meant."""

    terms: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)


def is_titled(text: str) -> bool:
    """Whether the first lines say that this is a glossary, and do not say first that it is not."""
    lines = [line.strip() for line in text[:300].splitlines() if line.strip()]
    for number, line in enumerate(lines):
        title = TITLE.search(line)
        before = line[: title.start()] if title else line
        if OF_OTHERS.search(before):
            return False
        if number == 0 and (_says_heard(line) or ERRORS.match(line)):
            return True
        # Later it is a title at the beginning or after a dash, and not when it is in a list.
        begins = len(before.split()) < 2 and not before[:1].isdigit()
        if title and (number == 0 or begins or before.rstrip().endswith((":", "–", "—", "-"))):
            return len(line) <= LONGEST_TITLE and (begins or not line.endswith("."))
    return False


def glossary_of(text: str) -> Glossary:
    """Lines `wrong -> right`, `right (heard: wrong)`, `term : definition`, and tables of them."""
    reader = _Reader(is_titled(text))
    for line, following in pairwise([*_joined(text), ""]):
        reader.take(line, following)
    return reader.glossary


class _Reader:
    """Takes a glossary's lines one by one; a heading and a table's header hold for the next."""

    def __init__(self, titled: bool) -> None:
        self.glossary = Glossary()
        self._titled = titled
        self._heard = False
        self._header: tuple[str, list[str]] | None = None

    def take(self, raw: str, following: str) -> None:
        """A line, with the one that follows it."""
        line = MARK.sub("", raw).strip()
        if self._in_table(line, following):
            return
        if arrow := ARROW.match(line) or BACK.match(line):
            self._arrow(arrow["wrong"], _bare(re.sub(r"\s*\(.*$", "", arrow["right"])))
        # "Mis-hearings (heard -> right)" is a heading.
        elif (beside := BESIDE.match(line)) and not re.match(r"\W*[>→]", beside["wrong"]):
            # "**creel** – trap for crabs (often heard as …)"
            right = _bare(DEFINED.sub("", beside["right"]))
            self._correct(beside["wrong"], right, told=self._is_sure(beside))
        elif term := TERM.match(line):
            self._define(term["term"], term["definition"])
        elif _says_heard(line):
            self._heard = True
        elif raw.startswith("#") or raw.isupper() or re.match(r"\d+[.)]\s", raw):
            self._heard = False

    def _in_table(self, line: str, following: str) -> bool:
        if self._header is not None:
            separator, header = self._header
            cells = cells_of(line, separator)
            if len(cells) > 1:
                # One more cell and it is not known any more which is which.
                if len(cells) <= len(header) and not RULE.match(line):
                    self._row(header, cells)
                return True
        self._header = header_of(line, following)
        if self._header is not None:
            return True
        cells = cells_of(line, "|" if "|" in line else "\t")
        if len(cells) == 2 and self._titled and not self._heard and not RULE.match(line):
            self._define(*cells)
        return len(cells) > 1

    def _row(self, header: Sequence[str], cells: Sequence[str]) -> None:
        """A row of a table, by what its header says of each column."""
        found = {
            kind: cell for kind, cell in zip(map(kind_of, header), cells, strict=False) if kind
        }
        right = _bare(found.get("term", ""))
        if right and found.get("meaning"):
            self.glossary.terms[right] = found["meaning"]
        if right and found.get("wrong"):
            told = self._heard or self._titled or any(map(HEARD.search, header))
            self._correct(found["wrong"], right, told=told)

    def _arrow(self, wrong: str, right: str) -> None:
        """What an arrow means: in a glossary it may stand before a definition, too."""
        told = self._heard or self._titled
        if told and not self._heard and _defines(wrong, right):
            self._define(wrong, right)
        else:
            self._correct(wrong, right, told=told)

    def _is_sure(self, beside: re.Match[str]) -> bool:
        said = beside["said"] or beside["dashed"]
        if re.match(r"(?:et non|and not|not|pas)$", said, re.I):
            return False
        named = bool(beside["colon"]) or said.lower().endswith((" as", " comme"))
        quoted = beside["wrong"].startswith(("«", '"', "“"))
        told = self._heard or self._titled
        return bool(SURE.match(said)) or quoted or (told and named)

    def _correct(self, wrong: str, right: str, *, told: bool) -> None:
        """Each of the misheard forms with what is meant, as far as it is believed."""
        for form in map(_bare, re.split(r"\s*[,;/]\s*|\s+(?:ou|or)\s+", wrong)):
            if believed(form, right, told=told):
                self.glossary.corrections[form] = right

    def _define(self, term: str, definition: str) -> None:
        """A term, unless it heads the list ("Terme : définition") or the document."""
        head = (
            f"{term}{definition}".isupper()
            or TITLE.match(term)
            or MEANING_COLUMN.fullmatch(definition)
        )
        if _bare(term) and not head and not is_figure(definition):
            self.glossary.terms[_bare(term)] = definition


def _joined(text: str) -> list[str]:
    """The text's lines; a definition that stands below its term, beside it."""
    lines: list[str] = []
    term: int | None = None
    for line in (x.strip() for x in text.splitlines() if len(x) <= LONGEST_LINE):
        if line and term is not None and _is_below(lines[term], line):
            lines[term] = f"{_bare(lines[term])} : {line.lstrip(': ')}"
            term = None
            continue
        lines.append(line)
        if line:
            term = len(lines) - 1 if ALONE.match(line) else None
    return lines


def _is_below(term: str, line: str) -> bool:
    """Whether the line says what the term above it means: after a colon, or in prose."""
    if re.match(r":\s", line):
        return True
    told = any(pattern.match(line) for pattern in (ARROW, BACK, BESIDE, TERM))
    prose = line[0].isalpha() and len(line.split()) > 2 and "|" not in line and not told
    return prose and term.startswith("#") and not _says_heard(term)


def _says_heard(line: str) -> re.Match[str] | None:
    """What in a heading says that misheard forms follow."""
    if len(line) > LONGEST_TITLE or line.endswith("."):
        return None
    return HEARD.search(line)


def _defines(term: str, text: str) -> bool:
    """Whether an arrow leads from an abbreviation to its words, or from a word to more of them."""
    alike = believed(term, text, told=False)
    longer = len(text.split()) > len(term.split())
    return not alike and (longer or (term.isupper() and " " not in term))


def _bare(text: str) -> str:
    """Without the quotes and the marks of Markdown around it."""
    return text.strip(" \t«»\"“”'`*_.#")
