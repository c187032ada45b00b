"""Names, facts and clean text: everything known of a transcript to `segments.enriched`."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import numpy as np

from agents import given, state
from agents.clean.agent import clean
from agents.enrich import logic, result
from agents.enrich.logic import Passage
from agents.enrich.retrieval import Query, Retrieval
from agents.enrich.spoken import Heard, Spoken
from agents.identify import guest, listened
from agents.identify.outcome import Naming
from agents.llm import Budget, LanguageModel
from agents.pool.logic import apart
from schemas import events as e
from streams.codec import converter
from streams.db import Database
from streams.errors import PoisonError
from streams.events import follow
from streams.late import cleared
from streams.objects import ObjectStore
from streams.progress import timed
from streams.reprocess import computation
from streams.settings import Settings
from streams.stage import Emit, StageSpec

# Of what it does for a transcript, most is waiting for the language model.
AT_ONCE = 8
Segments = list[dict[str, Any]]
Joined = e.SegmentsTranscribed | e.SpeakersPooled | e.ContextIndexed | e.NamesHeard
_UPLOAD = """
SELECT audio_uri FROM st.transcripts
WHERE user_id = %s AND transcript_id = %s AND audio_uri IS NOT NULL
"""
# What a person named stays named when the transcript is done again.
_CONFIRMED = """
SELECT t.revision, speaker, p.name, s.start_s, s.end_s FROM st.transcripts t
JOIN st.speakers p USING (user_id, transcript_id, revision)
JOIN st.enriched_segments s USING (user_id, transcript_id, revision, speaker)
WHERE t.user_id = %s AND t.transcript_id = %s AND p.name_source = 'PERSON'
"""


class Enrich:
    """Handles the last of text, pooled speakers and context to come."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        objects: ObjectStore,
        retrieval: Retrieval,
        model: LanguageModel,
    ) -> None:
        self._settings = settings
        self._database = database
        self._objects = objects
        self._retrieval = retrieval
        self._model = model

    def handle(self, event: Joined, emit: Emit) -> None:
        """Join; with what completes it, enrich, but first have names listened for that may have
        been misheard. What comes again does the same again.

        After the transcript has ended nothing is done: its intermediate objects are gone.
        """
        kind, name = _place(event)
        with self._database.transaction(event.user_id) as connection:
            joined = state.add(connection, event, kind, name, converter.unstructure(event))
        parts = state.parts_complete(joined)
        if parts is None or not logic.ready(joined, parts) or self._objects.over(event):
            return
        spoken = self._spoken(event, joined, parts)
        if "heard" not in joined and (request := self._request(event, spoken, parts[0])):
            emit(request)
            return
        with timed(event, "enrich", emit):
            self._enrich(event, spoken, parts[0], emit)

    def _spoken(
        self, event: Any, joined: dict[str, Any], parts: Sequence[dict[str, Any]]
    ) -> Spoken:
        segments: Segments = [segment for part in parts for segment in part["segments"]]
        uri = joined["context"]["all"]["context_uri"]
        context = self._objects.get_json(uri) if uri else {"people": [], "corrections": {}}
        pooled = {s: joined["pooled"][s] for s in parts[0]["speakers"]}
        confirmed = self._confirmed(event, segments)
        heard = self._heard(joined["heard"]["all"]) if "heard" in joined else []
        return Spoken(segments, context, pooled, confirmed, heard)

    def _request(self, event: Any, spoken: Spoken, part: dict[str, Any]) -> e.NamesRequested | None:
        """What the sound is to be asked; None where there is nothing to ask."""
        places = spoken.places(self._settings.name_threshold)
        if not places:
            return None
        with self._database.transaction(event.user_id) as connection:
            identity = (event.user_id, event.transcript_id)
            upload = connection.execute(_UPLOAD, identity).fetchone()
        if upload is None:
            return None
        prefix = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        return e.NamesRequested(
            meta=follow(e.NamesRequested, event),
            transcript_id=event.transcript_id,
            user_id=event.user_id,
            audio_uri=upload[0],
            language=part["language"],
            places_uri=self._objects.put_json(
                f"{prefix}/names.places.json", [asdict(place) for place in places]
            ),
            result_uri=f"{prefix}/names.json",
        )

    def _heard(self, answer: dict[str, Any]) -> Heard:
        """Raises `PoisonError` for objects that hold something else."""
        places = self._objects.get_json(answer["places_uri"])
        found = self._objects.get_json(answer["result_uri"])
        try:
            return listened.said(places, found)
        except (KeyError, IndexError, TypeError) as error:
            raise PoisonError(
                f"what was listened to at {answer['places_uri']} and found at "
                f"{answer['result_uri']} is damaged ({error!r}); do the transcript again: "
                "python -m streams reprocess --transcript ID"
            ) from error

    def _enrich(self, event: Any, spoken: Spoken, part: dict[str, Any], emit: Emit) -> None:
        budget = Budget(self._settings.llm_budget_s - spoken.context.get("llm_s", 0.0))
        language, segments = part["language"], spoken.segments
        with ThreadPoolExecutor(1) as beside:
            cleaned = beside.submit(
                clean,
                spoken.texts,
                spoken.context["corrections"],
                language,
                self._model,
                budget,
                fillers=self._settings.keep_fillers,
            )
            speakers = self._speakers(event, spoken, language, budget)
            texts = cleaned.result()
        by_label = {speaker.speaker: speaker for speaker in speakers}
        for segment, text in zip(segments, texts, strict=True):
            told = {**segment, "text_raw": segment["text"], "text": text}
            emit(result.segment(event, told, by_label[segment["speaker"]], len(segments)))
        emit(result.summary(event, speakers, segments, language, part["duration_s"]))

    def _speakers(
        self, event: Any, spoken: Spoken, language: str, budget: Budget
    ) -> list[e.IdentifiedSpeaker]:
        pooled, people = spoken.pooled, spoken.context["people"]
        namings = spoken.namings(self._settings.name_threshold)
        suggested = guest.suggestions(spoken.turns, spoken.people, language, self._model, budget)
        passages = self._passages(event, pooled, namings)
        numbers = {s: p["match"]["pending_number"] for s, p in pooled.items()}
        unnamed = logic.placeholders(list(pooled), numbers, language)
        return [
            logic.identified(
                pooled[speaker],
                index,
                naming,
                placeholder=unnamed[speaker],
                facts=logic.facts_of(naming.name, people),
                candidates=logic.candidates_of(naming, passages[speaker], suggested.get(speaker)),
            )
            for index, (speaker, naming) in enumerate(namings.items())
        ]

    def _confirmed(self, event: Any, segments: Segments) -> dict[str, str]:
        with self._database.transaction(event.user_id) as connection:
            identity = (event.user_id, event.transcript_id)
            stored = connection.execute(_CONFIRMED, identity).fetchall()
            known = given.names(connection, event)
        number = computation(event.meta.revision)
        return logic.carried(given.said(known, number, stored), segments)

    def _passages(
        self, event: Any, pooled: Mapping[str, Any], namings: dict[str, Naming]
    ) -> dict[str, list[Passage]]:
        if not pooled:
            return {}
        own = apart({s: np.asarray(p["embedding"], np.float32) for s, p in pooled.items()})
        queries = [
            Query(p["embedding"], namings[s].name, own[s].tolist()) for s, p in pooled.items()
        ]
        model = next(iter(pooled.values()))["model"]
        found = self._retrieval.search(event.user_id, event.transcript_id, model, queries)
        return dict(zip(pooled, found, strict=True))


def _place(event: Any) -> tuple[str, str]:
    """Where an event belongs in the joined state."""
    match event:
        case e.SegmentsTranscribed():
            return "parts", str(event.part)
        case e.SpeakersPooled():
            return "pooled", event.speaker
        case e.NamesHeard():
            return "heard", "all"
    return "context", "all"


def spec(
    settings: Settings,
    database: Database,
    objects: ObjectStore,
    retrieval: Retrieval,
    model: LanguageModel,
) -> StageSpec:
    """The stage."""
    inputs = (e.SegmentsTranscribed, e.SpeakersPooled, e.ContextIndexed, e.NamesHeard)
    worker = Enrich(settings, database, objects, retrieval, model)
    return StageSpec("enrich", inputs, cleared(objects, worker.handle), at_once=AT_ONCE)
