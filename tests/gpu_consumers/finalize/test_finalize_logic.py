"""Words to speakers, and speakers' words to segments."""

from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.finalize import logic
from schemas.events import Word
from streams.parts import in_parts


def words(*texts: str, start: float = 0.0, each: float = 0.4, gap: float = 0.1) -> list[Word]:
    step = each + gap
    return [
        Word(start=start + i * step, end=start + i * step + each, word=f" {text}", probability=0.9)
        for i, text in enumerate(texts)
    ]


def test_a_boundary_word_goes_to_the_larger_share() -> None:
    turns = [(0.0, 0.7, "A"), (0.7, 2.0, "B")]
    placed = logic.place(words("un", "deux.", "trois", "quatre"), turns)
    assert [p.speaker for p in placed] == ["A", "A", "B", "B"]
    shares = logic.place(words("un", "deux"), [(0.0, 0.8, "A"), (0.8, 2.0, "B")])
    assert [p.speaker for p in shares] == ["A", "A"]


def test_a_word_that_is_a_sentence_stays_with_who_says_it_where_the_one_before_has_ended() -> None:
    turns = [(0.0, 1.0, "A"), (1.0, 3.0, "B")]
    placed = logic.place(words("tu", "viens?", "Oui.", "Bien", "sûr"), turns)
    assert [p.speaker for p in placed] == ["A", "A", "B", "B", "B"]


def test_a_title_ends_no_sentence_and_its_name_stays_with_it() -> None:
    turns = [(0.0, 1.5, "A"), (1.5, 4.0, "B")]
    said = words("Who", "else?", "Mr.", "Patel,", "no,", "I", "support", "it.")
    placed = logic.place(said, turns)
    assert [p.speaker for p in placed] == ["A"] * 4 + ["B"] * 4
    asked = logic.place(words("And", "you,", "Dr.", "No,", "why", "me?"), turns)
    assert [p.speaker for p in asked] == ["A"] * 4 + ["B"] * 2


def test_a_word_outside_every_turn_goes_to_the_nearest() -> None:
    turns = [(0.0, 1.0, "A"), (9.0, 10.0, "B")]
    placed = logic.place([*words("un"), *words("deux", start=8.0)], turns)
    assert [p.speaker for p in placed] == ["A", "B"]


def test_no_ping_pong_of_one_word() -> None:
    turns = [(0.0, 1.0, "A"), (1.0, 1.5, "B"), (1.5, 5.0, "A")]
    placed = logic.place(words("je", "pense", "que", "oui", "donc"), turns)
    assert {p.speaker for p in placed} == {"A"}


def test_a_reply_with_silence_around_it_is_no_ping_pong() -> None:
    said = [*words("tu", "viens?"), *words("Oui.", start=1.5), *words("Bien.", start=2.5)]
    turns = [(0.0, 0.9, "A"), (1.4, 2.0, "B"), (2.4, 5.0, "A")]
    assert [p.speaker for p in logic.place(said, turns)] == ["A", "A", "B", "A"]
    unended = [*words("tu", "viens"), *words("oui.", start=1.5), *words("Bien.", start=2.5)]
    assert {p.speaker for p in logic.place(unended, turns)} == {"A"}
    close = [*words("tu", "viens?"), *words("Oui.", start=1.0), *words("Bien.", start=2.5)]
    assert {
        p.speaker for p in logic.place(close, [(0.0, 0.9, "A"), (0.9, 1.5, "B"), turns[2]])
    } == {"A"}


def test_a_sentence_that_breaks_off_is_not_ended_by_who_speaks_after_a_silence() -> None:
    said = [*words("on", "pourrait"), *words("Non.", "Pas", "question.", start=10.0)]
    turns = [(0.0, 1.0, "A"), (10.0, 12.0, "B")]
    assert [p.speaker for p in logic.place(said, turns)] == ["A", "A", "B", "B", "B"]


def test_a_sentence_is_not_begun_by_who_spoke_before_a_silence() -> None:
    said = [*words("Bien.", "je", "pense"), *words("mais", "pas", "moi.", start=20.0)]
    turns = [(0.0, 1.5, "A"), (20.0, 22.0, "B")]
    assert [p.speaker for p in logic.place(said, turns)] == ["A", "A", "A", "B", "B", "B"]


def test_words_at_a_boundary_without_silence_go_with_their_sentence() -> None:
    turns = [(0.0, 1.0, "A"), (1.0, 3.5, "B")]
    ended = logic.place(words("on", "vote", "demain.", "Oui", "bien", "sûr."), turns)
    assert [p.speaker for p in ended] == ["A", "A", "A", "B", "B", "B"]
    begun = logic.place(words("Demain.", "et", "toi", "tu", "votes?"), [(0.0, 2.0, "A"), turns[1]])
    assert [p.speaker for p in begun] == ["A", "B", "B", "B", "B"]


def test_a_long_answer_is_no_ping_pong() -> None:
    turns = [(0.0, 1.0, "A"), (1.0, 2.5, "B"), (2.5, 5.0, "A")]
    placed = logic.place(words("tu", "viens", "oui", "bien", "sûr", "alors", "viens"), turns)
    assert [p.speaker for p in placed] == ["A", "A", "B", "B", "B", "A", "A"]


def test_two_words_that_take_their_time_are_no_ping_pong() -> None:
    turns = [(0.0, 1.0, "A"), (1.0, 2.0, "B"), (2.0, 5.0, "A")]
    placed = logic.place(words("tu", "viens", "ah", "oui", "alors", "viens"), turns)
    assert [p.speaker for p in placed] == ["A", "A", "B", "B", "A", "A"]


def test_segments_end_at_speakers_and_pauses() -> None:
    said = [*words("un", "deux"), *words("trois", start=5.0), *words("quatre", start=5.5)]
    turns = [(0.0, 5.45, "A"), (5.45, 9.0, "B")]
    found = logic.segments(logic.place(said, turns), turns)
    assert [(s.text, s.speaker) for s in found] == [
        ("un deux", "A"),
        ("trois", "A"),
        ("quatre", "B"),
    ]
    assert [s.index for s in found] == [0, 1, 2]


def test_a_monologue_is_cut_at_sentences() -> None:
    sentence = ["mot"] * 9 + ["fin."]
    said = words(*sentence * 20)
    turns = [(0.0, 200.0, "A")]
    found = logic.segments(logic.place(said, turns), turns)
    assert len(found) > 4
    assert all(s.text.endswith("fin.") for s in found)


def test_a_monologue_without_sentences_is_cut_too() -> None:
    turns = [(0.0, 200.0, "A")]
    found = logic.segments(logic.place(words(*["mot"] * 200), turns), turns)
    assert max(s.end - s.start for s in found) < 31


def test_overlap_is_marked() -> None:
    said = words(*["mot"] * 10)
    turns = [(0.0, 5.0, "A"), (2.0, 3.0, "B")]
    found = logic.segments([logic.Placed(w, "A") for w in said], turns)
    assert [s.overlap for s in found] == [True]
    assert not logic.segments([logic.Placed(w, "A") for w in said], turns[:1])[0].overlap
    short = [(0.0, 5.0, "A"), (2.0, 2.2, "B")]
    assert not logic.segments([logic.Placed(w, "A") for w in said], short)[0].overlap


TURNS = st.lists(
    st.tuples(st.floats(0, 90), st.floats(0.1, 15), st.sampled_from("ABC")).map(
        lambda t: (t[0], t[0] + t[1], t[2])
    ),
    min_size=1,
    max_size=15,
).map(sorted)


@given(TURNS, st.integers(0, 200))
def test_no_word_is_lost_or_doubled(turns: list[tuple[float, float, str]], count: int) -> None:
    said = words(*(str(i) for i in range(count)))
    found = logic.segments(logic.place(said, turns), turns)
    assert [w.word for s in found for w in s.words] == [str(i) for i in range(count)]
    assert [s.index for s in found] == list(range(len(found)))
    assert all(s.start <= s.end for s in found)


def test_parts_without_words_are_bounded_by_their_text() -> None:
    placed = [logic.Placed(w, "A") for w in words("one", "two", "three")]
    [segment] = logic.without_words(logic.segments(placed, [(0.0, 1e6, "A")]))
    assert segment.words == []
    assert [len(part) for part in in_parts([segment] * 7, most_words=10)] == [3, 3, 1]


@given(st.lists(st.integers(1, 900), max_size=30))
def test_parts_keep_order_and_size(sizes: list[int]) -> None:
    turns = [(0.0, 1e6, "A")]
    items = [
        logic.segments([logic.Placed(w, "A") for w in words(*["a"] * 2)], turns)[0] for _ in sizes
    ]
    split = in_parts(items, most_words=10)
    assert len(split) >= 1
    assert [x for part in split for x in part] == items
    assert all(sum(len(x.words) for x in part) <= 10 for part in split)
