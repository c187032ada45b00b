"""Diarization and text against references, beside the bare libraries on the same weights.

Ours are the system's own stages; bare are pyannote's pipeline over the whole recording and
faster-whisper with beam 5, sequential. DER without collar (pyannote.metrics), WER (jiwer) and
cpWER (meeteval) after folding case, punctuation, apostrophes and numbers.

The window of recognition (24 s) and the grid and threshold of diarization were chosen on the
files in examples/, so that on them these figures flatter us.
"""

import re
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import langdetect
import typer
from text_to_num import alpha2digit

from benchmarks.bare import THREADS, samples_of
from benchmarks.ours import Found, Ours, settings_for
from benchmarks.table import Json, Row, report
from gpu_consumers.layout import SAMPLE_RATE
from infra.local import models

AUDIO = (".flac", ".wav", ".mp3", ".ogg", ".m4a", ".opus")
Turn = tuple[float, float, str]
NUMBERS = ("en", "fr", "es", "pt", "de", "nl", "it")
WORST = 1.0  # points that one file may be worse


@dataclass(frozen=True)
class Text:
    """What was said, by speaker: (speaker, text) in order of time."""

    parts: list[tuple[str, str]]

    @property
    def whole(self) -> str:
        """Without the speakers."""
        return " ".join(text for _, text in self.parts)


# Turns and text, by whose they are: ours, bare.
Pairs = dict[str, tuple[list[Turn], Text]]


def folded(text: str) -> str:
    """Case, punctuation and apostrophes folded; numbers stay as they are said."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.casefold()).split())


def normal(text: str, language: str) -> str:
    """Folded, with numbers in digits where text2num knows the language."""
    plain = folded(text)
    return str(alpha2digit(plain, language)) if language in NUMBERS else plain


def language_of(text: Text) -> str:
    """ISO 639-1; `und` where there is nothing to tell it by."""
    langdetect.DetectorFactory.seed = 0
    try:
        return str(langdetect.detect(text.whole))
    except langdetect.LangDetectException:
        return "und"


def reference_text(stm: Path) -> Text:
    """From NIST's STM: file, channel, speaker, start, end, label, text."""
    rows = []
    for line in stm.read_text().splitlines():
        fields = line.split(None, 6)
        if line.startswith(";") or len(fields) < 7:
            continue
        rows.append((float(fields[3]), fields[2], fields[6]))
    return Text([(speaker, text) for _, speaker, text in sorted(rows)])


def der(rttm: Path, turns: list[Turn], duration: float) -> tuple[float, float]:
    """Seconds of error, and of reference speech."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.database.util import load_rttm
    from pyannote.metrics.diarization import DiarizationErrorRate

    [reference] = load_rttm(str(rttm)).values()
    hypothesis = Annotation(uri=reference.uri)
    for number, (start, end, speaker) in enumerate(turns):
        hypothesis[Segment(start, min(end, duration)), number] = speaker
    metric = DiarizationErrorRate(collar=0.0, skip_overlap=False)
    found = metric(reference, hypothesis, uem=Timeline([Segment(0, duration)]), detailed=True)
    errors = found["missed detection"] + found["false alarm"] + found["confusion"]
    return float(errors), float(found["total"])


def wer(reference: Text, found: Text) -> tuple[float, float]:
    """Word errors, and words of the reference."""
    import jiwer

    language = language_of(reference)
    said = normal(reference.whole, language)
    result = jiwer.process_words(said, normal(found.whole, language))
    errors = result.substitutions + result.deletions + result.insertions
    return float(errors), float(len(said.split()))


def cpwer(reference: Text, found: Text) -> tuple[float, float]:
    """Word errors with each speaker's words together, under the best mapping of speakers."""
    from meeteval.wer import cp_word_error_rate

    language = language_of(reference)
    result = cp_word_error_rate(_by_speaker(reference, language), _by_speaker(found, language))
    return float(result.errors), float(result.length)


def _by_speaker(text: Text, language: str) -> Any:
    joined: dict[str, list[str]] = defaultdict(list)
    for speaker, part in text.parts:
        joined[speaker].append(part)
    return {speaker: normal(" ".join(parts), language) for speaker, parts in joined.items()}


def bare(audio: Path, settings: Any, language: str | None) -> tuple[list[Turn], Text]:
    """The libraries' turns, and their words, each with the speaker who has most of it."""
    from benchmarks import library

    samples = samples_of(audio)
    found = library.Whole(settings.model_copy(update=library.RECIPE)).of(samples)
    turns = [(t.start, t.end, str(s)) for t, _, s in found.itertracks(yield_label=True)]
    parts = []
    for segment in library.recognise(samples, settings, language, batched=False):
        for word in segment.words or []:
            shares = {s: 0.0 for *_, s in turns} or {"nobody": 0.0}
            for start, end, speaker in turns:
                shares[speaker] += max(0.0, min(end, word.end) - max(start, word.start))
            parts.append((max(shares, key=lambda s: shares[s]), word.word))
    return turns, Text(parts)


def main(
    data: Annotated[Path | None, typer.Option(help="Folder of audio, .rttm and .stm.")] = None,
    json_file: Json = None,
) -> None:
    """Print DER, WER and cpWER, ours and the bare libraries'."""
    warnings.filterwarnings("ignore")
    models.main()
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    worst: dict[str, float] = defaultdict(float)
    uncovered = 0.0
    rows: list[Row] = []
    for audio, found, pairs in _both(data):
        uncovered += found.uncovered_s
        for measure, errors in _measured(audio, pairs).items():
            rates = {who: 100 * e / max(n, 1) for who, (e, n) in errors.items()}
            for who, (e, n) in errors.items():
                totals[f"{measure} {who}"][0] += e
                totals[f"{measure} {who}"][1] += n
                rows.append(Row(f"{audio.stem} {measure} {who}", rates[who], "%"))
            worst[measure] = max(worst[measure], rates["ours"] - rates["bare"])
    report("accuracy", [*rows, *_summary(totals, worst, uncovered)], json_file)


def _both(data: Path | None) -> Iterator[tuple[Path, Found, Pairs]]:
    """Each recording with what ours made of it, and the turns and texts of ours and the bare."""
    with tempfile.TemporaryDirectory() as name, settings_for(Path(name), THREADS) as settings:
        files = recordings(data, Path(name))
        ours = Ours(settings)
        for audio in files:
            language = "fr" if "panel" in audio.name else None
            found = ours.of(audio, language)
            text = Text([(s.speaker, s.text) for s in found.segments])
            pairs = {"ours": (found.turns, text), "bare": bare(audio, settings, language)}
            yield audio, found, pairs


def recordings(data: Path | None, folder: Path) -> list[Path]:
    """All recordings linked into one folder: a given one's, or the examples and pyannote's."""
    import pyannote.audio

    sample = Path(pyannote.audio.__file__).parent / "sample"
    sources = [data] if data else [Path("examples/clips"), Path("examples/panel"), sample]
    for source in sources:
        for path in sorted(source.iterdir()):
            if path.suffix in (*AUDIO, ".rttm", ".stm"):
                (folder / path.name).symlink_to(path.resolve())
    return sorted(path for path in folder.iterdir() if path.suffix in AUDIO)


def _measured(audio: Path, pairs: Pairs) -> dict[str, dict[str, tuple[float, float]]]:
    result: dict[str, dict[str, tuple[float, float]]] = {}
    rttm, stm = audio.with_suffix(".rttm"), audio.with_suffix(".stm")
    if rttm.exists():
        duration = len(samples_of(audio)) / SAMPLE_RATE
        result["DER"] = {who: der(rttm, turns, duration) for who, (turns, _) in pairs.items()}
    if stm.exists():
        reference = reference_text(stm)
        result["WER"] = {who: wer(reference, text) for who, (_, text) in pairs.items()}
        result["cpWER"] = {who: cpwer(reference, text) for who, (_, text) in pairs.items()}
    return result


def _summary(
    totals: dict[str, list[float]], worst: dict[str, float], uncovered: float
) -> list[Row]:
    rows = []
    for measure, points in worst.items():
        ours, bare_ = (
            100 * totals[f"{measure} {who}"][0] / totals[f"{measure} {who}"][1]
            for who in ("ours", "bare")
        )
        rows.append(Row(f"all {measure} ours", ours, "%", f"< {bare_:.1f} bare", ours < bare_))
        rows.append(
            Row(f"{measure}: most worse on a file", points, "points", "<= 1", points <= WORST)
        )
    rows.append(Row("speech without text", uncovered, "s", "0", uncovered == 0))
    return rows


if __name__ == "__main__":
    typer.run(main)
