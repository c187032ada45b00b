"""The guard of the clean-up: only punctuation, case and glossary corrections pass. Pure."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

MOST_CHANGED = 0.5
_FILLER = r"(?<![\w'’-])(?:euh+|heu+|hu+m+|h*m{2,}h?|u+h+m?|u+m+|e+rm+)(?![\w'’-])"
LAST_FILLER = re.compile(rf",?\s*{_FILLER}(?=\s*(?:[.?!…]|$))", re.IGNORECASE)
FILLER = re.compile(rf"{_FILLER}\s*,?\s*", re.IGNORECASE)


class Refusal(StrEnum):
    """Why something that the language model proposed did not pass."""

    REPLACED = "words replaced by others"
    ADDED = "words added"
    DROPPED = "words dropped"
    ANOTHER_TEXT = "another text altogether"
    LINES = "not as many lines as were asked about"


@dataclass(frozen=True)
class Cleaned:
    """A text, and how many proposed words were refused for which reason."""

    text: str
    refused: Counter[Refusal] = field(default_factory=Counter)


def corrected(text: str, corrections: Mapping[str, str]) -> str:
    """Known misspellings put right, the longest first."""
    for wrong in sorted(corrections, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(wrong)}(?!\w)"
        text = re.sub(pattern, corrections[wrong].replace("\\", r"\\"), text, flags=re.IGNORECASE)
    return text


def without_fillers(text: str) -> str:
    """Without "euh", "um" and their like; a text of nothing else stays as it is."""
    kept = FILLER.sub("", LAST_FILLER.sub("", text)).strip().lstrip(",.?!… ")
    return kept or text


def tidied(text: str) -> str:
    """A capital at the beginning, a stop at the end, single spaces."""
    text = re.sub(r"\s+", " ", text).strip()
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in '.?!…»"' else text.rstrip(",;:") + "."


def guarded(said: str, proposed: str) -> Cleaned:
    """What was said, in the proposal's punctuation and case.

    Words are aligned without case and punctuation. Where the proposal has other words, or words
    more or fewer, what was said is put back; a proposal that is mostly other words is refused.
    """
    old, new = _words(said), _words(proposed)
    matcher = SequenceMatcher(
        a=[_bare(word) for word in old], b=[_bare(word) for word in new], autojunk=False
    )
    if not old or matcher.ratio() < MOST_CHANGED:
        return Cleaned(said, Counter({Refusal.ANOTHER_TEXT: max(len(new), 1)}))
    words: list[str] = []
    refused: Counter[Refusal] = Counter()
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            words += new[c:d]
        else:
            words += old[a:b]
            refused[_REASONS[kind]] += max(b - a, d - c)
    return Cleaned(" ".join(words), refused)


_REASONS = {"replace": Refusal.REPLACED, "insert": Refusal.ADDED, "delete": Refusal.DROPPED}


def _words(text: str) -> list[str]:
    """Words; a mark that stands alone, as before a French question mark, goes with its word."""
    words: list[str] = []
    for token in text.split():
        if words and not any(c.isalnum() for c in token):
            words[-1] += f" {token}"
        else:
            words.append(token)
    return words


def _bare(word: str) -> str:
    """A word without case and the punctuation around it; a lone dash or mark is itself."""
    return re.sub(r"^\W+|\W+$", "", word.casefold().replace("’", "'")) or word
