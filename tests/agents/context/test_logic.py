"""What counts as standing in a document: names and values."""

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
