"""Transcribe a slice, and again what the first pass left without words."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from gpu_consumers import options, results
from gpu_consumers.audio import read
from gpu_consumers.claims import wanted
from gpu_consumers.layout import Plan, Work
from gpu_consumers.memory import Budget
from gpu_consumers.packing import pieces
from gpu_consumers.transcribe import logic
from gpu_consumers.transcribe.model import Recogniser
from schemas import events as e
from streams.events import follow
from streams.objects import CONTEXT, ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit

log = logging.getLogger(__name__)
MARGIN_S = 0.2
# Held at once: the deployment's, and another that uploads choose.
MODELS = 2
# Between looks for what the documents say.
LOOK_S = 0.1


class Transcribe:
    """Handles `transcription.requested`."""

    def __init__(self, settings: Settings, objects: ObjectStore, budget: Budget) -> None:
        self._settings = settings
        self._objects = objects
        load = partial(Recogniser, settings, budget)
        self._recogniser: Callable[[str], Recogniser] = lru_cache(MODELS)(load)
        self._recogniser(settings.asr_model)

    def handle(self, event: e.TranscribeRequested, emit: Emit) -> None:
        """Write words in seconds of the recording, and what speech has none.

        A task that comes again after its transcript is finished finds no plan: nothing is done. One
        whose result is there was cut off before that was told. Raises `PoisonError` for a language
        that the model has not learned, or a model that uploads may not choose.
        """
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if not wanted(self._objects, work):
            log.info("slice %d of %s is no longer wanted", event.index, event.transcript_id)
            return
        began = time.monotonic()
        with timed(event, "transcribe", emit, index=event.index, total=event.total) as outcome:
            result = results.kept(
                self._objects,
                event.result_uri,
                lambda: results.text(self._objects, event.result_uri),
            )
            if result is None:
                result = self._transcribed(event, work)
                self._objects.put_json(event.result_uri, result)
            outcome.text = "".join(word["word"] for word in result["words"]).strip() or None
            outcome.text_start = event.start
        emit(
            e.SliceTranscribed(
                meta=follow(e.SliceTranscribed, event, part=event.index),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                index=event.index,
                total=event.total,
                result_uri=event.result_uri,
                language=result["language"],
                seconds=time.monotonic() - began,
            )
        )

    def _transcribed(self, event: e.TranscribeRequested, work: Work) -> dict[str, Any]:
        model = self._recogniser(options.model(self._settings, event.asr_model))
        beam = event.beam_size or self._settings.asr_beam
        language = event.language or self._language(work, model)
        model.check(language)
        zero = max(0.0, event.start - MARGIN_S)
        samples = read(self._objects, event.pcm_uri, zero, event.end + MARGIN_S, beyond=MARGIN_S)
        speech = [(span.start - zero, span.end - zero) for span in event.speech]
        hotwords = self._hotwords(event, work)
        words = model.batched(samples, pieces(speech), language, beam=beam, hotwords=hotwords)
        for start, end in logic.uncovered(speech, words):
            again = model.alone(samples, start, end, language, beam=beam)
            words = logic.merged(words, again)
        return {
            "language": language,
            "words": [{**w, "start": w["start"] + zero, "end": w["end"] + zero} for w in words],
            "uncovered": [(a + zero, b + zero) for a, b in logic.uncovered(speech, words)],
        }

    def _hotwords(self, event: e.TranscribeRequested, work: Work) -> str | None:
        """The task's, else the documents', when they are read in time.

        So a slice that is done before they are read goes without what a later one has.
        """
        if event.hotwords or not self._settings.hotwords:
            return event.hotwords
        uri = f"{work.prefix}/{CONTEXT}"
        uploaded = Plan.of(self._objects.get_json(work.plan)).uploaded_at
        until = min(uploaded, time.time()) + self._settings.hotwords_wait_s
        while not (known := self._objects.exists(uri)) and time.time() < until:
            time.sleep(LOOK_S)
        return logic.hotwords(self._objects.get_json(uri)) if known else None

    def _language(self, work: Work, model: Recogniser) -> str:
        """By the recording's first speech, so that all of its slices are of one language."""
        plan = Plan.of(self._objects.get_json(work.plan))
        start, end = plan.text_slices[0]
        return model.language(read(self._objects, work.pcm, start, end))
