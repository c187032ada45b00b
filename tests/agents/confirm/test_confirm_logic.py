"""A person's word: who is named, and who loses the name."""

from typing import Any

from agents.confirm.logic import placeholder, renamed
from agents.identify.outcome import CONFIRMED
from schemas.events import Evidence, Facts, IdentifiedSpeaker, NameSource

THANKED = Evidence(
    source=NameSource.SPEECH, kind="thanked_after", score=0.5, passage="merci Awa", source_file=None
)


def speaker(label: str, index: int, **known: Any) -> IdentifiedSpeaker:
    return IdentifiedSpeaker(
        index=index,
        speaker=label,
        pooled=[1.0],
        pooled_model="m",
        seconds=3.0,
        **{"display_name": f"Intervenant {index + 1}", **known},
    )


def machine(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "display_name": name,
        "name_source": NameSource.DOCUMENT,
        "name_score": 0.7,
        "evidence": [THANKED],
    }


def test_the_speaker_is_named_by_a_person() -> None:
    [one, other] = renamed([speaker("A", 0), speaker("B", 1)], "A", "Awa Ndiaye", None, "x")
    assert (one.name, one.display_name, one.name_score) == ("Awa Ndiaye", "Awa Ndiaye", 1.0)
    assert one.name_source is NameSource.PERSON
    assert one.evidence == [CONFIRMED]
    assert other == speaker("B", 1)


def test_what_spoke_for_the_same_name_stays_beside_the_persons_word() -> None:
    [one] = renamed([speaker("A", 0, **machine("Awa Ndiaye"))], "A", "Awa Ndiaye", None, "x")
    assert one.evidence == [CONFIRMED, THANKED]


def test_what_spoke_for_another_name_goes() -> None:
    [one] = renamed([speaker("A", 0, **machine("Ava Nday"))], "A", "Awa Ndiaye", None, "x")
    assert one.evidence == [CONFIRMED]


def test_whoever_had_the_name_from_a_machine_loses_it() -> None:
    both = [speaker("A", 0), speaker("B", 1, **machine("Awa Ndiaye"))]
    [_, other] = renamed(both, "A", "Awa Ndiaye", None, "Intervenant 2")
    assert (other.name, other.display_name) == (None, "Intervenant 2")
    assert (other.name_source, other.evidence, other.facts) == (NameSource.NONE, [], None)


def test_facts_of_the_name_stay_with_it() -> None:
    told = Facts(
        role="engineer", company=None, email="awa@example.org", phone=None, keywords=[],
        source_file="agenda.txt", passage="Awa Ndiaye, engineer",
    )  # fmt: skip
    known = {**machine("Awa Ndiaye"), "facts": told}
    [same] = renamed([speaker("A", 0, **known)], "A", "Awa Ndiaye", None, "x")
    assert same.facts == told
    [one, other] = renamed(
        [speaker("A", 0), speaker("B", 1, **known)], "A", "Awa Ndiaye", None, "x"
    )
    assert (one.facts, other.facts) == (told, None)
    [another] = renamed([speaker("A", 0, **known)], "A", "Luc Petit", None, "x")
    assert another.facts is None


def test_a_voice_taken_for_two_may_be_confirmed_twice() -> None:
    once = renamed([speaker("A", 0), speaker("B", 1)], "A", "Awa Ndiaye", None, "x")
    twice = renamed(once, "B", "Awa Ndiaye", None, "x")
    assert [s.name_source for s in twice] == [NameSource.PERSON, NameSource.PERSON]


def test_the_placeholder_has_a_number_that_nobody_has() -> None:
    there = [speaker("A", 0), speaker("B", 1, **machine("Awa Ndiaye")), speaker("C", 2)]
    assert placeholder(there, "fr") == "Intervenant 2"
    assert placeholder(there, "en") == "Speaker 1"
