"""Agents and the sink that a name goes through, on a real PostgreSQL, for tests."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np

from agents.confirm.agent import Confirm
from agents.lifecycle.agent import Lifecycle
from agents.pool import voices
from schemas import events as e
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.events import confirmed, meta
from streams.objects import ObjectStore
from streams.settings import Settings

VOICES = np.eye(192)
Turns = Sequence[tuple[str, float, float]]


class Stores:
    """One tenant's transcripts, and what becomes of names that are given to their speakers."""

    def __init__(self, tenant: str, database: Database, settings: Settings) -> None:
        self.tenant = tenant
        objects = ObjectStore(settings)
        self.confirm = Confirm(database)
        self.lifecycle = Lifecycle(database, objects)
        self.sink = PostgresSink(database, objects)
        self.database = database
        self._settings = settings

    def store(self, events: list[Any]) -> list[e.TranscriptStored]:
        """What the sink says of events."""
        told: list[Any] = []
        if events:
            self.sink.handle(events, told.append)
        return [x for x in told if isinstance(x, e.TranscriptStored)]

    def complete(self, events: list[Any]) -> list[Any]:
        """Store events, and let the transcripts be completed by them; what is told then."""
        told: list[Any] = []
        for stored in self.store(events):
            self.lifecycle.handle(stored, told.append)
        return told

    def heard(
        self, transcript: UUID, spoken: dict[str, int], revision: int = 1, model: str = "campplus"
    ) -> dict[str, e.VoiceprintMatch]:
        """How speakers, each with one of `VOICES`, are matched."""
        given = [
            e.Voiceprint(speaker=label, embedding=VOICES[i].tolist(), model=model, seconds=9.0)
            for label, i in spoken.items()
        ]
        event = SimpleNamespace(
            user_id=self.tenant, transcript_id=transcript, meta=SimpleNamespace(revision=revision)
        )
        with self.database.transaction(self.tenant) as connection:
            return voices.match(connection, event, given, self._settings)

    def meeting(self, transcript: UUID, spoken: dict[str, int], revision: int = 1) -> None:
        """A computation that is completed: speakers in turn, four seconds each."""
        self.heard(transcript, spoken, revision)
        turns = [(label, 4.0 * i, 4.0 * i + 4) for i, label in enumerate(spoken)]
        self.settle(self.complete(result(self.tenant, transcript, revision, turns)))

    def give(self, transcript: UUID, label: str, name: str, revision: int) -> list[Any]:
        """What follows from a name at once."""
        return self.confirmed(confirmed(self.tenant, transcript, label, name, revision))

    def confirmed(self, event: e.SpeakerConfirmed) -> list[Any]:
        """What follows from the event at once."""
        told: list[Any] = []
        self.confirm.handle(event, told.append)
        return told

    def name(self, transcript: UUID, label: str, name: str) -> None:
        """Give a name to a speaker of the stored result, and let all follow that does."""
        self.settle(self.give(transcript, label, name, self.revision(transcript) + 1))

    def settle(self, events: list[Any]) -> None:
        """Let everything follow from what an agent said."""
        while events:
            results = (e.SegmentEnriched, e.SpeakersIdentified)
            told = self.complete([x for x in events if isinstance(x, results)])
            said = [x for x in [*events, *told] if isinstance(x, e.SpeakerConfirmed)]
            events = [x for one in said for x in self.confirmed(one)]

    def revision(self, transcript: UUID) -> int:
        """Of the stored result."""
        query = "SELECT revision FROM st.transcripts WHERE user_id = %s AND transcript_id = %s"
        [(found,)] = self.rows(query, transcript)
        return int(found)

    def names(self, transcript: UUID) -> dict[str, str | None]:
        """By label, as they are stored."""
        query = "SELECT speaker, name FROM st.speakers WHERE user_id = %s AND transcript_id = %s"
        return dict(self.rows(query, transcript))

    def library(self, transcript: UUID) -> list[tuple[Any, ...]]:
        """Label, status, name and number of the transcript's voices."""
        query = """SELECT speaker, status, name, pending_number FROM st.voiceprint_library
                   WHERE user_id = %s AND transcript_id = %s ORDER BY speaker, computation"""
        return self.rows(query, transcript)

    def rows(self, query: str, transcript: UUID) -> list[tuple[Any, ...]]:
        """The rows of a query for a tenant's transcript."""
        with self.database.transaction(self.tenant) as connection:
            return connection.execute(query.encode(), (self.tenant, transcript)).fetchall()


def result(tenant: str, transcript: UUID, revision: int, turns: Turns, **known: Any) -> list[Any]:
    """The events of a computation that names nobody, if `known` does not say otherwise."""
    named: dict[str, Any] = {
        "name": None, "name_source": e.NameSource.NONE, "name_score": 0.0, "evidence": [],
        "facts": None, "candidates": [], **known,
    }  # fmt: skip
    segments = [
        e.SegmentEnriched(
            meta=meta(e.SegmentEnriched, transcript, part=index, revision=revision),
            transcript_id=transcript, user_id=tenant, index=index, total=len(turns), start=start,
            end=end, speaker=label, display_name=label, text_raw="Bonjour.", text="Bonjour.",
            words=[], overlap=False, **named,
        )
        for index, (label, start, end) in enumerate(turns)
    ]  # fmt: skip
    speakers = [
        e.IdentifiedSpeaker(
            index=index, speaker=label, display_name=label, pooled=[], pooled_model="none",
            voiceprint_id=None, seconds=end - start, **named,
        )
        for index, (label, start, end) in enumerate(turns)
    ]  # fmt: skip
    summary = e.SpeakersIdentified(
        meta=meta(e.SpeakersIdentified, transcript, revision=revision),
        transcript_id=transcript, user_id=tenant, segment_total=len(turns), language="fr",
        duration_s=9.0, speakers=speakers,
    )  # fmt: skip
    return [*segments, summary]
