"""The recogniser's instruction set."""

import os
from pathlib import Path

import pytest

from gpu_consumers.transcribe.instructions import AVX512, VARIABLE, prefer_widest, widest

WIDE = f"processor\t: 0\nflags\t\t: fpu avx avx2 {' '.join(sorted(AVX512))} sha\n"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set first, so that what the code sets is taken back afterwards.
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)


@pytest.mark.parametrize("lacking", sorted(AVX512))
def test_a_processor_that_lacks_any_of_it_keeps_the_librarys_choice(lacking: str) -> None:
    assert widest(WIDE) == "AVX512"
    assert widest(WIDE.replace(f"{lacking} ", "")) is None


def test_what_the_environment_says_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(WIDE)
    prefer_widest(cpuinfo)
    assert os.environ[VARIABLE] == "AVX512"
    monkeypatch.setenv(VARIABLE, "AVX2")
    prefer_widest(cpuinfo)
    assert os.environ[VARIABLE] == "AVX2"


@pytest.mark.parametrize("text", ["", "processor : 0\nFeatures : fp asimd\n", None])
def test_where_nothing_is_known_of_the_processor_nothing_is_asked_for(
    tmp_path: Path, text: str | None
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    if text is not None:
        cpuinfo.write_text(text)
    prefer_widest(cpuinfo)
    assert VARIABLE not in os.environ
