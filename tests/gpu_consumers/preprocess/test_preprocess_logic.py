"""The cut into tasks: nothing lost, nothing twice, no cut in speech."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.packing import pieces
from gpu_consumers.preprocess.logic import Cut, text_slices, unread, window_count, window_slices

# Speech as a list of (silence before, length), which makes ordered spans.
GAPS = st.lists(st.tuples(st.floats(0.05, 30), st.floats(0.1, 28)), max_size=60)


def spans(gaps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    at, found = 0.0, []
    for silence, length in gaps:
        found.append((at + silence, at + silence + length))
        at += silence + length
    return found


@given(GAPS, st.floats(30, 300))
def test_text_slices_hold_all_speech_whole(gaps: list[tuple[float, float]], longest: float) -> None:
    speech = spans(gaps)
    slices = text_slices(speech, longest)
    held = [s for a, b in slices for s in speech if s[0] >= a and s[1] <= b]
    assert held == speech
    assert all(b - a <= longest for a, b in slices)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(slices))


def test_the_first_slice_is_short_so_that_text_comes_soon() -> None:
    speech = [(i * 10.0, i * 10.0 + 9.0) for i in range(20)]
    assert text_slices(speech, 120.0)[0] == (0.0, 19.0)
    assert text_slices(speech, 120.0)[1] == (20.0, 139.0)


@given(GAPS, st.floats(30, 300))
def test_the_recogniser_takes_the_same_pieces_wherever_slices_end(
    gaps: list[tuple[float, float]], longest: float
) -> None:
    speech = spans(gaps)
    slices = text_slices(speech, longest)
    taken = [
        piece for a, b in slices for piece in pieces([s for s in speech if s[0] >= a and s[1] <= b])
    ]
    assert taken == pieces(speech)


def test_silence_makes_no_slice() -> None:
    assert text_slices([], 120.0) == []


@pytest.mark.parametrize(
    ("duration", "count"),
    [(0.5, 1), (9.99, 1), (10.0, 1), (10.0001, 2), (10.5, 2), (11.0, 2), (30.0, 21), (30.2, 22)],
)
def test_window_count_is_the_librarys(duration: float, count: int) -> None:
    assert window_count(duration, 10.0, 1.0) == count


@given(st.integers(1, 16_000 * 120), st.sampled_from([0.5, 1.0, 2.0, 2.5]))
def test_windows_cover_the_recording(samples: int, step: float) -> None:
    duration = samples / 16_000
    count = window_count(duration, 10.0, step)
    assert (count - 1) * step + 10.0 >= duration - 1e-6
    assert count == 1 or (count - 2) * step + 10.0 < duration


@given(st.integers(0, 500), st.integers(1, 80))
def test_window_slices_are_a_partition(count: int, per_slice: int) -> None:
    slices = window_slices(count, per_slice)
    assert [i for a, b in slices for i in range(a, b + 1)] == list(range(count))
    assert all(b - a < per_slice for a, b in slices)


@given(GAPS, st.integers(1, 60), st.floats(20, 200))
def test_slices_that_are_given_out_early_are_those_of_the_whole(
    gaps: list[tuple[float, float]], per_slice: int, longest: float
) -> None:
    speech = spans(gaps)
    cut = Cut(longest, 1.0, per_slice)
    texts, windows = [], []
    for known in speech:
        cut.speech.append(known)
        cut.duration = known[1]
        texts += [cut.text_slices[i] for i in cut.new_texts()]
        windows += [cut.window_slices[i] for i in cut.new_windows()]
    whole = Cut(longest, 1.0, per_slice, cut.duration + 5.0, speech, complete=True)
    assert texts == whole.text_slices[: len(texts)]
    assert windows == whole.window_slices[: len(windows)]
    if speech:  # the last of each waits until the recording is known to its end
        assert len(texts) < len(whole.text_slices)
        assert len(windows) < len(whole.window_slices)
    cut.duration, cut.complete = whole.duration, True
    assert texts + [cut.text_slices[i] for i in cut.new_texts()] == whole.text_slices
    assert windows + [cut.window_slices[i] for i in cut.new_windows()] == whole.window_slices


@pytest.mark.parametrize(
    ("places", "breaks_off", "told"),
    [
        (1, None, ["at a place in it"]),
        (3, None, ["at 3 places in it"]),
        (0, 61.2, ["breaks off: only its first 61 s"]),
        (2, 61.2, ["at 2 places in it", "breaks off: only its first 61 s"]),
    ],
)
def test_readers_are_told_what_of_a_file_is_missing(
    places: int, breaks_off: float | None, told: list[str]
) -> None:
    assert all(part in unread(places, breaks_off) for part in told)
    assert ("damaged" in unread(places, breaks_off)) == (places > 0)
