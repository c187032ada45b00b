"""Words to speakers, and speakers' words to segments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gpu_consumers.turns import Turn, Turns
from schemas.events import Segment, Word

PAUSE_S = 1.5
LONG_S = 15.0
LONGEST_S = 30.0
PING_PONG_S = 0.6
OVERLAP_S = 0.3
# Where diarization is unsure of a boundary. After a silence of this length somebody begins anew.
UNSURE_S = 0.5
ENDS = (".", "?", "!", "…")
# Their point ends no sentence, and whoever says one says the name after it.
TITLES = frozenset(("mr.", "mrs.", "ms.", "dr.", "pr.", "prof.", "m.", "mme.", "mlle."))


@dataclass(frozen=True)
class Placed:
    """A word with its speaker."""

    word: Word
    speaker: str


def place(words: Sequence[Word], turns: Sequence[Turn]) -> list[Placed]:
    """Each word to the speaker with the larger share of it, else to the nearest turn's."""
    known = Turns(turns)
    return settled([Placed(word, _speaker(word, known)) for word in words])


def _speaker(word: Word, turns: Turns) -> str:
    shares: dict[str, float] = {}
    for start, end, speaker in turns.across(word.start, word.end):
        share = min(end, word.end) - max(start, word.start)
        shares[speaker] = shares.get(speaker, 0.0) + share
    if shares:
        return max(sorted(shares), key=lambda speaker: shares[speaker])
    return turns.nearest((word.start + word.end) / 2)[2]


def settled(placed: list[Placed]) -> list[Placed]:
    """Boundaries at sentence ends, and no ping-pong.

    A piece of a word stays with its word. Where no silence lies between two speakers, one or two
    words that end the sentence before go with it, as do up to three that begin the sentence after.
    A short run of one or two words between two runs of one other speaker is theirs, unless it is a
    sentence of its own, with silence around it.
    """
    runs = _runs(_glued(placed))
    for i in range(1, len(runs)):
        before, run = runs[i - 1], runs[i]
        if not before or not run:
            continue
        after = runs[i + 1] if i + 1 < len(runs) else []
        if _thrown_in(before, run, after):
            runs[i] = [replace(p, speaker=before[0].speaker) for p in run]
        elif not _ends(before[-1]) and _silence(before, run) < UNSURE_S:
            runs[i - 1], runs[i] = _at_sentence(before, run)
    return [p for run in runs for p in run]


def _thrown_in(before: list[Placed], run: list[Placed], after: list[Placed]) -> bool:
    """Whether a run is too short to be believed between two of one other speaker."""
    duration = run[-1].word.end - run[0].word.start
    if len(run) > 2 or duration >= PING_PONG_S or not after:
        return False
    alone = min(_silence(before, run), _silence(run, after)) >= UNSURE_S
    reply = alone and _ends(before[-1]) and _ends(run[-1])
    return after[0].speaker == before[0].speaker and not reply


def _silence(before: Sequence[Placed], after: Sequence[Placed]) -> float:
    return after[0].word.start - before[-1].word.end


def _glued(placed: Sequence[Placed]) -> list[Placed]:
    """The recogniser marks a new word by a space before it. A name stays with its title."""
    glued: list[Placed] = []
    for p in placed:
        piece = glued and (p.word.word[:1] in ("'", "’", "-") or _title(glued[-1]))
        glued.append(replace(p, speaker=glued[-1].speaker) if piece else p)
    return glued


def _at_sentence(before: list[Placed], run: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    for count in (1, 2):
        if count < len(run) and _ends(run[count - 1]):
            moved = [replace(p, speaker=before[0].speaker) for p in run[:count]]
            return before + moved, run[count:]
    for count in (1, 2, 3):
        if any(map(_title, before[-count:])):
            break  # who is called so answers: "Mr. Patel," "no, I support it."
        if count < len(before) and _ends(before[-count - 1]):
            moved = [replace(p, speaker=run[0].speaker) for p in before[-count:]]
            return before[:-count], moved + run
    return before, run


def _ends(placed: Placed) -> bool:
    return placed.word.word.rstrip().endswith(ENDS) and not _title(placed)


def _title(placed: Placed) -> bool:
    return placed.word.word.strip().casefold() in TITLES


def _runs(placed: Sequence[Placed]) -> list[list[Placed]]:
    runs: list[list[Placed]] = []
    for p in placed:
        if runs and runs[-1][-1].speaker == p.speaker:
            runs[-1].append(p)
        else:
            runs.append([p])
    return runs


def segments(placed: Sequence[Placed], turns: Sequence[Turn]) -> list[Segment]:
    """Segments end where the speaker changes, at a pause, and in long ones at a sentence's end."""
    groups: list[list[Placed]] = []
    for p in placed:
        if groups and not _breaks(groups[-1], p):
            groups[-1].append(p)
        else:
            groups.append([p])
    known = Turns(turns)
    return [_segment(index, group, known) for index, group in enumerate(groups)]


def without_words(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with their text alone."""
    return [replace(segment, words=[]) for segment in segments]


def _breaks(group: list[Placed], following: Placed) -> bool:
    last = group[-1]
    length = last.word.end - group[0].word.start
    return (
        following.speaker != last.speaker
        or following.word.start - last.word.end > PAUSE_S
        or (length > LONG_S and _ends(last))
        or length > LONGEST_S
    )


def _segment(index: int, group: list[Placed], turns: Turns) -> Segment:
    start, end, speaker = group[0].word.start, group[-1].word.end, group[0].speaker
    other = sum(
        min(end, b) - max(start, a) for a, b, who in turns.across(start, end) if who != speaker
    )
    return Segment(
        index=index,
        start=start,
        end=max(end, start),
        speaker=speaker,
        text="".join(p.word.word for p in group).strip(),
        words=[replace(p.word, word=p.word.word.strip()) for p in group],
        overlap=other >= OVERLAP_S,
    )
