"""When messages count as left unread."""

from streams.unread import Unread

PLACE = ("audio.uploaded", 3)


def test_what_stays_uncommitted_while_its_agent_idles_is_stuck_after_the_limit() -> None:
    unread = Unread(limit_s=10)
    assert unread.stuck({PLACE: (5, 7)}, set(), now=0) == []
    assert unread.stuck({PLACE: (5, 9)}, set(), now=9) == []
    assert unread.stuck({PLACE: (5, 9)}, set(), now=10) == [PLACE]


def test_progress_or_work_in_hand_begins_the_count_again() -> None:
    unread = Unread(limit_s=10)
    unread.stuck({PLACE: (5, 9)}, set(), now=0)
    assert unread.stuck({PLACE: (6, 9)}, set(), now=10) == []
    assert unread.stuck({PLACE: (6, 9)}, {"audio.uploaded"}, now=20) == []
    assert unread.stuck({PLACE: (6, 9)}, set(), now=29) == []
    assert unread.stuck({PLACE: (6, 9)}, set(), now=39) == [PLACE]


def test_what_has_been_read_is_never_stuck() -> None:
    unread = Unread(limit_s=10)
    for now in (0, 100):
        assert unread.stuck({PLACE: (9, 9)}, set(), now=now) == []
