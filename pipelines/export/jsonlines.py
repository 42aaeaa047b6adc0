"""JSON Lines: one file, a line for each node, then for each relationship. What has no value is left out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.export.tables import END, END_LABEL, START, START_LABEL, Row, Table
from pipelines.export.values import json_of

FILE = "graph.jsonl"


class JsonLines:
    """`{"type": "node", "label", "key", "properties"}`, `{"type": "relationship", "label", "start", "end", "properties"}`."""

    replaced = 0

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        assert tables
        self._file = (folder / FILE).open("w", encoding="utf-8", newline="\n")

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """Write the table; returns how many rows there were."""
        line, number = _node if table.of == "nodes" else _relationship, 0
        for row in rows:
            properties = {column.name: row[column.name] for column in table.properties if row[column.name] is not None}
            self._file.write(json_of({**line(table, row), "properties": properties}) + "\n")
            number += 1
        return number

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _node(table: Table, row: Row) -> dict[str, object]:
    return {"type": "node", "label": table.name, "key": row[table.key or ""]}


def _relationship(table: Table, row: Row) -> dict[str, object]:
    ends = {side: {"label": row[label], "key": row[key]} for side, key, label in ((START, START, START_LABEL), (END, END, END_LABEL))}
    return {"type": "relationship", "label": table.name, **ends}
