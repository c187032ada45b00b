"""Invented segments for the store's benchmarks: as events, and by the million."""

from collections.abc import Iterator
from uuid import UUID, uuid5

import psycopg

from schemas import events as e
from streams import events

NAMESPACE = UUID(int=0xB0B)
SEGMENTS, WORDS = 33, 18
TENANTS = 10_000
COMPANIES = 7
TEXT = (
    "la part modale de la voiture baisse depuis trois ans et nous avons croisé les données ouvertes"
)

# Two words a segment keep 20 million rows on a disk; an index has the same entries.
_FILL = """
INSERT INTO st.enriched_segments (user_id, transcript_id, index, revision, total, start_s, end_s,
    speaker, name, display_name, name_source, name_score, text_raw, text, words, overlap, facts)
SELECT 'tenant-' || t %% %(tenants)s, md5('t' || t)::uuid, i, 1, %(segments)s, i * 9, i * 9 + 8,
    'S' || i %% 6, NULL, 'Intervenant ' || i %% 6, 'NONE', 0, %(text)s, %(text)s,
    '[{"start": 0.1, "end": 0.4, "word": "la"}, {"start": 0.4, "end": 0.9, "word": "part"}]',
    false, CASE i %% 6 WHEN 0 THEN jsonb_build_object('company', 'Institut ' || t %% %(companies)s)
        ELSE '{}' END
FROM generate_series(%(first)s::int, %(last)s::int - 1) AS t,
    generate_series(0, %(segments)s - 1) AS i
"""
_TRANSCRIPTS = """
INSERT INTO st.transcripts (user_id, transcript_id, revision, status, segment_total)
SELECT 'tenant-' || t %% %(tenants)s, md5('t' || t)::uuid, 1, 'completed', %(segments)s
FROM generate_series(%(first)s::int, %(last)s::int - 1) AS t
"""


def fill(connection: psycopg.Connection[tuple[object, ...]], first: int, last: int) -> None:
    """Transcripts from number `first` up to `last`, written by the server itself."""
    values = {
        "first": first, "last": last, "tenants": TENANTS, "segments": SEGMENTS, "text": TEXT,
        "companies": COMPANIES,
    }  # fmt: skip
    connection.execute(_TRANSCRIPTS, values)
    connection.execute(_FILL, values)


def place_of(connection: psycopg.Connection[tuple[object, ...]], number: int) -> tuple[str, UUID]:
    """Tenant and id of a transcript that `fill` wrote."""
    row = connection.execute("SELECT md5('t' || %s::int)::uuid", (number,)).fetchone()
    assert row is not None
    return f"tenant-{number % TENANTS}", UUID(str(row[0]))


def segments(first: int, transcripts: int) -> Iterator[e.SegmentEnriched]:
    """What post-processing publishes of so many new transcripts, segment by segment."""
    for number in range(first, first + transcripts):
        transcript_id = uuid5(NAMESPACE, str(number))
        for index in range(SEGMENTS):
            start = index * 9.0
            yield e.SegmentEnriched(
                meta=events.meta(e.SegmentEnriched, transcript_id, part=index),
                transcript_id=transcript_id,
                user_id=f"tenant-{number % TENANTS}",
                index=index,
                total=SEGMENTS,
                start=start,
                end=start + 8.0,
                speaker=f"S{index % 6}",
                display_name=f"Intervenant {index % 6}",
                name=None,
                name_source=e.NameSource.NONE,
                name_score=0.0,
                evidence=[],
                facts=None,
                candidates=[],
                text_raw=TEXT,
                text=f"{TEXT.capitalize()}.",
                words=[
                    e.Word(
                        start=start + w * 0.4,
                        end=start + w * 0.4 + 0.3,
                        word=" mot",
                        probability=0.9,
                    )
                    for w in range(WORDS)
                ],
                overlap=False,
            )
