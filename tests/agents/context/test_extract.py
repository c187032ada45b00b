"""Documents, well-formed and hostile, and their text."""

import io
import sys
from collections.abc import Sequence

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from agents.context import cv, reader
from agents.context.agent import paged
from agents.context.columns import unfolded
from agents.context.extract import PAGE, text_of
from benchmarks.hostile.media import documents, pdf
from streams.errors import PoisonError
from streams.settings import Settings


def read(name: str, data: bytes) -> str:
    return text_of(name, data, max_bytes=100_000, max_pages=5)


def docx() -> bytes:
    document = Document()
    document.add_paragraph("Claire VASSEUR")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Rôle"
    table.rows[0].cells[1].text = "Urbaniste"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_docx_is_read_with_its_tables() -> None:
    assert read("cv.docx", docx()).splitlines() == ["Claire VASSEUR", "Rôle | Urbaniste"]


def test_a_docx_that_makes_its_columns_by_a_table_is_read_column_by_column() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Claire VASSEUR"
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Urbaniste"
    table.rows[1].cells[0].text = "CONTACT\nclaire@example.org"
    table.rows[1].cells[1].text = "FORMATION\nMaster d'urbanisme"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read("cv.docx", buffer.getvalue()).splitlines() == [
        "Claire VASSEUR",
        "Urbaniste",
        "CONTACT",
        "claire@example.org",
        "FORMATION",
        "Master d'urbanisme",
    ]


def test_accents_are_read_alike_however_they_are_written() -> None:
    assert read("cv.txt", "E\u0301lodie Lefe\u0300vre".encode()) == "Élodie Lefèvre"


def two_columns() -> bytes:
    """A CV with its contact on the left and its career on the right, and a second page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(60, 800, "Claire VASSEUR - Urbaniste, Agence Horizon, Lyon")
    left = ["CONTACT", "claire@example.org", "LANGUES", "Français", "Anglais", "LOISIRS"]
    right = ["EXPÉRIENCE", "Cheffe de projet au tramway", "de la ville, lignes T3 et T6",
             "FORMATION", "Master d'urbanisme", "COMPÉTENCES"]  # fmt: skip
    for i, (one, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(60, 760 - 16 * i, one)
        canvas.drawString(240, 760 - 16 * i, other)
    canvas.showPage()
    canvas.drawString(60, 800, "Références sur demande")
    canvas.save()
    return buffer.getvalue()


def test_a_cv_in_two_columns_is_read_one_after_the_other_and_page_by_page() -> None:
    pages = [page.split() for page in read("cv.pdf", two_columns()).split(PAGE)]
    assert len(pages) == 2
    text = " ".join(pages[0])
    assert "LANGUES Français Anglais LOISIRS EXPÉRIENCE" in text
    assert "Cheffe de projet au tramway de la ville, lignes T3 et T6" in text
    person = cv.owner_of(read("cv.pdf", two_columns()))
    assert person is not None
    assert (person.name, person.email) == ("Claire Vasseur", "claire@example.org")


def test_a_table_without_a_second_column_stays_as_it_is() -> None:
    page = "a long line of text that goes on\nname   role\nanother line of text"
    assert unfolded(page) == page


def drawn(*rows: Sequence[str], indents: Sequence[int] = (0,), blank: bool = False) -> bytes:
    """A page with the rows' cells beside each other, after a blank page if so asked."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    if blank:
        canvas.rect(10, 10, 100, 100)
        canvas.showPage()
    for i, row in enumerate(rows):
        for cell, x in zip(row, (60, 240 + indents[i % len(indents)]), strict=False):
            canvas.drawString(x, 760 - 16 * i, cell)
    canvas.save()
    return buffer.getvalue()


def test_a_column_may_have_indented_lines() -> None:
    left = ["CONTACT", "claire@example.org", "LANGUES", "Français", "Anglais", "LOISIRS"]
    right = ["EXPÉRIENCE", "Cheffe de projet", "FORMATION", "Master", "COMPÉTENCES", "Budget"]
    page = drawn(*zip(left, right, strict=True), indents=(0, 12))
    assert read("cv.pdf", page).splitlines() == [*left, "", *right]


PROFILE = [
    ("Contact", "Ruben Bekker (he/him)"),
    ("ruben@example.org", ""),
    ("", "Surveyor of old mills | Walker"),
    ("Top Skills", "Leeds, England"),
    ("Project Planning", ""),
    ("Public Speaking", "Summary"),
    ("", "Twenty mills. Friends call me Rube."),
    ("", "Experience"),
    ("", "Norwold Trust"),
    ("", "Head of Surveys"),
    ("", "Education"),
]


def test_the_two_columns_of_a_profile_are_read_one_after_the_other() -> None:
    text = read("Profile.pdf", drawn(*PROFILE))
    assert text.split("\n\n")[0].splitlines()[-1] == "Public Speaking"
    owner = cv.owner_of(text)
    assert owner is not None
    assert (owner.name, owner.role, owner.alias) == (
        "Ruben Bekker", "Surveyor of old mills | Walker", "Rube",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        ([("Nom de famille", "BEKKER"), ("Prénom", "Ruben"), ("Profession", "géomètre"),
          ("Adresse", "quai Nord"), ("Situation", "célibataire")], "Nom de famille | BEKKER"),
        ([("EXPÉRIENCE", ""), ("2013 - 2019", "Moulins"), ("2010 - 2013", "Écluses"),
          ("2008 - 2010", "Ponts"), ("2004 - 2008", "Digues"), ("2001", "Canaux")],
         "2013 - 2019 | Moulins"),
    ],
    ids=["a form", "a career"],
)  # fmt: skip
def test_labels_and_years_stay_beside_what_they_are_of(
    rows: list[tuple[str, str]], read_as: str
) -> None:
    assert read_as in read("cv.pdf", drawn(*rows)).splitlines()


@pytest.mark.parametrize(
    "rows",
    [
        [("Terme", "Définition"), ("part modale", "proportion des trajets"), ("PLU", "plan local")],
        [("9h00", "Accueil"), ("9h10", "Budget"), ("9h20", "Travaux de la ligne T3")],
        [("PLU", "plan local"), ("ZAC", "zone d'aménagement"), ("TAD", "à la demande")],
    ],
    ids=["glossary", "agenda", "abbreviations"],
)
def test_a_table_of_a_page_keeps_its_rows(rows: list[tuple[str, str]]) -> None:
    page = drawn(("ORDRE DU JOUR",), *rows)
    assert read("a.pdf", page).splitlines() == ["ORDRE DU JOUR", *map(" | ".join, rows)]


def test_a_cell_that_goes_on_in_the_next_line_stays_in_its_row() -> None:
    page = """
Terme             Définition             Entendu
PLU               plan local             pélu
                  d'urbanisme
ZAC               zone                   zaque"""
    assert unfolded(page).splitlines() == [
        "Terme | Définition | Entendu", "PLU | plan local d'urbanisme | pélu", "ZAC | zone | zaque",
    ]  # fmt: skip


def test_blank_lines_between_rows_tell_where_each_ends() -> None:
    page = """
Terme             Définition             Entendu

zone à faibles    secteur protégé        zone a
émissions         des fumées             faible

ZAC               zone                   zaque

PLU               plan local             pélu"""
    assert unfolded(page).splitlines()[1] == (
        "zone à faibles émissions | secteur protégé des fumées | zone a faible"
    )


def test_pages_without_text_are_counted() -> None:
    first, second = read("a.pdf", drawn(("Bonjour",), blank=True)).split(PAGE)
    assert (first, second) == ("", "Bonjour")


def test_a_document_is_read_in_a_process_of_its_own() -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert reader.read("cv.docx", docx(), settings) == read("cv.docx", docx())
    with pytest.raises(PoisonError, match="encrypted"):
        reader.read("secret.pdf", pdf(pages=1, password="no"), settings)


def test_a_document_that_takes_too_long_is_left() -> None:
    settings = Settings(_env_file=None, context_read_s=0.01)  # type: ignore[call-arg]
    with pytest.raises(PoisonError, match=r"takes more than 0\.01 s"):
        reader.read("cv.docx", docx(), settings)


def test_a_reader_that_dies_costs_only_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with pytest.raises(PoisonError, match="ended the program that read it"):
        reader.read("cv.docx", docx(), settings)


HTML = "<!DOCTYPE html><p>Bonjour</p>"


@pytest.mark.parametrize(
    "page",
    [HTML.encode("utf-8-sig"), HTML.encode("utf-16"), b" " * 300 + HTML.encode()],
    ids=["a mark of UTF-8", "UTF-16", "blanks"],
)
def test_html_is_never_parsed_here_whatever_stands_before_it(
    page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with pytest.raises(PoisonError, match="ended the program that read it"):
        reader.read("page.txt", page, settings)


def test_html_is_read_without_its_scripts() -> None:
    page = b"<html><body><script>alert(1)</script><p>Bonjour</p></body></html>"
    assert read("page.html", page).strip() == "Bonjour"


def test_html_keeps_a_name_in_its_line_and_a_row_of_a_table_too() -> None:
    page = b"""<!DOCTYPE html><html><body><!-- obey --><h1>Equipe</h1><p><b>Tom</b>
    <i>Baker</i>, engineer<br>London</p>
    <table><tr><th>Name</th><th>Role</th></tr><tr><td>Ana <b>Roy</b></td><td>Chair</td></tr></table>
    </body></html>"""
    assert read("page.html", page).splitlines() == [
        "Equipe", "Tom Baker, engineer", "London", "Name | Role", "Ana Roy | Chair",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    ['style="color: red; DISPLAY : none"', 'style="visibility:hidden"', "hidden", "hidden=''"],
)
def test_html_is_read_without_what_a_page_does_not_show(hidden: str) -> None:
    page = f"<html><div {hidden}><p {hidden}>Eve Mallory, CEO</p></div><p>Bonjour</p></html>"
    assert read("page.html", page.encode()) == "Bonjour"


def test_html_keeps_a_definition_beside_its_term() -> None:
    page = b"<html><dl><dt>PLU<dd><p>plan <b>local</b></p><dt>ZAC<dd>zone</dl></html>"
    assert read("page.html", page).splitlines() == ["PLU : plan local", "ZAC : zone"]


def test_chunks_know_the_pages_they_begin_on() -> None:
    pages = [f"{n} {'mot ' * 200}" for n in range(2, 5)]
    found = {int(chunk.split()[0]): page for page, chunk in paged(f"\n{PAGE}".join(["", *pages]))
             if chunk[0].isdigit()}  # fmt: skip
    assert found == {2: 2, 3: 3, 4: 4}


LIMITS = {
    "big.txt": (b"x" * 100_001, "bytes"),
    "book.txt": (b"x" * 50_001, "characters"),
    "long.pdf": (pdf(pages=6), "pages"),
}


@pytest.mark.parametrize(
    ("name", "data", "reason"), [(n, *told) for n, told in (documents() | LIMITS).items()]
)
def test_a_document_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(PoisonError, match=reason):
        read(name, data)
