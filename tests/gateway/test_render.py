"""Transcripts as files."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.render import as_json, as_srt, as_txt, as_vtt
from gateway.transcript import Phase, Segment, Speaker, Transcript

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SPEAKER = Speaker(
    label="SPEAKER_00",
    display_name="Claire <V>",
    name="Claire <V>",
    name_source="DOCUMENT",
    score=0.9,
    evidence=[{"kind": "self_introduction", "passage": "je suis", "source_file": "cv.txt"}],
    facts={"role": "urbaniste"},
)


def segment(index: int, text: str) -> Segment:
    return Segment(
        index=index,
        start=3599.9996 + index,
        end=3601.5 + index,
        speaker="SPEAKER_00",
        name="Claire <V>",
        display_name="Claire <V>",
        text_raw=text,
        text=text,
        words=[{"start": 1.0, "end": 2.0, "word": "mot", "probability": 0.5}],
        overlap=False,
    )


def transcript(*texts: str, speaker: Speaker = SPEAKER) -> Transcript:
    return Transcript(
        transcript_id="4f5c",
        status="completed",
        warnings=["half a warning"],
        phases=[
            Phase(name="preprocess", started=NOON, finished=NOON + timedelta(seconds=2)),
            Phase(name="diarize", started=NOON + timedelta(seconds=1), finished=None),
        ],
        speakers=[speaker],
        segments=[segment(index, text) for index, text in enumerate(texts)],
    )


def test_srt_numbers_its_blocks_and_rounds_times_into_the_next_hour() -> None:
    first = as_srt(transcript("Un\n\ndeux", "trois")).split("\n\n")[0]
    assert first == "1\n01:00:00,000 --> 01:00:01,500\nClaire <V>: Un deux"


def test_srt_text_cannot_be_taken_for_a_time() -> None:
    assert as_srt(transcript("a --> b")).count("-->") == 1


def test_vtt_escapes_what_would_be_markup() -> None:
    text = as_vtt(transcript("a < b & c --> d"))
    assert text.startswith("WEBVTT\n\n01:00:00.000 --> 01:00:01.500\n")
    assert "<v Claire &lt;V&gt;>a &lt; b &amp; c --&gt; d</v>" in text


def test_txt_says_why_a_name_was_given_and_warns() -> None:
    text = as_txt(transcript("Bonjour."))
    assert "Claire <V> (document, 0.90)" in text
    assert "self_introduction: je suis [cv.txt]" in text
    assert "warning: half a warning" in text
    assert text.endswith("[59:59] Claire <V>: Bonjour.")


def test_txt_shows_who_an_unnamed_speaker_might_be() -> None:
    unknown = Speaker(
        label="SPEAKER_01",
        display_name="Intervenant 2",
        evidence=[{"kind": "voice", "passage": None, "source_file": None}],
        candidates=[
            {"name": "Luc Fontaine", "score": 0.65, "passage": "Luc Fontaine,\nà vous ?"},
            {"name": "Awa", "score": 0.4, "passage": None},
        ],
    )
    lines = as_txt(transcript(speaker=unknown)).splitlines()
    assert lines[2:6] == [
        "  SPEAKER_01: Intervenant 2",
        "      voice",
        "      candidate Luc Fontaine 0.65: Luc Fontaine, à vous ?",
        "      candidate Awa 0.40",
    ]


def test_txt_marks_a_name_that_was_only_heard_and_says_where_facts_are_from() -> None:
    heard = Speaker(
        label="SPEAKER_01",
        display_name="Paul Durand",
        name="Paul Durand",
        name_source="SPEECH",
        score=0.95,
        evidence=[{"kind": "thanked_after", "score": 0.5, "passage": "Merci Paul"}],
        facts={"role": "juriste", "email": None, "source_file": "cv.txt"},
    )
    assert as_txt(transcript(speaker=heard)).splitlines()[2:5] == [
        "  SPEAKER_01: Paul Durand (only heard, 0.95)",
        "      thanked_after 0.50: Merci Paul",
        "      facts: juriste [cv.txt]",
    ]


def test_json_has_the_fields_that_are_promised() -> None:
    found = json.loads(as_json(transcript("Ça va ?")))
    assert {"transcript_id", "title", "language", "duration_s", "status"} <= found.keys()
    assert found["phases"] == [
        {"name": "preprocess", "seconds": 2.0},
        {"name": "diarize", "seconds": None},
    ]
    assert found["speakers"][0].keys() == {
        "label", "display_name", "name", "name_source", "score", "evidence", "facts", "candidates",
    }  # fmt: skip
    assert found["segments"][0].keys() == {
        "index", "start", "end", "speaker", "name", "display_name", "text_raw", "text", "words",
        "overlap",
    }  # fmt: skip
    assert found["segments"][0]["words"] == [{"start": 1.0, "end": 2.0, "word": "mot"}]


def test_the_total_is_from_the_first_start_to_the_last_end() -> None:
    assert transcript().total_seconds == 2.0
    assert Transcript(transcript_id="4f5c", status="processing").total_seconds is None


def test_an_empty_transcript_is_an_empty_file() -> None:
    empty = Transcript(transcript_id="4f5c", status="completed")
    assert as_srt(empty) == ""
    assert as_vtt(empty) == "WEBVTT\n"
    assert as_txt(empty) == "untitled – completed\n"
    assert json.loads(as_json(empty))["segments"] == []


def test_nothing_that_was_read_or_heard_steers_a_terminal_or_breaks_a_line() -> None:
    steering = "a \x1b]0;taken over\x07\n\u2028b \x9b2J"
    speaker = replace(
        SPEAKER,
        evidence=[{"kind": "cv", "passage": steering, "source_file": steering}],
        facts={"role": steering, "source_file": steering},
    )
    whole = replace(
        transcript(steering, speaker=speaker), title=steering, error=steering, warnings=[steering]
    )
    for text in (as_txt(whole), as_srt(whole), as_vtt(whole)):
        assert not {"\x1b", "\x07", "\x9b", "\u2028"} & set(text)
    assert as_txt(whole).count("\n") == 7
