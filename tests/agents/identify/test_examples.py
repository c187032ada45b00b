"""The example meetings, as if every word of theirs were recognised: documents, rules and names.

What a recogniser makes of them is another matter: `make bench NAME=names`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents.clean.logic import corrected
from agents.enrich.logic import known, with_corrections
from agents.identify import evidence, logic
from agents.identify.dialogue import turns_of
from benchmarks.names import sure_to_be_named as listed
from infra.local.meeting import Meeting, folded, load
from streams.settings import Settings
from tests.agents.identify.documents import context

EXAMPLES = Path(__file__).parents[3] / "examples"
MEETINGS = [EXAMPLES / "panel", *sorted(path for path in (EXAMPLES / "meetings").glob("*/"))]


def said(meeting: Meeting) -> Iterator[dict[str, Any]]:
    """The reference's segments (NIST STM: file, channel, speaker, start, end, labels, text)."""
    for line in meeting.recording.with_suffix(".stm").read_text().splitlines():
        _, _, speaker, start, end, _, text = line.split(" ", 6)
        yield {"speaker": speaker, "start": float(start), "end": float(end), "text": text}


@pytest.mark.parametrize("folder", MEETINGS, ids=lambda folder: folder.name)
def test_of_words_recognised_right_everybody_in_a_document_is_named(
    folder: Path, tmp_path: Path
) -> None:
    meeting = load(folder)
    read = context(meeting.documents, tmp_path)
    segments = [{**s, "text": corrected(s["text"], read["corrections"])} for s in said(meeting)]
    people = with_corrections(known(read["people"]), read["corrections"])
    clues = evidence.clues(turns_of(segments), people)
    speakers = list(dict.fromkeys(s["speaker"] for s in segments))
    found = logic.identify(speakers, {}, clues, Settings().name_threshold)
    names = {speaker: folded(naming.name) for speaker, naming in found.items() if naming.name}
    assert names == {label: folded(meeting.speakers[label] or "") for label in listed(meeting)}
