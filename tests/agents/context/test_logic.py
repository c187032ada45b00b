"""What counts as standing in a document: names, values, addresses."""

from dataclasses import replace
from typing import Any

import pytest

from agents.context import logic
from agents.context.logic import Person
from agents.context.metadata import told

TEXT = (
    "Steve Malone est directeur de la Mairie. Contact : tom.baker@example.org, bureau 12, "
    "2019-2023, poste 06 12 34 56 78."
)
STEVE = Person("Steve Malone")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+33 (0)6 12 34 56 78", ["+33 (0)6 12 34 56 78"]),
        ("+49 30/123 45 67", ["+49 30/123 45 67"]),
        ("030 / 123 45 67", ["030 / 123 45 67"]),
        ("Tel. +1 (415) 555-0132 ext. 12", ["+1 (415) 555-0132"]),
        ("415-555-0132", ["415-555-0132"]),
        ("+44 20 7946 2012", ["+44 20 7946 2012"]),
        ("(06.12.34.56.78)", ["06.12.34.56.78"]),
        ("2. 06 12 34 56 78 (24/7)", ["06 12 34 56 78"]),
        ("01 23 45 67 89\n2019 Alstom", ["01 23 45 67 89"]),
        ("2018   06 12 34 56 78", ["06 12 34 56 78"]),
        ("01 23 45 67 89 / 06 12 34 56 78", ["01 23 45 67 89", "06 12 34 56 78"]),
        ("Mobile : 12 34 56 78", ["12 34 56 78"]),
        ("Tél.: 612 345 678", ["612 345 678"]),
        ("Fax : 01 23 45 67 89", []),
        ("12 34 56 78", []),
        ("612 345 678", []),
        ("2015 - 2018", []),
        ("Mobile : 2015-2018", []),
        ("09/2015-10/2018", []),
        ("12.03.1985", []),
        ("né le 01.02.1985 06 12 34 56 78", []),
        ("06 12 34 56 78 2019", []),
        ("1 850 375 116 €", []),
        ("ORCID 0000-0002-1825-0097", []),
        ("ISBN 978-2-07-036822-8", []),
        ("linkedin.example/jean-0612345678", []),
    ],
)
def test_a_phone_number_is_told_from_other_figures(text: str, numbers: list[str]) -> None:
    assert logic.phones(text) == numbers


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["1 ", "0612345678 / ", "1 2 3 4 5 6 7x ", "(1)", "a@", "1-"])
def test_addresses_are_soon_looked_for_in_a_long_text(piece: str) -> None:
    text = piece * 100_000
    logic.phones(text)
    logic.checked(replace(STEVE, email="a@b.c", phone="1"), f"Steve Malone {text}")


def test_an_address_is_whole() -> None:
    assert logic.EMAIL.findall("<conor.o'brien@example.org>, 'a@example.org'.") == [
        "conor.o'brien@example.org",
        "a@example.org",
    ]


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("role", "Directeur de la mairie", "Directeur de la mairie"),
        ("role", "recteur", None),
        ("role", "Directeur général", None),
        ("company", "Mairie", "Mairie"),
        ("company", "aire", None),
        ("email", "Tom.Baker@example.org", "tom.baker@example.org"),
        ("email", "tombaker@example.org", None),
        ("email", "baker@example.org", None),
        ("email", "tom.baker@example.o", None),
        ("phone", "0612345678", "06 12 34 56 78"),
        ("phone", "6 12", None),
        ("phone", "2019-2023", None),
        ("phone", "2023 06 12 34", None),
        ("phone", "12 34 56 78", None),
    ],
)
def test_of_what_a_model_tells_what_the_document_says_is_kept(
    field: str, value: str, kept: str | None
) -> None:
    expected: dict[str, Any] = {field: kept}
    answer = {"people": [{"name": "Steve Malone", field: value}]}
    assert told(answer, TEXT).people == [replace(STEVE, **expected)]


@pytest.mark.parametrize("name", ["Eve Malone", "Steve Malon", "Malone de la Mairie", ""])
def test_whom_the_document_does_not_name_is_dropped(name: str) -> None:
    answer = {"people": [{"name": name, "role": "directeur"}]}
    assert told(answer, TEXT).people == []


def test_a_keyword_is_a_word_of_the_document() -> None:
    assert told({"keywords": ["bureau", "maire", "reste"]}, TEXT).keywords == ["bureau"]


@pytest.mark.parametrize(
    ("chunk", "named"),
    [
        ("Présents : DUPONT Jean, ROY Ana", True),
        ("M. Jean\nDupont, maire", True),
        ("Marie DUPONT, Jean ROY", False),
        ("Marie DUPONT\nJean ROY", False),
        ("Jean Dupontel", False),
        ("Jean et Marie Dupont", False),
    ],
)
def test_a_chunk_is_about_whoever_it_names_in_either_order(chunk: str, named: bool) -> None:
    assert logic.participants("agenda", chunk, ["Jean Dupont"]) == ["Jean Dupont"] * named
