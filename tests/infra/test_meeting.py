"""Names are judged by whose voice they were given to."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.names import Taken, in_texts
from infra.local.errors import StackError
from infra.local.meeting import Verdict, judged, load

RTTM = """\
SPEAKER talk 1 0.0 10.0 <NA> <NA> Jean-Marc_Petit <NA> <NA>
SPEAKER talk 1 10.0 10.0 <NA> <NA> Awa_Ndiaye <NA> <NA>
SPEAKER talk 1 20.0 10.0 <NA> <NA> Guest <NA> <NA>
"""
EXPECTED = {
    "recording": "talk.wav",
    "forbidden_names": ["Awa Ndiay"],
    "speakers": {
        "Jean-Marc_Petit": {"expected_name": "Jean-Marc Petit", "accept": ["JM Petit"]},
        "Awa_Ndiaye": {"expected_name": "Awa Ndiaye"},
        "Guest": {"expected_name": None},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talk.wav").touch()
    (tmp_path / "talk.rttm").write_text(RTTM)
    (tmp_path / "expected.json").write_text(json.dumps(EXPECTED))
    (tmp_path / "enrolment").mkdir()
    (tmp_path / "enrolment" / "jean_marc_petit.mp3").touch()
    return tmp_path


def transcript(*names: str | None, source: str = "DOCUMENT") -> dict[str, Any]:
    """One speaker after another, ten seconds each, with these names."""
    return {
        "speakers": [
            {
                "label": f"S{i}", "name": name, "name_source": source, "score": 0.9,
                "evidence": [{"passage": "je suis"}],
            }
            for i, name in enumerate(names)
        ],
        "segments": [
            {"speaker": f"S{i}", "start": 10.0 * i + 1, "end": 10.0 * i + 9}
            for i in range(len(names))
        ],
    }  # fmt: skip


def verdicts(folder: Path, *names: str | None, source: str = "DOCUMENT") -> list[Verdict]:
    return [j.verdict for j in judged(load(folder), transcript(*names, source=source))]


def test_right_names_with_or_without_title_are_right(folder: Path) -> None:
    right = [Verdict.RIGHT, Verdict.RIGHT, Verdict.UNNAMED]
    assert verdicts(folder, "Dr Jean-Marc PETIT", "Awa Ndiaye", None) == right
    assert verdicts(folder, "JM Petit", "Awa Ndiaye", None) == right


def test_a_right_name_on_the_wrong_voice_is_wrong(folder: Path) -> None:
    wrong = [Verdict.WRONG, Verdict.WRONG, Verdict.WRONG]
    assert verdicts(folder, "Awa Ndiaye", "Jean-Marc Petit", "Awa Ndiaye") == wrong


def test_no_name_is_missing_where_there_is_one_to_give(folder: Path) -> None:
    assert verdicts(folder, None, None, None) == [Verdict.MISSING, Verdict.MISSING, Verdict.UNNAMED]


def test_a_misheard_name_counts_as_heard_only_when_it_says_so(folder: Path) -> None:
    names = ("Jean-Marc Petit", "Ava Ndiaye", None)
    assert verdicts(folder, *names, source="SPEECH")[1] is Verdict.AS_HEARD
    assert verdicts(folder, *names, source="DOCUMENT")[1] is Verdict.WRONG
    forbidden = verdicts(folder, None, "Awa Ndiay", None, source="SPEECH")
    assert forbidden[1] is Verdict.WRONG


def test_a_voice_belongs_to_whom_its_file_is_named_after(folder: Path) -> None:
    assert list(load(folder).voices) == ["Jean-Marc Petit"]


def test_what_a_folder_lacks_is_said(folder: Path) -> None:
    (folder / "talk.rttm").unlink()
    with pytest.raises(StackError, match=r"talk\.rttm is missing"):
        load(folder)


def test_full_names_in_texts_are_counted_by_what_is_said(folder: Path) -> None:
    (folder / "talk.stm").write_text(
        ";; all of it\n"
        "talk 1 Jean-Marc_Petit 0.0 10.0 <o,fr> Je suis Jean-Marc Petit. Awa Ndiaye, bonsoir.\n"
        "talk 1 Awa_Ndiaye 10.0 20.0 <o,fr> Bonsoir. Awa NDIAYE, du quartier nord.\n"
    )
    heard = "Je suis Jean-Marc Petit. À Wandiaye, bonsoir. Awa Ndiaye, du quartier nord."
    right = heard.replace("À Wandiaye", "Awa Ndiaye")
    told = {
        "speakers": [],
        "segments": [
            {"text_raw": heard, "text": right},
            {"text_raw": "Il manque.", "text": "Il manque Awa Ndiay."},
        ],
    }
    rows = in_texts([Taken("talk", load(folder), told)])
    assert [row.value for row in rows] == [3, 2, 3, 1]


def test_a_meeting_without_reference_text_has_nothing_said(folder: Path) -> None:
    assert load(folder).said == ""
