"""Names in the text that readers get, written as the documents write them: pure.

What was recognised stays in the segment's raw text. Only what is surest is put right here: by a
name that is merely likely a speaker may be named, with its score, but no sentence is changed.
"""

import re
from collections.abc import Sequence

from agents.identify.misheard import SURE_FULL, mended
from agents.identify.names import Known, resolve
from agents.identify.phrases import CAPITAL
from agents.identify.sound import plain, sounds

_RUN = re.compile(rf"{CAPITAL}(?: {CAPITAL})+")


def as_written(text: str, people: Sequence[Known]) -> str:
    """The text with names of these people put right."""
    mostly, _ = mended(text, people, surest=True)
    return _RUN.sub(lambda run: _full(run[0], people), mostly)


def _full(run: str, people: Sequence[Known]) -> str:
    """Words in capitals, with a full name that one of them nearly is."""
    heard = resolve(run, people)
    if heard is None or heard.known is None or " " not in heard.heard:
        return run
    first, known = heard.heard.split()[0], heard.known.name.split()[0]
    if _other_name(first, known) or sounds(heard.heard, heard.known.name) < SURE_FULL:
        return run
    return run.replace(heard.heard, heard.known.name)


def _other_name(one: str, other: str) -> bool:
    """Whether one first name is the other with more at its end: Jeanne is not Jean."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return short != long and long.startswith(short)
