"""From turns to labels in order of speech, and to each speaker's clean speech."""

from gpu_consumers.turns import Turn, Turns


def in_order(turns: list[Turn]) -> list[Turn]:
    """Turns by time, speakers renamed SPEAKER_00, SPEAKER_01… in order of first speech."""
    ordered = sorted(turns)
    names: dict[str, str] = {}
    for *_, speaker in ordered:
        names.setdefault(speaker, f"SPEAKER_{len(names):02}")
    return [(start, end, names[speaker]) for start, end, speaker in ordered]


def clean_speech(
    turns: list[Turn], *, shortest_s: float = 0.8, most_s: float = 30.0
) -> dict[str, list[tuple[float, float]]]:
    """Where only one speaker speaks: each one's longest stretches, up to `most_s` in all."""
    known = Turns(turns)
    alone: dict[str, list[tuple[float, float]]] = {}
    for start, end, speaker in turns:
        pieces = [(start, end)]
        for a, b, other in known.across(start, end):
            if other != speaker:
                pieces = [p for piece in pieces for p in _without(piece, (a, b))]
        alone.setdefault(speaker, []).extend(p for p in pieces if p[1] - p[0] >= shortest_s)
    return {speaker: _longest(spans, most_s) for speaker, spans in alone.items()}


def _without(span: tuple[float, float], cut: tuple[float, float]) -> list[tuple[float, float]]:
    left, right = (span[0], min(span[1], cut[0])), (max(span[0], cut[1]), span[1])
    return [part for part in (left, right) if part[1] > part[0]]


def _longest(spans: list[tuple[float, float]], most_s: float) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    total = 0.0
    for span in sorted(spans, key=lambda s: s[0] - s[1]):
        if total >= most_s:
            break
        kept.append(span)
        total += span[1] - span[0]
    return sorted(kept)
