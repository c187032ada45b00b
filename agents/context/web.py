"""The text of a page of HTML, in the lines that it is shown in."""

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from agents.context import grid

BLOCKS = re.compile(
    r"^(?:address|article|aside|blockquote|br|caption|center|details|div|dl|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|summary|table|title"
    r"|ul)$"
)
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
TYPED = re.compile(r"^(?:|text|email|tel|search|url|date|number)$")
# What stands in a block piece by piece, each in its own type: a name, a job, a number.
PIECES = frozenset(("a", "b", "em", "i", "small", "span", "strong"))


def text_of(page: str) -> str:
    """A line for each block and each row of a table; what is only set in bold stays in its line."""
    soup = BeautifulSoup(page, "lxml")
    hidden = [*soup(["script", "style", "template"]), *soup(hidden=True), *soup(style=UNSEEN)]
    for element in hidden:
        element.extract()
    for words in soup.find_all(string=True):
        if not isinstance(words, PreformattedString):  # comments and the like are no text
            words.replace_with(re.sub(r"\s+", " ", words))
    for field in soup("input"):
        if TYPED.match(str(field.get("type", ""))):
            field.replace_with(f" {field.get('value', '')} ")
    for block in soup(["td", "li", "figcaption", "div", "p"]):
        _set_apart([child for child in block.children if _says(child)])
    # Those inside others first.
    for table in reversed(soup("table")):
        rows = [["\n".join(_lines(cell, " ")) for cell in row(["td", "th"])] for row in table("tr")]
        captions = [line for caption in table("caption") for line in _lines(caption, " ")]
        table.replace_with("\n".join(["", *captions, *grid.in_lines(rows), ""]))
    for term in soup("dt"):
        term.replace_with("\n" + " ".join(_lines(term, " ")) + " : ")
    for meaning in soup("dd"):
        meaning.replace_with("\n".join([*_lines(meaning, " "), ""]))
    return "\n".join(_lines(soup))


def _says(child: PageElement) -> bool:
    text = isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
    return isinstance(child, Tag) or (text and bool(str(child).strip()))


def _set_apart(pieces: list[PageElement]) -> None:
    """A line for each piece, where nothing else stands in the block, no two are of one kind, and
    the first is no single word, as a given name is."""
    tags = [piece for piece in pieces if isinstance(piece, Tag) and piece.name in PIECES]
    kinds = {(tag.name, str(tag.get("class"))) for tag in tags}
    if 1 < len(tags) == len(pieces) == len(kinds) and len(tags[0].get_text().split()) > 1:
        for tag in tags[1:]:
            tag.insert_before("\n")


def _lines(element: Tag, between: str = "") -> Sequence[str]:
    """The lines of the element, without blank ones; what stands between its pieces."""
    for block in element(BLOCKS):
        block.insert_before("\n")
        block.append("\n")
    lines = (" ".join(line.split()) for line in element.get_text(between).split("\n"))
    return [line for line in lines if line]
