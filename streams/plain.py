"""Texts of others where people read them: whatever is in them, none steers a terminal."""

import re

_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Without control characters, but for ends of lines and tabs."""
    return _STEERS.sub("", text)


def one_line(text: str) -> str:
    """As `plain`, on one line."""
    return plain(" ".join(text.split()))
