"""People in the columns of tables."""

import io

import pytest
from docx import Document

from agents.context import people
from agents.context.absent import absent_in, marked
from agents.context.extract import text_of


def test_whoever_owns_a_task_of_a_board_is_known() -> None:
    text = """\
| Ticket | Title | Owner |
| --- | --- | --- |
| DB-88 | Move of the order tables | Ana Roy |
| WEB-31 | Checkout behind a flag | Luc Petit, Zoé Martin |
| OPS-45 | Cluster upgrade | Platform Team |
| OPS-46 | Alert Rules | External Auditors |

Tom Baker | draft
"""
    found = [(p.name, p.role) for p in people.listed(text)]
    assert found == [("Ana Roy", None), ("Luc Petit", None), ("Zoé Martin", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Nom | Prénom | Qualité\nDE LA CRUZ | Ana | Trésorière",
        "| First name | Surname | Position |\n|---|---|---|\n| Ana | De La Cruz | Trésorière |",
        "NOM          PRÉNOM      FONCTION\nDe La Cruz   Ana         Trésorière",
        "Nom Prénom\tFonction\nDE LA CRUZ Ana\tTrésorière",
        "Fonction | Nom\nTrésorière | Ana De La Cruz",
    ],
)
def test_a_name_in_two_columns_or_one_has_the_role_beside_it(text: str) -> None:
    assert [(p.name, p.role) for p in people.listed(text)] == [("Ana De La Cruz", "Trésorière")]


def test_a_table_of_a_docx_names_people_too() -> None:
    document, buffer = Document(), io.BytesIO()
    table = document.add_table(2, 3)
    texts = [("Action", "Responsable", "Échéance"), ("Devis", "Ana Roy", "12/03")]
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(buffer)
    text = text_of("a.docx", buffer.getvalue(), max_bytes=100_000, max_pages=5)
    assert [p.name for p in people.listed(text)] == ["Ana Roy"]


@pytest.mark.parametrize(
    "text",
    [
        "Nom | Fonction\nVanne Trois Voies | règle le débit\nPompe Primaire | alimente le circuit",
        "| Name | Price |\n| --- | --- |\n| Galaxy Note | 800 |",
        "Component | Owner\nEvent Store | Data Platform",
        "Région | Responsable\nPays Basque | à nommer",
    ],
)
def test_what_has_a_name_in_a_table_may_be_a_thing(text: str) -> None:
    assert people.listed(text) == []


def test_everybody_works_where_his_row_says() -> None:
    text = """\
Nom | Société | Mail
Ana Roy | Lignes Claires | ana@example.org
Luc Petit | zoe@example.org
Zoé Martin | Horizon | zoe@example.org
"""
    found = [(p.name, p.company) for p in people.listed(text)]
    assert found == [("Ana Roy", "Lignes Claires"), ("Luc Petit", None), ("Zoé Martin", "Horizon")]


SHEET = """\
Lot | Copropriétaire | Tantièmes | Émargement
3 | Mme DA SILVA Ana | 812 | présente
7 | M. PETIT Luc | 1 040 | {}
9 | M. MARTIN Zoé | 655 | présent
"""


@pytest.mark.parametrize(("signed", "absent"), [("", True), ("pouvoir à Mme DA SILVA", True),
                                                ("présent", False)])  # fmt: skip
def test_whoever_has_not_signed_or_lets_another_vote_is_absent(signed: str, absent: bool) -> None:
    people_of_it = [{"name": name} for name in ("Ana Da Silva", "Luc Petit", "Zoé Martin")]
    told = marked(people_of_it, absent_in(SHEET.format(signed)))
    assert [person["absent"] for person in told] == [False, absent, False]


def test_nobody_is_absent_from_a_sheet_that_nobody_has_signed_yet() -> None:
    assert absent_in("Nom | Prénom | Signature\nROY | Ana | \nPETIT | Luc | ") == []
