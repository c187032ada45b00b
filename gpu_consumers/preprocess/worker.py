"""Decode a recording, find its speech, and cut it into tasks, given out while it is decoded."""

from dataclasses import asdict

from gpu_consumers import results
from gpu_consumers.audio import block, pcm
from gpu_consumers.decode import Damaged, blocks
from gpu_consumers.layout import SAMPLE_RATE, Plan, Work
from gpu_consumers.options import models, resolved
from gpu_consumers.preprocess.logic import Cut, unread
from gpu_consumers.speech import Finder
from schemas import events as e
from streams.errors import PoisonError
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed, warn
from streams.settings import Settings
from streams.stage import Emit


class Preprocess:
    """Handles `audio.uploaded`."""

    def __init__(self, settings: Settings, objects: ObjectStore) -> None:
        self._settings = settings
        self._objects = objects

    def handle(self, event: e.AudioUploaded, emit: Emit) -> None:
        """Emit the tasks; for a silent recording its empty text.

        A recording that was decoded to its end is not decoded again: its plan stays, as results may
        wait for it. Nothing is to be done where the text of an earlier revision is kept, or the
        transcript is finished. Raises `PoisonError` for a file that is no recording, or options
        that there are not.
        """
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if event.text_kept or self._objects.finished(work.prefix):
            return
        event = resolved(event, self._settings)
        known = results.kept(self._objects, work.plan, results.plan)
        if known is not None and known.complete:
            self._give_again(event, work, known, emit)
            return
        step = self._settings.diarization_step_s
        per_slice = max(1, round(self._settings.diarization_slice_s / step))
        cut = Cut(self._settings.asr_slice_s, step, per_slice)
        with timed(event, "preprocess", emit):
            try:
                self._decode(event, work, cut, emit)
            except PoisonError:
                # Not all of its work: the documents beside it are still worked on.
                self._objects.remove(work.plan)
                self._objects.remove(work.pcm)
                raise
        if not cut.speech:
            emit(self._silent(event, cut.duration))

    def _give_again(self, event: e.AudioUploaded, work: Work, plan: Plan, emit: Emit) -> None:
        """Whoever decoded the recording may have been cut off before its tasks were told of."""
        with timed(event, "preprocess", emit):
            for index in range(len(plan.text_slices)):
                emit(_transcribe(event, plan, work, index))
            for index in range(len(plan.window_slices)):
                emit(_diarize(event, plan, work, index))
        if not plan.speech:
            emit(self._silent(event, plan.duration))

    def _decode(self, event: e.AudioUploaded, work: Work, cut: Cut, emit: Emit) -> None:
        finder = Finder()
        longest_s = self._settings.audio_max_s
        try:
            with self._objects.read(event.audio_uri) as source:
                for number, data in enumerate(blocks(source, longest_s=longest_s)):
                    self._objects.put_bytes(block(work.pcm, number), data)
                    samples = pcm(data)
                    cut.duration += len(samples) / SAMPLE_RATE
                    cut.speech += finder.add(samples)
                    self._give(event, work, cut, emit)
        except Damaged as damage:
            text = unread(damage.places, cut.duration if damage.breaks_off else None)
            warn(event, "preprocess", emit, text)
        cut.speech += finder.end()
        cut.complete = True
        self._give(event, work, cut, emit)

    def _give(self, event: e.AudioUploaded, work: Work, cut: Cut, emit: Emit) -> None:
        """Give out what can be worked on by now; the plan is there before."""
        texts, windows = cut.new_texts(), cut.new_windows()
        if not (texts or windows or cut.complete):
            return
        plan = _plan(event, cut)
        self._objects.put_json(work.plan, asdict(plan))
        for index in texts:
            emit(_transcribe(event, plan, work, index))
        for index in windows:
            emit(_diarize(event, plan, work, index))

    def _silent(self, event: e.AudioUploaded, duration: float) -> e.SegmentsTranscribed:
        return e.SegmentsTranscribed(
            meta=follow(e.SegmentsTranscribed, event, part=0),
            transcript_id=event.transcript_id,
            user_id=event.user_id,
            part=0,
            parts=1,
            segment_total=0,
            language=event.language or "und",
            duration_s=duration,
            segments=[],
            speakers=[],
            models=models(self._settings, event.asr_model),
        )


def _plan(event: e.AudioUploaded, cut: Cut) -> Plan:
    return Plan(
        duration=cut.duration,
        speech=cut.speech,
        text_slices=cut.text_slices,
        window_slices=cut.window_slices,
        language=event.language,
        num_speakers=event.num_speakers,
        min_speakers=event.min_speakers,
        max_speakers=event.max_speakers,
        complete=cut.complete,
        asr_model=event.asr_model,
        word_times=bool(event.word_times),
        uploaded_at=event.meta.occurred_at.timestamp(),
    )


def _transcribe(
    event: e.AudioUploaded, plan: Plan, work: Work, index: int
) -> e.TranscribeRequested:
    start, end = plan.text_slices[index]
    return e.TranscribeRequested(
        meta=follow(e.TranscribeRequested, event, part=index),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        pcm_uri=work.pcm,
        index=index,
        total=len(plan.text_slices),
        start=start,
        end=end,
        speech=[e.Span(start=a, end=b) for a, b in plan.speech if a >= start and b <= end],
        language=event.language,
        asr_model=event.asr_model,
        beam_size=event.beam_size,
        result_uri=work.text(index),
    )


def _diarize(event: e.AudioUploaded, plan: Plan, work: Work, index: int) -> e.DiarizeRequested:
    first, last = plan.window_slices[index]
    return e.DiarizeRequested(
        meta=follow(e.DiarizeRequested, event, part=index),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        pcm_uri=work.pcm,
        index=index,
        total=len(plan.window_slices),
        first_window=first,
        last_window=last,
        duration_s=plan.duration,
        result_uri=work.windows(index),
    )
