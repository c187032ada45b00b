"""Uploads, work and keys are removed, the tenant's alone."""

import base64
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from agents.erase.agent import Erase
from schemas import events as e
from streams.errors import PoisonError
from streams.events import meta
from streams.keys import Keys, Owner
from streams.objects import ObjectStore
from streams.settings import Settings

ONE, OTHER = uuid4(), uuid4()


def settings(root: str) -> Settings:
    seal_key = base64.b64encode(b"m" * 32).decode()
    return Settings(_env_file=None, object_store=root, seal_key=seal_key)  # type: ignore[call-arg,arg-type]


def erased(objects: ObjectStore, store: str = "objects", **scope: Any) -> dict[str, int]:
    """What that store answers."""
    identity = uuid4()
    told: list[e.ErasureDone] = []
    Erase(objects, Keys(settings(objects.root))).handle(
        e.ErasureRequested(
            meta=meta(e.ErasureRequested, identity), erasure_id=identity,
            **{"user_id": "awa", **scope},
        ),
        told.append,
    )  # fmt: skip
    return {answer.store: answer.removed for answer in told}[store]


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    """Two transcripts of one tenant and one of another, with a recording and a document each."""
    store = ObjectStore(settings(tmp_path.as_uri()))
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


@pytest.mark.parametrize(("scope", "count"), [((), 2), ((ONE,), 1), ((ONE, uuid4()), 0)])
def test_the_keys_of_what_is_erased_whole_are_destroyed_and_no_others(
    objects: ObjectStore, scope: tuple[UUID, ...], count: int
) -> None:
    keys = Keys(settings(objects.root))
    owners = [Owner("awa", ONE), Owner("awa", OTHER), Owner("jean", ONE)]
    for owner in owners:
        keys.current(owner)
    asked = dict(zip(("transcript_id", "file_id"), scope, strict=False))
    uri = f"{objects.uploads('awa', ONE)}/context/0.txt"
    assert erased(objects, "log", **asked, file_uri=uri) == {"keys": count}
    left = len(list(keys.all("awa")))
    assert (left, len(list(keys.all("jean")))) == (2 - count, 1)
