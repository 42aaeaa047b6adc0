"""An export as a whole: the tables in the format that is asked for, and `manifest.json`, which says what they are.

The manifest names no time and no folder, so that the same graph gives the same bytes wherever and
whenever it is exported.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from graph_schema.spec import Schema
from pipelines.export.admin import COMMAND, Admin
from pipelines.export.delimited import Delimited
from pipelines.export.folder import FORMAT, MANIFEST, MARK, put_in_place, sums
from pipelines.export.graphml import GraphMl
from pipelines.export.jsonlines import JsonLines
from pipelines.export.parquet import Parquet
from pipelines.export.tables import Row, Table, tables


class Source(Protocol):
    """Where rows come from, in an order that is always the same."""

    @property
    def schema(self) -> Schema:
        """The declaration that they keep to."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Every row of a table, one at a time."""


class Writer(Protocol):
    """One format. `replaced` counts characters that it cannot hold."""

    replaced: int

    def add(self, table: Table, rows: Iterator[Row]) -> int:
        """Write a table; returns how many rows there were."""

    def close(self) -> None:
        """Finish."""


FORMATS: Mapping[str, Callable[[Path, Sequence[Table]], Writer]] = {
    "graphml": GraphMl,
    "csv": Delimited,
    "jsonl": JsonLines,
    "parquet": Parquet,
    "neo4j-admin": Admin,
}
TABULAR = ("csv", "jsonl", "parquet")  # formats that an answer can be written in as well


def write_bundle(
    folder: Path, format_: str, source: Source, told: Mapping[str, object], beside: Callable[[Path], None] | None = None
) -> Mapping[str, object]:
    """Write the export and return its manifest; `told` goes into it. `beside` writes more files into the folder it is given.

    Raises ExportError; then `folder` is as it was.
    """
    whole = tables(source.schema)
    with put_in_place(folder) as part:
        writer = FORMATS[format_](part, whole)
        try:
            counts = [(table, writer.add(table, source.rows(table))) for table in whole]
        finally:
            writer.close()
        if beside:
            beside(part)
        manifest = {
            MARK: FORMAT,
            "newsgraph": version("newsgraph"),
            "format": format_,
            **told,
            "schema": schema_hash(source.schema),
            "counts": _counts(counts),
            "columns": {table.file: {column.name: str(column.type) for column in table.columns} for table in whole},
            "replaced_characters": writer.replaced,
            "files": sums(part),
        } | ({"import": COMMAND} if format_ == "neo4j-admin" else {})
        (part / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return manifest


def schema_hash(schema: Schema) -> str:
    """SHA-256 of the whole declaration."""
    return sha256(repr(schema).encode()).hexdigest()


def _counts(counts: Sequence[tuple[Table, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {"nodes": {}, "relationships": {}}
    for table, number in counts:
        found[table.of][table.name] = found[table.of].get(table.name, 0) + number
    return found
