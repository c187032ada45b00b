"""Uploads and work are removed, the tenant's alone."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from agents.erase.agent import Erase
from schemas import events as e
from streams.errors import PoisonError
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings

ONE, OTHER = uuid4(), uuid4()


def erased(objects: ObjectStore, **scope: Any) -> dict[str, int]:
    identity = uuid4()
    told: list[e.ErasureDone] = []
    Erase(objects).handle(
        e.ErasureRequested(
            meta=meta(e.ErasureRequested, identity), erasure_id=identity,
            **{"user_id": "awa", **scope},
        ),
        told.append,
    )  # fmt: skip
    return told[0].removed


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    """Two transcripts of one tenant and one of another, with a recording and a document each."""
    settings = Settings(_env_file=None, object_store=tmp_path.as_uri())  # type: ignore[call-arg]
    store = ObjectStore(settings)
    for user, transcript in (("awa", ONE), ("awa", OTHER), ("jean", ONE)):
        for name in ("audio.flac", "context/0.txt"):
            store.put_bytes(f"{store.uploads(user, transcript)}/{name}", b"x")
        store.put_bytes(f"{store.work(user, transcript)}/finished", b"")
    return store


def there(objects: ObjectStore, user: str, transcript: UUID) -> list[bool]:
    prefix = objects.uploads(user, transcript)
    return [objects.exists(f"{prefix}/{name}") for name in ("audio.flac", "context/0.txt")]


def test_a_tenant_goes_and_the_other_stays(objects: ObjectStore) -> None:
    assert erased(objects) == {"uploads": 4, "work": 2}
    assert there(objects, "awa", ONE) == there(objects, "awa", OTHER) == [False, False]
    assert there(objects, "jean", ONE) == [True, True]


def test_a_transcript_goes_and_the_tenants_other_stays(objects: ObjectStore) -> None:
    assert erased(objects, transcript_id=ONE) == {"uploads": 2, "work": 1}
    assert there(objects, "awa", OTHER) == [True, True]


def test_a_document_goes_and_the_recording_stays(objects: ObjectStore) -> None:
    uri = f"{objects.uploads('awa', ONE)}/context/0.txt"
    assert erased(objects, transcript_id=ONE, file_id=uuid4(), file_uri=uri) == {"uploads": 1}
    assert there(objects, "awa", ONE) == [True, False]


def test_nobody_can_have_another_tenants_document_erased(objects: ObjectStore) -> None:
    uri = f"{objects.uploads('jean', ONE)}/context/0.txt"
    with pytest.raises(PoisonError, match="no document of that tenant"):
        erased(objects, transcript_id=ONE, file_id=uuid4(), file_uri=uri)
    assert there(objects, "jean", ONE) == [True, True]


def test_what_is_gone_already_is_no_error(objects: ObjectStore) -> None:
    erased(objects)
    assert erased(objects) == {"uploads": 0, "work": 0}
