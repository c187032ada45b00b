"""What is spoken in a recording, where its upload does not say.

A stretch of speech of some seconds tells its language, but not one spoken with an accent, or of
little but names. So stretches are listened to from the beginning, until one is sure or a few
together have to do: the rule of `language_detection_segments` in faster-whisper, with sums of
probabilities in place of its vote.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np

from gpu_consumers import results
from gpu_consumers.audio import Samples, read
from gpu_consumers.layout import Work
from gpu_consumers.packing import Span
from streams.concurrently import concurrently
from streams.objects import ObjectStore

# Of speech that tells a language: a word or two do not.
ENOUGH_S = 20.0
# By hand: of some 70 stretches of meetings in French and English those that sounded like another
# language to Whisper base did so at 0.67 at the most, nearly all below 0.5.
SURE = 0.7
STRETCHES = 5
# Recordings whose language is remembered: more than are worked on at a time.
REMEMBERED = 1000
# In all, for more speech of a recording that is still decoded, and between looks for that.
WAIT_S, LOOK_S = 10.0, 0.1
Probabilities = Mapping[str, float]


class Languages:
    """Languages of recordings, told once each: all slices of a recording are of one."""

    def __init__(self, objects: ObjectStore, hear: Callable[[str, Samples], Probabilities]) -> None:
        """`hear` tells by a model of this name what up to 30 s of sound may be."""
        self._objects = objects
        self._hear = hear
        self.spoken: Callable[[Work, str], str] = lru_cache(REMEMBERED)(self._spoken)

    def _spoken(self, work: Work, model: str) -> str:
        """Written down for whoever has other slices of the recording."""
        known = results.kept(self._objects, work.language, results.language)
        if known is None:
            known = likeliest(self._heard(work, model))
            self._objects.put_json(work.language, known)
        return known

    def _heard(self, work: Work, model: str) -> Iterator[Probabilities]:
        for spans in islice(self._stretches(work), STRETCHES):
            parts = concurrently(lambda span: read(self._objects, work.pcm, *span), spans)
            yield self._hear(model, np.concatenate(list(parts)))

    def _stretches(self, work: Work) -> Iterator[list[Span]]:
        """The same whoever asks; the last one shorter if no more comes in time."""
        until, number = time.time() + WAIT_S, 0
        while True:
            plan = results.read(self._objects, work.plan, results.plan)
            found = stretches(plan.speech)
            last = plan.complete or time.time() >= until
            if len(found) > number and (last or long(found[number])):
                yield found[number]
                number += 1
            elif last:
                return
            else:
                time.sleep(LOOK_S)


def stretches(speech: Sequence[Span]) -> list[list[Span]]:
    """Speech in stretches of `ENOUGH_S` or a little more; the last one may be shorter."""
    found: list[list[Span]] = []
    for span in speech:
        if not found or long(found[-1]):
            found.append([])
        found[-1].append(span)
    return found


def long(stretch: Sequence[Span]) -> bool:
    """Whether there is enough of it to tell its language."""
    return sum(b - a for a, b in stretch) >= ENOUGH_S


def likeliest(heard: Iterable[Probabilities]) -> str:
    """The first that is sure, else what is likeliest in all. No more is heard than it takes."""
    total: Counter[str] = Counter()
    for probabilities in heard:
        total.update(probabilities)
        best = max(probabilities, key=probabilities.__getitem__)
        if probabilities[best] >= SURE:
            return best
    return max(total, key=total.__getitem__)
