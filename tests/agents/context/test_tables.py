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


SHEETS = (
    '"id";"nom";"prenom";"societe";"lot_mission"\n'
    '"7";"ROY";"Ana";"Horizon; Nord";"architecte, chantier"\n"8";"PETIT";"Zoé";"Éole";"lot 2"',
    "Family name,Given name,Company,Title\nRoy,Ana,Horizon; Nord,architecte\nPetit,Zoé,Éole,",
    "SURNAME\tFORENAMES\tORGANISATION\tROLE\n"
    "ROY\tAna\tHorizon; Nord\t(chair until May) architecte\nPETIT\tZoé\tÉole\t-",
)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_in_a_text_is_a_table(sheet: str) -> None:
    found = people.listed(f"Objet : export\n\n{sheet}\n\n2 ligne(s), Pont Neuf")
    told = [(p.name, p.company, (p.role or "").split(",")[0]) for p in found]
    assert told == [("Ana Roy", "Horizon; Nord", "architecte"), ("Zoé Petit", "Éole", "")]


def test_commas_in_prose_are_no_table() -> None:
    text = "Merci d'indiquer :\nprénom, nom, société\nPont Neuf, Belle Île\nVal de Loire, Beau Lieu"
    assert people.listed(text) == []


def test_a_surname_may_stand_before_a_comma() -> None:
    text = """\
Surname, first name | Handle | Site
Roymond, Anabelle (Belle) | @anabelle | Horizon (Lyon)
Petit, Luc (team lead) | @luc | Leeds (Luc)
MARTIN Zoé | @zoe | Horizon
Paris | @city | (Paris)
"""
    found = [(p.name, p.role, p.alias) for p in people.listed(text)]
    assert found == [
        ("Anabelle Roymond", None, "Belle"),
        ("Luc Petit", "team lead", None),
        ("Zoé Martin", None, None),
    ]
    assert [p.name for p in people.listed("Nom | Fonction\nRoy, Ana | Juriste")] == ["Ana Roy"]
    assert people.listed("Names | Role\nAna, Luc | trainers") == []


@pytest.mark.parametrize(
    "head", ["Rapporteur", "Représenté par", "Représentants", "Represented by", "Contact name"]
)
def test_many_a_column_is_of_people(head: str) -> None:
    assert [p.name for p in people.listed(f"N° | {head}\n1 | Ana Roy\n2 | la Présidente")] == [
        "Ana Roy"
    ]


def test_a_dash_is_no_company() -> None:
    text = "Name | Organisation\nROY Ana | --\nLuc PETIT | Éole"
    assert [p.company for p in people.listed(text)] == [None, "Éole"]


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
        "Name,Location,Owner\nLeeds Depot,Kirkstall Way,Front Desk",
        "Nom;Fonction\nPompe Haute;règle le débit",
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


def test_a_name_may_have_another_in_brackets_inside() -> None:
    text = "Firm | Name | Role\nOrrery | Oluwaseun (Seun) Bankole | Lead developer"
    [person] = people.listed(text)
    assert (person.name, person.role, person.alias) == (
        "Oluwaseun Bankole",
        "Lead developer",
        "Seun",
    )
