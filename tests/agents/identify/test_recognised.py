"""Invented meetings with their documents: nobody gets another's name, and who has none keeps none.

Twenty (`recognised`) are as Whisper's base size recognised them: many words are misheard, names
most of all. They were said by synthetic voices, made as those of `examples/meetings`, and cut into
speakers by the packaged diarization. Eighty-six (`written`) were never said: people talk more
freely in them, their documents have many more layouts, and some names are written as they may be
misheard. `found` are those who were named when the flag was last brought up to date; the rules were
mended with the help of nearly all of the meetings (docs/measurements.md).
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

HERE = Path(__file__).parent
RECOGNISED = sorted(HERE.glob("recognised/*/recognised.json"))
WRITTEN = sorted(HERE.glob("written/*/said.json"))


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


@pytest.mark.parametrize("file", [*RECOGNISED, *WRITTEN], ids=lambda file: file.parent.name)
def test_nobody_gets_anothers_name_however_badly_words_are_recognised(file: Path) -> None:
    meeting = json.loads(file.read_text())
    speakers = meeting["speakers"]
    given = names(meeting, read(file.parent))
    right = {
        s: {folded(n) for n in (one["name"], *one["accepted"]) if n} for s, one in speakers.items()
    }
    assert {s: name for s, name in given.items() if folded(name) not in right[s]} == {}
    assert {s for s, one in speakers.items() if one["found"]} <= set(given)


def test_there_are_meetings_to_try() -> None:
    assert (len(RECOGNISED), len(WRITTEN)) == (20, 86)
