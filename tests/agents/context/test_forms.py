"""Forms: values beside labels."""

import time

import pytest

from agents.context import cv, logic
from agents.context.forms import fields_of
from agents.context.people import listed

SHEETS = """\
REGISTRATION – SPEAKERS
--- 1
Nom ............ : OULÈS
Prénom ......... : Anne-Lyse
Fonction ....... : régisseuse générale
Tél. ........... : 06 00 11 22 33
Repas .......... : [x] oui
--- 2
Surname: de Witt      First name: Ruben
Organisation: Norwold Trust
E-mail: ruben@example.org
--- 3
Nom (en capitales)  :  BEKKOUCHE
Prénom ............ :  ...........
"""


def test_every_form_of_a_document_gives_whoever_it_is_of() -> None:
    found = [(p.name, p.role, p.company, p.email, p.phone) for p in listed(SHEETS)]
    assert found == [
        ("Anne-Lyse Oulès", "régisseuse générale", None, None, "06 00 11 22 33"),
        ("Ruben de Witt", None, "Norwold Trust", "ruben@example.org", None),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nom : OULÈS\nPrénom : Ève", "Ève Oulès"),
        ("Family name | Oulès\nGiven names | Ève, Marie", "Ève Oulès"),
        ("Prénom : EVE\nNom : Oulès", "Eve Oulès"),
        ("Nom d'usage : OULÈS\nPrénom usuel : Ève", "Ève Oulès"),
        ("1. Nom : oulès   Prénom : ève", "Ève Oulès"),
        ("Last name _____ OULÈS\nForename _____ Ève", "Ève Oulès"),
        ("- **Nom :** OULÈS\n- **Prénom :** Ève", "Ève Oulès"),
        ("Nom, prénom : OULÈS, Ève", "Ève Oulès"),
        ("Name: Eve Bekker\nPosition: Surveyor", "Eve Bekker"),
        ("Surname: Place\nFirst name: Eve", "Eve Place"),
        ("Nom | Prénom | Fonction", None),
        ("Nom    Prénom    Ville\nFonction   Adresse", None),
        ("Nom du projet : Grand Pré\nPrénom : Ève", None),
        ("Le nom : OULÈS\nPrénom : Ève", None),
        ("Nom : OULÈS" + "\n-" * 14 + "\nPrénom : Ève", None),
        ("Name: Meridian Wines\nFunction: cash register", None),
        ("Nom : Alpha Conseil\nSociété : Beta", None),
    ],
)
def test_a_form_gives_a_name_in_one_value_or_in_two(text: str, name: str | None) -> None:
    assert [p.name for p in listed(text)] == ([name] if name else [])


def test_what_somebody_likes_to_be_called_is_an_alias() -> None:
    [person] = listed("Surname: Oulès\nFirst name: Evelyne\nPreferred name: Eve")
    assert person.alias == "Eve"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nom(s) / Prénom(s) | OULÈS, Ève", "Ève Oulès"),
        ("Surname(s) / First name(s) : DE WITT, Ruben Jan", "Ruben Jan De Witt"),
        ("First name(s) / Surname(s) | Ruben de Witt", "Ruben de Witt"),
        ("Name and surname: Ruben Bekker", "Ruben Bekker"),
        ("Last name, first name: Bekker, Ruben", "Ruben Bekker"),
    ],
)
def test_a_european_cv_gives_its_owner(line: str, name: str) -> None:
    text = (
        f"europass\nCurriculum Vitae\n{line}\nAdresse | 4, quai Nord\nNationalité | belge\n"
        + "Langues | anglais\n" * 9
        + "Fonction ou poste occupé | Urbaniste\nNom de l'employeur | Ville de Norwold"
    )
    owner = cv.owner_of(text)
    assert logic.kind_of(text) == "cv"
    assert owner is not None
    assert (owner.name, owner.role, owner.company) == (name, "Urbaniste", "Ville de Norwold")


@pytest.mark.timeout(10)
@pytest.mark.parametrize("line", ["nom" + " " * 900 + "x", "nom :" * 200, "nom" + " ." * 490])
def test_long_lines_are_gone_through_once(line: str) -> None:
    begun = time.monotonic()
    for _ in range(100):
        fields_of(line)
    assert time.monotonic() - begun < 2


def test_a_form_for_each_of_several_says_whose_it_is() -> None:
    text = """\
EQUIPE 4
  Candidat 1   Nom : GARNIER     Prénom : Ana    Rôle : ventes
  Candidat 2   Nom : PETIT       Prénom : Luc    Rôle : atelier"""
    found = [(person.name, person.role) for person in listed(text)]
    assert found == [("Ana Garnier", "ventes"), ("Luc Petit", "atelier")]
