"""Documents, well-formed and hostile, and what is read in them."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter

from agents.context import logic
from agents.context.extract import text_of
from streams.errors import PoisonError

CONTEXT = Path(__file__).parents[3] / "examples" / "panel" / "context"


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


def pdf(*, pages: int, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 20_000_000)
    return buffer.getvalue()


def test_a_docx_is_read_with_its_tables() -> None:
    assert read("cv.docx", docx()).splitlines() == ["Claire VASSEUR", "Rôle | Urbaniste"]


def test_html_is_read_without_its_scripts() -> None:
    page = b"<html><body><script>alert(1)</script><p>Bonjour</p></body></html>"
    assert read("page.html", page).strip() == "Bonjour"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("big.txt", b"x" * 100_001, "bytes"),
        ("secret.pdf", pdf(pages=1, password="no"), "encrypted"),
        ("long.pdf", pdf(pages=6), "pages"),
        ("scan.pdf", pdf(pages=1), "no text"),
        ("broken.pdf", b"%PDF-1.7 nothing follows", "damaged"),
        ("text.pdf", b"only text", "not a PDF"),
        ("text.docx", b"only text", "not a DOCX"),
        ("archive.docx", b"PK\x03\x04 no archive", "no DOCX"),
        ("bomb.docx", bomb(), "unpacks to"),
        ("image.png", b"\x89PNG\r\n\x00\x00\x00", "not read"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(PoisonError, match=reason):
        read(name, data)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jean-Marc PETIT (dit « John »)", "Jean-Marc Petit"),
        ("Dr Marie DUBOIS", "Marie Dubois"),
        ("Tom Baker", "Tom Baker"),
        ("CURRICULUM VITAE", None),
        ("12, quai des Exemples, 69002 Lyon", None),
        ("Ingénieur de données (data engineer)", None),
    ],
)
def test_a_name_is_told_from_other_lines(line: str, name: str | None) -> None:
    assert logic.name_in(line) == name


def test_a_cv_gives_its_owner_with_what_stands_in_it() -> None:
    text = (CONTEXT / "CV_Marie_Dubois_Expert.txt").read_text()
    person = logic.owner_of(text)
    assert person is not None
    assert (person.name, person.company) == ("Marie Dubois", "Université de Bordeaux")
    assert person.email == "marie.dubois@univ-bordeaux.example.org"
    assert logic.checked(person, text) == person


def test_a_value_that_is_not_in_the_document_is_dropped() -> None:
    told = logic.Person(name="Tom Baker", role="king", email="tom@example.org")
    assert logic.checked(told, "Tom Baker, tom@example.org") == logic.Person(
        name="Tom Baker", email="tom@example.org"
    )
    assert logic.checked(told, "nobody is in here") is None


def test_a_glossary_gives_terms_and_corrections() -> None:
    text = (CONTEXT / "glossaire_enrichi_avec_erreurs.txt").read_text()
    glossary = logic.glossary_of(text)
    assert logic.kind_of(text) == "glossary"
    assert glossary.corrections["par modale"] == "part modale"
    assert glossary.terms["groupe témoin"].startswith("population comparable")
    assert len(glossary.corrections) == 23
