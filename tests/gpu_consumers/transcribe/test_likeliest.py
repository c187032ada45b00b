"""How much is listened to until a language is sure, and what counts when none is."""

from collections.abc import Iterator

from gpu_consumers.transcribe.language import likeliest, stretches


def test_speech_is_listened_to_in_stretches_that_stay_when_more_comes() -> None:
    speech = [(1.0, 1.5), (30.0, 42.0), (43.0, 53.0), (54.0, 60.0), (61.0, 90.0)]
    assert stretches(speech[:2]) == [speech[:2]]
    assert stretches(speech[:4]) == [speech[:3], speech[3:4]]
    assert stretches(speech) == [speech[:3], speech[3:]]
    assert stretches([]) == []


def test_the_first_that_is_sure_decides_and_no_more_is_heard() -> None:
    heard = iter([{"la": 0.6, "fr": 0.2}, {"fr": 0.7, "la": 0.1}, {"en": 0.9}])
    assert likeliest(heard) == "fr"
    assert next(heard) == {"en": 0.9}


def test_where_none_is_sure_all_of_it_counts() -> None:
    def heard() -> Iterator[dict[str, float]]:
        yield {"pt": 0.4, "fr": 0.3}
        yield {"la": 0.35, "fr": 0.3}
        yield {"br": 0.3, "fr": 0.2}

    assert likeliest(heard()) == "fr"
