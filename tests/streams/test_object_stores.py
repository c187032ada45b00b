"""A folder and a bucket of S3 are one object store to the rest."""

import errno
import io
import os
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from fsspec.implementations.local import LocalFileSystem

from benchmarks.s3 import Server
from streams.errors import FatalError, PoisonError, TransientError
from streams.objects import FINISHED, ObjectStore
from streams.settings import Settings

MB = 1 << 20


def store(root: str) -> ObjectStore:
    return ObjectStore(Settings(_env_file=None, object_store=root))  # type: ignore[call-arg]


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return store(tmp_path.as_uri())
    return store(f"{request.getfixturevalue('s3')}/{tmp_path.name}")


def write_elsewhere(uri: str, data: bytes) -> None:
    """As another process does: our clients know nothing of it."""
    where = urlsplit(uri)
    if where.scheme == "s3":
        boto3.client("s3").put_object(Bucket=where.netloc, Key=where.path[1:], Body=data)
    else:
        Path(where.path).write_bytes(data)


def test_what_is_written_is_read_whole_and_in_parts(objects: ObjectStore) -> None:
    uri = objects.put_bytes(f"{objects.root}/a/b", b"0123456789")
    assert objects.get_bytes(uri) == objects.find_bytes(uri) == b"0123456789"
    assert objects.find_range(uri, 2, 5) == b"234"
    assert objects.find_range(uri, 8, 20) == b"89"
    assert objects.find_range(uri, 10, 20) == b""


def test_what_is_not_there_is_told_apart_from_what_is_empty(objects: ObjectStore) -> None:
    uri = objects.put_bytes(f"{objects.root}/empty", b"")
    none = f"{objects.root}/none"
    assert (objects.exists(uri), objects.find_bytes(uri)) == (True, b"")
    assert (objects.exists(none), objects.find_bytes(none)) == (False, None)
    assert (objects.find_range(uri, 0, 1), objects.find_range(none, 0, 1)) == (b"", None)
    assert (objects.names(none), objects.remove(none)) == ([], 0)
    for read in (objects.get_bytes, objects.read):
        with pytest.raises(PoisonError, match="there is no file at"):
            read(none)


def test_what_another_process_wrote_since_is_seen(objects: ObjectStore) -> None:
    uri = objects.put_bytes(f"{objects.root}/names/one", b"short")
    assert objects.names(f"{objects.root}/names") == ["one"]
    write_elsewhere(uri, b"a good deal longer")
    write_elsewhere(f"{objects.root}/names/two", b"")
    assert objects.names(f"{objects.root}/names") == ["one", "two"]
    with objects.read(uri) as file:
        assert file.read() == b"a good deal longer"


def test_a_large_upload_is_read_as_a_file(objects: ObjectStore) -> None:
    data, uri = os.urandom(12 * MB), f"{objects.root}/uploads/ana/large"
    with objects.write(uri) as file:
        for at in range(0, len(data), MB):
            file.write(data[at : at + MB])
    with objects.read(uri) as file:
        assert file.read(3) == data[:3]
        assert file.seek(-5, io.SEEK_END) == len(data) - 5
        assert file.read() == data[-5:]
    assert objects.find_range(uri, 9 * MB, 9 * MB + 4) == data[9 * MB : 9 * MB + 4]


def test_a_finished_work_leaves_its_mark_alone(objects: ObjectStore) -> None:
    work = f"{objects.root}/work/r1"
    for name in ("text/1", "text/2", "plan"):
        objects.put_bytes(f"{work}/{name}", b"x")
    objects.finish(work)
    assert objects.finished(work)
    assert objects.names(work) == [FINISHED]


def test_all_under_a_prefix_is_removed_and_counted(objects: ObjectStore) -> None:
    for name in ("gone/1", "gone/deep/2", "gone-not"):
        objects.put_bytes(f"{objects.root}/{name}", b"x")
    assert objects.remove(f"{objects.root}/gone") == 2
    assert not objects.exists(f"{objects.root}/gone/deep/2")
    assert objects.remove(f"{objects.root}/gone-not") == 1


def test_one_object_is_discarded_and_no_other(objects: ObjectStore) -> None:
    one, more = (objects.put_bytes(f"{objects.root}/{name}", b"x") for name in ("a", "ab"))
    objects.discard(one)
    objects.discard(one)
    assert (objects.exists(one), objects.exists(more)) == (False, True)


def test_a_bucket_that_is_not_there_is_no_empty_one(s3: str) -> None:
    objects = store("s3://nobodys/store")
    with pytest.raises(FatalError, match="no bucket 'nobodys'"):
        objects.exists(f"{objects.root}/plan.json")


def test_a_server_that_is_away_is_waited_for(leaving: Server) -> None:
    objects = store("s3://meetings/leaving")
    uri = objects.put_bytes(f"{objects.root}/a", b"x")

    def put(uri: str) -> None:
        objects.put_bytes(uri, b"y")

    def write(uri: str) -> None:
        with objects.write(uri) as file:
            file.write(b"y")

    def first(uri: str) -> None:
        store(objects.root).exists(uri)

    leaving.stop()
    for call in (
        first,
        objects.exists,
        objects.find_bytes,
        objects.get_bytes,
        objects.read,
        put,
        write,
    ):
        with pytest.raises(TransientError, match="object store does not answer"):
            call(uri)


def test_what_a_full_disk_refuses_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(LocalFileSystem, "pipe_file", full)
    objects = store(tmp_path.as_uri())
    with pytest.raises(TransientError, match="No space left"):
        objects.put_bytes(f"{objects.root}/a", b"x")


def test_a_folder_that_may_not_be_listed_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    objects = store(tmp_path.as_uri())
    objects.put_bytes(f"{objects.root}/a/b", b"x")
    monkeypatch.setattr(LocalFileSystem, "ls", refused)
    with pytest.raises(TransientError, match="Permission denied"):
        objects.names(f"{objects.root}/a")
