"""What the commands take: types of arguments and options with their checks."""

from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from gateway import submit
from streams.errors import SmartTranscriptionError


def file_argument(path: Path) -> Path:
    """A file that can be uploaded, or a usage error."""
    try:
        submit.check_file(path)
    except SmartTranscriptionError as error:
        raise typer.BadParameter(str(error)) from error
    return path


def files(paths: list[Path] | None) -> list[Path]:
    """Files that can be uploaded."""
    return [file_argument(path) for path in paths or []]


def named(text: str) -> str:
    """A text that says something, without the spaces around it."""
    if not text.strip():
        raise typer.BadParameter("it is empty")
    return readable(text).strip()


def readable(text: str) -> str:
    """A text; arguments may be bytes of any encoding."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise typer.BadParameter("it is not written in UTF-8") from error
    return text


def titled(text: str | None) -> str | None:
    """As `readable`, or none."""
    return None if text is None else readable(text)


def one_name(text: str | None) -> str | None:
    """As `named`, or none."""
    return None if text is None else named(text)


def in_order(fewest: int | None, exactly: int | None, most: int | None) -> None:
    """A usage error where the fewest, exact and most speakers contradict each other."""
    said = {"--min-speakers": fewest, "--speakers": exactly, "--max-speakers": most}
    given = [(option, number) for option, number in said.items() if number is not None]
    for (low, fewer), (high, more) in pairwise(given):
        if fewer > more:
            raise typer.BadParameter(f"{low} {fewer} is more than {high} {more}")


def language_code(code: str | None) -> str | None:
    """An ISO 639 code in small letters, or none."""
    if code is not None and not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise typer.BadParameter(f"{code!r} is no language code such as fr or en")
    return code.lower() if code else None


def positive(seconds: float) -> float:
    """A time to wait."""
    if not seconds > 0:
        raise typer.BadParameter("it must be more than 0")
    return seconds


Audio = Annotated[Path, typer.Argument(callback=file_argument, help="Anything that FFmpeg reads.")]
User = Annotated[str, typer.Option("--user", envvar="ST_USER", callback=named, help="The tenant.")]
Tenant = Annotated[str, typer.Option("--user", callback=named, help="The tenant: no default.")]
OnlyTranscript = Annotated[
    UUID | None, typer.Option("--transcript", help="Only this one; none: everything.")
]
Timeout = Annotated[float, typer.Option(callback=positive, help="Seconds to wait.")]


class Format(StrEnum):
    """How a transcript is shown."""

    TXT = "txt"
    JSON = "json"
    SRT = "srt"
    VTT = "vtt"
