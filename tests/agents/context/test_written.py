"""People known by how several names of a document are written."""

import time

import pytest

from agents.context import people
from agents.context.absent import absent_in, marked

PLAN = """\
Semaine 12 | Lundi | Mardi
Caisse | GARNIER Ana | repos
Rayon frais | PETIT-ROUX Luc (jusqu'à 15 h) | OLIVIER M. / BELL T.
Astreinte | de LA TOUR Zoé"""
ROTA = """\
Name                               Shift
HOLLIS, Ana (Annie)                L
Dr PENDRY, Tom                     clinic 10:00
(vacancy)                          L"""
SHEET = """\
ligne;agent;heure
A;MARCHAL Ana;05:10
B;(vacant);
C;ROY Luc;05:40
D;TESSIER Zoé;06:00"""
INVITATION = """\
Organizer: Hollis, Ana (Clerk)
   Pendry, Tom                 accepted
   de Vries, Mark (Capt., retd)   declined
   Bell, Z.                    no response"""
BADGES = """\
SPRING FAIR
   Ana
  HOLLIS
Tom
PENDRY
   Zoe (Zed)
   ADDO-BELL
Dr Mark
OAKLEY"""


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (PLAN, ["Ana Garnier", "Luc Petit-Roux", "T. Bell", "Zoé de La Tour"]),
        (ROTA, ["Ana Hollis", "Tom Pendry"]),
        (SHEET, ["Ana Marchal", "Luc Roy", "Zoé Tessier"]),
        (INVITATION, ["Ana Hollis", "Tom Pendry", "Mark de Vries", "Z. Bell"]),
        (BADGES, ["Ana Hollis", "Tom Pendry", "Zoe Addo-Bell", "Mark Oakley"]),
        ("7 Leeds | HOLLIS Ana; PENDRY Tom; BELL Zoe", ["Ana Hollis", "Tom Pendry", "Zoe Bell"]),
    ],
    ids=["plan", "rota", "sheet", "invitation", "badges", "several"],
)
def test_the_surname_comes_first(document: str, names: list[str]) -> None:
    assert [person.name for person in people.listed(document)] == names


@pytest.mark.parametrize(
    "document",
    [
        "Lundi | CAP Cuisine | BAC Pro\nMardi | BTS Vente | CAP Coiffure",
        "LYON Nord | 12\nPARIS Sud | 14",
        "PISCINE Centrale | 4\nZONE Portuaire",
        "MENU\nEntrée\nSALADE\nDessert\nTARTE",
        "Ana\nHOLLIS\nTom\nPENDRY",
        "Wood, Brick (red)     200\nSlate, Grey     optional items",
    ],
)
def test_so_written_things_are_nobody(document: str) -> None:
    assert [person.name for person in people.listed(document)] == []


def test_who_declines_an_invitation_is_absent() -> None:
    found = [{"name": person.name} for person in people.listed(INVITATION)]
    away = [one["name"] for one in marked(found, absent_in(INVITATION)) if one["absent"]]
    assert away == ["Mark de Vries"]


@pytest.mark.parametrize("piece", ["ROY Ana ", "AB-", "A", "Roy, Ana  ", "ROY Ana (", "DE LA "])
def test_a_long_line_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    people.listed((piece * 1000)[:1000])
    people.listed(piece + " " * 1000 + piece)
    assert time.process_time() - begun < 1
