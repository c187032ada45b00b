"""The guard of the clean-up: only punctuation, case and glossary corrections pass. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

MOST_CHANGED = 0.5
# Of a proposal, in characters: as long as this many times what was said, and so many more.
LONGER, LONGER_BY = 2, 20
# All that is punctuation. What is not listed belongs to its word: signs of currencies, of numbers
# and of what is calculated, accents, and what cannot be seen.
MARKS = ".,;:!?…\"'«»‹›“”„‘’()–—¿¡،؛؟。、！？"
# Before a word a stop may be part of it, before a number a comma and a dash: .NET, ,5, –5.
_OTHERS = "".join(mark for mark in MARKS if mark not in ".,–—")
BEFORE = re.compile(rf"^(?:\.{{2,}}|\.(?![^\W_])|[,–—](?!\d)|[{re.escape(_OTHERS)} ])+")
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
    """Known misspellings put right, the longest first; what one puts there stays."""
    longest = sorted(corrections, key=len, reverse=True)
    if not longest:
        return text
    wrong = "|".join(f"({re.escape(each)})" for each in longest)
    return re.sub(
        rf"(?<!\w)(?:{wrong})(?!\w)",
        lambda found: corrections[longest[(found.lastindex or 1) - 1]],
        text,
        flags=re.IGNORECASE,
    )


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
    more or fewer, what was said is put back; a proposal that is mostly other words, or far longer,
    is refused.
    """
    old, new = _words(said), _words(unicodedata.normalize("NFC", proposed))
    if len(proposed) > LONGER * len(said) + LONGER_BY:
        return Cleaned(said, Counter({Refusal.ANOTHER_TEXT: len(new)}))
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
        if words and not token.strip(MARKS):
            words[-1] += f" {token}"
        else:
            words.append(token)
    return words


def _bare(word: str) -> str:
    """A word without case and the punctuation around it; a lone dash or mark is itself."""
    folded = unicodedata.normalize("NFC", word).lower().replace("’", "'")
    return BEFORE.sub("", folded).rstrip(f"{MARKS} ") or folded
