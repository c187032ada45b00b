"""Glossaries: terms with their definitions, and what is misheard with what is meant. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ARROW = re.compile(r"^(?P<wrong>[^:=(]{2,80}?)\s*(?:-+>|=+>|→|⇒|➔)\s*(?P<right>[^:=]{2,80}?)$")
TERM = re.compile(
    r"^(?P<term>[^:=|]{2,60}?)[\s*_]*(?::|\s[–—-]|\s=)[\s*_]+(?P<definition>[^\s*_].{9,})$"
)
# "Kwame (souvent entendu : Kouamé, Couamé)", "Siân Lewis - often heard as Shan Louis".
_MISHEARD = (
    r"(?:souvent |parfois |often |sometimes )?(?:mal )?"
    r"(?:entendue?|transcrite?|écrite?|orthographiée?|heard|misheard|transcribed|mistranscribed"
    r"|written|misspel(?:led|t))(?: (?:as|comme|souvent|parfois))?"
)
BESIDE = re.compile(
    rf"^(?P<right>[^:=(|]{{2,60}}?)\s*(?:\(\s*(?:{_MISHEARD}|et non|and not|not|pas)"
    rf"|\s[–—-]\s+{_MISHEARD})\s*:?\s+(?P<wrong>[^)]{{2,120}})\)?$",
    re.IGNORECASE,
)
MARK = re.compile(r"^[\s•*–—-]+(?=[^\s•*–—-])")
WRONG_COLUMN = re.compile(
    r"erreur|faut|entendu|heard|wrong|incorrect|misspel|mistrans|error|mal (?:transcrit|écrit)",
    re.I,
)
MEANING_COLUMN = re.compile(
    r"d[ée]finition|meaning|signification|description|explanation|sens", re.I
)
TERM_COLUMN = re.compile(
    r"\b(?:terme?|mots?|word|sigle|acronym|abbreviation|abr[ée]viation|correct|juste|right|noms?"
    r"|names?)",
    re.I,
)
RULE = re.compile(r"^[\s:|–—-]*$")
SHORTEST = 3
# Of a line that patterns look at: some take the square of its length.
LONGEST_LINE = 1000


@dataclass(frozen=True)
class Glossary:
    """Terms with their definitions, and known misspellings with what is meant."""

    terms: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)


def glossary_of(text: str) -> Glossary:
    """Lines `wrong -> right`, `right (heard: wrong)`, `term : definition`, and tables of them."""
    terms: dict[str, str] = {}
    corrections: dict[str, str] = {}
    header: list[str] | None = None
    for line in (MARK.sub("", x).strip() for x in text.splitlines() if len(x) <= LONGEST_LINE):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 2:
            header = None
        elif header is None:
            header = cells
        elif not RULE.match(line):
            _row(header, cells, terms, corrections)
        if len(cells) > 1:
            continue
        if arrow := ARROW.match(line):
            corrections |= _meant(arrow["wrong"], _bare(re.sub(r"\s*\(.*$", "", arrow["right"])))
        elif beside := BESIDE.match(line):
            corrections |= _meant(beside["wrong"], _bare(beside["right"]))
        elif (term := TERM.match(line)) and not _heading(line, term["definition"]):
            terms[_bare(term["term"])] = term["definition"]
    return Glossary(terms, corrections)


def _heading(line: str, definition: str) -> bool:
    """Of the list ("Terme : définition") or of the document, which is all in capitals."""
    return line.isupper() or MEANING_COLUMN.fullmatch(definition) is not None


def _row(
    header: Sequence[str], cells: Sequence[str], terms: dict[str, str], corrections: dict[str, str]
) -> None:
    """A row of a table, by what its header says of each column."""
    found = dict(_columns(header, cells))
    right = _bare(found.get("term", ""))
    if right and found.get("meaning"):
        terms[right] = found["meaning"]
    if right and found.get("wrong"):
        corrections |= _meant(found["wrong"], right)


def _columns(header: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for head, cell in zip(header, cells, strict=False):
        for kind, pattern in (
            ("wrong", WRONG_COLUMN),
            ("meaning", MEANING_COLUMN),
            ("term", TERM_COLUMN),
        ):
            if pattern.search(head):
                yield kind, cell
                break


def _meant(wrong: str, right: str) -> dict[str, str]:
    """Each of the misheard forms with what is meant; forms too short to be told are left out."""
    forms = [_bare(form) for form in re.split(r"\s*[,;/]\s*|\s+(?:ou|or)\s+", wrong)]
    return {form: right for form in forms if len(form) >= SHORTEST and form != right}


def _bare(text: str) -> str:
    """Without the quotes and the marks of Markdown around it."""
    return text.strip(" \t«»\"“”'`*_.")
