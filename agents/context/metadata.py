"""Metadata of a document by the language model, cached by what was asked of which model."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

from cachetools import TTLCache

from agents.context.logic import Person, checked, occurs
from agents.llm import Budget, LanguageModel
from agents.prompts import prompt
from streams import metrics
from streams.db import Database

# Shorter than in PostgreSQL: what a tenant has erased there must not live on here.
MEMORY_S = 300
MOST_PEOPLE, MOST_KEYWORDS = 3, 8
MOST_VALUE, MOST_KEYWORD, MOST_LANGUAGE = 80, 40, 5
KINDS = ("cv", "glossary", "agenda", "other")
FIELDS = ("name", "role", "company", "email", "phone")
_TEXT = {"type": "string", "maxLength": MOST_VALUE}
PERSON = {
    "type": "object",
    "properties": dict.fromkeys(FIELDS, _TEXT),
    "required": list(FIELDS),
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": list(KINDS)},
        "language": {"type": "string", "maxLength": MOST_LANGUAGE},
        "people": {"type": "array", "items": PERSON, "maxItems": MOST_PEOPLE},
        "keywords": {
            "type": "array",
            "items": {"type": "string", "maxLength": MOST_KEYWORD},
            "maxItems": MOST_KEYWORDS,
        },
    },
    "required": ["kind", "language", "people", "keywords"],
    "additionalProperties": False,
}
_GET = """
SELECT value FROM st.metadata_cache
WHERE key = %(key)s AND user_id = %(user)s AND expires_at > now()
"""
_PUT = """
INSERT INTO st.metadata_cache (key, user_id, value, expires_at)
VALUES (%s, %s, %s, now() + interval '7 days')
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
_FORGET = "DELETE FROM st.metadata_cache WHERE user_id = %s AND expires_at <= now()"


@dataclass(frozen=True)
class Told:
    """What the model said of a document, without what does not occur in it."""

    kind: str = "other"
    language: str | None = None
    people: list[Person] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)


class Metadata:
    """Asks once in seven days for a text: answers are kept in PostgreSQL, for minutes here too.

    What of a tenant's is older goes when the next one is kept.
    """

    def __init__(self, model: LanguageModel, database: Database) -> None:
        self._model = model
        self._database = database
        self._here: TTLCache[str, dict[str, Any]] = TTLCache(maxsize=1000, ttl=MEMORY_S)
        self._lock = Lock()

    def of(self, user_id: str, text: str, language: str | None, budget: Budget) -> Told:
        """What the model says of the text; nothing without a model, or when it does not answer."""
        if not self._model.enabled:
            return Told()
        asked = prompt("metadata", language)
        parts = (user_id, asked.version, self._model.model, text)
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        answer = self._kept(key, user_id)
        if answer is None:
            metrics.LLM_CACHE.labels("miss").inc()
            answer = self._ask(key, user_id, asked.text, text, budget)
        return told(answer, text)

    def _kept(self, key: str, user_id: str) -> dict[str, Any] | None:
        with self._lock:
            here: dict[str, Any] | None = self._here.get(key)
        if here is not None:
            metrics.LLM_CACHE.labels("memory").inc()
            return here
        [rows] = self._database.read([user_id], (_GET, {"key": key, "user": user_id}))
        if not rows or not isinstance(rows[0][0], dict):
            return None
        metrics.LLM_CACHE.labels("store").inc()
        return self._kept_here(key, rows[0][0])

    def _ask(
        self, key: str, user_id: str, system: str, text: str, budget: Budget
    ) -> dict[str, Any]:
        document = f"<document>\n{text[:3000]}\n</document>"
        answer = self._model.ask("metadata", system, document, SCHEMA, budget)
        if answer is None:
            return {}
        # Only what is borne out: the database refuses some of what an answer may hold.
        kept = asdict(told(answer, text))
        with self._database.transaction(user_id) as connection:
            connection.execute(_FORGET, (user_id,))
            connection.execute(_PUT, (key, user_id, json.dumps(kept)))
        return self._kept_here(key, kept)

    def _kept_here(self, key: str, answer: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            self._here[key] = answer
        return answer


def told(answer: dict[str, Any], text: str) -> Told:
    """An answer, whatever its shape, as far as the document bears it out."""
    people = [_person(p) for p in _listed(answer, "people", dict)[:MOST_PEOPLE]]
    words = [w for w in _listed(answer, "keywords", str) if len(w) <= MOST_KEYWORD]
    return Told(
        kind=answer["kind"] if answer.get("kind") in KINDS else "other",
        language=_line(answer, "language", MOST_LANGUAGE),
        people=[found for p in people if (found := checked(p, text)) is not None],
        keywords=[word for word in words[:MOST_KEYWORDS] if occurs(word, text)],
    )


def _listed(answer: dict[str, Any], name: str, kind: type[Any]) -> list[Any]:
    found = answer.get(name)
    return [item for item in found if isinstance(item, kind)] if isinstance(found, list) else []


def _line(answer: dict[str, Any], name: str, most: int) -> str | None:
    """A value on one line; None where it is empty, too long or no text."""
    found = answer.get(name)
    line = " ".join(found.split()) if isinstance(found, str) else ""
    return line if 0 < len(line) <= most else None


def _person(answer: dict[str, Any]) -> Person:
    role, company, email, phone = (_line(answer, name, MOST_VALUE) for name in FIELDS[1:])
    return Person(_line(answer, "name", MOST_VALUE) or "", role, company, email, phone)
