"""Decode a recording, find its speech, and cut it into tasks."""

from dataclasses import asdict

from gpu_consumers import speech
from gpu_consumers.audio import decode, read
from gpu_consumers.layout import Plan, Work
from gpu_consumers.preprocess import logic
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed, warn
from streams.settings import Settings
from streams.stage import Emit

WINDOW_S = 10.0


class Preprocess:
    """Handles `audio.uploaded`."""

    def __init__(self, settings: Settings, objects: ObjectStore) -> None:
        self._settings = settings
        self._objects = objects

    def handle(self, event: e.AudioUploaded, emit: Emit) -> None:
        """Emit the tasks; for a silent recording its empty text at once.

        Nothing is to be done where the text of an earlier revision is kept.
        """
        if event.text_kept:
            return
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        with timed(event, "preprocess", emit):
            plan = self._plan(event, work, emit)
            self._objects.put_json(work.plan, asdict(plan))
        if not plan.text_slices:
            emit(_silent(event, plan))
            return
        for index, _ in enumerate(plan.text_slices):
            emit(_transcribe(event, plan, work, index))
        for index, _ in enumerate(plan.window_slices):
            emit(_diarize(event, plan, work, index))

    def _plan(self, event: e.AudioUploaded, work: Work, emit: Emit) -> Plan:
        with (
            self._objects.open(event.audio_uri) as source,
            self._objects.open(work.pcm, "wb") as target,
        ):
            duration, broken = decode(source, target, longest_s=self._settings.audio_max_s)
        if broken:
            text = f"the file breaks off: only its first {duration:.0f} s could be read"
            warn(event, "preprocess", emit, text)
        spans = speech.detect_long(
            lambda start, end: read(self._objects, work.pcm, start, end), duration
        )
        step = self._settings.diarization_step_s
        count = logic.window_count(duration, WINDOW_S, step)
        per_slice = max(1, round(self._settings.diarization_slice_s / step))
        return Plan(
            duration=duration,
            speech=spans,
            text_slices=logic.text_slices(spans, self._settings.asr_slice_s),
            window_slices=logic.window_slices(count, per_slice),
            language=event.language,
            num_speakers=event.num_speakers,
            min_speakers=event.min_speakers,
            max_speakers=event.max_speakers,
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
        hotwords=None,
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


def _silent(event: e.AudioUploaded, plan: Plan) -> e.SegmentsTranscribed:
    return e.SegmentsTranscribed(
        meta=follow(e.SegmentsTranscribed, event, part=0),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        part=0,
        parts=1,
        segment_total=0,
        language=event.language or "und",
        duration_s=plan.duration,
        segments=[],
        speakers=[],
    )
