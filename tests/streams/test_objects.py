"""What intermediate objects hold is looked at before anything is computed with it."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from streams.errors import PoisonError
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(Settings(_env_file=None, object_store=tmp_path.as_uri()))  # type: ignore[call-arg]


def saved(array: Any, *, pickled: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=pickled)
    return buffer.getvalue()


def test_vectors_are_read_as_they_were_written(objects: ObjectStore) -> None:
    rows = np.arange(6, dtype=np.float32).reshape(2, 3)
    uri = objects.put_bytes(f"{objects.root}/v.npy", saved(rows))
    assert np.array_equal(objects.get_vectors(uri, 2, 3), rows)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no array",
        saved(np.zeros((2, 3)))[:100],
        saved(np.zeros((3, 2))),
        saved(np.zeros(6)),
        saved(np.full((2, 3), np.nan)),
        saved(np.array([["a", "b", "c"]] * 2)),
        saved(np.array([[{}, {}, {}]] * 2, dtype=object), pickled=True),
        saved(np.zeros((2, 3))).replace(b"(2, 3)", b"(2**9, 3)"),
    ],
    ids=["empty", "text", "cut", "shape", "flat", "nan", "texts", "pickle", "header"],
)
def test_what_are_not_the_vectors_is_refused_in_words(objects: ObjectStore, data: bytes) -> None:
    uri = objects.put_bytes(f"{objects.root}/v.npy", data)
    with pytest.raises(PoisonError, match="vectors"):
        objects.get_vectors(uri, 2, 3)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00"])
def test_what_is_no_json_is_refused_in_words(objects: ObjectStore, data: bytes) -> None:
    uri = objects.put_bytes(f"{objects.root}/o.json", data)
    with pytest.raises(PoisonError, match="not JSON"):
        objects.get_json(uri)
