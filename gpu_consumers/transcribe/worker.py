"""Transcribe slices, and again what the first pass left without words."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, NamedTuple

from gpu_consumers import options, results
from gpu_consumers.audio import Samples, read
from gpu_consumers.claims import wanted
from gpu_consumers.layout import SAMPLE_RATE, Plan, Work
from gpu_consumers.packing import Span, pieces
from gpu_consumers.transcribe import logic
from gpu_consumers.transcribe.language import Languages, Probabilities
from gpu_consumers.transcribe.model import Recogniser, Words
from schemas import events as e
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.events import follow
from streams.objects import CONTEXT, ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit

log = logging.getLogger(__name__)
MARGIN_S = 0.2
# Of sound beside what is recognised again, so that its first and last words are whole; then none,
# for what that left without words.
AROUND_S = (0.3, 0.0)
# Between looks for what the documents say.
LOOK_S = 0.1


class How(NamedTuple):
    """What tasks that are recognised together have in common."""

    model: str
    language: str
    beam: int
    hotwords: str | None


@dataclass(frozen=True)
class Task:
    """An event and its sound. Times of speech in seconds from the first sample, at `zero`."""

    event: e.TranscribeRequested
    how: How
    zero: float
    samples: Samples
    speech: list[Span]


class Transcribe:
    """Handles `transcription.requested`: several tasks at a time, of whatever recordings."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, recogniser: Callable[[str], Recogniser]
    ) -> None:
        """`recogniser` gives one by its model's name."""
        self._settings = settings
        self._objects = objects
        self._recogniser = recogniser
        self._recogniser(settings.asr_model)
        self._languages = Languages(objects, self._hear)

    def handle(self, events: Sequence[e.TranscribeRequested], emit: Emit) -> None:
        """Write words in seconds of the recording, and what speech has none.

        A task that comes again after its transcript is finished finds no plan: nothing is done. One
        whose result is there was cut off before that was told. Raises `PoisonError` for a language
        that the model has not learned, or a model that uploads may not choose.
        """
        began = time.monotonic()
        asked = zip(events, concurrently(self._wanted, events), strict=True)
        events = [event for event, is_wanted in asked if is_wanted]
        with ExitStack() as told:
            outcomes = [
                told.enter_context(timed(x, "transcribe", emit, index=x.index, total=x.total))
                for x in events
            ]
            looked = zip(events, concurrently(self._kept, events), strict=True)
            kept = {event.result_uri: text for event, text in looked if text is not None}
            made = self._made([x for x in events if x.result_uri not in kept])
            found = kept | made
            texts = [found[x.result_uri] for x in events]
            for event, text, outcome in zip(events, texts, outcomes, strict=True):
                outcome.text = "".join(word["word"] for word in text["words"]).strip() or None
                outcome.text_start = event.start
        lengths = [x.end - x.start if x.result_uri in made else 0.0 for x in events]
        shares = logic.shares(time.monotonic() - began, lengths)
        for event, text, seconds in zip(events, texts, shares, strict=True):
            emit(_told(event, text["language"], seconds))

    def _work(self, event: e.TranscribeRequested) -> Work:
        return Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))

    def _plan(self, work: Work) -> Plan:
        return results.read(self._objects, work.plan, results.plan)

    def _wanted(self, event: e.TranscribeRequested) -> bool:
        if wanted(self._objects, self._work(event)):
            return True
        log.info("slice %d of %s is no longer wanted", event.index, event.transcript_id)
        return False

    def _kept(self, event: e.TranscribeRequested) -> dict[str, Any] | None:
        return results.kept(self._objects, event.result_uri, results.text)

    def _made(self, events: Sequence[e.TranscribeRequested]) -> dict[str, dict[str, Any]]:
        """The results of tasks, by where they were written. All sound is read first."""
        groups: dict[How, list[Task]] = {}
        hows = [self._how(event) for event in events]
        heard = concurrently(self._samples, events)
        for event, how, samples in zip(events, hows, heard, strict=True):
            groups.setdefault(how, []).append(_task(event, how, samples))
        made = {}
        for how, tasks in groups.items():
            for task, result in zip(tasks, self._transcribed(how, tasks), strict=True):
                self._objects.put_json(task.event.result_uri, result)
                made[task.event.result_uri] = result
        return made

    def _samples(self, event: e.TranscribeRequested) -> Samples:
        end = event.end + MARGIN_S
        return read(self._objects, event.pcm_uri, _zero(event), end, beyond=MARGIN_S)

    def _how(self, event: e.TranscribeRequested) -> How:
        work = self._work(event)
        name = options.model(self._settings, event.asr_model)
        language = event.language or self._languages.spoken(work, name)
        self._recogniser(name).check(language)
        beam = event.beam_size or self._settings.asr_beam
        return How(name, language, beam, self._hotwords(event, work))

    def _transcribed(self, how: How, tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
        """The result of each task. Their pieces are recognised together, whosever they are."""
        model = self._recogniser(how.model)
        sound, starts = logic.side_by_side([task.samples for task in tasks])
        laid = [
            piece
            for task, start in zip(tasks, starts, strict=True)
            for piece in logic.shifted(pieces(task.speech), start)
        ]
        words = model.batched(sound, laid, how.language, beam=how.beam, hotwords=how.hotwords)
        for task, own in zip(tasks, logic.divided(words, starts), strict=True):
            yield _completed(model, task, own)

    def _hear(self, model: str, samples: Samples) -> Probabilities:
        return self._recogniser(model).hear(samples)

    def _hotwords(self, event: e.TranscribeRequested, work: Work) -> str | None:
        """The task's, else the documents', when they are read in time.

        So a slice that is done before they are read goes without what a later one has; and all do
        where what was written of them is damaged, as it is only a hint.
        """
        if event.hotwords or not self._settings.hotwords:
            return logic.plain(event.hotwords or "") or None
        uri = f"{work.prefix}/{CONTEXT}"
        until = min(self._plan(work).uploaded_at, time.time()) + self._settings.hotwords_wait_s
        while not (known := self._objects.exists(uri)) and time.time() < until:
            time.sleep(LOOK_S)
        try:
            return logic.hotwords(self._objects.get_json(uri)) if known else None
        except (PoisonError, KeyError, TypeError, AttributeError) as error:
            text = "slice %d of %s is recognised without what its documents say: %s"
            log.warning(text, event.index, event.transcript_id, error)
            return None


def _zero(event: e.TranscribeRequested) -> float:
    return max(0.0, event.start - MARGIN_S)


def _task(event: e.TranscribeRequested, how: How, samples: Samples) -> Task:
    zero = _zero(event)
    speech = [(span.start - zero, span.end - zero) for span in event.speech]
    return Task(event, how, zero, samples, speech)


def _completed(model: Recogniser, task: Task, words: Words) -> dict[str, Any]:
    """The result of a task: its words, and those of speech that has none yet.

    Such speech is recognised again as pieces, since stretches understand each other better; what
    that leaves without words, each stretch by itself.
    """
    zero = task.zero
    words = _said(task, words)
    words = _again(model, task, words, pieces(logic.uncovered(task.speech, words)), AROUND_S[0])
    for around_s in AROUND_S:
        words = _again(model, task, words, logic.uncovered(task.speech, words), around_s)
    return {
        "language": task.how.language,
        "words": [{**w, "start": w["start"] + zero, "end": w["end"] + zero} for w in words],
        "uncovered": [(a + zero, b + zero) for a, b in logic.uncovered(task.speech, words)],
    }


def _again(
    model: Recogniser, task: Task, words: Words, lost: Sequence[Span], around_s: float
) -> Words:
    """The words, and what is understood of these stretches where there were none."""
    last = len(task.samples) / SAMPLE_RATE
    for start, end in lost:
        a, b = max(0.0, start - around_s), min(end + around_s, last)
        more = model.alone(task.samples, a, b, task.how.language, beam=task.how.beam)
        words = logic.merged(words, more)
    return words


def _said(task: Task, words: Words) -> Words:
    kept = logic.said(words, task.speech)
    if len(kept) < len(words):
        event, left_out = task.event, len(words) - len(kept)
        text = "%d words where nobody speaks are left out of slice %d of %s"
        log.info(text, left_out, event.index, event.transcript_id)
    return kept


def _told(event: e.TranscribeRequested, language: str, seconds: float) -> e.SliceTranscribed:
    return e.SliceTranscribed(
        meta=follow(e.SliceTranscribed, event, part=event.index),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        index=event.index,
        total=event.total,
        result_uri=event.result_uri,
        language=language,
        seconds=seconds,
    )
