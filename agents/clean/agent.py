"""Cleaning segments with the language model, in windows, in parallel, inside a budget."""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from agents.clean import logic
from agents.llm import Budget, LanguageModel
from agents.prompts import prompt
from streams import metrics

log = logging.getLogger(__name__)
WINDOW = 4
BEFORE = 2
PARALLEL = 4


def clean(
    texts: Sequence[str],
    corrections: Mapping[str, str],
    language: str,
    model: LanguageModel,
    budget: Budget,
    *,
    fillers: bool = True,
) -> list[str]:
    """A clean text for each; what the model leaves, or spoils, is cleaned by rule.

    The model sees the two segments before each window, to know where a sentence comes from.
    Without `fillers`, "euh" and its like are left out.
    """
    said = [logic.corrected(text, corrections) for text in texts]
    if not fillers:
        said = [logic.without_fillers(text) for text in said]
    if not model.enabled:
        return [logic.tidied(text) for text in said]
    windows = [range(i, min(i + WINDOW, len(said))) for i in range(0, len(said), WINDOW)]
    with ThreadPoolExecutor(PARALLEL) as pool:
        answers = list(pool.map(lambda w: _ask(said, w, language, model, budget), windows))
    result = []
    refused: Counter[logic.Refusal] = Counter()
    for window, answer in zip(windows, answers, strict=True):
        lines = answer or []
        if answer is not None and len(answer) != len(window):
            refused[logic.Refusal.LINES] += len(window)
            lines = []
        for place, i in enumerate(window):
            cleaned = logic.guarded(said[i], lines[place]) if lines else logic.Cleaned(said[i])
            refused += cleaned.refused
            result.append(logic.tidied(cleaned.text))
    _tell(refused)
    return result


def _tell(refused: Counter[logic.Refusal]) -> None:
    """Count what was refused and say why, without the words themselves."""
    for reason, count in refused.items():
        metrics.GUARD_REFUSALS.labels(reason.name.lower()).inc(count)
    if refused:
        reasons = ", ".join(f"{count} {reason}" for reason, count in refused.most_common())
        log.info("the guard put back what was said: %s", reasons)


def _ask(
    said: Sequence[str], window: range, language: str, model: LanguageModel, budget: Budget
) -> list[str] | None:
    """The lines that came, none where the answer has another shape; None without an answer."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "lines": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": len(window),
                "maxItems": len(window),
            }
        },
        "required": ["lines"],
        "additionalProperties": False,
    }
    before = said[max(0, window.start - BEFORE) : window.start]
    asked = {"before": before, "lines": [said[i] for i in window]}
    text = json.dumps(asked, ensure_ascii=False)
    answer = model.ask("clean", prompt("clean", language).text, text, schema, budget)
    if answer is None:
        return None
    found = answer.get("lines")
    return [x for x in found if isinstance(x, str)] if isinstance(found, list) else []
