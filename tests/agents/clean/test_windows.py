"""Cleaning in windows: what a model answers wrongly costs only itself, and is told by reason."""

import logging
from typing import Any, cast

import pytest

from agents.clean.agent import WINDOW, clean
from agents.llm import Budget, LanguageModel


class Model:
    """Answers what it is told to."""

    enabled = True

    def __init__(self, lines: list[list[str]]) -> None:
        self._lines = lines

    def ask(self, purpose: str, system: str, text: str, *_: Any) -> dict[str, Any]:
        return {"lines": next(x for x in self._lines if x[0].split()[0].strip(",").lower() in text)}


def cleaned(said: list[str], *answers: list[str]) -> list[str]:
    model = cast(LanguageModel, Model(list(answers)))
    return clean(said, {}, "fr", model, Budget(5.0))


def test_a_window_with_too_few_lines_is_cleaned_by_rule_and_the_others_are_kept() -> None:
    said = [f"mot{i} oui" for i in range(WINDOW + 1)]
    texts = cleaned(said, ["Mot0, oui !"], [f"Mot{WINDOW}, oui !"])
    assert texts == [*(f"Mot{i} oui." for i in range(WINDOW)), f"Mot{WINDOW}, oui !"]


def test_what_was_refused_is_told_by_reason_and_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "agents.clean.agent"):
        cleaned(["je parle du secret"], ["je parle du complot"])
    assert "1 words replaced by others" in caplog.text
    assert "secret" not in caplog.text
    assert "complot" not in caplog.text
