"""People whom documents name by an initial and a surname."""

from pathlib import Path

import pytest

from agents.context import people
from agents.context.initials import short_name, united
from agents.enrich.logic import known
from tests.agents.identify.documents import context

CHART = """\
CENTRE SOCIAL — organigramme
  └─ directrice : A. ROY-LEFORT
       ├─ Secrétariat général
       └─ accueil : L. LE PETIT
            └─ Pôle (chef de pôle : Pr Z. MARTIN)
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ph. QUÉMENER", "Ph. Quémener"),
        ("A.-S. LE PETIT", "A.-S. Le Petit"),
        ("Mrs C. Oakes", "C. Oakes"),
        ("J.R. Oakes", "J.R. Oakes"),
        ("N. d'Orval", "N. d'Orval"),
        ("M. Oakes", None),
        ("St. Swithun", None),
        ("A. O.", None),
        ("R. Humaines", None),
        ("A. Budget", None),
        ("A. BET", None),
        ("Ana Roy", None),
    ],
)
def test_an_initial_and_a_surname_are_a_name(text: str, name: str | None) -> None:
    assert short_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Point | Rapporteur\nBudget | L. PETIT (appui : A. ROY)",
        "Présents : L. Petit (excusé)",
        "Responsable : L. Petit",
        "Étaient présents : Dr L. PETIT",
    ],
)
def test_whoever_is_listed_by_his_initial_is_known(text: str) -> None:
    assert [p.name for p in people.listed(text)] == ["L. Petit"]


def test_a_chart_has_people_below_their_unit_and_beside_their_office() -> None:
    assert [(p.name, p.role) for p in people.listed(CHART)] == [
        ("A. Roy-Lefort", "directrice"),
        ("L. Le Petit", None),
        ("Z. Martin", "chef de pôle"),
    ]


@pytest.mark.parametrize("text", ["1. L. Petit", "L. Petit, maison", "voir A. Roy : page 2"])
def test_elsewhere_an_initial_may_be_a_number(text: str) -> None:
    assert people.listed(text) == []


def person(name: str, role: str | None = None) -> dict[str, str | None]:
    return dict.fromkeys(("company", "email", "phone", "office", "alias")) | {
        "name": name,
        "role": role,
    }


@pytest.mark.parametrize(
    ("short", "names", "left"),
    [
        ("L. Petit", ["Luc Petit"], []),
        ("L Petit", ["Luc Petit"], []),
        ("L Petit", ["L. Petit"], ["L Petit"]),
        ("Ph. Petit", ["Paul Petit"], ["Ph. Petit"]),
        ("Ph. Petit", ["Philippe Petit"], []),
        ("A.-S. Le Petit", ["Anne-Sophie Le Petit"], []),
        ("A.-S. Le Petit", ["Anne Le Petit"], ["A.-S. Le Petit"]),
        ("Le Petit", ["Luc Le Petit"], []),
        ("Luc Petit", ["Jean-Luc Petit"], ["Luc Petit"]),
        ("L. Petit", ["Luc Petitjean"], ["L. Petit"]),
        ("L. Petit", ["Luc Petit", "Léa Petit"], []),
    ],
)
def test_who_may_be_somebody_named_in_full_is_not_another(
    short: str, names: list[str], left: list[str]
) -> None:
    kept = [one["name"] for one in united([person(short), *map(person, names)])]
    assert kept == [*left, *names]


def test_what_is_said_of_an_initial_is_said_of_whom_alone_it_may_mean() -> None:
    both = [person("L. Petit", "greffier"), person("Luc Petit")]
    assert united(both) == [person("Luc Petit", "greffier")]
    assert united([*both[:1], person("Luc Petit", "maire")]) == [person("Luc Petit", "maire")]
    several = united([*both, person("Léa Petit")])
    assert [one["role"] for one in several] == [None, None]


def test_documents_name_one_person_between_them(tmp_path: Path) -> None:
    chart, staff = tmp_path / "chart.txt", tmp_path / "staff.txt"
    chart.write_text(CHART)
    staff.write_text("Présents : Anna ROY-LEFORT, Zoé MARTIN. Excusés : L. LE PETIT")
    found = known(context([chart, staff], tmp_path / "objects")["people"])
    assert {(p.name, p.role, p.absent) for p in found} == {
        ("Anna Roy-Lefort", "directrice", False),
        ("Zoé Martin", "chef de pôle", False),
        ("L. Le Petit", None, True),
    }


def test_an_initial_in_the_middle_is_left_out_where_another_document_has_none() -> None:
    cv, programme = person("Desmond K. Roy", "economist"), person("Desmond Roy")
    assert united([cv, programme]) == [person("Desmond Roy", "economist")]
    assert united([cv]) == [cv]
    assert len(united([cv, person("Desmond Royce")])) == 2
