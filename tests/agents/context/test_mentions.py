"""People whom a line of prose, a contract or minutes name."""

import pytest

from agents.context import people
from agents.context.absent import absent_in
from agents.context.lines import lines_of


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Cllr Ana Roy (Deputy Chair)     Cllr Luc Petit (vacancy)", "Deputy Chair"),
        ("Miss Ana ROY, head of physics (for Dr Luc PETIT, ill)", "head of physics"),
        ("Mme Ana ROY, trésorière, MM. Luc PETIT et Zoé MARTIN", "trésorière"),
        ("Ana Roy (trésorière)  est  là, Dr Luc PETIT", "trésorière"),
        ("Ana Roy, nurse. 300 signatures. Mr Luc Petit too.", "nurse"),
        ("« Oui », explique Ana Roy, trésorière de la", "trésorière"),
        ("« Oui », explique Ana Roy, membre du bureau de la", "membre du bureau"),
        ("Directrice : Mme Ana Roy, M. Luc Petit", None),
        ("Merci à Mme Ana ROY, Luc Petit trésorier", None),
        ("Ms Ana Roy (formerly Chair)", None),
    ],
)
def test_a_role_ends_where_something_else_begins(line: str, role: str | None) -> None:
    assert (people.listed(line)[0].name, people.listed(line)[0].role) == ("Ana Roy", role)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("L'association, représentée par sa présidente, Madame Ana ROY,", "présidente"),
        (
            "L'union, représentée   par   son   directeur   adjoint,   Mme Ana ROY",
            "directeur adjoint",
        ),
        ("The board's chief executive, Ana Roy, declined to comment", "chief executive"),
        ("Planning officer (item 12): Ana Roy", "Planning officer"),
        ("représentée par Madame Ana, Louise, Zoé ROY, gérante", "gérante"),
        ("ATTENDEE (accepted): Ana Roy", None),
        ('ATTENDEE;PARTSTAT=ACCEPTED;CN="Ana Roy":mailto:ana@example.org', None),
        ("ORGANIZER;CN=Ana Roy:mailto:ana@example.org", None),
    ],
)
def test_contracts_press_and_invitations_name_people(line: str, role: str | None) -> None:
    assert [(p.name, p.role) for p in people.listed(line)] == [("Ana Roy", role)]


def test_two_people_are_not_one_with_several_first_names() -> None:
    found = people.listed("Vu par Mme Ana ROY, Luc PETIT et M. Marc OLIVIER, Zoé MARTIN")
    assert [p.name for p in found] == ["Ana Roy", "Luc Petit", "Marc Olivier", "Zoé Martin"]


def test_several_lists_may_stand_in_a_paragraph_of_minutes() -> None:
    minutes = """\
Présents : Mme Ana ROY, présidente, MM. Luc PETIT et Marc OLIVIER, Mme Élodie
DESMARETS (arrivée à 15 h). Excusés : Mme Zoé MARTIN (pouvoir à Mme
Roy). Absents : M. Tom BELL. Invités : M. Paul GARNIER, directeur adjoint
des services.

Le budget est adopté.
"""
    assert [(p.name, p.role) for p in people.listed(minutes)] == [
        ("Ana Roy", "présidente"),
        ("Luc Petit", None),
        ("Marc Olivier", None),
        ("Élodie Desmarets", None),
        ("Zoé Martin", None),
        ("Tom Bell", None),
        ("Paul Garnier", "directeur adjoint des services"),
    ]
    assert absent_in(minutes) == ["Zoé MARTIN", "Tom BELL"]


def test_a_name_may_go_on_in_the_next_line() -> None:
    deed = "Le syndicat, dont le siège est à Rezé, représenté par Madame Ana-Lise\nROY, dûment"
    assert [p.name for p in people.listed(deed)] == ["Ana-Lise Roy"]
    heading = "Le maire remercie Madame Ana\nREZÉ Agglomération"
    assert lines_of(heading.replace("Madame ", "")) == heading.replace("Madame ", "").split("\n")


def test_a_title_behind_a_name_tells_where_it_begins() -> None:
    row = "3 NVC Nordic Village Centre, Tromsø DE LA ROY Ana (Prof.) | PETIT Luc (Dr) 4"
    assert [p.name for p in people.listed(row)] == ["Ana De La Roy", "Luc Petit"]


def test_capitals_without_a_vowel_are_somebodys_with_a_title() -> None:
    assert [p.name for p in people.listed("M. Jan SRB\nEva VLK\nHoa NGO")] == ["Jan Srb"]


def test_a_title_before_an_initial_tells_of_somebody() -> None:
    line = "4. Public participation (registered: Mrs S. Anstruther)"
    assert [person.name for person in people.listed(line)] == ["S. Anstruther"]
    assert people.listed("4. Public participation, see S. Anstruther Road") == []


def test_a_school_is_no_first_name() -> None:
    line = "Nadia FERHAT, directrice de l'école Jules-Verne Gaspard THIRIET, adjoint au maire"
    assert [person.name for person in people.listed(line)] == ["Nadia Ferhat", "Gaspard Thiriet"]
