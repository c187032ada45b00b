"""Asking the language model who speaks: its answer is a candidate, never a name."""

import re
from collections.abc import Sequence
from typing import Any

from agents.identify import names
from agents.identify.dialogue import Turn
from agents.identify.names import Known
from agents.llm import Budget, LanguageModel
from agents.prompts import prompt
from schemas.events import Candidate

MOST_TURNS = 30
MOST_SPEAKERS = 8
MOST_NAME = 40
SCORE = 0.3
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "speakers": {
            "type": "array",
            "maxItems": MOST_SPEAKERS,
            "items": {
                "type": "object",
                "properties": {
                    "speaker": {"type": "string", "maxLength": 12},
                    "name": {"type": "string", "maxLength": MOST_NAME},
                },
                "required": ["speaker", "name"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["speakers"],
    "additionalProperties": False,
}


def suggestions(
    turns: Sequence[Turn],
    people: Sequence[Known],
    language: str,
    model: LanguageModel,
    budget: Budget,
) -> dict[str, Candidate]:
    """A candidate by speaker; only names that occur in the dialogue or are known."""
    if not model.enabled or not turns:
        return {}
    dialogue = "\n".join(f"{t.speaker}: {_ends(t.text)}" for t in turns[:MOST_TURNS])
    answer = model.ask("identify", prompt("identify", language).text, dialogue, SCHEMA, budget)
    found: dict[str, Candidate] = {}
    for speaker, name in _told(answer or {}):
        heard = names.resolve(name, people)
        said = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", dialogue, re.IGNORECASE) is not None
        if heard is not None and (said or heard.known is not None):
            found[speaker] = Candidate(
                name=heard.name, score=SCORE, keywords=[], passage="suggested by the language model"
            )
    return found


def _told(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Speakers and names in an answer, as far as it has the shape that was asked for."""
    items = answer.get("speakers")
    pairs = [
        (item.get("speaker"), item.get("name"))
        for item in (items if isinstance(items, list) else [])[:MOST_SPEAKERS]
        if isinstance(item, dict)
    ]
    return [
        (speaker, name)
        for speaker, name in pairs
        if isinstance(speaker, str) and isinstance(name, str) and len(name) <= MOST_NAME
    ]


def _ends(text: str, most: int = 160) -> str:
    """The beginning and the end of a turn, where names are said."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"
