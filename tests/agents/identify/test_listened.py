"""Names that the sound holds are written where others words were recognised, with both kept."""

from typing import Any

import pytest

from agents.identify import evidence
from agents.identify.dialogue import turns_of
from agents.identify.listened import said, was_said, written
from agents.identify.names import Known

WOJCIECH = Known("Wojciech Kowalczyk", "cv.docx", "Dr Wojciech Kowalczyk, hydrologue")


@pytest.mark.parametrize(
    ("likeness", "gain", "lead"),
    [
        (0.49, -5.0, 8.0),  # Voight check, Wojciech
        (0.70, -7.1, 16.9),  # Faut tout dire, Fatou Diop
        (0.69, -12.1, 18.2),  # no no forever, Nuno Ferreira
        (0.56, -1.2, 4.2),  # Étez à gauche, et Tiago
        (0.64, -17.5, 41.1),  # Non, on le dente, Nolwenn Le Dantec
        (0.62, -18.7, 20.0),  # sois iglo, Soazig
    ],
)
def test_a_name_that_was_said_is_known(likeness: float, gain: float, lead: float) -> None:
    assert was_said(likeness, gain, lead)


@pytest.mark.parametrize(
    ("likeness", "gain", "lead"),
    [
        (0.52, -10.8, -1.2),  # fait qu'on, Fatou
        (0.60, -14.3, 1.6),  # sauviant, Le Bihan
        (0.62, -15.8, -2.6),  # are there is, Harriet
        (0.52, -0.1, -2.9),  # another name is likelier
        (1.00, 5.0, 0.0),  # or as likely
        (0.50, -2.5, 5.0),  # Matieu, Marie
        (0.74, -14.2, 10.6),  # sur mon, Simon
        (0.68, -18.0, 14.7),  # La chaîne, Rozenn
        (0.60, -12.0, 13.0),  # Lemoine, Le Bihan
    ],
)
def test_what_is_no_name_is_not(likeness: float, gain: float, lead: float) -> None:
    assert not was_said(likeness, gain, lead)


def place(text: str, heard: str, segment: int = 0) -> dict[str, Any]:
    first = text.index(heard)
    return {
        "segment": segment,
        "first": first,
        "last": first + len(heard),
        "heard": heard,
        "likeness": 0.5,
    }


def test_found_names_are_taken_by_their_places() -> None:
    places = [place("Voight check.", "Voight check"), place("fait qu'on, il", "fait qu'on")]
    found = [
        {"place": 1, "name": "Fatou", "gain": -10.8, "lead": -1.2},
        {"place": 0, "name": "Wojciech", "gain": -5.0, "lead": 8.0},
    ]
    assert said(places, found) == [(places[0], "Wojciech")]


def test_several_names_of_a_text_stand_where_they_were_heard() -> None:
    text = "Merci Gohan, faut tout comme à Ha vous demandez la parole."
    names = [
        (place(text, "Gohan"), "Goran Petrovic"),
        (place(text, "faut tout comme à Ha"), "Fatou Camara"),
    ]
    [segment] = written([{"speaker": "A", "text": text}], names)
    assert segment["text"] == "Merci Goran Petrovic, Fatou Camara vous demandez la parole."


def test_a_capital_that_follows_is_not_taken_for_more_of_the_name() -> None:
    text = "Voight check Avez-vous suivi ?"
    [segment] = written(
        [{"speaker": "A", "text": text}], [(place(text, "Voight check"), "Wojciech")]
    )
    assert segment["text"] == "Wojciech, Avez-vous suivi ?"


def test_evidence_shows_what_was_recognised_and_what_it_is_taken_for() -> None:
    call = "Les mesures de l'été. Voight check. Vous avez suivi la baie, qu'est-ce que vous voyez ?"
    segments = [
        {"speaker": "A", "start": 0.0, "end": 6.0, "text": call},
        {"speaker": "B", "start": 6.5, "end": 12.0, "text": "La concentration baisse."},
    ]
    turns = turns_of(written(segments, [(place(call, "Voight check"), "Wojciech")]))
    [clue] = [c for c in evidence.clues(turns, [WOJCIECH]) if c.speaker == "B"]
    assert (clue.heard.heard, clue.heard.known) == ("Voight check", WOJCIECH)
    assert clue.heard.likeness == pytest.approx(0.95)
    assert "Voight check" in clue.passage
