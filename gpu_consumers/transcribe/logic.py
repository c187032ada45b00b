"""Laying tasks side by side; checking that no speech was lost and no text made up."""

import math
import re
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from gpu_consumers.audio import Samples
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.packing import Span

# Between sounds laid side by side: no word of one is taken to begin in the next.
GAP_S = 3.0
LOST_S = 1.0
# A word that lies further from any speech was said by nobody; times of words are as inexact.
BESIDE_S = 0.5
# No word is as long: one that is reaches over others that were lost.
LONGEST_WORD_S = 2.0
# How much a window's text may shrink by zlib: Whisper's own threshold (arXiv:2212.04356, 4.5).
MOST_COMPRESSED = 2.4
# As many a second as Whisper may say in a whole window (224; French and English have four or five);
# times and ends of sentences come beside them.
TOKENS_A_SECOND, TOKENS_BESIDE = 7, 10
WINDOW_S = 30.0
# Of hotwords: 120 tokens of French, 210 of rare names. The library cuts beyond 223.
MOST_CHARACTERS = 400
# Whisper's own commands, as <|en|> or <|translate|>; what they are made of; what has no letters.
COMMANDS = re.compile(r"<\|[^|]*\|>|[|\x00-\x1f\x7f-\x9f]")


def uncovered(
    speech: list[Span], words: list[dict[str, Any]], least_s: float = LOST_S
) -> list[Span]:
    """Stretches of speech of `least_s` or more in which there is no word."""
    gaps: list[Span] = []
    for start, end in speech:
        at = start
        for word in words:
            if word["end"] <= at or word["start"] >= end:
                continue
            if word["start"] - at >= least_s:
                gaps.append((at, word["start"]))
            at = max(at, word["end"])
        if end - at >= least_s:
            gaps.append((at, end))
    return gaps


def said(words: list[dict[str, Any]], speech: list[Span]) -> list[dict[str, Any]]:
    """Words in speech or not far from it; none that was made up where nobody speaks."""
    return [
        word
        for word in words
        if any(a - BESIDE_S <= word["end"] and word["start"] <= b + BESIDE_S for a, b in speech)
    ]


def merged(words: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words in order of time; those of `more` only where there were none."""
    free = [
        new
        for new in more
        if not any(old["start"] < new["end"] and new["start"] < old["end"] for old in words)
    ]
    return sorted([*words, *free], key=lambda word: (word["start"], word["end"]))


def hotwords(context: Mapping[str, Any], most: int = MOST_CHARACTERS) -> str | None:
    """What a recording's documents say will be said, in up to `most` characters; None for nothing.

    What is known to be misheard comes first, then a glossary's other terms, then people's names.
    """
    names = [person["name"] for person in context["people"]]
    chosen: list[str] = []
    room = most
    terms = map(plain, [*context["corrections"].values(), *context["terms"], *names])
    for term in dict.fromkeys(terms):
        if term and len(term) + 2 <= room:
            chosen.append(term)
            room -= len(term) + 2
    return ", ".join(chosen) or None


def plain(term: str) -> str:
    """A term as it may be said to the recogniser: nothing in it is a command."""
    return " ".join(COMMANDS.sub(" ", term).split())


def believable(text: str, no_speech: float, logprob: float) -> bool:
    """False for a window's text that loops, or that was made up over noise.

    By Whisper's own measures: `no_speech` is the probability that nobody speaks, `logprob` the mean
    of the tokens'.
    """
    said = text.encode()
    loops = len(said) > MOST_COMPRESSED * len(zlib.compress(said))
    return not loops and not (no_speech > 0.9 and logprob < -1.0)


def most_tokens(seconds: float) -> int:
    """Of a stretch that is recognised again: nobody says more, but a model may without end."""
    return round(TOKENS_A_SECOND * min(seconds, WINDOW_S)) + TOKENS_BESIDE


def ending(start: float, end: float) -> float:
    """When a word ends, by the recogniser's times: not before it starts, nor long after."""
    return min(max(start, end), start + LONGEST_WORD_S)


def side_by_side(sounds: Sequence[Samples]) -> tuple[Samples, list[int]]:
    """Sounds one after another, `GAP_S` of silence or more between them.

    Returns the samples of all, and the second at which each begins: a whole one, so that times
    within a sound are rounded as they would be alone.
    """
    lengths = (math.ceil(len(sound) / SAMPLE_RATE + GAP_S) for sound in sounds[:-1])
    starts = list(accumulate(lengths, initial=0))
    laid = np.zeros(starts[-1] * SAMPLE_RATE + len(sounds[-1]), np.float32)
    for start, sound in zip(starts, sounds, strict=True):
        laid[start * SAMPLE_RATE :][: len(sound)] = sound
    return laid, starts


def shifted(pieces: Sequence[Span], start: int) -> list[Span]:
    """Pieces of a sound where it is laid to begin at a second.

    Half a sample later than where they are, as the library drops fractions of samples: so it cuts
    the very same samples wherever the sound lies.
    """

    def place(at: float) -> float:
        return start + (int(at * SAMPLE_RATE) + 0.5) / SAMPLE_RATE

    return [(place(a), place(b)) for a, b in pieces]


def divided(words: Sequence[dict[str, Any]], starts: Sequence[int]) -> list[list[dict[str, Any]]]:
    """Words of sounds laid side by side, by the sound in which each begins.

    Times are then in seconds from the sound's first sample, in hundredths as the library gives
    them: what a subtraction leaves behind them would move what is recognised again by a sample,
    and even that may change its text.
    """
    found: list[list[dict[str, Any]]] = [[] for _ in starts]
    for word in words:
        number = max(bisect_right(starts, word["start"]) - 1, 0)
        start, end = (round(word[name] - starts[number], 2) for name in ("start", "end"))
        found[number].append({**word, "start": start, "end": end})
    return found


def shares(whole: float, parts: Sequence[float]) -> list[float]:
    """A whole divided as the parts are long; evenly where they have no length."""
    total = sum(parts)
    return [whole * part / total if total else whole / len(parts) for part in parts]
