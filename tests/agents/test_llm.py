"""The language model as a guest, over real HTTP: what it does wrong costs time, and little."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from agents.llm import FAILURES, MOST_TEXT, REST_S, Budget, LanguageModel
from benchmarks.llm_stub import Answer, served
from streams.settings import Settings

SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
GOOD = '{"name": "Ana"}'


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Answers as told and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer = GOOD
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: dict[str, Any]) -> str:
        self.asked.append(request)
        return self.answer


Serving = Callable[[Answer], str]


@pytest.fixture
def serving() -> Iterator[Serving]:
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(served(answer))


def client(url: str, clock: Clock | None = None, deadline_s: float = 10.0) -> LanguageModel:
    settings = Settings(llm_base_url=url, llm_model="stub", llm_call_deadline_s=deadline_s)
    return LanguageModel(settings, clock or time.monotonic)


def ask(model: LanguageModel, budget: Budget | None = None) -> dict[str, Any] | None:
    return model.ask("test", "Give a name.", "Ana says hello.", SCHEMA, budget or Budget(20.0))


def test_an_answer_comes_in_the_schema_that_was_sent(serving: Serving) -> None:
    server = Server()
    assert ask(client(serving(server))) == {"name": "Ana"}
    sent = server.asked[0]
    assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (sent["temperature"], sent["stream"]) == (0, True)


@pytest.mark.parametrize(
    "answer",
    [
        *("", "no JSON", "[1]", '{"name": "An'),
        *(r'{"name": "A\u0000"}', r'{"name": ["A\ud800"]}', r'{"n\u0085": {}}'),
        *("[" * 200_000, '{"name": ' + "9" * 10_000 + "}", f'{{"name": "{"A" * MOST_TEXT}"}}'),
    ],
)
def test_an_answer_that_is_no_json_object_or_one_that_nobody_can_keep_is_none(
    serving: Serving, answer: str
) -> None:
    assert ask(client(serving(lambda _: answer))) is None


def test_a_server_that_is_not_there_is_none() -> None:
    assert ask(client("http://127.0.0.1:9/v1")) is None


def test_a_late_answer_is_left_at_the_deadline(serving: Serving) -> None:
    def late(_: dict[str, Any]) -> str:
        time.sleep(8)
        return GOOD

    began = time.monotonic()
    assert ask(client(serving(late), deadline_s=0.6)) is None
    assert time.monotonic() - began < 6


def test_a_spent_budget_asks_nothing(serving: Serving) -> None:
    server = Server()
    assert ask(client(serving(server)), Budget(0.0)) is None
    assert server.asked == []


def test_after_failures_in_a_row_it_is_left_alone_for_a_while_and_then_tried_again(
    serving: Serving,
) -> None:
    clock, server = Clock(), Server()
    model = client(serving(server), clock)
    server.answer = "no JSON"
    assert [ask(model) for _ in range(FAILURES + 2)] == [None] * (FAILURES + 2)
    assert len(server.asked) == FAILURES
    server.answer = GOOD
    clock.now = REST_S - 1
    assert ask(model) is None
    clock.now = REST_S + 1
    assert ask(model) == {"name": "Ana"}


def test_failures_with_an_answer_between_them_are_not_in_a_row(serving: Serving) -> None:
    clock, server = Clock(), Server()
    model = client(serving(server), clock)
    for answer in ["", "", GOOD, "", "", GOOD]:
        server.answer = answer
        ask(model)
    assert len(server.asked) == 6


def test_a_budget_is_what_is_waited_for_and_calls_side_by_side_are_waited_for_once() -> None:
    clock = Clock()
    budget = Budget(20.0, clock)
    clock.now = 5.0
    assert budget.left() == 20.0
    with budget.running():
        clock.now = 8.0
        with budget.running():
            clock.now = 10.0
        clock.now = 11.0
        assert (budget.left(), budget.spent()) == (14.0, 6.0)
    clock.now = 30.0
    assert budget.spent() == 6.0
    with budget.running():
        clock.now = 60.0
    assert budget.left() == 0.0
