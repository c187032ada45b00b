"""Twenty invented meetings as Whisper's base size recognised them, with their documents.

Many words are misheard, names most of all: whom nothing names stays without a name, and nobody gets
another's. They were said by synthetic voices, made as those of `examples/meetings`, and cut into
speakers by the packaged diarization. `found` are those who were named when the meeting was added;
the rules were mended with the help of these meetings.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.clean.logic import corrected
from agents.enrich.logic import known, with_corrections
from agents.identify import evidence, logic
from agents.identify.dialogue import together, turns_of
from infra.local.meeting import folded
from streams.settings import Settings
from tests.agents.identify.documents import read

MEETINGS = sorted((Path(__file__).parent / "recognised").glob("*/"))


def names(meeting: dict[str, Any], told: dict[str, Any]) -> dict[str, str]:
    """The name of each speaker who gets one."""
    segments = [
        {**s, "text": corrected(s["text"], told["corrections"])} for s in meeting["segments"]
    ]
    people = with_corrections(known(told["people"]), told["corrections"])
    clues = evidence.clues(turns_of(segments), people)
    found = logic.identify(
        list(meeting["speakers"]), {}, clues, Settings().name_threshold, together(segments)
    )
    return {speaker: naming.name for speaker, naming in found.items() if naming.name}


@pytest.mark.parametrize("folder", MEETINGS, ids=lambda folder: folder.name)
def test_nobody_gets_anothers_name_however_badly_words_are_recognised(folder: Path) -> None:
    meeting = json.loads((folder / "recognised.json").read_text())
    speakers = meeting["speakers"]
    given = names(meeting, read(folder))
    right = {
        s: {folded(n) for n in (one["name"], *one["accepted"]) if n} for s, one in speakers.items()
    }
    assert {s: name for s, name in given.items() if folded(name) not in right[s]} == {}
    assert {s for s, one in speakers.items() if one["found"]} <= set(given)


def test_there_are_meetings_to_try() -> None:
    assert len(MEETINGS) == 20
