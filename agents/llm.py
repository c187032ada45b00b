"""The language model as a guest: one client for every OpenAI-compatible server.

It answers in time or not at all: each call has a deadline, a transcript has a budget, and after
some failures in a row it is left alone for a while.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from openai import OpenAI, OpenAIError

from streams import metrics
from streams.settings import Settings

log = logging.getLogger(__name__)
FAILURES = 3
REST_S = 60.0


class Budget:
    """Seconds of language model time that one transcript may take."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock() + seconds

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._until - self._clock())


class LanguageModel:
    """Answers in JSON of a schema, or None."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.model = settings.llm_model
        self.enabled = settings.llm_enabled
        self._deadline = settings.llm_call_deadline_s
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._client = OpenAI(
            base_url=settings.llm_base_url if self.enabled else "http://127.0.0.1:9",
            api_key=settings.llm_api_key.get_secret_value(),
            max_retries=0,
        )

    def ask(
        self, purpose: str, system: str, user: str, schema: dict[str, Any], budget: Budget
    ) -> dict[str, Any] | None:
        """The answer; None when it is off, late, wrong, or out of budget (logged and counted)."""
        if not self.enabled:
            return None
        seconds = min(self._deadline, budget.left())
        if seconds < 0.5 or self._clock() < self._closed_until:
            metrics.LLM_CALLS.labels(purpose, "refused").inc()
            return None
        try:
            answer = self._call(system, user, schema, seconds)
        except (OpenAIError, ValueError, TimeoutError) as error:
            self._failed(purpose, error)
            return None
        self._failures = 0
        metrics.LLM_CALLS.labels(purpose, "ok").inc()
        return answer

    def _call(
        self, system: str, user: str, schema: dict[str, Any], seconds: float
    ) -> dict[str, Any]:
        """Streams the answer: a server that dribbles must not hold us past the deadline."""
        until = self._clock() + seconds
        stream = self._client.chat.completions.create(
            model=self.model,
            messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": True},
            },
            temperature=0,
            max_tokens=700,
            timeout=seconds,
            stream=True,
        )
        text = ""
        with stream:
            for chunk in stream:
                if self._clock() > until:
                    raise TimeoutError(f"no whole answer within {seconds:.1f} s")
                if chunk.choices:
                    text += chunk.choices[0].delta.content or ""
        value = json.loads(text)
        if not isinstance(value, dict):
            raise ValueError("the answer is not a JSON object")
        return value

    def _failed(self, purpose: str, error: Exception) -> None:
        self._failures += 1
        metrics.LLM_CALLS.labels(purpose, "error").inc()
        log.warning("language model (%s): %s", purpose, error)
        if self._failures >= FAILURES:
            self._closed_until = self._clock() + REST_S
            self._failures = 0
