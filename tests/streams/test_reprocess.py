"""What can be done again, from where, and what it takes."""

from dataclasses import replace
from uuid import UUID

import pytest

from streams import reprocess
from streams.errors import PoisonError
from streams.reprocess import Found, Start
from streams.watchdog import AFTER

MODELS = {"asr": "large-v3", "segmentation": "s", "voiceprint": "v"}
DONE = Found(
    user_id="ana",
    transcript_id=UUID(int=1),
    revision=1,
    status="completed",
    language="fr",
    duration_s=60.0,
    upload={"user_id": "ana", "audio_uri": "s3://bucket/a.mp3"},
    models=MODELS,
    text_model="bge-m3",
)


@pytest.mark.parametrize(
    ("revision", "following"), [(0, 100), (1, 100), (99, 100), (100, 200), (203, 300)]
)
def test_a_computation_has_a_revision_above_all_corrections_of_the_one_before(
    revision: int, following: int
) -> None:
    assert replace(DONE, revision=revision).next_revision == following


def test_every_phase_tells_from_where_it_is_done_again() -> None:
    starts = {phase: reprocess.start_of(phase) for phase in AFTER}
    assert starts["diarize"] is starts["finalize"] is Start.UPLOAD
    assert starts["context"] is starts["match"] is starts["enrich"] is Start.TEXT


def test_other_models_are_found_and_only_what_they_made_is_done_again() -> None:
    assert reprocess.outdated(DONE, MODELS, "bge-m3") is None
    assert reprocess.outdated(DONE, {**MODELS, "asr": "turbo"}, "bge-m3") is Start.UPLOAD
    assert reprocess.outdated(DONE, MODELS, "e5") is Start.TEXT
    assert reprocess.outdated(replace(DONE, models=None), MODELS, "bge-m3") is Start.UPLOAD


def test_a_recogniser_that_the_upload_chose_is_no_outdated_one() -> None:
    upload = {**(DONE.upload or {}), "asr_model": "turbo"}
    chosen = replace(DONE, upload=upload, models={**MODELS, "asr": "turbo"})
    assert reprocess.outdated(chosen, MODELS, "bge-m3") is None
    assert reprocess.outdated(chosen, {**MODELS, "voiceprint": "w"}, "bge-m3") is Start.UPLOAD
    assert reprocess.outdated(replace(DONE, upload=upload), MODELS, "bge-m3") is Start.UPLOAD


@pytest.mark.parametrize(
    ("found", "start", "reason"),
    [
        (replace(DONE, status="processing"), Start.UPLOAD, "stalled"),
        (replace(DONE, status="archived"), Start.UPLOAD, "python -m sinks restore"),
        (replace(DONE, upload=None), Start.UPLOAD, "submit the recording again"),
        (replace(DONE, status="failed"), Start.TEXT, "from its upload"),
    ],
)
def test_what_cannot_be_done_again_is_refused_in_words(
    found: Found, start: Start, reason: str
) -> None:
    with pytest.raises(PoisonError, match=reason):
        reprocess.check(found, start)
