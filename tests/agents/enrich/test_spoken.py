"""What readers get of a name that was listened for, and by what people are named."""

from agents.enrich.spoken import Spoken

CONTEXT: dict[str, list[object]] = {"people": [], "corrections": []}


def test_readers_get_the_name_and_no_mark_that_was_not_there() -> None:
    text = "Corine Mayard est en formation."
    place = {"segment": 0, "first": 0, "last": 6, "heard": "Corine"}
    segment = {"speaker": "A", "start": 0.0, "end": 3.0, "text": text}
    spoken = Spoken([segment], CONTEXT, {}, {}, [(place, "Corinne")])
    assert spoken.texts == ["Corinne Mayard est en formation."]
    # By rules "Corinne Mayard" would be somebody else's full name.
    assert spoken.turns[0].text == "Corinne, Mayard est en formation."
