"""Which vectors are one person's."""

import dataclasses

import numpy as np

from gpu_consumers.cluster.clusters import Clusters, Rule, Vectors, assigned

RULE = Rule(threshold=0.65, least=6, most=20_000)
PEOPLE = [0] * 40 + [1] * 20 + [0] * 20 + [2] * 12


def voices(people: list[int]) -> Vectors:
    """A vector of 16 numbers for each, near his own."""
    noise = 0.05 * np.random.default_rng(1).standard_normal((len(people), 16))
    return (np.eye(16)[people] + noise).astype(np.float32)


def clustered(people: list[int], rule: Rule = RULE, **speakers: int | None) -> Clusters:
    return assigned(voices(people), np.ones(len(people), bool), rule, **speakers)


def people(clusters: Clusters) -> set[tuple[int, int]]:
    return set(zip(PEOPLE, clusters.tolist(), strict=True))


def test_each_person_is_a_cluster() -> None:
    found = people(clustered(PEOPLE))
    assert len(found) == 3
    assert {cluster for _, cluster in found} == {0, 1, 2}


def test_voices_heard_too_little_join_others() -> None:
    assert set(clustered([*PEOPLE, 3, 3, 3]).tolist()) == {0, 1, 2}


def test_a_vector_that_is_not_sound_makes_no_cluster_but_has_one() -> None:
    sound = np.array([person != 2 for person in PEOPLE])
    assert set(assigned(voices(PEOPLE), sound, RULE).tolist()) == {0, 1}


def test_the_number_of_speakers_is_kept() -> None:
    for number in (1, 2, 3):
        assert len(set(clustered(PEOPLE, num_speakers=number).tolist())) == number


def test_some_of_many_voices_find_the_same_clusters() -> None:
    some = dataclasses.replace(RULE, most=30)
    assert len(people(clustered(PEOPLE, some))) == 3


def test_of_many_voices_somebody_with_his_share_of_the_least_is_one() -> None:
    many = [0] * 300 + [1] * 30 + [0] * 300
    few = dataclasses.replace(RULE, least=10, most=100)
    assert set(clustered(many, few).tolist()) == {0, 1}


def test_nobody_heard_is_nothing() -> None:
    nothing = np.zeros((0, 16), np.float32)
    assert len(assigned(nothing, np.zeros(0, bool), RULE)) == 0
