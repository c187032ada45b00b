"""What is said of a recording with its upload holds to the end."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
CLIP = Path(__file__).parents[2] / "examples" / "clips" / "trn09.flac"


def test_a_transcript_without_word_times_has_text_and_as_many_speakers_as_were_said(
    gateway: Callable[..., CompletedProcess[str]],
) -> None:
    options = ("--language", "en", "--beam", "1", "--no-word-times", "--speakers", "2")
    done = gateway("submit", CLIP, "--user", "options", *options, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found["segments"]) > 1
    assert all(segment["text"] and not segment["words"] for segment in found["segments"])
    assert {segment["speaker"] for segment in found["segments"]} == {"SPEAKER_00", "SPEAKER_01"}
