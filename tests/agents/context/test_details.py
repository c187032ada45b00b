"""E-mail addresses and phone numbers in documents."""

import pytest

from agents.context.details import EMAIL, phones
from agents.context.logic import Person, checked


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
    assert phones(text) == numbers


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["1 ", "0612345678 / ", "1 2 3 4 5 6 7x ", "(1)", "a@", "1-"])
def test_addresses_are_soon_looked_for_in_a_long_text(piece: str) -> None:
    text = piece * 100_000
    phones(text)
    checked(Person("Steve Malone", email="a@b.c", phone="1"), f"Steve Malone {text}")


def test_an_address_is_whole() -> None:
    assert EMAIL.findall("<conor.o'brien@example.org>, 'a@example.org'.") == [
        "conor.o'brien@example.org",
        "a@example.org",
    ]
