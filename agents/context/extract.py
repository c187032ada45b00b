"""Text from documents: PDF, DOCX, HTML, Markdown and plain text, told apart by their content."""

import io
import zipfile

from bs4 import BeautifulSoup
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from streams.errors import PoisonError

EXPANSION = 50


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
    text = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()
    if not text:
        raise PoisonError(f"{name} holds no text; a scanned document must be recognised first")
    return text


def _pdf(name: str, data: bytes, max_pages: int) -> str:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PoisonError(f"{name} is encrypted; upload it without its password")
        if len(reader.pages) > max_pages:
            raise PoisonError(f"{name} has {len(reader.pages)} pages; {max_pages} may be")
        return "\n".join(page.extract_text(extraction_mode="layout") for page in reader.pages)
    except (PdfReadError, ValueError, KeyError, RecursionError) as error:
        raise PoisonError(f"{name} is a damaged PDF ({error}); save it again") from error


def _docx(name: str, data: bytes, max_bytes: int) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > max(EXPANSION * len(data), 10 * max_bytes):
            raise PoisonError(f"{name} unpacks to {size} bytes, which is more than is read")
        document = Document(io.BytesIO(data))
        lines = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(c.text.strip() for c in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise PoisonError(f"{name} is an archive but no DOCX; upload PDF, DOCX or text") from error
    return "\n".join(lines)


def _plain(name: str, data: bytes) -> str:
    claimed = name.lower().rpartition(".")[2]
    if claimed in ("pdf", "docx"):
        raise PoisonError(f"{name} is not a {claimed.upper()} document, whatever its name says")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PoisonError(f"{name} is of a format that is not read; upload PDF, DOCX or text")
    text = _decoded(data)
    if claimed in ("html", "htm") or text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        soup = BeautifulSoup(text, "lxml")
        for hidden in soup(["script", "style"]):
            hidden.decompose()
        return soup.get_text("\n")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
