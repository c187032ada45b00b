"""People whom a document lists as absent: they may still come."""

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import Turn
from agents.identify.names import Known

PAUL = Known("Paul Garnier", "agenda.md", place=0, absent=True)
ANA = Known("Ana Roy", "agenda.md", place=1)
ZOE = Known("Zoé Martin", "agenda.md", place=2)
LONG = "Les services ont tenu les délais et le budget."


def named(*said: tuple[str, str], voices: dict[str, tuple[str, float]] | None = None) -> list[str]:
    """The names that were given."""
    turns = [Turn(who, 10.0 * i, 10.0 * i + 9, text) for i, (who, text) in enumerate(said)]
    speakers = list(dict.fromkeys(who for who, _ in said))
    clues = evidence.clues(turns, [PAUL, ANA, ZOE])
    found = logic.identify(speakers, voices or {}, clues, 0.6)
    return [naming.name for naming in found.values() if naming.name]


@pytest.mark.parametrize(
    "said",
    [
        [("A", "Paul Garnier, qu'en pensez-vous ?"), ("B", LONG)],
        [("A", LONG), ("B", "Merci Paul. Passons au budget.")],
        [("A", "Paul, qu'en pensez-vous ?"), ("B", LONG), ("A", "Merci Paul. Une question ?")],
    ],
)  # fmt: skip
def test_who_is_absent_is_not_named_by_a_call_or_thanks(said: list[tuple[str, str]]) -> None:
    assert named(*said) == []


@pytest.mark.parametrize(
    "said",
    [
        [("A", LONG), ("B", "Désolé pour le retard, je suis Paul Garnier.")],
        [("A", "Bienvenue, Paul."), ("B", f"Merci. {LONG}")],
        [("A", "Bonjour Paul, vous voulez commencer ?"), ("B", LONG)],
    ],
)
def test_who_turns_up_late_is_named(said: list[tuple[str, str]]) -> None:
    assert named(*said) == ["Paul Garnier"]


def test_a_voice_is_of_somebody_who_came() -> None:
    voices = {"A": ("Paul Garnier", 0.8)}
    assert named(("A", LONG), ("B", LONG), voices=voices) == ["Paul Garnier"]


def test_a_call_of_somebody_absent_does_not_contradict_a_voice() -> None:
    said = [("A", "Paul, qu'en pensez-vous ?"), ("B", LONG)]
    assert named(*said, voices={"B": ("Ana Roy", 0.8)}) == ["Ana Roy"]


def test_who_is_absent_has_no_place_in_the_agendas_order() -> None:
    turns = [Turn("A", 0.0, 20.0, LONG), Turn("B", 21.0, 40.0, LONG)]
    clues = evidence.in_agenda_order(turns, [PAUL, ANA, ZOE])
    assert [(c.speaker, c.heard.name) for c in clues] == [("A", "Ana Roy"), ("B", "Zoé Martin")]
