"""Transcripts that have stood still, and where: for operators, so over all tenants.

Nothing of a recording but ids, times and phases is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from streams.db import Database

# A phase begins when all of those before it are done; `store` is the last.
AFTER: Mapping[str, tuple[str, ...]] = {
    "preprocess": (),
    "context": (),
    "embed context": ("context",),
    "transcribe": ("preprocess",),
    "diarize": ("preprocess",),
    "cluster": ("diarize",),
    "voiceprint": ("cluster",),
    "finalize": ("transcribe", "voiceprint"),
    "match": ("finalize",),
    "embed pooling": ("finalize",),
    "pool": ("match", "embed pooling"),
    "listen": ("pool", "embed context"),
    "enrich": ("pool", "embed context"),
    "store": ("enrich",),
}
# What only some transcripts need, before a phase: nobody waits for it once that one is begun.
PERHAPS: Mapping[str, tuple[str, ...]] = {"enrich": ("listen",)}
# One that is done again keeps its status until its new revision is stored. Of two that are still
# worked on the one that has stood still for longer comes first.
_STALLED = """
SELECT t.user_id, t.transcript_id, greatest(t.created_at, max(p.finished_at)) AS since,
       coalesce(jsonb_object_agg(p.phase, p.left) FILTER (WHERE p.phase IS NOT NULL), '{}')
FROM st.transcripts t LEFT JOIN (
    SELECT user_id, transcript_id, revision, phase, max(total) - count(*) AS left,
           max(finished_at) AS finished_at,
           max(revision) OVER (PARTITION BY user_id, transcript_id) AS latest
    FROM meetnoo.phase_runs GROUP BY user_id, transcript_id, revision, phase
) p ON p.user_id = t.user_id AND p.transcript_id = t.transcript_id
   AND p.revision = p.latest
WHERE t.status = 'processing' OR (t.status = 'completed' AND p.latest > t.revision)
GROUP BY t.user_id, t.transcript_id, t.created_at
HAVING greatest(t.created_at, max(p.finished_at)) < now() - make_interval(secs => %s)
ORDER BY since
"""


@dataclass(frozen=True)
class Stalled:
    """A transcript, since when nothing was done for it, and which phases could go on."""

    user_id: str
    transcript_id: UUID
    since: datetime
    waits_for: list[str]


def stalled(database: Database, still_s: float) -> list[Stalled]:
    """Transcripts for which nothing has been done in so many seconds, the longest first.

    Raises `TransientError` when the database is away.
    """
    with database.everywhere() as connection:
        rows = connection.execute(_STALLED, (still_s,)).fetchall()
    return [
        Stalled(user, transcript, since, waits_for(left)) for user, transcript, since, left in rows
    ]


def waits_for(left: Mapping[str, int]) -> list[str]:
    """The phases that could go on, by how many tasks each known phase has left.

    A phase with several tasks says how many are missing. What comes before a known phase is done,
    perhaps in an earlier revision.
    """
    done = {phase for phase, tasks in left.items() if tasks <= 0}
    for phase in reversed(list(AFTER)):
        if phase in left or phase in done:
            done.update(AFTER[phase], PERHAPS.get(phase, ()))
    return [
        f"{phase} ({left[phase]} tasks left)" if left.get(phase, 0) > 0 else phase
        for phase, before in AFTER.items()
        if phase not in done and done.issuperset(before)
    ]
