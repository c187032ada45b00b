"""What somebody is also called: an alias, or a short form of his first name."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import namings


@pytest.mark.parametrize("called", ["John", "John Petit", "Jean-Marc"])
def test_somebody_is_also_known_by_what_he_is_called(called: str) -> None:
    people = [Known("Jean-Marc Petit", "cv.txt", alias="John"), Known("Ana Roy", "cv.txt")]
    result = namings([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == "Jean-Marc Petit"


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Bob", "Robert Hayes"),
        ("Alex", "Alexandra Petit"),
        ("Jean-Ba", "Jean-Baptiste Caron"),
        ("Alex Petit", "Alexandra Petit"),
        ("Bea", "Béatrice Lang"),
        ("Kasia", "Katarzyna Wolska"),
        ("Seun", "Oluwaseun Bello"),
        ("Fred", None),
        ("Kate", None),
    ],
)
def test_somebody_is_also_known_by_what_his_first_name_is_short_for(
    called: str, name: str | None
) -> None:
    names = ["Robert Hayes", "Alexandra Petit", "Jean-Baptiste Caron", "Jean Roy"]
    names += ["Béatrice Lang", "Katarzyna Wolska", "Oluwaseun Bello"]
    people = [Known(n, "team.md") for n in [*names, "Frédéric Roy", "Frédérique Blum"]]
    result = namings([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == name


def test_a_short_form_is_no_name_where_it_is_said_as_a_word_and_not_that_of_who_bears_it() -> None:
    people = [Known("William Stokes", "team.md")]
    said = [("A", "It will do. Will, are you ready?"), ("B", "I am, and so are we all.")]
    assert namings(said, people=people)["B"].name is None
    asked = [("A", "It can do. Will, are you ready?"), said[1]]
    assert namings(asked, people=people)["B"].name == "William Stokes"
    both = [*people, Known("Will Turner", "team.md")]
    assert namings(asked, people=both)["B"].name == "Will Turner"
