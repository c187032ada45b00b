"""DOCX documents as Word writes them: boxes, fields, tracked changes, headers and tables."""

import io
from collections.abc import Sequence

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.table import Table

from agents.context.extract import text_of
from agents.context.glossary import glossary_of

SPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.{name}"'
    for prefix, name in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "mc": "openxmlformats.org/markup-compatibility/2006",
        "v": "openxmlformats.org/vml",
    }.items()
)
RUN = "<w:r><w:t>{}</w:t></w:r>"
BOX = f"<w:txbxContent><w:p>{RUN}</w:p></w:txbxContent>"
TWICE = (
    f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def read(document: Docx) -> list[str]:
    buffer = io.BytesIO()
    document.save(buffer)
    return text_of("a.docx", buffer.getvalue(), max_bytes=100_000, max_pages=5).splitlines()


def paragraph(content: str) -> Docx:
    """A document with one paragraph."""
    document = Document()
    xml = f"<w:p {SPACES}>{RUN.format('Nom : ')}{content}</w:p>"
    document.element.body.insert(0, parse_xml(xml))
    return document


def filled(table: Table, rows: Sequence[Sequence[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (f"<w:sdt><w:sdtContent>{RUN.format('Claire')}</w:sdtContent></w:sdt>", ["Nom : Claire"]),
        (f'<w:ins w:id="1" w:author="x">{RUN.format("Claire")}</w:ins>', ["Nom : Claire"]),
        (f'<w:del w:id="1" w:author="x">{RUN.format("Claire")}</w:del>', ["Nom :"]),
        (f'<w:moveFrom w:id="1" w:author="x">{RUN.format("Claire")}</w:moveFrom>', ["Nom :"]),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
            f"<w:sdtContent>{RUN.format('Click here')}</w:sdtContent></w:sdt>",
            ["Nom :"],
        ),
        (TWICE.format("Claire", "Claire"), ["Nom :", "Claire"]),
        ("<w:r><w:br/><w:t>Claire</w:t><w:tab/><w:t>Lyon</w:t></w:r>", ["Nom :", "Claire\tLyon"]),
        (f"<!-- no text -->{RUN.format('Claire')}", ["Nom : Claire"]),
    ],
    ids=["field", "inserted", "deleted", "moved away", "hint", "box", "signs", "comment"],
)
def test_a_paragraph_says_what_word_shows(content: str, lines: list[str]) -> None:
    assert read(paragraph(content)) == lines


def test_what_stands_in_a_field_of_its_own_keeps_its_place() -> None:
    document = Document()
    for text in ("avant", "après"):
        document.add_paragraph(text)
    field = (
        f"<w:sdt {SPACES}><w:sdtContent><w:p>{RUN.format('Claire')}</w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(field))
    assert read(document) == ["avant", "Claire", "après"]


def test_headers_and_footers_are_read_once_each_with_their_tables() -> None:
    document = Document()
    first = document.sections[0]
    filled(first.header.add_table(1, 2, 5_000_000), [("Claire VASSEUR", "claire@example.org")])
    first.footer.paragraphs[0].text = "06 12 34 56 78"
    first.different_first_page_header_footer = True
    first.first_page_header.paragraphs[0].text = "Curriculum vitae"
    document.add_paragraph("Expérience")
    later = document.add_section()
    later.header.is_linked_to_previous = False
    later.header.paragraphs[0].text = "Annexe"
    later.footer.is_linked_to_previous = False
    later.footer.paragraphs[0].text = "06 12 34 56 78"
    assert sorted(filter(None, read(document))) == [
        "06 12 34 56 78", "Annexe", "Claire VASSEUR | claire@example.org", "Curriculum vitae",
        "Expérience",
    ]  # fmt: skip


def test_a_table_in_a_table_keeps_its_rows() -> None:
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "Sigles"
    inner = outer.cell(0, 1).add_table(2, 2)
    filled(inner, [("Terme", "Définition"), ("PLU", "plan local")])
    assert read(document) == ["Sigles", "Terme | Définition", "PLU | plan local"]


def test_a_cell_of_a_list_may_have_several_lines() -> None:
    document = Document()
    rows = [("Terme", "Définition", "Entendu"), ("PLU", "plan\nlocal\n\nd'urbanisme", "pélu")]
    filled(document.add_table(2, 3), rows)
    glossary = glossary_of("\n".join(read(document)))
    assert list(glossary.terms) == ["PLU"]
    assert glossary.corrections == {"pélu": "PLU"}


def test_cells_that_are_merged_downwards_count_for_each_row() -> None:
    document = Document()
    table = document.add_table(3, 2)
    filled(table, [("Terme", "Définition"), ("PLU", "plan local"), ("", "remplace le POS")])
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read(document)[1:] == ["PLU | plan local", "PLU | remplace le POS"]
