"""Voices of a transcript that is done again, where labels mean others, on a real PostgreSQL."""

from uuid import UUID, uuid4

import pytest

from schemas import events as e
from streams import reprocess
from streams.events import meta
from streams.reprocess import Found, Start
from tests.agents.confirm.stores import Stores

pytestmark = pytest.mark.integration


def numbers(matches: dict[str, e.VoiceprintMatch]) -> dict[str, int | None]:
    return {label: match.pending_number for label, match in matches.items()}


def test_a_voice_keeps_its_number_under_another_label(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    assert numbers(stores.heard(uuid4(), {"X": 2})) == {"X": 3}
    stores.meeting(transcript, {"A": 1, "B": 0}, revision=100)
    assert numbers(stores.heard(uuid4(), {"Y": 0, "Z": 1})) == {"Y": 1, "Z": 2}


def test_what_comes_again_after_the_earlier_voices_went_changes_nothing(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.meeting(transcript, {"A": 1, "B": 0}, revision=100)
    kept = stores.library(transcript)
    assert kept == [("A", "pending", None, 2), ("B", "pending", None, 1)]
    assert numbers(stores.heard(transcript, {"A": 1, "B": 0}, 100)) == {"A": 2, "B": 1}
    assert stores.library(transcript) == kept


def test_an_earlier_computations_voices_stay_until_the_next_is_stored(stores: Stores) -> None:
    transcript, other = uuid4(), uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.meeting(other, {"X": 0})
    stores.heard(transcript, {"A": 1, "B": 0}, revision=100)
    stores.name(transcript, "A", "Ana Roy")
    assert stores.names(other) == {"X": "Ana Roy"}
    assert stores.heard(uuid4(), {"Z": 1})["Z"].name is None


def test_a_named_voice_is_known_under_another_label(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.name(transcript, "A", "Ana Roy")
    found = stores.heard(transcript, {"A": 1, "B": 0}, revision=100)
    assert (found["A"].name, found["B"].name) == (None, "Ana Roy")
    assert found["A"].pending_number == 2


def test_by_another_model_a_voice_has_a_new_number(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.name(transcript, "A", "Ana Roy")
    found = stores.heard(transcript, {"A": 1, "B": 0}, revision=100, model="another")
    assert numbers(found) == {"A": 3, "B": 4}


def test_a_name_given_after_that_is_the_voices_that_has_the_label_now(stores: Stores) -> None:
    transcript, other = uuid4(), uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.meeting(other, {"X": 0, "Y": 1})
    stores.meeting(transcript, {"A": 1, "B": 0}, revision=100)
    stores.name(transcript, "A", "Luc Petit")
    assert stores.names(other) == {"X": None, "Y": "Luc Petit"}


def test_from_the_text_on_only_the_voices_of_its_speakers_are_heard_again(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.name(transcript, "B", "Ana Roy")
    stores.meeting(transcript, {"A": 1}, revision=100)
    stores.store([text(stores.tenant, transcript, revision=100)])
    found = Found(
        user_id=stores.tenant, transcript_id=transcript, revision=100, status="completed",
        language="fr", duration_s=9.0, upload={"user_id": stores.tenant, "audio_uri": "file:///x"},
        models={}, text_model=None,
    )  # fmt: skip
    with stores.database.transaction(stores.tenant) as connection:
        [again] = [
            x
            for x in reprocess.events(connection, found, Start.TEXT)
            if isinstance(x, e.SegmentsTranscribed)
        ]
    [voice] = again.voiceprints
    assert (voice.speaker, voice.embedding.index(1.0)) == ("A", 1)


def test_a_voice_named_before_that_is_corrected_everywhere_after_it(stores: Stores) -> None:
    transcript, other = uuid4(), uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.meeting(other, {"X": 0})
    stores.name(transcript, "A", "Ana Roy")
    stores.meeting(transcript, {"A": 1, "B": 0}, revision=100)
    stores.name(transcript, "B", "Anna Roy")
    assert stores.names(other) == {"X": "Anna Roy"}
    assert stores.heard(uuid4(), {"Z": 0})["Z"].name == "Anna Roy"


def text(tenant: str, transcript: UUID, revision: int) -> e.SegmentsTranscribed:
    said = e.Segment(
        index=0, start=0.0, end=4.0, speaker="A", text="Bonjour.", words=[], overlap=False
    )
    return e.SegmentsTranscribed(
        meta=meta(e.SegmentsTranscribed, transcript, revision=revision), transcript_id=transcript,
        user_id=tenant, part=0, parts=1, segment_total=1, language="fr", duration_s=9.0,
        segments=[said], speakers=["A"], voiceprints=[], models={},
    )  # fmt: skip
