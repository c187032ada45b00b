"""Text from documents: PDF, DOCX, HTML, Markdown and plain text, told apart by their content.

`python -m agents.context.extract NAME MAX_BYTES MAX_PAGES` reads one from standard input.
"""

import io
import resource
import sys
import unicodedata
import zipfile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from agents.context import web, word
from agents.context.columns import unfolded
from agents.context.spacing import closed, evened
from streams.errors import PoisonError

EXPANSION = 50
MOST_MEMORY = 2 * 1024**3
LONGEST_PAGE = 10_000
"""Characters; a document without pages, too, may have as many as so many pages."""
PAGE = "\f"
"""Stands between the pages of a text."""
REFUSED = 3
"""Exit status for a document that cannot be read, with the reason on standard error."""


def is_plain(name: str, data: bytes) -> bool:
    """Whether the document is plain text, which no parser has to be trusted with."""
    return not (data.startswith((b"%PDF-", b"PK\x03\x04")) or _is_html(name, _decoded(data)))


def text_of(name: str, data: bytes, *, max_bytes: int, max_pages: int) -> str:
    """The document's text. Raises `PoisonError` saying in words why it cannot be read."""
    if not data:
        raise PoisonError(f"{name} is empty")
    if len(data) > max_bytes:
        raise PoisonError(f"{name} has {len(data)} bytes; {max_bytes} may be")
    if data.startswith(b"%PDF-"):
        text = _pdf(name, data, max_pages)
    elif data.startswith(b"PK\x03\x04"):
        text = _docx(name, data, max_bytes)
    else:
        text = _plain(name, data)
    text = unicodedata.normalize("NFC", text)
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = closed("\n".join(line.rstrip(" \t") for line in lines).strip(" \t\n"))
    if not text.strip():
        raise PoisonError(f"{name} holds no text; a scanned document must be recognised first")
    # Spaces are not counted: laid-out pages are full of them.
    if (length := len(text) - text.count(" ")) > max_pages * LONGEST_PAGE:
        raise PoisonError(f"{name} has {length} characters; {max_pages * LONGEST_PAGE} may be")
    return text


def _pdf(name: str, data: bytes, max_pages: int) -> str:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PoisonError(f"{name} is encrypted; upload it without its password")
        if len(reader.pages) > max_pages:
            raise PoisonError(f"{name} has {len(reader.pages)} pages; {max_pages} may be")
        laid_out = (page.extract_text(extraction_mode="layout") for page in reader.pages)
        return f"\n{PAGE}".join(evened(unfolded(page)) for page in laid_out)
    except (PdfReadError, ValueError, KeyError, RecursionError) as error:
        raise PoisonError(f"{name} is a damaged PDF ({error}); save it again") from error


def _docx(name: str, data: bytes, max_bytes: int) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > max(EXPANSION * len(data), 10 * max_bytes):
            raise PoisonError(f"{name} unpacks to {size} bytes, which is more than is read")
        return word.text_of(Document(io.BytesIO(data)))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise PoisonError(f"{name} is an archive but no DOCX; upload PDF, DOCX or text") from error


def _plain(name: str, data: bytes) -> str:
    claimed = name.lower().rpartition(".")[2]
    if claimed in ("pdf", "docx"):
        raise PoisonError(f"{name} is not a {claimed.upper()} document, whatever its name says")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PoisonError(f"{name} is of a format that is not read; upload PDF, DOCX or text")
    text = _decoded(data)
    return web.text_of(text) if _is_html(name, text) else text


def _is_html(name: str, text: str) -> bool:
    claimed = name.lower().rpartition(".")[2] in ("html", "htm")
    return claimed or text.lstrip()[:15].lower().startswith(("<!doctype", "<html"))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def main() -> None:
    """The text on standard output, or the exit status `REFUSED`."""
    max_bytes, max_pages = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    name, data = sys.stdin.buffer.readline().decode().rstrip("\n"), sys.stdin.buffer.read()
    try:
        text = text_of(name, data, max_bytes=max_bytes, max_pages=max_pages)
    except PoisonError as error:
        sys.stderr.write(str(error))
        sys.exit(REFUSED)
    except MemoryError:
        sys.stderr.write(f"{name} needs more memory to read than it may have; upload its text")
        sys.exit(REFUSED)
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
