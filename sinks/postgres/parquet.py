"""Rows of a table as Parquet and back, without loss."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from streams.errors import PoisonError

TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "uuid": pa.string(),
    "jsonb": pa.string(),
    "integer": pa.int32(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    "vector": pa.list_(pa.float32()),
}
"""What a column of each of PostgreSQL's types is in a file."""
# On the way between the two some types are another one of PostgreSQL's.
_BETWEEN = {"uuid": "text", "jsonb": "text", "vector": "real[]"}
Row = tuple[Any, ...]


def read_as(name: str, kind: str) -> sql.Composable:
    """A column as `packed` takes it, from a query."""
    cast = sql.SQL(f"::{_BETWEEN[kind]}") if kind in _BETWEEN else sql.SQL("")
    return sql.Identifier(name) + cast


def write_as(kind: str) -> sql.Composable:
    """A value's place in a statement, for what `unpacked` gives."""
    return sql.SQL(f"%s::{_BETWEEN.get(kind, kind)}::{kind}")


def packed(columns: Mapping[str, str], rows: Sequence[Row]) -> bytes:
    """A Parquet file of rows, whose columns have these types of PostgreSQL."""
    schema = pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(v, field.type) for v, field in zip(values, schema, strict=True)]
    file = io.BytesIO()
    table = pa.Table.from_arrays(arrays, schema=schema)
    pq.write_table(table, file, compression="zstd", write_page_checksum=True)
    return file.getvalue()


def unpacked(data: bytes) -> tuple[list[str], list[Row]]:
    """The columns' names and the rows of a file. Raises `PoisonError` for one that is damaged."""
    try:
        table = pq.read_table(io.BytesIO(data), page_checksum_verification=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise PoisonError(f"the Parquet file is damaged: {error}") from error
    columns = [column.to_pylist() for column in table.columns]
    return table.column_names, list(zip(*columns, strict=True))
