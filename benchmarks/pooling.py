"""Which document is a speaker's? Top-1 retrieval by his first segment, and by all of them pooled.

40 invented people in five meetings (`benchmarks/data/speakers.json`), whose first words are small
talk, and those of the example meeting of whom there is a CV. The documents and segments are
embedded by the packaged model, as in the system; the right document is looked for among all
documents of the same meeting.
"""

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import typer

from agents.context.agent import SPLITTER
from agents.pool.logic import apart, pooled
from benchmarks.accuracy import folded
from benchmarks.table import Json, Row, report
from gpu_consumers.embed.model import Embedder
from gpu_consumers.memory import Budget
from infra.local import models
from streams.settings import Settings

INVENTED = Path(__file__).parent / "data" / "speakers.json"
PANEL = Path("examples/panel")
CVS = {
    "Jean-Marc Petit": "CV_JeanMarc_Petit_John.txt",
    "Kwame Mensah": "CV_Kwame_Mensah.txt",
    "Marie Dubois": "CV_Marie_Dubois_Expert.txt",
}
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Meeting:
    """Documents by name, and what each of these people says."""

    documents: dict[str, str]
    segments: dict[str, list[str]]


def main(json_file: Json = None) -> None:
    """Print how often each way finds the right document."""
    models.main()
    settings = Settings()
    embedder = Embedder(settings, Budget(settings))
    made_up = _found(embedder, invented())
    panel = _found(embedder, [_panel()])
    queries = len(made_up["first segment"])
    rows = [Row("queries, invented meetings", queries, "", ">= 40", queries >= 40)]
    for name, found in (("invented", made_up), ("panel", panel)):
        share = {way: 100 * sum(right) / len(right) for way, right in found.items()}
        for way, value in share.items():
            better = way.endswith("(ours)") and name == "invented"
            goal = "> first segment" if better else None
            met = value > share["first segment"] if better else None
            rows.append(Row(f"{name}: {way}", value, "% top-1", goal, met))
    report("pooling", rows, json_file)


def _found(embedder: Embedder, meetings: list[Meeting]) -> dict[str, list[bool]]:
    """For each way to make a query, whether it found each speaker's document first."""
    found: dict[str, list[bool]] = {}
    for meeting in meetings:
        chunks = [
            (who, c) for who, text in meeting.documents.items() for c in SPLITTER.chunks(text)
        ]
        documents = embedder.embed([chunk for _, chunk in chunks])
        said = [(who, text) for who, texts in meeting.segments.items() for text in texts]
        vectors = embedder.embed([text for _, text in said])
        texts, speakers = [text for _, text in said], [who for who, _ in said]
        firsts = {who: vectors[speakers.index(who)] for who in dict.fromkeys(speakers)}
        ways = {"first segment": firsts} | {
            f"mean of all segments{', weighted by ' + by if by else ''}": pooled(
                vectors, speakers, weights(texts)
            )
            for by, weights in WEIGHTS.items()
        }
        ways["the same, less the meeting's mean (ours)"] = apart(pooled(vectors, speakers))
        for way, queries in ways.items():
            for who, query in queries.items():
                best = chunks[int(np.argmax(documents @ query))][0]
                found.setdefault(way, []).append(best == who)
    return found


def _even(texts: list[str]) -> list[float]:
    return [1.0] * len(texts)


def _length(texts: list[str]) -> list[float]:
    return [float(len(text.split())) for text in texts]


def _information(texts: list[str]) -> list[float]:
    """The sum of the words' inverse document frequencies (Spärck Jones, 1972) in the meeting."""
    words = [set(folded(text).split()) for text in texts]
    frequency = Counter(word for one in words for word in one)
    return [sum(math.log(len(texts) / frequency[word]) for word in one) + 1e-6 for one in words]


WEIGHTS: dict[str, Callable[[list[str]], list[float]]] = {
    "": _even,
    "length": _length,
    "information": _information,
}


def invented() -> list[Meeting]:
    """The meetings of `benchmarks/data/speakers.json`."""
    data: dict[str, Any] = json.loads(INVENTED.read_text())
    return [
        Meeting(
            documents={s["name"]: s["document"] for s in meeting["speakers"]},
            segments={s["name"]: s["segments"] for s in meeting["speakers"]},
        )
        for meeting in data["meetings"]
    ]


def _panel() -> Meeting:
    turns = json.loads((PANEL / "reunion_panel-citoyen.json").read_text())
    documents = {who: (PANEL / "context" / file).read_text() for who, file in CVS.items()}
    glossary = next((PANEL / "context").glob("gloss*"))
    return Meeting(
        documents={**documents, "": glossary.read_text()},
        segments={who: [t["text"] for t in turns if t["speaker"] == who] for who in CVS},
    )


if __name__ == "__main__":
    typer.run(main)
