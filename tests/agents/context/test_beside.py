"""People beside offices, in whatever a document puts between: gaps, points, commas, brackets."""

import time

import pytest

from agents.context import people
from agents.context.absent import absent_in

MASTHEAD = """\
Rédacteur en chef ............ Luc Petit
Secrétaire de rédaction ...... Zoé Martin
Culture ...................... Ana Roy
Éditeur ...................... Canal Press
Impression ................... Presses du Canal"""
COMMITTEE = """\
Chairman ........ Leonard (Len) Bell
Treasurer ....... Tom Oakley
Committee ....... Ana Roy
                  Mark Hollis"""
SHEET = """\
Rector             The Revd Canon Ana Roy          0000 000001
Churchwardens      Mrs E. Hollis-Bell; Mr Tom Oakley (away until May)
Organist           (see the board)"""
ORDER = "Presenter: Ana Roy          Producer: Tom Oakley         Weather: Mark Hollis"


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (MASTHEAD, ["Luc Petit", "Zoé Martin", "Ana Roy"]),
        (COMMITTEE, ["Leonard Bell", "Tom Oakley", "Ana Roy", "Mark Hollis"]),
        (SHEET, ["Ana Roy", "Tom Oakley", "E. Hollis-Bell"]),
        (ORDER, ["Ana Roy", "Tom Oakley", "Mark Hollis"]),
    ],
    ids=["masthead", "committee", "pew sheet", "running order"],
)
def test_offices_tell_people(document: str, found: list[str]) -> None:
    assert [person.name for person in people.listed(document)] == found


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        (
            "Attendees\nMeridian Ferries: G. Roy, managing director",
            "G. Roy",
            "managing director",
        ),
        ("Next: DR, S. Roy (paralegal) to file", "S. Roy", "paralegal"),
        ("Published by the school, reviewed by E. Roy, clerk", "E. Roy", "clerk"),
        ("chef d’équipe : A. ROY           2 absents", "A. Roy", "chef d’équipe"),
        ("3 | Sign lease | O. Roy | accountant", "O. Roy", "accountant"),
        ("cc  Ana Roy, convenor", "Ana Roy", "convenor"),
        ("Copie : S. ROY (compta)", "S. Roy", None),
        ("Project team: Ana Roy (Oakley Foods)", "Ana Roy", None),
        ("Comité de pilotage : Ana Roy (directrice)", "Ana Roy", "directrice"),
        ("Ana Roy – caretaker – ext 204", "Ana Roy", "caretaker"),
        ("Treasurer\tAna Roy\troom 4", "Ana Roy", "Treasurer"),
    ],
)
def test_a_line_names_who_has_an_office(line: str, name: str, role: str | None) -> None:
    assert [(p.name, p.role) for p in people.listed(line)] == [(name, role)]


@pytest.mark.parametrize(
    "document",
    [
        "Diffusion : Atelier Nord, Préfecture du Canal",
        "Copie : Presses du Canal",
        "A. Budget, directeur financier présent",
        "Fabrication : Presses du Canal\nPapier : Moulin Vert\nDirecteur : vacant",
        "Directeur          Presses Vertes du Canal Bleu",
        "Chef de projet : Luc          Éd. Seuil, éditeur",
    ],
)
def test_firms_and_items_are_nobody(document: str) -> None:
    assert [person.name for person in people.listed(document)] == []


@pytest.mark.parametrize(
    ("line", "alias"),
    [
        ("Chairman: Leonard (Len) Bell", "Len"),
        ("BELL, Leonard (Leo)      late\nOAKLEY, Tom       early", "Leo"),
        ("Chairman: Leonard Bell (« Lenny »)", "Lenny"),
        ("Chairman: Leonard Bell dit Nono", "Nono"),
        ("Présents : Leonard Bell alias Nono, T. Oak", "Nono"),
        ("Chairman: Leonard Bell (Leeds)", None),
        ('Chairman: Leonard Bell wrote "Travels"', None),
    ],
)
def test_what_somebody_is_called_stands_beside_his_name(line: str, alias: str | None) -> None:
    [bell] = [person for person in people.listed(line) if person.name == "Leonard Bell"]
    assert bell.alias == alias


def test_a_quoted_nickname_is_no_role() -> None:
    [roy] = people.listed('Ana ROY ("Nan"), nurse')
    assert (roy.role, roy.alias) == (None, "Nan")


def test_who_is_on_sick_leave_is_absent() -> None:
    assert absent_in("Ana Roy (on sick leave)") == ["Ana Roy"]
    assert absent_in("Ana Roy : en congé maternité") == ["Ana Roy"]


@pytest.mark.parametrize("piece", ["A. Roy, ", "a:  ", "Ana (Bo) ", "cc  Ana, ", "x    ", "((«A"])
def test_a_long_line_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    people.listed((piece * 1000)[:1000])
    people.listed("Chairman: Ana Roy\n" + piece + " " * 900 + piece)
    assert time.process_time() - begun < 1


def test_initials_before_a_name_are_no_part_of_it() -> None:
    legend = people.listed("Team:\nAHR Ana Hollis-Roy\nTB Tom Bell\nTOMA Luc")
    assert [person.name for person in legend] == ["Ana Hollis-Roy", "Tom Bell", "Luc Toma"]
    row = people.listed("AR Ana Roy (Chair) | TB Tom Bell")
    assert [(person.name, person.role) for person in row] == [("Ana Roy", "Chair")]


def test_somebody_with_an_initial_may_be_called_something_too() -> None:
    [bell, oak] = people.listed("Présents : L. BELL dit Nono, T. OAK")
    assert [(bell.name, bell.alias), (oak.name, oak.alias)] == [
        ("L. Bell", "Nono"),
        ("T. Oak", None),
    ]
