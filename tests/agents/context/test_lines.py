"""Lines that go on in the next one."""

import pytest

from agents.context import people
from agents.context.lines import lines_of


def test_a_heading_of_two_columns_is_no_name_that_is_cut() -> None:
    heading = "Professeur                                           Émargement"
    text = f"{heading}\nM. ROY Ana\nMme PETIT Lise      excusée"
    assert lines_of(text)[0] == heading
    assert [p.name for p in people.listed(text)] == ["Ana Roy", "Lise Petit"]


@pytest.mark.parametrize("honours", ["MRICS", "FRCS", "CEng", "PhD", "LLB"])
def test_what_somebody_has_been_given_is_no_part_of_his_name(honours: str) -> None:
    text = f"Attendees\nTom Baker {honours}, surveyor\nAna Roy, solicitor"
    assert [p.name for p in people.listed(text)] == ["Tom Baker", "Ana Roy"]


def test_a_list_that_is_cut_inside_a_name_or_brackets_goes_on() -> None:
    minutes = """\
Présents : Dr Antoine MERCADIER (chef de service), Valérie ROUQUETTE (cadre), Sophie
LEMOINE (infirmière), Benoît CHAUVIN (infirmier de
nuit).
Lieu : salle Camille
Claudel
"""
    assert [(p.name, p.role) for p in people.listed(minutes)] == [
        ("Antoine Mercadier", "chef de service"),
        ("Valérie Rouquette", "cadre"),
        ("Sophie Lemoine", "infirmière"),
        ("Benoît Chauvin", "infirmier de nuit"),
    ]


def test_a_label_below_a_list_is_a_line_of_its_own() -> None:
    lines = [
        "Présents : Dr Antoine MERCADIER (chef de service), Valérie ROUQUETTE, Sophie",
        "Lieu : salle 2",
    ]
    assert lines_of("\n".join(lines)) == lines


def test_a_name_with_its_title_goes_on_in_the_next_line() -> None:
    line = "la société des bains de mer, représentée par sa gérante, Madame Anne-Lyse"
    assert [p.name for p in people.listed(f"{line}\nTOURBIER, et la commune")] == [
        "Anne-Lyse Tourbier"
    ]
    assert people.listed("Chère Madame Anne-Lyse\nTourbier Nord") == []


def test_points_lead_from_an_office_to_whoever_has_it() -> None:
    text = "Rowing club\n\nChairman .......... Ana Roy\nTreasurer ......... Tom Baker"
    assert [(p.name, p.role) for p in people.listed(text)] == [
        ("Ana Roy", "Chairman"),
        ("Tom Baker", "Treasurer"),
    ]


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("**Producer** Ana Roy", "Ana Roy", "Producer"),
        ("- **Chair:** *Ana Roy* (Slow Travel Days)", "Ana Roy", None),
        ("Prof. Ana **Roy**, University of Leeds", "Ana Roy", None),
    ],
)
def test_marks_of_emphasis_hide_nobody(line: str, name: str, role: str | None) -> None:
    [person] = people.listed(line)
    assert person.name == name
    assert role in (None, person.role)


def test_a_row_of_a_table_may_be_a_list() -> None:
    text = "Date | 10 September\nPresent | Ana Roy (chair), Tom Baker (treasurer), Luc Petit"
    assert [(p.name, p.role) for p in people.listed(text)] == [
        ("Ana Roy", "chair"),
        ("Tom Baker", "treasurer"),
        ("Luc Petit", None),
    ]
    assert people.listed("Present | Grand Place | Petite Rue, Lille") == []


def test_several_who_are_what_a_label_says_may_each_have_a_role() -> None:
    text = "Témoins : Ana Roy, accueillante ; Luc Petit, étudiant"
    assert [p.name for p in people.listed(text)] == ["Ana Roy", "Luc Petit"]
    one = "Organiser: Ana Roy, project manager; Meridian Wines"
    assert [p.name for p in people.listed(one)] == ["Ana Roy"]
