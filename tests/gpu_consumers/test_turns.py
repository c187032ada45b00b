"""What is found around a time is what looking at every turn would find."""

from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.turns import Turn, Turns

TIME = st.integers(0, 200).map(float)
TURN = st.tuples(TIME, st.integers(1, 60).map(float), st.sampled_from("ABC")).map(
    lambda t: (t[0], t[0] + t[1], t[2])
)


@given(st.lists(TURN, max_size=30), TIME, st.integers(1, 40).map(float))
def test_turns_across_a_span(turns: list[Turn], start: float, length: float) -> None:
    end = start + length
    expected = sorted(t for t in turns if t[0] < end and t[1] > start)
    assert Turns(turns).across(start, end) == expected


@given(st.lists(TURN, min_size=1, max_size=30), TIME)
def test_the_nearest_turn(turns: list[Turn], at: float) -> None:
    def away(turn: Turn) -> float:
        return max(turn[0] - at, at - turn[1], 0.0)

    assert away(Turns(turns).nearest(at)) == min(away(t) for t in turns)
