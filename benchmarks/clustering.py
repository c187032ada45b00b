"""Joining a recording's windows into turns: seconds and memory by its length, without models.

The windows are made at random after a meeting's: six people who speak unequally much, turns of some
seconds that overlap a little, vectors that drift while a voice speaks. Each length is joined in a
process of its own.
"""

import resource
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
import typer

from benchmarks.table import Json, Row, report
from infra.local import models
from streams.settings import Settings

if TYPE_CHECKING:
    from gpu_consumers.cluster.model import Slice

SHARES = (0.35, 0.25, 0.2, 0.1, 0.07, 0.03)
FRAMES, LOCAL, NUMBERS = 589, 3, 192
WINDOW_S, PER_SLICE = 10.0, 51
GOAL = 1.2


def main(
    hours: Annotated[list[float] | None, typer.Option(help="1, 4 and 10 if none.")] = None,
    library: Annotated[bool, typer.Option("--library", help="pyannote's own way.")] = False,
    json_file: Json = None,
) -> None:
    """Print both for each length; memory beside that of the shortest."""
    models.main()
    rows: list[Row] = []
    least = 0.0
    for length in hours or [1.0, 4.0, 10.0]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            print(f"{length:g} h …", flush=True)
            speakers, seconds, peak = pool.submit(_joined, int(length * 3600), library).result()
        least = least or peak
        rows += [
            Row(f"{length:g} h: speakers found, of {len(SHARES)}", speakers, ""),
            Row(f"{length:g} h: joining", seconds, "s"),
            Row(f"{length:g} h: most memory of the process", peak, "MB"),
            Row(
                f"{length:g} h: beside the first",
                peak / least,
                "×",
                f"<= {GOAL}",
                peak <= GOAL * least,
            ),
        ]
    report("clustering by the library" if library else "clustering", rows, json_file)


def _joined(seconds: int, library: bool) -> tuple[int, float, float]:
    """Speakers found, seconds, and the process's most memory in MB."""
    warnings.filterwarnings("ignore")
    meeting = Meeting(seconds)
    join = _library(meeting) if library else _ours(meeting)
    began = time.monotonic()
    speakers = join()
    spent = time.monotonic() - began
    if not library:
        # The slices are made anew as they are gone through, twice.
        spent -= 2 * _making(meeting)
    return speakers, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(meeting: "Meeting") -> Callable[[], int]:
    from gpu_consumers.cluster.model import JoinedDiarization

    diarization = JoinedDiarization(Settings())
    return lambda: len({s for *_, s in diarization.turns(meeting.windows, meeting.slices)})


def _library(meeting: "Meeting") -> Callable[[], int]:
    from benchmarks.library import Joined

    scores, embeddings = map(np.concatenate, zip(*meeting.slices(), strict=True))
    pipeline = Joined(Settings(), scores, embeddings)
    return lambda: len(pipeline.apply({"uri": "made"}).labels())


def _making(meeting: "Meeting") -> float:
    began = time.monotonic()
    for _ in meeting.slices():
        pass
    return time.monotonic() - began


class Meeting:
    """Windows a second apart over a meeting of that many seconds, made anew whenever asked for."""

    def __init__(self, seconds: int, seed: int = 0) -> None:
        chance = np.random.default_rng(seed)
        self.windows = max(1, seconds - int(WINDOW_S) + 1)
        self._seed = seed
        self._voices = chance.standard_normal((len(SHARES), NUMBERS)) / np.sqrt(NUMBERS)
        turns = int(seconds / 4) + 1
        lengths = chance.uniform(1.0, 12.0, turns)
        starts = np.concatenate([[0.0], np.cumsum(lengths + chance.uniform(-0.6, 1.0, turns))[:-1]])
        whose = chance.choice(len(SHARES), turns, p=SHARES)
        self._starts = [np.sort(starts[whose == p]) for p in range(len(SHARES))]
        self._ends = [np.sort((starts + lengths)[whose == p]) for p in range(len(SHARES))]

    def slices(self) -> "Iterator[Slice]":
        """Scores (windows, frames, speakers) and embeddings (windows, speakers, numbers)."""
        for first in range(0, self.windows, PER_SLICE):
            numbers = range(first, min(first + PER_SLICE, self.windows))
            scores, vectors = zip(*map(self._window, numbers), strict=True)
            yield np.stack(scores), np.stack(vectors)

    def _window(self, number: int) -> "Slice":
        times = number + np.arange(FRAMES) * WINDOW_S / FRAMES
        active = [
            np.searchsorted(starts, times, "right") > np.searchsorted(ends, times, "right")
            for starts, ends in zip(self._starts, self._ends, strict=True)
        ]
        speech = np.sum(active, axis=1)
        scores = np.zeros((FRAMES, LOCAL), np.uint8)
        vectors = np.full((LOCAL, NUMBERS), np.nan, np.float32)
        for local, person in enumerate(np.argsort(-speech, kind="stable")[:LOCAL]):
            scores[:, local] = active[person]
            if speech[person] >= 0.04 * FRAMES:
                vectors[local] = self._vector(int(person), number)
        return scores, vectors

    def _vector(self, person: int, window: int) -> npt.NDArray[np.float64]:
        """A voice, as some seconds of it sound, and as this window hears them."""
        drift = np.random.default_rng((self._seed, person, window // 5)).standard_normal(NUMBERS)
        heard = np.random.default_rng((person, window)).standard_normal(NUMBERS)
        vector = self._voices[person] + (0.4 * drift + 0.2 * heard) / np.sqrt(NUMBERS)
        found: npt.NDArray[np.float64] = vector / np.linalg.norm(vector)
        return found


if __name__ == "__main__":
    typer.run(main)
