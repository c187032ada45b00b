"""Cleaning segments with the language model, in windows, in parallel, inside a budget."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from agents.clean import logic
from agents.llm import Budget, LanguageModel
from agents.prompts import prompt
from streams import metrics

WINDOW = 4
PARALLEL = 4


def clean(
    texts: Sequence[str],
    corrections: Mapping[str, str],
    language: str,
    model: LanguageModel,
    budget: Budget,
) -> list[str]:
    """A clean text for each; what the model leaves, or spoils, is cleaned by rule."""
    said = [logic.corrected(text, corrections) for text in texts]
    if not model.enabled:
        return [logic.tidied(text) for text in said]
    windows = [range(i, min(i + WINDOW, len(said))) for i in range(0, len(said), WINDOW)]
    with ThreadPoolExecutor(PARALLEL) as pool:
        answers = list(
            pool.map(lambda w: _ask([said[i] for i in w], language, model, budget), windows)
        )
    result = []
    for window, answer in zip(windows, answers, strict=True):
        for place, i in enumerate(window):
            cleaned = logic.guarded(said[i], answer[place]) if answer else logic.Cleaned(said[i])
            metrics.GUARD_REFUSALS.inc(cleaned.refused)
            result.append(logic.tidied(cleaned.text))
    return result


def _ask(lines: list[str], language: str, model: LanguageModel, budget: Budget) -> list[str] | None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "lines": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": len(lines),
                "maxItems": len(lines),
            }
        },
        "required": ["lines"],
        "additionalProperties": False,
    }
    answer = model.ask("clean", prompt("clean", language).text, "\n".join(lines), schema, budget)
    found = answer.get("lines") if answer else None
    if not isinstance(found, list) or len(found) != len(lines):
        return None
    return [str(line) for line in found]
