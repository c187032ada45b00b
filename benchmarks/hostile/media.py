"""Files that are not what they are taken for: recordings, and documents beside them."""

import io
import struct
import wave
import zipfile
from pathlib import Path

from pypdf import PdfWriter

CLIP = Path("examples/clips/trn09.flac")


def wav(samples: bytes, *, rate: int = 16_000) -> bytes:
    """Mono, 16 bits."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return buffer.getvalue()


def silence(seconds: float) -> bytes:
    """A good recording in which nobody speaks."""
    return wav(bytes(2 * round(16_000 * seconds)))


def pdf(*, pages: int, password: str | None = None) -> bytes:
    """Pages without text."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A small archive that unpacks to 20 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 20_000_000)
    return buffer.getvalue()


def recordings() -> dict[str, bytes]:
    """Name and content of what is no recording, or holds no sound."""
    flac, header = CLIP.read_bytes(), wav(b"")
    return {
        "notes.mp3": b"this is not sound " * 500,
        "empty.mp3": b"",
        "random.flac": bytes(range(256)) * 40,
        "head.flac": flac[:40],
        "headless.flac": flac[100_000:100_100],
        "header.wav": header,
        # The header promises 4 GB of samples at 4,294,967,295 Hz; nothing follows.
        "promise.wav": header[:24] + struct.pack("<I", 2**32 - 1) + header[28:40] + b"\xff" * 4,
        "page.wav": b"<html><body>404 Not Found</body></html>",
        "image.m4a": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "archive.mp4": bomb()[:5000],
        "playlist.m3u8": b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        "concat.txt": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    }


def documents() -> dict[str, tuple[bytes, str]]:
    """Name and content of documents that cannot be read, and a word of what is told of each."""
    return {
        "empty.txt": (b"", "is empty"),
        "secret.pdf": (pdf(pages=1, password="no"), "encrypted"),
        "scan.pdf": (pdf(pages=1), "no text"),
        "broken.pdf": (b"%PDF-1.7 nothing follows", "damaged"),
        "text.pdf": (b"only text", "not a PDF"),
        "text.docx": (b"only text", "not a DOCX"),
        "archive.docx": (b"PK\x03\x04 no archive", "no DOCX"),
        "bomb.docx": (bomb(), "unpacks to"),
        "image.png": (b"\x89PNG\r\n\x00\x00\x00", "not read"),
        "bytes.bin": (bytes(range(256)), "not read"),
    }


def tedious() -> dict[str, bytes]:
    """Documents of good form on which a careless pattern would never end."""
    return {
        "spaces.txt": b"glossary\n" + b" " * 20_000 + b"x\n",
        "letters.txt": b"CURRICULUM VITAE\nTom Baker\neducation\n" + b"a" * 20_000,
        "digits.txt": b"CURRICULUM VITAE\nTom Baker\neducation\n" + b"1 " * 10_000,
        "capitals.txt": b"agenda\n" + b"Aa-" * 6_000 + b"\n" + b"Aa Bb " * 3_000,
        "gap.txt": b"CURRICULUM VITAE\na" + b" " * 20_000 + b"b\neducation\n",
        "dots.txt": b"CURRICULUM VITAE\nTom Baker\neducation\na@" + b"b." * 10_000,
    }


def impostors() -> dict[str, tuple[str, bytes]]:
    """Documents that look like lists of what is misheard, and their kind: taken for one, they
    would rewrite what people said."""
    texts = {
        "career.txt": (
            "cv",
            "Marie Dubois\nIngénieure\n\nExpérience\n2015 → 2018 Ingénieure chez Alstom\n"
            "2018 → 2021 Cheffe de projet\n2021 → aujourd'hui Directrice\nFormation",
        ),
        "timetable.txt": (
            "agenda",
            "Ordre du jour\n9h30 → 10h00 Présentation du glossaire\n10h00 → 10h45 Travaux\n"
            "10h45 → 11h00 Questions diverses",
        ),
        "status.txt": (
            "other",
            "Compte rendu\nRecrutement (pas commencé)\nSite web (pas terminé)\nBudget (pas voté)",
        ),
        "hearings.txt": (
            "other",
            "Commission d'enquête\nM. Roy (entendu comme témoin)\nMme Petit (entendue en mars)\n"
            "Rapport (écrit par Ana)\nMotion – written by the council",
        ),
        "travel.txt": (
            "other",
            "Plan de voyage\nParis -> Lyon\nGare de Lyon -> Gare du Nord\nLyon -> Marseille",
        ),
        "budgets.txt": ("other", "Budget 2024 -> Budget 2025\nlot 1 -> lot 2\nplan A1 -> plan A2"),
        "faults.txt": (
            "other",
            "Nom | Défaut\nPorte | cassée\nFenêtre | fêlée\nToit | percé",
        ),
    }
    return {name: (kind, text.encode()) for name, (kind, text) in texts.items()}
