"""Hostile inputs on every topic that a stage reads, with good recordings in between.

No process may end or begin anew, every hostile message must be given up by each stage that reads
it, once and with a reason, or be harmless there as the corpus says, and the good recordings must
complete. The language model is off: it would only add time.
"""

import time
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from rich.console import Console

from benchmarks.hostile import uploads
from benchmarks.hostile.corpus import Corpus, by_kind
from benchmarks.hostile.trial import Trial, processes
from benchmarks.recordings import joined
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from gateway import submit
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings

GOOD = "good"
READ_WITHIN_S = 1200.0
_COMPLETED = "SELECT count(*) FROM st.transcripts WHERE user_id = %s AND status = 'completed'"


def main(
    count: Annotated[int, typer.Option(help="Hostile inputs in all.")] = 1000,
    good: Annotated[int, typer.Option(help="Good recordings in between, of 6 s each.")] = 8,
    seed: Annotated[int, typer.Option(help="Of the corpus.")] = 1,
    json_file: Json = None,
) -> None:
    """Print what was sent and what became of it."""
    with running(ST_LLM_BASE_URL="off") as stack:
        settings, codec = settings_of(stack), Codec(settings_of(stack).registry_url)
        objects, publisher = ObjectStore(settings), Publisher(settings, codec)
        trial = Trial(settings)
        files = list(uploads.uploads(objects))
        messages = Corpus(codec, objects.root, seed).messages(trial.topics, count - len(files))
        clip = joined(Path(stack.layout.root) / "clip.wav", 6.0)
        before = processes(stack)
        began = time.monotonic()
        for number in range(good):
            trial.publish(messages[number::good])
            for one in files[number::good]:
                publisher.publish(one.event)
            publisher.publish(
                submit.upload(objects, clip, [], user_id=GOOD,
                              options=submit.Options(title=f"recording {number}", language="en"))
            )  # fmt: skip
        outcome = trial.outcome(READ_WITHIN_S)
        completed, wrong = _ended(settings, good, files)
        minutes = (time.monotonic() - began) / 60
        ended = [name for name, now in processes(stack).items() if now != before[name]]
    kinds = by_kind(messages)
    for name, lines in (
        ("not given up", outcome.missing), ("given up twice", outcome.twice),
        ("given up where harmless", outcome.unexpected), ("no reason", outcome.without_reason),
        ("files that ended otherwise", wrong), ("processes that ended", ended),
    ):  # fmt: skip
        for line in lines[:20]:
            Console().print(f"{name}: {line}", markup=False)
    report(
        f"soak: {count} hostile inputs, {good} good recordings",
        [
            *(Row(f"messages, {name}", len(found), "") for name, found in kinds.items()),
            Row("broken recordings and documents", len(files), ""),
            _none("of these ended otherwise than they should", wrong),
            Row("dead letters", outcome.letters, ""),
            _none("letters missing", outcome.missing),
            _none("letters twice", outcome.twice),
            _none("letters of what is harmless", outcome.unexpected),
            _none("letters without a reason in words", outcome.without_reason),
            _none("processes that ended or began anew", ended),
            Row("good recordings complete", completed, "", f"{good}", completed == good),
            Row("in all", minutes, "min"),
        ],
        json_file,
    )


def _none(measure: str, found: list[str]) -> Row:
    """Of what there is to be none."""
    return Row(measure, len(found), "", "0", not found)


def _ended(settings: Settings, good: int, files: list[uploads.Upload]) -> tuple[int, list[str]]:
    """Good recordings that are complete, and files that ended otherwise than they should."""
    deadline = time.monotonic() + READ_WITHIN_S
    while True:
        with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
            row = connection.execute(_COMPLETED, (GOOD,)).fetchone()
        completed, wrong = int(row[0]) if row else 0, uploads.wrong(settings, files)
        if (completed == good and not wrong) or time.monotonic() > deadline:
            return completed, wrong
        time.sleep(1)


if __name__ == "__main__":
    typer.run(main)
