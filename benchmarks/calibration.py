"""What cosine tells a speaker's own document from others', by the packaged embedding model.

Each of the invented people of `benchmarks.pooling` is compared with his own document (related) and
with those of the other meetings (unrelated), as retrieval compares them: the mean of his segments
with the nearest chunk. A logistic curve through both (Platt, 1999; both sides weighted alike) turns
the cosine into a score that is 0.5 where either is as likely. Its two numbers go into
`retrieval_calibration` in the settings. How well it tells them apart is measured with the curve of
the other meetings, not with its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import typer
from sklearn.linear_model import LogisticRegression

from agents.context.agent import SPLITTER
from agents.enrich.logic import calibrated
from agents.pool.logic import Vector, pooled
from benchmarks.pooling import Meeting, invented
from benchmarks.table import Json, Row, report
from gpu_consumers.embed.model import Embedder
from gpu_consumers.memory import Budget
from infra.local import models
from streams.settings import Settings

Curve = tuple[float, float]
Cosines = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Embedded:
    """A meeting's people, and the chunks of each one's document."""

    speakers: dict[str, Vector]
    documents: dict[str, Vector]


def main(json_file: Json = None) -> None:
    """Print the curve, and how well it tells related from unrelated."""
    models.main()
    settings = Settings()
    embedder = Embedder(settings, Budget(settings))
    meetings = [_embedded(embedder, meeting) for meeting in invented()]
    everywhere = range(len(meetings))
    middle, steepness = fitted(*_pairs(meetings, everywhere))
    related, unrelated = [], []
    for one in everywhere:
        curve = fitted(*_pairs(meetings, [i for i in everywhere if i != one]))
        own, other = _pairs(meetings, [one])
        related += [calibrated(cosine, curve) for cosine in own]
        unrelated += [calibrated(cosine, curve) for cosine in other]
    kept, dropped = np.array(related) >= 0.5, np.array(unrelated) < 0.5
    now = settings.retrieval_calibration.get(embedder.name)
    same = now is not None and abs(now[0] - middle) < 0.005
    rows = [
        Row("cosine with a score of 0.5", middle, "", f"settings: {now}", same),
        Row("steepness", steepness, ""),
        Row("score of one's own document, mean", float(np.mean(related)), ""),
        Row("score of other meetings' documents, mean", float(np.mean(unrelated)), ""),
        Row("own documents with 0.5 or more", 100 * float(kept.mean()), "%"),
        Row("other meetings' documents with less", 100 * float(dropped.mean()), "%"),
    ]
    report(f"calibration of {embedder.name}", rows, json_file)


def fitted(related: Cosines, unrelated: Cosines) -> Curve:
    """The middle and the steepness of the logistic curve between the two."""
    cosines = np.concatenate([related, unrelated])
    about = np.concatenate([np.ones(len(related)), np.zeros(len(unrelated))])
    centre = float(cosines.mean())
    model = LogisticRegression(C=1e9, class_weight="balanced", max_iter=10_000)
    model.fit((cosines - centre)[:, None], about)
    steepness = float(model.coef_[0, 0])
    return centre - float(model.intercept_[0]) / steepness, steepness


def _pairs(meetings: Sequence[Embedded], of: Collection[int]) -> tuple[Cosines, Cosines]:
    """Cosines of these meetings' people with their own document, and with other meetings'."""
    related, unrelated = [], []
    for i in of:
        for who, vector in meetings[i].speakers.items():
            related.append(float((meetings[i].documents[who] @ vector).max()))
            unrelated += [
                float((chunks @ vector).max())
                for j, meeting in enumerate(meetings)
                if j != i
                for chunks in meeting.documents.values()
            ]
    return np.array(related), np.array(unrelated)


def _embedded(embedder: Embedder, meeting: Meeting) -> Embedded:
    said = [(who, text) for who, texts in meeting.segments.items() for text in texts]
    return Embedded(
        speakers=pooled(embedder.embed([text for _, text in said]), [who for who, _ in said]),
        documents={
            who: embedder.embed(SPLITTER.chunks(text)) for who, text in meeting.documents.items()
        },
    )


if __name__ == "__main__":
    typer.run(main)
