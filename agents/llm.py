"""The language model as a guest: one client for every OpenAI-compatible server.

It answers in time or not at all: each call has a deadline, a transcript has a budget, and after
some failures in a row it is left alone for a while. Whatever it answers costs no more than that.
"""

import asyncio
import json
import logging
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAsyncHttpxClient

from streams import metrics
from streams.settings import Settings

log = logging.getLogger(__name__)
FAILURES = 3
REST_S = 60.0
# What 700 tokens take, many times over: in characters of the answer, in bytes of its transport.
MOST_TEXT = 64 * 1024
MOST_BYTES = 1024 * 1024
# No database, event or reader takes them; line breaks and tabs are blanks.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class WrongAnswer(Exception):
    """What is wrong with an answer, in words that quote nothing of it."""


class Budget:
    """Seconds that one transcript may wait for the language model.

    Calls side by side are waited for once; what is done between calls takes nothing of it.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._running = 0
        self._since = 0.0
        self._spent = 0.0

    def spent(self) -> float:
        """Seconds waited so far."""
        with self._lock:
            return self._spent + (self._clock() - self._since if self._running else 0.0)

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._seconds - self.spent())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Held during a call."""
        with self._lock:
            if not self._running:
                self._since = self._clock()
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                if not self._running:
                    self._spent += self._clock() - self._since


class LanguageModel:
    """Answers in JSON of a schema, or None."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.model = settings.llm_model
        self.enabled = settings.llm_enabled
        self._deadline = settings.llm_call_deadline_s
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._loop = _loop()
        self._client = AsyncOpenAI(
            base_url=settings.llm_base_url if self.enabled else "http://127.0.0.1:9",
            api_key=settings.llm_api_key.get_secret_value(),
            max_retries=0,
            http_client=DefaultAsyncHttpxClient(event_hooks={"response": [_bounded]}),
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
            with budget.running():
                answer = self._within(seconds, system, user, schema)
        except Exception as error:  # noqa: BLE001 whatever it is, the transcript goes on
            self._failed(purpose, error)
            return None
        self._failures = 0
        metrics.LLM_CALLS.labels(purpose, "ok").inc()
        return answer

    def _within(
        self, seconds: float, system: str, user: str, schema: dict[str, Any]
    ) -> dict[str, Any]:
        """The answer. Raises `TimeoutError`, however the server spends the time, and all else."""
        call = asyncio.run_coroutine_threadsafe(self._call(system, user, schema), self._loop)
        try:
            return answer_in(call.result(seconds))
        except TimeoutError:
            raise TimeoutError(f"no whole answer within {seconds:.1f} s") from None
        finally:
            call.cancel()

    async def _call(self, system: str, user: str, schema: dict[str, Any]) -> str:
        """The text of the answer. Cancelled, it closes its connection."""
        stream = await self._client.chat.completions.create(
            model=self.model,
            messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": True},
            },
            temperature=0,
            max_tokens=700,
            stream=True,
            extra_headers={"Accept-Encoding": "identity"},
        )
        text = ""
        async with stream:
            async for chunk in stream:
                if chunk.choices:
                    text += chunk.choices[0].delta.content or ""
                if len(text) > MOST_TEXT:
                    raise WrongAnswer(f"its answer has more than {MOST_TEXT} characters")
        return text

    def _failed(self, purpose: str, error: Exception) -> None:
        self._failures += 1
        metrics.LLM_CALLS.labels(purpose, "error").inc()
        log.warning("language model (%s): %s", purpose, _words(error))
        if self._failures >= FAILURES:
            self._closed_until = self._clock() + REST_S
            self._failures = 0


def answer_in(text: str) -> dict[str, Any]:
    """The object that a text is. Raises `WrongAnswer`; what lies in the object is not looked at."""
    try:
        value = json.loads(text)
        unprintable = any(_UNPRINTABLE.search(found) for found in _strings(value))
    except (ValueError, RecursionError):
        raise WrongAnswer("its answer is not JSON") from None
    if not isinstance(value, dict):
        raise WrongAnswer("its answer is not a JSON object")
    if unprintable:
        raise WrongAnswer("its answer has control characters, or halves of characters")
    return value


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            for name, item in value.items():
                yield name
                yield from _strings(item)


def _words(error: Exception) -> str:
    """What went wrong, without what the server sent: that may quote what people said."""
    match error:
        case WrongAnswer() | TimeoutError():
            return str(error)
        case APIStatusError():
            return f"it answers with status {error.status_code}"
        case APIConnectionError(__cause__=WrongAnswer() as cause):
            return str(cause)
        case APIConnectionError():
            return f"it does not answer ({type(error.__cause__ or error).__name__})"
    return f"its answer does not follow the protocol ({type(error).__name__})"


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """All calls run in one thread: there one that is cancelled lets go at once, wherever it is."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True, name="language-model").start()
    return loop


async def _bounded(response: httpx2.Response) -> None:
    """Let no more than `MOST_BYTES` of a response in; what is packed could be anything unpacked."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise WrongAnswer("its answer is packed")
    response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for part in self._stream:
            taken += len(part)
            if taken > MOST_BYTES:
                raise WrongAnswer(f"its answer takes more than {MOST_BYTES} bytes")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
