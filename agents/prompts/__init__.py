"""What the language model is told: a file by purpose and language, its version in line one."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Prompt:
    """A text, and the version that goes into every key under which an answer is kept."""

    text: str
    version: str


@cache
def prompt(purpose: str, language: str | None) -> Prompt:
    """The prompt in that language where there is one, else in English."""
    spoken = language if language in LANGUAGES else "en"
    file = files(__name__) / f"{purpose}.{spoken}.txt"
    first, _, text = file.read_text("utf-8").partition("\n")
    return Prompt(text.strip(), f"{purpose}.{spoken}.{first.removeprefix('version ').strip()}")
