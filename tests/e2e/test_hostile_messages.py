"""Hostile messages on every topic: given up with a reason, once a stage, and nobody ends."""

from collections.abc import Iterator

import pytest

from benchmarks.hostile.corpus import Corpus
from benchmarks.hostile.trial import Outcome, Trial, processes
from infra.local.stack import Stack
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
COUNT = 76  # one of each kind for each topic that a stage reads


@pytest.fixture
def trial(settings: Settings) -> Iterator[Trial]:
    """Leaves nothing behind that other tests' readers would end at."""
    trial = Trial(settings)
    yield trial
    trial.remove()


def test_hostile_messages_are_given_up_and_no_process_ends(
    whole: Stack, settings: Settings, trial: Trial
) -> None:
    corpus = Corpus(Codec(settings.registry_url), ObjectStore(settings).root, seed=2)
    before = processes(whole)
    trial.publish(corpus.messages(trial.topics, COUNT))
    outcome = trial.outcome(120)
    assert outcome == Outcome(outcome.letters)
    assert outcome.letters >= COUNT
    assert processes(whole) == before
