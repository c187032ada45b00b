"""The example panel is listened to: names that were misheard there are found, and no others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from agents.identify.listened import was_said
from gpu_consumers.audio import BLOCK_BYTES, block
from gpu_consumers.decode import blocks
from gpu_consumers.layout import Work
from gpu_consumers.memory import Budget
from schemas import events as e
from streams import events
from streams.errors import PoisonError
from streams.objects import ObjectStore
from streams.settings import Settings
from tests.gpu_consumers.conftest import ROOT

pytestmark = pytest.mark.models
PANEL = ROOT / "examples" / "panel" / "reunion_panel-citoyen.mp3"
FONTAINE = {
    "start": 79.2, "end": 84.6, "heard": "Le Qufontaine", "before": "C'est un point essentiel. ",
    "after": ", vous voulez réagir.", "names": ["Luc Fontaine", "Luc", "Fontaine"],
}  # fmt: skip
KWAME = {
    "start": 50.4, "end": 55.3, "heard": "Quam", "before": "la marche, le vélo ou le biste. Merci ",
    "after": ", Marie, votre avis.", "names": ["Kwame", "Kwame Mensah", "Awa"],
}  # fmt: skip
NOBODY = {
    "start": 79.2, "end": 84.6, "heard": "C'est un point", "before": "",
    "after": " essentiel. Le Qufontaine, vous voulez réagir.",
    "names": ["Kwame Mensah", "Awa Ndiaye"],
}  # fmt: skip


@pytest.fixture(scope="module")
def listen(local: Settings, objects: ObjectStore, models: None) -> Any:
    from gpu_consumers.listen.worker import Listen
    from gpu_consumers.transcribe.model import recognisers

    return Listen(local, objects, recognisers(local, Budget(local)))


def request(
    objects: ObjectStore, number: int, places: Any, audio: Path = PANEL, language: str = "fr"
) -> e.NamesRequested:
    identity = UUID(int=number)
    prefix = objects.work("tester", identity)
    return e.NamesRequested(
        meta=events.meta(e.NamesRequested, identity),
        transcript_id=identity,
        user_id="tester",
        audio_uri=audio.as_uri(),
        language=language,
        places_uri=objects.put_json(f"{prefix}/places.json", places),
        result_uri=f"{prefix}/names.json",
    )


def test_misheard_names_are_found_in_the_upload_and_where_none_was_said_none(
    listen: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    event = request(objects, 500, [FONTAINE, KWAME, NOBODY])
    [answer] = handled(listen.handle, event)
    found = objects.get_json(answer.result_uri)
    names = [(x["place"], x["name"]) for x in found if was_said(0.5, x["gain"], x["lead"])]
    assert names == [(0, "Luc Fontaine"), (1, "Kwame")]
    assert answer.places_uri == event.places_uri


def test_the_decoded_recording_is_listened_to_where_it_is_kept(
    listen: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    of_upload = request(objects, 501, [FONTAINE])
    kept = request(objects, 502, [FONTAINE], audio=PANEL.with_name("gone.mp3"))
    work = Work(objects.work("tester", UUID(int=502)))
    with PANEL.open("rb") as source:
        for number, data in zip(range(2), blocks(source, longest_s=3600), strict=False):
            assert len(data) == BLOCK_BYTES
            objects.put_bytes(block(work.pcm, number), data)
    heard = [
        objects.get_json(answer.result_uri)[0]
        for event in (of_upload, kept)
        for answer in handled(listen.handle, event)
    ]
    assert [one["name"] for one in heard] == ["Luc Fontaine"] * 2
    assert heard[0]["gain"] == pytest.approx(heard[1]["gain"], abs=1e-3)


@pytest.mark.parametrize(
    ("number", "audio", "language", "told"),
    [
        (503, PANEL.with_name("gone.mp3"), "fr", "upload it again"),
        (504, PANEL, "tlh", "knows no language 'tlh'"),
    ],
)
def test_what_cannot_be_listened_to_is_named_without_and_the_reader_told(
    listen: Any, objects: ObjectStore, number: int, audio: Path, language: str, told: str
) -> None:
    said: list[Any] = []
    listen.handle(request(objects, number, [FONTAINE], audio, language), said.append)
    [warning] = [x.message for x in said if getattr(x, "message", None)]
    assert told in warning
    [answer] = [x for x in said if isinstance(x, e.NamesHeard)]
    assert objects.get_json(answer.result_uri) == []


def test_what_is_asked_again_is_not_listened_to_again(
    listen: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    event = request(objects, 505, [FONTAINE])
    known = [{"place": 0, "name": "Ana", "gain": 1.0, "lead": 2.0}]
    objects.put_json(event.result_uri, known)
    [answer] = handled(listen.handle, event)
    assert objects.get_json(answer.result_uri) == known


def test_places_that_are_none_are_poison(listen: Any, objects: ObjectStore) -> None:
    with pytest.raises(PoisonError, match=r"places\.json"):
        listen.handle(request(objects, 506, [{"start": 1.0}]), lambda _: None)


def test_nothing_is_done_for_a_transcript_that_has_ended(
    listen: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    event = request(objects, 507, [FONTAINE])
    objects.finish(objects.work("tester", UUID(int=507)))
    assert handled(listen.handle, event) == []
    assert not objects.exists(event.result_uri)


def test_likelihoods_do_not_depend_on_what_is_asked_beside(listen: Any, local: Settings) -> None:
    model = listen._recogniser("")
    sounds = [np.zeros(16_000, np.float32), np.full(16_000, 0.1, np.float32)]
    asked = [(0, "Merci."), (1, "Merci beaucoup à tous."), (0, "Ana Roy"), (1, "Merci.")] * 3
    together = model.likelihoods(sounds, asked, "fr")
    alone = [model.likelihoods([sounds[i]], [(0, text)], "fr")[0] for i, text in asked[:4]]
    assert together[:4] == pytest.approx(alone, abs=0.05)
    assert together[:4] == pytest.approx(together[4:8], abs=0.05)
