"""How much of a word error rate is chance: the same recordings behind more and more silence.

It changes nothing that is said, but where windows and pieces begin, and with that which words are
misheard. What two ways differ by at one shift says no more than what each of them ranges over.
Ours are detection and recognition, bare is faster-whisper with beam 5, sequential; words are
compared as by `accuracy`.
"""

import statistics
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.progress import track

from benchmarks.accuracy import Text, recordings, reference_text, wer
from benchmarks.bare import THREADS, samples_of
from benchmarks.hostile.media import wav
from benchmarks.ours import Ours, settings_for
from benchmarks.table import Json, Row, report
from gpu_consumers.audio import Samples
from gpu_consumers.layout import SAMPLE_RATE
from infra.local import models
from streams.settings import Settings

STAGES = ("preprocess", "transcribe")
SILENCES = (0.0, 0.5, 1.0, 2.0)


def shifted(samples: Samples, silence_s: float) -> Samples:
    """The samples behind so many seconds of silence."""
    return np.pad(samples, (round(silence_s * SAMPLE_RATE), 0))


def main(
    data: Annotated[Path | None, typer.Option(help="Folder of audio and .stm.")] = None,
    silence: Annotated[list[float] | None, typer.Option(help="In seconds; several.")] = None,
    json_file: Json = None,
) -> None:
    """Print WER behind each silence, ours and bare, their means and how far they range."""
    warnings.filterwarnings("ignore")
    models.main()
    found: dict[str, list[float]] = defaultdict(list)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        files = [f for f in recordings(data, Path(folder)) if f.with_suffix(".stm").exists()]
        with settings_for(Path(folder), THREADS) as settings:
            ours = Ours(settings, STAGES)
            for silence_s in track(silence or SILENCES, "shifts", transient=True):
                for who, rate in _rates(files, silence_s, ours, settings).items():
                    found[who].append(rate)
                    rows.append(Row(f"{silence_s:g} s of silence: {who}", rate, "%"))
    for who, rates in found.items():
        rows.append(Row(f"mean of {who}", statistics.fmean(rates), "%"))
        rows.append(Row(f"{who}, from best to worst", max(rates) - min(rates), "points"))
    report(f"shifts, {len(files)} recordings", rows, json_file)


def _rates(files: list[Path], silence_s: float, ours: Ours, settings: Settings) -> dict[str, float]:
    """WER in per cent over all files, ours and bare."""
    from benchmarks import library

    errors: dict[str, float] = defaultdict(float)
    words = 0.0
    for audio in files:
        language = "fr" if "panel" in audio.name else None
        samples = shifted(samples_of(audio), silence_s)
        sound = _written(samples, audio.parent / "shifted.wav")
        segments = library.recognise(samples, settings, language, batched=False)
        texts = {
            "ours": ours.of(sound, language).text,
            "bare": "".join(segment.text for segment in segments),
        }
        reference = reference_text(audio.with_suffix(".stm"))
        for who, text in texts.items():
            wrong, said = wer(reference, Text([("", text)]))
            errors[who] += wrong
        words += said
    return {who: 100 * wrong / words for who, wrong in errors.items()}


def _written(samples: Samples, path: Path) -> Path:
    path.write_bytes(wav(np.clip(samples * 32768, -32768, 32767).astype(np.int16).tobytes()))
    return path


if __name__ == "__main__":
    typer.run(main)
