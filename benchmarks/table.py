"""What a benchmark measured: as a table, and as JSON."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

# An option of every benchmark: where `report` writes its rows.
Json = Annotated[Path | None, typer.Option("--json", help="Write the measures into this file.")]


@dataclass(frozen=True)
class Row:
    """A measure; `met` is None where there is no goal."""

    measure: str
    value: float
    unit: str
    goal: str | None = None
    met: bool | None = None


def report(title: str, rows: list[Row], file: Path | None) -> None:
    """Print the table, and write the rows where a file is named."""
    table = Table("measure", "value", "unit", "goal", "met", title=title)
    for row in rows:
        met = "" if row.met is None else ("yes" if row.met else "no")
        table.add_row(row.measure, f"{row.value:.3g}", row.unit, row.goal or "", met)
    Console().print(table)
    if file is not None:
        file.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
