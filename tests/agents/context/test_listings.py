"""Lists of people, whatever their heading."""

import pytest

from agents.context import people


def names(text: str) -> list[str]:
    return [person.name for person in people.listed(text)]


def test_whoever_has_a_task_in_a_team_is_known_and_what_stands_among_them_is_not() -> None:
    text = """\
LA BAIE VITRÉE (film fictif) - FEUILLE DE SERVICE N° 1
ÉQUIPE
Réalisation : Ana Delorme-Sabatier
Image : Théo Vasseur
Scripte : Camille Brossard
Lieu : Grand Hangar
SÉQUENCES
12 : Plage Nord
"""
    found = [(p.name, p.role, p.office) for p in people.listed(text)]
    assert found == [
        ("Ana Delorme-Sabatier", None, None),
        ("Théo Vasseur", None, None),
        ("Camille Brossard", "Scripte", "Scripte"),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Membres présents", "Members:", "Réunion bénévoles – participants", "Crew", "Candidates",
     "Composition du jury", "## L'équipe", "Liste des inscrits"],
)  # fmt: skip
def test_people_stand_below_many_a_heading(heading: str) -> None:
    text = f"{heading}\n- Ana Roy, region\n09:30  Luc Petit\n**Łucja Żak** : accueil\nJ'y serai."
    assert names(text) == ["Ana Roy", "Luc Petit", "Łucja Żak"]


def test_a_list_of_people_ends_where_something_else_follows_a_blank_line() -> None:
    assert names("Participants\n- Ana Roy\n\n- Luc Petit\n\nÀ voir\nPont Neuf") == [
        "Ana Roy",
        "Luc Petit",
    ]


def test_who_stands_between_people_is_one() -> None:
    bureau = "Rose Marchand, présidente\nPierre Lefort, trésorier\nMarc Olivier, compost"
    assert names(bureau) == ["Rose Marchand", "Pierre Lefort", "Marc Olivier"]
    menu = "Rose Marchand, présidente\nTarte Tatin, maison\nCrème Brûlée, vanille"
    assert names(menu) == ["Rose Marchand"]


@pytest.mark.parametrize(
    "line",
    ["12 h 12  Ana Roy, hydrologue", "9:30 Ana Roy, hydrologue", "2 pm Dr Ana Roy, eau",
     "1. Ana Roy (hydrologue)", "10 h – Ana Roy, hydrologue"],
)  # fmt: skip
def test_whoever_has_his_hour_or_number_is_known(line: str) -> None:
    assert names(line) == ["Ana Roy"]


@pytest.mark.parametrize(
    "text",
    [
        "Participants:\nAna Roy, Luc Petit, Zoé Li",
        "Participants:\nAna Roy\nLuc Petit et Zoé Li",
        "Étaient présents : Ana Roy, Luc Petit,\nZoé Li",
        "Staff du mardi – présents : Ana Roy (IDE), Luc Petit (kiné) et Zoé Li",
        "Directors: Ana Roy (finance), Dr Luc Petit (works), Zoé Li",
        'From: Ana Roy <ana@x.org>\nTo: "Luc Petit" <luc@x.org>; Zoé Li (zoe@x.org)',
    ],
)
def test_several_in_a_line_are_known(text: str) -> None:
    assert names(text) == ["Ana Roy", "Luc Petit", "Zoé Li"]


def test_what_follows_a_name_in_an_enumeration_is_his_role() -> None:
    [person] = people.listed("In attendance: Ana Roy, company secretary")
    assert (person.name, person.role) == ("Ana Roy", "company secretary")
    [first, _] = people.listed("Directors: Ana Roy (finance), Luc Petit")
    assert first.office is None


@pytest.mark.parametrize(
    "name",
    ["Theresa May", "Kanye West", "Stuart Hall", "John F. Kennedy", "Łukasz Żak",
     "Ximena Ruiz de la Torre", "Róisín O'Neill", "Adam Driver"],
)  # fmt: skip
def test_names_are_of_many_kinds(name: str) -> None:
    assert names(f"Mr {name}, engineer") == [name]
    assert names(f"Present: Dr {name}") == [name]


def test_whoever_stands_beside_his_unit_in_an_organisation_chart_is_known() -> None:
    text = """\
ORGANIGRAMME
Pôle Environnement
  Eau et Assainissement : Ana Roy
  Déchets Ménagers : Luc Petit
  Paie et Carrières : service mutualisé
Ressources Humaines
"""
    assert names(text) == ["Ana Roy", "Luc Petit"]
    assert names(text.replace("ORGANIGRAMME", "RAPPORT")) == []


def test_a_calendar_invitation_has_guests_in_columns_and_one_organiser() -> None:
    text = """\
Design review (video call)
Organiser: Ana Roy, project manager, Meridian Kiosks

Required
  Zoé Martin          operations director, Harbour Clinics        accepted
  Luc Petit           IT security lead, Harbour Clinics           tentative
  one person from the front desk                                  to be confirmed
  Meridian software team                                          accepted

Optional
  Tom Baker           account manager, Meridian Kiosks            declined

Agenda
  1. Changes since version B
"""
    found = {person.name: person.role for person in people.listed(text)}
    assert found == {
        "Ana Roy": "project manager, Meridian Kiosks",
        "Zoé Martin": "operations director, Harbour Clinics",
        "Luc Petit": "IT security lead, Harbour Clinics",
        "Tom Baker": "account manager, Meridian Kiosks",
    }


def test_other_things_are_required_too() -> None:
    assert names("Required documents:\n- Passport Copy\n- Harbour Plan") == []


def test_surnames_may_come_first_in_a_list() -> None:
    text = """\
## Account: Horizon
* **Roy, Ana** - Regional CTO. Likes tea.
* **Le Goff, Zoé** - Buyer. *Never met.*
* **Petit, Luc** (lawyer)
* Warehouse, Leeds - ask
"""
    found = [(person.name, person.role) for person in people.listed(text)]
    assert found == [("Ana Roy", "Regional CTO"), ("Zoé Le Goff", "Buyer"), ("Luc Petit", "lawyer")]
    assert (
        names("Nantes, Rezé - escale\nBrest, Crozon - directeur du port\nAuray, Vannes (gare)")
        == []
    )
