"""Speakers who are two people are divided, and nobody else."""

import io
import itertools
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_consumers import results
from gpu_consumers.cluster.second_look import (
    SHORTEST_S,
    Pieces,
    by_chance,
    looked_again,
    pieces_of,
)
from gpu_consumers.layout import Plan, Work
from gpu_consumers.stages import stages
from gpu_consumers.turns import Turn
from schemas import events as e
from streams.objects import ObjectStore
from streams.settings import Settings

NUMBERS, PIECE_S = 64, 2.0
APART, ALIKE, ONE = 0.4, 0.85, 1.0


def heard(said: Sequence[Turn], cosines: dict[str, float], changing: float = 0.6) -> Pieces:
    """Pieces of what is said: a person's voice has that cosine with the first axis, and changes
    from piece to piece."""
    people = sorted(cosines)
    spans, vectors = [], []
    for start, end, who in said:
        edges = np.linspace(start, end, int(np.ceil((end - start) / PIECE_S)) + 1)
        for a, b in itertools.pairwise(edges) if end - start >= SHORTEST_S else ():
            voice = np.zeros(NUMBERS)
            voice[0], voice[1 + people.index(who)] = cosines[who], np.sqrt(1 - cosines[who] ** 2)
            change = np.random.default_rng(int(a * 1000)).standard_normal(NUMBERS)
            spans.append((a, b))
            vectors.append(voice + changing * change / np.sqrt(NUMBERS))
    return Pieces.of(
        np.reshape(np.array(spans, float), (-1, 2)),
        np.reshape(np.array(vectors, np.float32), (-1, NUMBERS)),
    )


def meeting(*people: str, each_s: float = 6.0, turns: int = 10) -> list[Turn]:
    """They speak one after the other, a second apart."""
    starts = [i * (each_s + 1) for i in range(turns)]
    return [(a, a + each_s, people[i % len(people)]) for i, a in enumerate(starts)]


def as_one(said: Sequence[Turn], *people: str) -> list[Turn]:
    """The turns as a diarization gives them that takes these people for one."""
    return [(a, b, people[0] if s in people else s) for a, b, s in said]


def grouped(turns: Sequence[Turn]) -> set[frozenset[tuple[float, float]]]:
    """Which spans are one speaker's, whatever he is called."""
    speakers = {s for *_, s in turns}
    return {frozenset((a, b) for a, b, s in turns if s == speaker) for speaker in speakers}


@pytest.mark.parametrize(("second", "what"), [(APART, "other"), (ALIKE, "alike")])
def test_two_voices_taken_for_one_speaker_become_two(second: float, what: str) -> None:
    said = meeting("A", "B", each_s=12.0)
    voices = heard(said, {"A": 1.0, "B": second})
    assert grouped(looked_again(as_one(said, "A", "B"), voices)) == grouped(said), what


def test_one_person_stays_one_whose_voice_changes_while_he_speaks() -> None:
    said = meeting("A", "A", turns=12)
    for changing in (0.3, 0.6, 0.9):
        voices = heard(said, {"A": 1.0}, changing)
        assert looked_again(said, voices) == said


def test_three_people_taken_for_one_become_three() -> None:
    said = meeting("A", "B", "C", turns=12)
    voices = heard(said, {"A": 1.0, "B": APART, "C": APART / 2})
    assert grouped(looked_again(as_one(said, "A", "B", "C"), voices)) == grouped(said)


def test_a_word_of_somebody_else_makes_no_speaker() -> None:
    said = [*meeting("A"), (100.0, 101.5, "B")]
    voices = heard(said, {"A": 1.0, "B": APART})
    assert looked_again(as_one(said, "A", "B"), voices) == as_one(said, "A", "B")


def test_a_turn_that_two_people_share_is_cut_where_they_meet() -> None:
    said = [(0.0, 10.0, "A"), (10.0, 20.0, "B"), (30.0, 40.0, "A"), (50.0, 60.0, "B")]
    found = looked_again(
        [(0.0, 20.0, "A"), (30.0, 40.0, "A"), (50.0, 60.0, "A")],
        heard(said, {"A": 1.0, "B": APART}),
    )
    assert grouped(found) == grouped(said)


def test_a_part_with_another_speakers_voice_joins_him() -> None:
    said = [*meeting("A", "B"), (100.0, 106.0, "B")]
    mistaken = [*said[:-1], (100.0, 106.0, "A")]
    voices = heard(said, {"A": 1.0, "B": APART})
    assert grouped(looked_again(mistaken, voices)) == grouped(said)


def test_words_without_a_vector_go_with_what_is_said_around_them() -> None:
    said = meeting("A", "B", turns=4)
    words = [(6.2, 6.6, "A"), (13.2, 13.6, "B")]
    voices = heard([*said, *words], {"A": 1.0, "B": APART})
    found = looked_again(sorted(as_one([*said, *words], "A", "B")), voices)
    whose = {(a, b): s for a, b, s in found}
    assert whose[6.2, 6.6] == whose[0.0, 6.0]
    assert whose[13.2, 13.6] == whose[7.0, 13.0]


def test_no_more_speakers_than_there_may_be() -> None:
    said = meeting("A", "B", "C", turns=12)
    voices = heard(said, {"A": 1.0, "B": APART, "C": APART / 2})
    found = looked_again(as_one(said, "A", "B", "C"), voices, most=2)
    assert len(grouped(found)) == 2
    assert looked_again(as_one(said, "A", "B", "C"), voices, most=1) == as_one(said, "A", "B", "C")


@pytest.mark.parametrize(
    ("half", "chance"),
    [("0011", 2 / 6), ("0101", 1.0), ("0110", 4 / 6), ("000111", 2 / 20), ("0001", 2 / 4)],
)
def test_how_likely_so_few_runs_are(half: str, chance: float) -> None:
    assert by_chance(np.array([int(x) for x in half])) == pytest.approx(chance)


def test_nobody_speaks() -> None:
    assert looked_again([], heard([], {})) == []


def test_turns_of_which_no_piece_has_a_vector_stay() -> None:
    said = [(0.0, 0.3, "A"), (1.0, 1.2, "B")]
    assert looked_again(said, heard([], {})) == said
    without = Pieces.of(np.array([[0.0, 0.3]]), np.full((1, NUMBERS), np.nan, np.float32))
    assert looked_again(said, without) == said


def test_of_a_long_speech_some_pieces_are_looked_at() -> None:
    said = meeting("A", each_s=60.0, turns=60)
    speech = [(a, b) for a, b, _ in said]
    looked_at = pieces_of(speech, heard(said, {"A": 1.0}), 60)
    assert len(looked_at.spans) == 60
    assert looked_at.spans[-1, 1] > said[-1][0]


def test_pieces_that_slices_share_count_once() -> None:
    said = meeting("A")
    once = heard(said, {"A": 1.0})
    twice = Pieces.of(
        np.concatenate([once.spans, once.spans + 0.3]), np.concatenate([once.vectors] * 2)
    )
    speech = [(a, b + 0.3) for a, b, _ in said]
    assert len(pieces_of(speech, twice).spans) == len(once.spans)


def test_pieces_in_which_somebody_else_speaks_are_left_out() -> None:
    said = meeting("A", "B")
    mine = pieces_of([(0.0, 4.9)], heard(said, {"A": 1.0, "B": APART}))
    assert mine.spans.tolist() == [[0.0, 2.0], [2.0, 4.0]]


def reference(recording: Path) -> list[Turn]:
    rows = [line.split() for line in recording.with_suffix(".rttm").read_text().splitlines()]
    return sorted((float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows)


@pytest.mark.models
def test_alike_voices_of_a_meeting_are_told_apart_and_nobody_is_divided(
    local: Settings,
    models: None,
    objects: ObjectStore,
    uploaded: Callable[..., e.AudioUploaded],
    handled: Callable[..., list[Any]],
) -> None:
    recording = Path("examples/meetings/mediatheque/mediatheque.opus").resolve()
    said = reference(recording)
    local = local.model_copy(update={"diarization_slice_s": 60.0})
    known = stages(local)
    tasks = [
        task
        for task in handled(known["preprocess"].loaded().handler, uploaded(recording, 180))
        if isinstance(task, e.DiarizeRequested)
    ]
    diarize = known["diarize"].loaded().handler
    slices = [x for task in tasks for x in handled(diarize, task)]
    found = {}
    for look in (False, True):
        chosen = local.model_copy(update={"diarization_second_look": look})
        cluster = stages(chosen)["cluster"].loaded().handler
        [asked] = [x for part in slices for x in handled(cluster, part)]
        found[look] = len(asked.speakers)
    assert (found[False], found[True]) == (3, len({who for *_, who in said}))
    uris = [task.result_uri for task in tasks]
    spans, vectors = zip(*results.read_all(objects, uris, results.pieces), strict=True)
    heard_there = Pieces.of(np.concatenate(spans), np.concatenate(vectors))
    assert looked_again(said, heard_there) == said


@pytest.mark.models
def test_a_recording_of_one_short_word_has_its_turn(
    local: Settings, models: None, objects: ObjectStore, uploaded: Callable[..., e.AudioUploaded]
) -> None:
    event = uploaded(Path("word.wav"), 181)
    work = Work(objects.work(event.user_id, event.transcript_id))
    scores = np.zeros((1, 589, 3), np.uint8)
    scores[0, 10:25, 0] = 1
    nothing = np.zeros((0, 192), np.float32)
    written = io.BytesIO()
    np.savez(
        written, scores=scores, embeddings=np.full((1, 3, 192), np.nan, np.float32),
        spans=np.zeros((0, 2)), voices=nothing,
    )  # fmt: skip
    objects.put_bytes(work.windows(0), written.getvalue())
    plan = Plan(
        duration=5.0, speech=[(0.1, 0.5)], text_slices=[(0.1, 0.5)], window_slices=[(0, 0)],
        language="fr", num_speakers=None, min_speakers=None, max_speakers=None, complete=True,
    )  # fmt: skip
    objects.put_json(work.plan, asdict(plan))
    asked: list[Any] = []
    done = e.SliceDiarized(
        meta=event.meta, transcript_id=event.transcript_id, user_id=event.user_id, index=0,
        total=1, result_uri=work.windows(0), seconds=0.1,
    )  # fmt: skip
    stages(local)["cluster"].loaded().call([done], asked.append)
    assert len(objects.get_json(work.turns)) == 1
    assert any(isinstance(x, e.VoiceprintsRequested) for x in asked)
