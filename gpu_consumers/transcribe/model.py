"""faster-whisper: pieces of speech to words."""

import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

import numpy as np
from ctranslate2 import DataType, Device, StorageView
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer

from gpu_consumers.audio import Samples
from gpu_consumers.busy import computing
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.packing import PIECE_S
from gpu_consumers.transcribe.instructions import prefer_widest
from gpu_consumers.transcribe.logic import believable, ending, most_tokens
from streams import metrics
from streams.errors import PoisonError
from streams.settings import Settings

# Of sound that is compared with texts: a sentence or two.
LISTENED_S = 10.0
TINY = 1e-12
MODELS = 2
Words = list[dict[str, Any]]


def recognisers(settings: Settings, budget: Budget) -> Callable[[str], "Recogniser"]:
    """Gives a recogniser by its model's name, and keeps the deployment's and another that uploads
    choose."""
    return lru_cache(MODELS)(partial(Recogniser, settings, budget))


class ShortWindows(BatchedInferencePipeline):  # type: ignore[misc]
    """Encodes of Whisper's window of 30 s what the longest piece fills, and not all the silence.

    A margin of silence stays: without any the model loses sentences (docs/adr/0016). The length is
    the same for all pieces, so that the text of one does not depend on what others are with it.
    """

    def __init__(self, model: WhisperModel, longest_s: float, margin_s: float) -> None:
        super().__init__(model)
        rate = model.feature_extractor.sampling_rate / model.feature_extractor.hop_length
        self._frames = round((longest_s + margin_s) * rate)

    def forward(self, features: Samples, tokenizer: Any, chunks: Any, options: Any) -> Any:
        """As the library's: `features` (pieces, mel bands, frames), one of `chunks` for each."""
        return super().forward(features[..., : self._frames], tokenizer, chunks, options)


class Recogniser:
    """A Whisper model, loaded and warmed once."""

    def __init__(self, settings: Settings, budget: Budget, name: str) -> None:
        """`name`: of the hub or a folder; empty for the packaged model."""
        began = time.monotonic()
        prefer_widest()
        self._model = WhisperModel(
            name or str(settings.models_dir / "whisper-base"),
            device=settings.device,
            compute_type=settings.asr_compute_type,
            cpu_threads=settings.cpu_threads,
        )
        self._margin_s = settings.asr_margin_s
        self._batched = ShortWindows(self._model, PIECE_S, self._margin_s)
        self._timestamps = settings.asr_timestamps
        self._batch = budget.batch("asr", settings.asr_batch_size)
        self.batched(np.zeros(SAMPLE_RATE, np.float32), [(0.0, 1.0)], "en", beam=1, hotwords=None)
        metrics.MODEL_LOAD_SECONDS.labels("asr").set(time.monotonic() - began)

    def batched(
        self,
        samples: Samples,
        pieces: list[tuple[float, float]],
        language: str,
        *,
        beam: int,
        hotwords: str | None,
    ) -> Words:
        """Words of the pieces, times in seconds from the first sample."""

        def words(at_once: int) -> Words:
            return _recognised(
                self._batched,
                samples,
                pieces,
                language,
                beam_size=beam,
                batch_size=at_once,
                # Without them the base model stops early and loses whole sentences.
                without_timestamps=not self._timestamps,
                hotwords=hotwords,
            )

        with computing("asr"):
            return self._batch.attempt(len(pieces), words)

    def check(self, language: str) -> None:
        """Raises `PoisonError` for a language that the model has not learned."""
        if language not in self._model.supported_languages:
            raise PoisonError(
                f"the recogniser knows no language {language!r}: give a code such as fr or en, or "
                "none, and it is recognised"
            )

    def hear(self, samples: Samples) -> dict[str, float]:
        """How likely each language is that of what is spoken in up to 30 s."""
        with computing("asr"):
            return self._batch.attempt(1, lambda _: dict(self._model.detect_language(samples)[2]))

    def likelihoods(
        self, sounds: Sequence[Samples], asked: Sequence[tuple[int, str]], language: str
    ) -> list[float]:
        """The log-probability of each text, where it is all that is said in the sound it is asked
        of by its place among `sounds`, of up to `LISTENED_S`; nothing of it is decoded.
        """
        frames = round(LISTENED_S * SAMPLE_RATE / self._model.feature_extractor.hop_length)
        tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        tokens = [tokenizer.encode(text) for _, text in asked]

        def encoded(some: Sequence[Samples]) -> list[Samples]:
            features = map(self._model.feature_extractor, some)
            batch = np.stack([pad_or_trim(each, frames) for each in features])
            # Of a card's half-precision numbers NumPy does not know all.
            found = self._model.encode(batch).to_device(Device.cpu).to(DataType.float32)
            return list(np.asarray(found))

        with computing("asr"):
            heard = self._batch.map(sounds, encoded)

            def scored(some: Sequence[int]) -> list[float]:
                features = np.stack([heard[asked[i][0]] for i in some])
                found = self._model.model.align(
                    StorageView.from_array(features),
                    prompt,
                    [tokens[i] for i in some],
                    [1] * len(some),
                )
                return [float(np.log(np.maximum(x.text_token_probs, TINY)).sum()) for x in found]

            # Texts as long as their neighbours need little padding.
            order = sorted(range(len(asked)), key=lambda i: len(tokens[i]))
            found = self._batch.map(order, scored)
        return [value for _, value in sorted(zip(order, found, strict=True))]

    def alone(
        self, samples: Samples, start: float, end: float, language: str, *, beam: int
    ) -> Words:
        """Words of one stretch, times as of `batched`.

        What is encoded is as long as the stretch and the margin, and the temperature is 0: quick,
        and the same text each time.
        """
        windows = ShortWindows(self._model, end - start, self._margin_s)

        def words(at_once: int) -> Words:
            return _recognised(
                windows,
                samples,
                [(start, end)],
                language,
                beam_size=beam,
                batch_size=at_once,
                without_timestamps=False,
                # Of what it is given for a Whisper model CTranslate2 takes half.
                max_new_tokens=2 * most_tokens(end - start),
            )

        with computing("asr"):
            return self._batch.attempt(1, words)


def _recognised(
    windows: ShortWindows,
    samples: Samples,
    pieces: list[tuple[float, float]],
    language: str,
    **how: Any,
) -> Words:
    """Words of the pieces; `how` as of the library's `transcribe`."""
    segments, _ = windows.transcribe(
        samples,
        language=language,
        word_timestamps=True,
        vad_filter=False,
        clip_timestamps=[{"start": a, "end": b} for a, b in pieces],
        **how,
    )
    return _words(segments)


def _words(segments: Any) -> Words:
    """Of all windows whose text is believable; a window's segments have one `seek`."""
    found: Words = []
    for _, window in groupby(segments, lambda segment: segment.seek):
        parts = list(window)
        text = "".join(part.text for part in parts)
        silent = max(part.no_speech_prob for part in parts)
        if believable(text, silent, parts[0].avg_logprob):
            found += [_word(word) for part in parts for word in part.words or []]
    return found


def _word(word: Any) -> dict[str, Any]:
    return {
        "start": float(word.start),
        "end": ending(float(word.start), float(word.end)),
        "word": word.word,
        "probability": float(word.probability),
    }
