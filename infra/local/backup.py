"""The state of a stack in one file, and back.

Everything is stopped meanwhile, so that all of it is of one moment: rows, vectors, objects, and the
log with what every consumer has read of it.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from infra.local.errors import StackError
from infra.local.services import postgres
from infra.local.stack import Stack

FOLDERS = ("kafka", "qdrant", "objects")
DUMP, MANIFEST = "postgres.dump", "manifest.json"


def backup(stack: Stack, file: Path) -> None:
    """Write the state into a file, which is there only when it is whole.

    Raises `StackError` when there is nothing to write, or PostgreSQL's program fails.
    """
    if not (stack.layout.postgres / "data").exists():
        raise StackError("this stack has no data yet: run `make up`")
    partial = file.with_name(f"{file.name}.partial")
    with _stopped(stack), tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        dump = Path(folder) / DUMP
        stack.up(["postgres"])
        _run(stack, "pg_dump", "--format=custom", f"--file={dump}", f"--dbname={postgres.NAME}")
        stack.down()
        # It holds what people said: for its owner's eyes.
        with _created(partial) as archive:
            _add_manifest(archive, stack, Path(folder) / MANIFEST)
            archive.add(dump, DUMP)
            for name in (*FOLDERS, stack.layout.seal_key.name):
                if (stack.layout.root / name).exists():
                    archive.add(stack.layout.root / name, name)
    partial.replace(file)


def restore(stack: Stack, file: Path) -> None:
    """Put the state of a backup in the place of what is there.

    Raises `StackError` for a file that is none, or of a stack that lay elsewhere: rows and events
    point to objects by their full path.
    """
    root = stack.layout.root
    root.mkdir(parents=True, exist_ok=True)
    with _stopped(stack), tempfile.TemporaryDirectory(dir=root, prefix="restoring-") as folder:
        unpacked = _unpacked(file, Path(folder))
        made_at = json.loads((unpacked / MANIFEST).read_text())["objects"]
        if made_at != stack.object_store:
            raise StackError(f"the backup's objects were at {made_at}: restore it there")
        for name in FOLDERS:
            shutil.rmtree(root / name, ignore_errors=True)
            if (unpacked / name).exists():
                (unpacked / name).rename(root / name)
        # A stack whose key is in the environment has none of its own.
        if (key := unpacked / stack.layout.seal_key.name).exists():
            key.rename(stack.layout.seal_key)
        # It makes the roles too, which belong to the server and are in no dump.
        stack.up(["migrate"])
        with psycopg.connect(stack.owner_dsn, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {postgres.NAME} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {postgres.NAME}".encode())
        _run(stack, "pg_restore", "--exit-on-error", f"--dbname={postgres.NAME}",
             str(unpacked / DUMP))  # fmt: skip
        # Again, as the backup may be of an earlier version.
        stack.up(["migrate"])


@contextmanager
def _stopped(stack: Stack) -> Iterator[None]:
    """What ran before runs again afterwards, whatever happens between."""
    ran = [status.name for status in stack.status() if status.pid is not None]
    stack.down()
    try:
        yield
    finally:
        stack.down()
        if ran:
            stack.up(ran)


@contextmanager
def _created(path: Path) -> Iterator[tarfile.TarFile]:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive,
    ):
        yield archive


def _add_manifest(archive: tarfile.TarFile, stack: Stack, path: Path) -> None:
    path.write_text(json.dumps({"objects": stack.object_store}))
    archive.add(path, MANIFEST)


def _unpacked(file: Path, folder: Path) -> Path:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise StackError(f"{file} cannot be read as a backup: {error}") from error
    missing = [name for name in (MANIFEST, DUMP) if not (folder / name).exists()]
    if missing:
        raise StackError(f"{file} is no backup of a stack: it has no {' and no '.join(missing)}")
    return folder


def _run(stack: Stack, program: str, *arguments: str) -> None:
    """A client program of PostgreSQL's as the owner; its password is not on the command line."""
    place = psycopg.conninfo.conninfo_to_dict(stack.owner_dsn)
    where = (f"--host={place['host']}", f"--port={place['port']}", f"--username={place['user']}")
    done = subprocess.run(
        [str(postgres.programs() / program), *where, *arguments],
        env={**os.environ, "PGPASSWORD": str(place["password"])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StackError(f"PostgreSQL's {program} failed:\n{done.stderr}")
