"""Parquet: a file for each label and type, typed as the declaration says."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph_schema.spec import PropertyType
from pipelines.export.tables import Row, Table

ROWS = 10_000  # of a row group, and held in memory at once
TYPES = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.FLOAT: pa.float64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
    PropertyType.DATETIME: pa.timestamp("us", "UTC"),
    PropertyType.STRINGS: pa.list_(pa.string()),
}


class Parquet:
    """A Parquet file for each table."""

    replaced = 0

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._folder = folder
        for of in {table.of for table in tables}:
            (folder / of).mkdir()

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """Write the table; returns how many rows there were."""
        schema, number = pa.schema([(column.name, TYPES[column.type]) for column in table.columns]), 0
        with pq.ParquetWriter(self._folder / table.of / f"{table.file}.parquet", schema) as writer:
            for group in _groups(rows):
                writer.write_batch(pa.RecordBatch.from_pylist(group, schema))
                number += len(group)
        return number

    def close(self) -> None:
        """Nothing is left open."""


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while group := list(islice(left, ROWS)):
        yield group
