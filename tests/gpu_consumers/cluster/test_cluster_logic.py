"""Labels in order of speech, and clean speech for voiceprints."""

from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.cluster.logic import clean_speech, in_order

TURNS = st.lists(
    st.tuples(st.floats(0, 60), st.floats(0.1, 20), st.sampled_from("ABC")).map(
        lambda t: (t[0], t[0] + t[1], t[2])
    ),
    max_size=20,
)


def test_labels_follow_first_speech() -> None:
    turns = [(5.0, 6.0, "x"), (0.0, 2.0, "z"), (2.0, 4.0, "y")]
    assert [s for *_, s in in_order(turns)] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_02"]
    assert in_order(turns)[0] == (0.0, 2.0, "SPEAKER_00")


def test_overlap_is_not_clean() -> None:
    turns = [(0.0, 10.0, "A"), (4.0, 6.0, "B")]
    assert clean_speech(turns) == {"A": [(0.0, 4.0), (6.0, 10.0)], "B": []}


@given(TURNS)
def test_clean_speech_is_nobody_elses(turns: list[tuple[float, float, str]]) -> None:
    found = clean_speech(turns)
    assert set(found) == {s for *_, s in turns}
    for speaker, spans in found.items():
        for start, end in spans:
            assert end - start >= 0.8
            assert not any(s != speaker and a < end and b > start for a, b, s in turns)


def test_clean_speech_is_bounded() -> None:
    turns = [(100.0 * i, 100.0 * i + 40.0, "A") for i in range(5)]
    assert sum(b - a for a, b in clean_speech(turns)["A"]) <= 100.0
