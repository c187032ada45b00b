"""The text of a DOCX: all that Word shows, in the order of the document."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.parts.story import StoryPart

from agents.context import grid

PARAGRAPH, TEXT, BOX = qn("w:p"), qn("w:t"), qn("w:txbxContent")
TABLE, ROW, CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What may stand around rows and cells.
AROUND = {*map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"))}
# Deleted, moved away, or no text. Text boxes are stored twice: as a fallback for old programs.
LEFT_OUT = {
    *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
HINT = f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"


def text_of(document: Document) -> str:
    """The headers, the body and the footers, each once, whatever sections and pages show it."""
    headers, footers = (_beside(document, kind) for kind in ("header", "footer"))
    return "\n".join([*headers, *_lines(document.element.body), *footers])


def _beside(document: Document, kind: str) -> list[str]:
    """What the headers or the footers of all sections say; the same text once."""
    used = document.element.body.iter(qn(f"w:{kind}Reference"))
    parts = [document.part.related_parts[reference.get(qn("r:id"))] for reference in used]
    texts = ("\n".join(_lines(part.element)) for part in parts if isinstance(part, StoryPart))
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _shown(element: Any) -> Iterator[Any]:
    """What the element holds, without what is not shown and the hints of empty fields."""
    for child in element:
        if child.tag not in LEFT_OUT and child.find(HINT) is None:
            yield child


def _lines(element: Any) -> Iterator[str]:
    """The lines of a body, a cell or a box: of its paragraphs and tables, whatever is around."""
    for child in _shown(element):
        if child.tag == PARAGRAPH:
            yield from _paragraph(child)
        elif child.tag == TABLE:
            yield from _table(child)
        else:
            yield from _lines(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """Its text, then that of the boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    if text.strip() or not boxes:
        yield from text.split("\n")
    for box in boxes:
        yield from _lines(box)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in _shown(element):
        if child.tag == BOX:
            boxes.append(child)
        elif child.tag == TEXT:
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        else:
            yield from _runs(child, boxes)


def _table(table: Any) -> Iterator[str]:
    """The lines of a table, whose cells may hold tables."""
    nested = any(inner is not table for inner in table.iter(TABLE))
    yield from grid.in_lines(list(_rows(table)), nested=nested)


def _rows(table: Any) -> Iterator[list[str]]:
    """The text of each row's cells; those that are merged with the one above have its text."""
    above: dict[int, str] = {}
    for row in _parts(table, ROW):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        place, cells = 0, []
        for cell in _parts(row, CELL):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merged is None or merged.get(qn("w:val")) == "restart":
                above[place] = "\n".join(_lines(cell)).strip()
            cells.append(above.get(place, ""))
            place += 1 if span is None else int(span.get(qn("w:val")))
        if cells:
            yield cells


def _parts(element: Any, tag: str) -> Iterator[Any]:
    for child in _shown(element):
        if child.tag == tag:
            yield child
        elif child.tag in AROUND:
            yield from _parts(child, tag)
