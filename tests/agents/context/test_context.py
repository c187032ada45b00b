"""Documents, well-formed and hostile, and what is read in them."""

import io
import sys
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from agents.context import cv, logic, people, reader
from agents.context.columns import unfolded
from agents.context.extract import PAGE, text_of
from agents.context.glossary import glossary_of
from benchmarks.hostile.media import documents, pdf, tedious
from streams.errors import PoisonError
from streams.settings import Settings

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


LIMITS = {"big.txt": (b"x" * 100_001, "bytes"), "long.pdf": (pdf(pages=6), "pages")}


@pytest.mark.parametrize(
    ("name", "data", "reason"), [(n, *told) for n, told in (documents() | LIMITS).items()]
)
def test_a_document_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(PoisonError, match=reason):
        read(name, data)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", tedious())
def test_no_pattern_runs_for_ever_on_a_long_line(name: str) -> None:
    text = text_of(name, tedious()[name], max_bytes=1_000_000, max_pages=5)
    assert logic.kind_of(text) in ("cv", "glossary", "agenda", "other")
    assert len(people.listed(text)) <= people.MOST
    assert len(people.under_headings(text)) <= people.MOST
    owner = cv.owner_of(text)
    assert owner is None or owner.name == "Tom Baker"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jean-Marc PETIT (dit « John »)", "Jean-Marc Petit"),
        ("Dr Marie DUBOIS", "Marie Dubois"),
        ("Tom Baker", "Tom Baker"),
        ("CURRICULUM VITAE", None),
        ("PERSONAL INFORMATION", None),
        ("12, quai des Exemples, 69002 Lyon", None),
        ("Ingénieur de données (data engineer)", None),
    ],
)
def test_a_name_is_told_from_other_lines(line: str, name: str | None) -> None:
    assert logic.name_in(line) == name


def test_a_cv_gives_its_owner_with_what_stands_in_it() -> None:
    text = (CONTEXT / "CV_Marie_Dubois_Expert.txt").read_text()
    person = cv.owner_of(text)
    assert person is not None
    assert (person.name, person.company) == ("Marie Dubois", "Université de Bordeaux")
    assert person.email == "marie.dubois@univ-bordeaux.example.org"
    assert logic.checked(person, text) == person


@pytest.mark.parametrize(
    ("text", "role", "company"),
    [
        ("Tom BAKER\nEngineer at Horizon Ltd", "Engineer at Horizon Ltd", "Horizon Ltd"),
        ("Tom Baker\nHead of Data, Northbridge Bank", "Head of Data, Northbridge Bank",
         "Northbridge Bank"),
        ("Name: Dr. Tom Baker\nPosition: Senior Economist\nCompany: OECD", "Senior Economist",
         "OECD"),
        ("Luc Fontaine, né le 3 mai 1980\nJuriste, Métropole de Lyon", "Juriste, Métropole de Lyon",
         "Métropole de Lyon"),
        ("Claire Vasseur\nEXPÉRIENCE\nIncident manager", "Incident manager", None),
    ],
)  # fmt: skip
def test_a_cv_says_what_its_owner_does_and_where(
    text: str, role: str | None, company: str | None
) -> None:
    person = cv.owner_of(text)
    assert person is not None
    assert (person.role, person.company) == (role, company)


@pytest.mark.parametrize(
    ("line", "name", "alias"),
    [
        ("Jean-Marc PETIT (dit « John »)", "Jean-Marc Petit", "John"),
        ('Robert "Bob" Smith, engineer', "Robert Smith", "Bob"),
        ("Wei Chen (known as Wendy) – lawyer", "Wei Chen", "Wendy"),
        ("Ana Roy (Paris)", "Ana Roy", None),
        ("Ana Roy – agence « Horizon »", "Ana Roy", None),
        ("# Tom Baker", "Tom Baker", None),
        ("**Name:** Tom Baker", "Tom Baker", None),
        ("Tom Baker's CV", "Tom Baker", None),
        ("CV de Jean Dupont", "Jean Dupont", None),
        ("Curriculum vitae – Jean Dupont", "Jean Dupont", None),
        ("DUPONT Jean", "Jean Dupont", None),
        ("LE GOFF Marie-Anne", "Marie-Anne Le Goff", None),
        ("Nom : DUPONT\nPrénom : Jean", "Jean Dupont", None),
    ],
)
def test_a_cv_says_what_its_owner_is_called(line: str, name: str, alias: str | None) -> None:
    person = cv.owner_of(f"CURRICULUM VITAE\n{line}\nFormation")
    assert person is not None
    assert (person.name, person.alias) == (name, alias)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tom Baker\n\n## Work history\n2019 Horizon Ltd\n\n## Skills\nKafka", "cv"),
        ("PARCOURS\n2014 Horizon\nDIPLÔMES\n2010 Licence", "cv"),
        ("We need people with skills. Their languages and their career matter to us.", "other"),
        ("GLOSSAIRE\nexpérience : essai\nformation : apprentissage", "glossary"),
        ("Ordre du jour\n1. Budget", "agenda"),
    ],
)
def test_a_document_is_told_by_its_words_and_headings(text: str, kind: str) -> None:
    assert logic.kind_of(text) == kind


def test_a_value_that_is_not_in_the_document_is_dropped() -> None:
    told = logic.Person(name="Tom Baker", role="king", email="tom@example.org")
    assert logic.checked(told, "Tom Baker, tom@example.org") == logic.Person(
        name="Tom Baker", email="tom@example.org"
    )
    assert logic.checked(told, "nobody is in here") is None


def test_a_glossary_gives_terms_and_corrections() -> None:
    text = (CONTEXT / "glossaire_enrichi_avec_erreurs.txt").read_text()
    glossary = glossary_of(text)
    assert logic.kind_of(text) == "glossary"
    assert glossary.corrections["par modale"] == "part modale"
    assert glossary.terms["groupe témoin"].startswith("population comparable")
    assert len(glossary.corrections) == 23
    assert not any(term.isupper() and " " in term for term in glossary.terms), "a heading"


AGENDA = """\
ORDRE DU JOUR – Comité de suivi du tramway
Participants : Luc Fontaine, Mme Nora BELKACEM et Paul de Witt (excusé)
1. Ouverture (Inès Garcia)
2. Budget Participatif, bilan présenté par Karim Haddad
- Sophie Martin – cheffe de projet, sophie@example.org
Salle Victor Hugo, Mardi Gras
Institut Horizon : partenaire
"""


def test_an_agenda_gives_those_it_names_and_nothing_that_only_has_capitals() -> None:
    found = {person.name: person for person in people.listed(AGENDA)}
    names = ["Luc Fontaine", "Nora Belkacem", "Paul de Witt", "Inès Garcia", "Karim Haddad"]
    assert list(found) == [*names, "Sophie Martin"]
    assert found["Sophie Martin"].role == "cheffe de projet"
    assert found["Sophie Martin"].email == "sophie@example.org"
    assert found["Inès Garcia"].passage == "1. Ouverture (Inès Garcia)"


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("09h00 Accueil – Sophie Bernard (directrice)", "Sophie Bernard", "directrice"),
        ("1. Welcome — Priya Raman, chair", "Priya Raman", "chair"),
        ("3. Hiring – Grace O'Connor", "Grace O'Connor", None),
        ("Sarah Cohen est directrice de recherche au CNRS.", "Sarah Cohen",
         "directrice de recherche au CNRS"),
        ("Tom Baker is the head of the service.", "Tom Baker", "head of the service"),
        ("Animation : Léa Roy, coordinatrice du projet", "Léa Roy", "coordinatrice du projet"),
        ("Secrétaire de séance : Paul Martin", "Paul Martin", None),
        ("Minutes: Jane Doe", "Jane Doe", None),
        ("Animation des ateliers, 14 h", None, None),
        ("2. Mobilité – bilan de l'année", None, None),
        ("Le Grand Débat est un exercice utile.", None, None),
    ],
)  # fmt: skip
def test_a_line_names_somebody_by_what_stands_beside(
    line: str, name: str | None, role: str | None
) -> None:
    found = [(person.name, person.role) for person in people.listed(line)]
    assert found == ([(name, role)] if name else [])


def test_english_minutes_give_those_they_name() -> None:
    text = "Attendees: Tom Baker, Priya Nair and Dr Hugh O'Neill\nAction Items\nQuarterly Review"
    assert [p.name for p in people.listed(text)] == ["Tom Baker", "Priya Nair", "Hugh O'Neill"]


def test_whoever_stands_below_participants_or_beside_a_function_is_listed() -> None:
    text = """Agenda - data review
Chair: Priya Raman
Attendees:
- Samuel Okonkwo (Head of Data)
- Tomasz Kowalski
1. Opening
Migration Status
Animatrice : Sophie Bernard
Nom Prénom | Fonction
Ana Roy | Présidente
"""
    assert [(p.name, p.role) for p in people.listed(text)] == [
        ("Priya Raman", None),
        ("Samuel Okonkwo", "Head of Data"),
        ("Tomasz Kowalski", None),
        ("Sophie Bernard", None),
        ("Ana Roy", "Présidente"),
    ]


def test_a_glossary_gives_the_people_whose_names_are_misheard() -> None:
    text = (CONTEXT / "glossaire_enrichi_avec_erreurs.txt").read_text()
    glossary = glossary_of(text)
    found = people.corrected(glossary.corrections, glossary.terms)
    assert {person.name for person in found} == {"Kwame Mensah", "Awa Ndiaye"}
