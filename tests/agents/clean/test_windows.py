"""Cleaning in windows: what a model answers wrongly costs only itself, and is told by reason."""

import json
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
        self.asked: list[dict[str, Any]] = []

    def ask(self, purpose: str, system: str, text: str, *_: Any) -> dict[str, Any] | None:
        self.asked.append(json.loads(text))
        return {"lines": next(x for x in self._lines if x[0].split()[0].strip(",").lower() in text)}


def cleaned(said: list[str], *answers: list[str]) -> list[str]:
    model = cast(LanguageModel, Model(list(answers)))
    return clean(said, {}, "fr", model, Budget(5.0))


def test_a_window_with_too_few_lines_is_cleaned_by_rule_and_the_others_are_kept() -> None:
    said = [f"mot{i} oui" for i in range(WINDOW + 1)]
    texts = cleaned(said, ["Mot0, oui !"], [f"Mot{WINDOW}, oui !"])
    assert texts == [*(f"Mot{i} oui." for i in range(WINDOW)), f"Mot{WINDOW}, oui !"]


@pytest.mark.parametrize("answer", [{}, {"lines": None}, {"lines": "oui"}, {"lines": [None, 5]}])
def test_an_answer_of_the_wrong_shape_is_cleaned_by_rule_and_told(
    answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Model, "ask", lambda *_: answer)
    with caplog.at_level(logging.INFO, "agents.clean.agent"):
        assert cleaned(["oui", "non"]) == ["Oui.", "Non."]
    assert "2 not as many lines as were asked about" in caplog.text


def test_without_an_answer_nothing_was_refused(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Model, "ask", lambda *_: None)
    with caplog.at_level(logging.INFO, "agents.clean.agent"):
        assert cleaned(["oui"]) == ["Oui."]
    assert not caplog.text


def test_what_was_refused_is_told_by_reason_and_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "agents.clean.agent"):
        cleaned(["je parle du secret"], ["je parle du complot"])
    assert "1 words replaced by others" in caplog.text
    assert "secret" not in caplog.text
    assert "complot" not in caplog.text


def test_a_window_is_asked_about_with_what_was_said_before_it() -> None:
    said = [f"mot{i} oui" for i in range(WINDOW + 1)]
    model = Model([["Mot0, oui !"], [f"Mot{WINDOW}, oui !"]])
    clean(said, {}, "fr", cast(LanguageModel, model), Budget(5.0))
    first, second = sorted(model.asked, key=lambda asked: len(asked["before"]))
    assert first == {"before": [], "lines": said[:WINDOW]}
    assert second == {"before": said[WINDOW - 2 : WINDOW], "lines": said[WINDOW:]}


def test_fillers_are_left_out_only_if_asked() -> None:
    model = cast(LanguageModel, Model([["Euh, oui."]]))
    assert clean(["euh oui"], {}, "fr", model, Budget(5.0)) == ["Euh, oui."]
    silent = cast(LanguageModel, Model([["Oui !"]]))
    assert clean(["euh oui"], {}, "fr", silent, Budget(5.0), fillers=False) == ["Oui !"]
