"""Transcripts as files."""

from typing import Any

from gateway.render import as_srt, as_txt, as_vtt

SPEAKER = {
    "label": "SPEAKER_00",
    "display_name": "Claire <V>",
    "name": "Claire <V>",
    "name_source": "DOCUMENT",
    "score": 0.9,
    "evidence": [{"kind": "self_introduction", "passage": "je suis", "source_file": "cv.txt"}],
    "facts": {"role": "urbaniste"},
    "candidates": [],
}


def transcript(*texts: str) -> dict[str, Any]:
    segments = [
        {"index": i, "start": 3599.9996 + i, "end": 3601.5 + i, "display_name": "Claire <V>",
         "text": text}
        for i, text in enumerate(texts)
    ]  # fmt: skip
    return {"title": None, "status": "completed", "warnings": ["half a warning"], "error": None,
            "speakers": [SPEAKER], "segments": segments}  # fmt: skip


def test_srt_numbers_its_blocks_and_rounds_times_into_the_next_hour() -> None:
    first = as_srt(transcript("Un\n\ndeux", "trois")).split("\n\n")[0]
    assert first == "1\n01:00:00,000 --> 01:00:01,500\nClaire <V>: Un deux"


def test_vtt_escapes_what_would_be_markup() -> None:
    text = as_vtt(transcript("a < b & c"))
    assert text.startswith("WEBVTT\n\n01:00:00.000 --> 01:00:01.500\n")
    assert "<v Claire &lt;V&gt;>a &lt; b &amp; c" in text


def test_txt_says_why_a_name_was_given_and_warns() -> None:
    text = as_txt(transcript("Bonjour."))
    assert "Claire <V> (document, 0.90)" in text
    assert "self_introduction: je suis [cv.txt]" in text
    assert "warning: half a warning" in text


def test_an_empty_transcript_is_an_empty_file() -> None:
    assert as_srt(transcript()) == ""
    assert as_vtt(transcript()) == "WEBVTT\n"
