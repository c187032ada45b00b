"""Small meetings in words, and what the rules find of their speakers."""

from collections.abc import Mapping, Sequence

from agents.identify import evidence, logic
from agents.identify.dialogue import turns_of
from agents.identify.names import Known
from agents.identify.outcome import Naming

PEOPLE = (
    Known("Ana Ferreira", "ana.pdf"),
    Known("John Whitfield", "john.docx"),
    Known("Marie Delcourt", "marie.txt", role="Juriste"),
    Known("Samir Haddad", "samir.txt", role="Ingénieur réseaux"),
    Known("Thierry Le Goff", "thierry.txt"),
)
PANEL = (
    Known("Claire Vasseur", "claire.pdf", "Claire VASSEUR – urbaniste"),
    Known("Tom Baker", "tom.docx", "Tom Baker – engineer"),
    Known("Kwame Mensah", "kwame.txt", "Kwame MENSAH – ingénieur"),
)
PAUSE_S = 0.6
WORD_S = 0.35
THRESHOLD = 0.6
# Who says what, one after another.
Dialogue = Sequence[tuple[str, str]]
# By what they show: what is said, and the names of those who get one.
Meetings = Mapping[str, tuple[Dialogue, Mapping[str, str]]]


def named(dialogue: Dialogue, people: Sequence[Known] = PEOPLE) -> dict[str, str]:
    """The name of each speaker who got one. A word takes as long as words do."""
    segments, at = [], 0.0
    for who, text in dialogue:
        end = at + WORD_S * len(text.split())
        segments.append(_segment(who, at, end, text))
        at = end + PAUSE_S
    found = _identified(segments, people, {})
    return {speaker: naming.name for speaker, naming in found.items() if naming.name}


def namings(
    dialogue: Dialogue,
    voices: dict[str, tuple[str, float]] | None = None,
    people: Sequence[Known] = PANEL,
    seconds: float = 4.0,
) -> dict[str, Naming]:
    """All that is found of each speaker. Turns are of `seconds`, with one in between; `voices` are
    the names and cosines of the library's."""
    segments = [
        _segment(who, i * (seconds + 1), i * (seconds + 1) + seconds, text)
        for i, (who, text) in enumerate(dialogue)
    ]
    return _identified(segments, people, voices or {})


def _segment(speaker: str, start: float, end: float, text: str) -> dict[str, object]:
    return {"speaker": speaker, "start": start, "end": end, "text": text}


def _identified(
    segments: Sequence[dict[str, object]],
    people: Sequence[Known],
    voices: dict[str, tuple[str, float]],
) -> dict[str, Naming]:
    speakers = list(dict.fromkeys(str(segment["speaker"]) for segment in segments))
    clues = evidence.clues(turns_of(segments), people)
    return logic.identify(speakers, voices, clues, THRESHOLD)
