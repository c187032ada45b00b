"""The keys of transcripts in a folder as object store: made once, found by all, gone for good."""

import base64
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fsspec.implementations.local import LocalFileSystem

from streams.errors import ErasedError, FatalError, PoisonError, TransientError
from streams.keys import Keys, Owner, erased_mark
from streams.objects import ObjectStore
from streams.settings import Settings

MASTER, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def owner() -> Owner:
    return Owner("awa", uuid4())


def settings(folder: Path, seal_key: str | None = MASTER, **other: Any) -> Settings:
    return Settings(_env_file=None, object_store=folder.as_uri(), seal_key=seal_key, **other)  # type: ignore[call-arg,arg-type]


def keys(folder: Path, seal_key: str | None = MASTER, **other: Any) -> Keys:
    """Of a process that has just begun."""
    return Keys(settings(folder, seal_key, **other))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_process_seals_and_opens_with_the_same_key(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    assert keys(tmp_path).current(owner) == key
    assert keys(tmp_path).find(owner, key.identity) == key


def test_no_two_transcripts_have_the_same_key(tmp_path: Path) -> None:
    mine = keys(tmp_path)
    made = {mine.current(Owner(user, uuid4())).secret for user in ("awa", "awa", "jean")}
    assert len(made) == 3


def test_neither_a_key_nor_a_tenants_name_lies_there_in_clear(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    assert all(key.secret not in path.read_bytes() for path in files(tmp_path))
    assert not any("awa" in str(path.relative_to(tmp_path)) for path in files(tmp_path))


def test_an_erased_transcript_has_no_key_and_gets_none(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    assert keys(tmp_path).destroy("awa", owner.transcript_id) == 1
    late = keys(tmp_path)
    with pytest.raises(ErasedError):
        late.find(owner, key.identity)
    with pytest.raises(ErasedError):
        late.current(owner)
    assert keys(tmp_path).destroy("awa", owner.transcript_id) == 0


def test_a_tenants_every_transcript_is_erased_and_the_others_stay(tmp_path: Path) -> None:
    first = keys(tmp_path)
    mine, also, other = Owner("awa", uuid4()), Owner("awa", uuid4()), Owner("jean", uuid4())
    made = {owner: first.current(owner) for owner in (mine, also, other)}
    unsealed = Owner("awa", uuid4())
    objects = ObjectStore(settings(tmp_path))
    objects.put_bytes(f"{objects.uploads('awa', unsealed.transcript_id)}/audio.flac", b"x")

    assert keys(tmp_path).destroy("awa", None) == 2
    for owner in (mine, also, unsealed):
        with pytest.raises(ErasedError):
            keys(tmp_path).current(owner)
    assert keys(tmp_path).find(other, made[other].identity) == made[other]
    assert isinstance(keys(tmp_path).current(Owner("awa", uuid4())).identity, UUID)


def test_nobody_can_erase_what_is_another_tenants(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    assert keys(tmp_path).destroy("jean", owner.transcript_id) == 0
    assert keys(tmp_path).current(owner) == key


def test_a_key_made_while_its_transcript_is_erased_does_not_outlive_it(
    tmp_path: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The erasure comes between the maker's look for its mark and the writing of the key."""
    put = ObjectStore.put_bytes

    def erased_just_before(self: ObjectStore, uri: str, data: bytes) -> str:
        if str(owner.transcript_id) in uri:
            put(self, f"{self.root}/{erased_mark(owner.keys)}", b"")
        return put(self, uri, data)

    monkeypatch.setattr(ObjectStore, "put_bytes", erased_just_before)
    with pytest.raises(ErasedError):
        keys(tmp_path).current(owner)
    assert not any(str(owner.transcript_id) in str(path) for path in files(tmp_path))


def test_a_key_that_was_lost_is_not_taken_for_an_erasure(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    shutil.rmtree(tmp_path / "keys")
    with pytest.raises(PoisonError, match="backup"):
        keys(tmp_path).find(owner, key.identity)


def test_a_damaged_key_is_told_of_and_another_one_seals(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    [file] = tmp_path.rglob(str(key.identity))
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(PoisonError, match="was changed"):
        keys(tmp_path).find(owner, key.identity)
    assert keys(tmp_path).current(owner).identity != key.identity


def test_a_key_moved_to_another_tenant_is_not_opened(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    thief = Owner("jean", owner.transcript_id)
    shutil.copytree(tmp_path / owner.keys, tmp_path / thief.keys)
    with pytest.raises(PoisonError, match="was changed"):
        keys(tmp_path).find(thief, key.identity)


@pytest.mark.parametrize("wrong", [OTHER, None, ""], ids=["another", "none", "empty"])
def test_a_process_without_the_master_key_ends_and_says_what_to_do(
    tmp_path: Path, owner: Owner, wrong: str | None
) -> None:
    key = keys(tmp_path).current(owner)
    with pytest.raises(FatalError, match="ST_SEAL_KEY"):
        keys(tmp_path, wrong).find(owner, key.identity)


def test_a_process_with_another_master_key_makes_no_keys(tmp_path: Path, owner: Owner) -> None:
    keys(tmp_path).current(owner)
    before = files(tmp_path)
    with pytest.raises(FatalError, match="is not the master key"):
        keys(tmp_path, OTHER).current(Owner("awa", uuid4()))
    assert files(tmp_path) == before


@pytest.mark.parametrize("bad", ["short", "not base64!", base64.b64encode(b"x" * 31).decode()])
def test_a_master_key_of_another_size_is_refused_in_words(tmp_path: Path, bad: str) -> None:
    with pytest.raises(FatalError, match="openssl rand -base64 32"):
        keys(tmp_path, bad)


@pytest.mark.parametrize("unset", [None, ""])
def test_without_a_master_key_nothing_is_sealed(tmp_path: Path, unset: str | None) -> None:
    assert not keys(tmp_path, unset).sealing


def test_a_store_that_is_away_is_waited_for(
    tmp_path: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: LocalFileSystem, path: str) -> bytes:
        raise ConnectionError("nobody there")

    monkeypatch.setattr(LocalFileSystem, "cat_file", away)
    with pytest.raises(TransientError, match="object store does not answer"):
        keys(tmp_path).find(owner, uuid4())


def test_the_master_key_is_changed_without_losing_a_key(tmp_path: Path, owner: Owner) -> None:
    erased = Owner("awa", uuid4())
    key, gone = keys(tmp_path).current(owner), keys(tmp_path).current(erased)
    keys(tmp_path).destroy("awa", erased.transcript_id)
    both = keys(tmp_path, OTHER, seal_key_before=MASTER)
    assert both.find(owner, key.identity) == key
    assert list(both.rewrap()) == [True]
    assert list(both.rewrap()) == [False]
    after = keys(tmp_path, OTHER)
    assert after.find(owner, key.identity) == key
    with pytest.raises(ErasedError):
        after.find(erased, gone.identity)
    with pytest.raises(FatalError):
        keys(tmp_path, MASTER).find(owner, key.identity)


def test_a_tenants_keys_can_be_handed_on(tmp_path: Path, owner: Owner) -> None:
    key = keys(tmp_path).current(owner)
    keys(tmp_path).current(Owner("jean", uuid4()))
    assert list(keys(tmp_path).all("awa")) == [(owner.transcript_id, key)]


@pytest.mark.parametrize("name", ["", "../..", "a" * 5000, "é/\x00"])
def test_a_tenant_may_have_any_name(tmp_path: Path, name: str) -> None:
    owner = Owner(name, uuid4())
    assert keys(tmp_path).current(owner) == keys(tmp_path).current(owner)
    assert keys(tmp_path).destroy(name, None) == 1
