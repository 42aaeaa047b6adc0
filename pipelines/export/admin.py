"""What `neo4j-admin database import full` takes: data, header files, and the arguments that name them.

Items of a list, and labels, are separated by U+001F, since neo4j-admin splits a cell wherever its
separator stands, and any visible one may stand inside a text. It knows no list without items: where the
graph has one, the imported graph has nothing.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from graph_schema.spec import WITHDRAWN, WITHDRAWN_WHY, PropertyType
from pipelines.export.delimited import write_csv
from pipelines.export.tables import END, START, Row, Table
from pipelines.export.values import text_of

ARGUMENTS = "import.args"
COMMAND = f"neo4j-admin database import full @{ARGUMENTS}"
SEPARATOR = "\x1f"
_REPLACEMENT = "\ufffd"
_TYPES = {
    PropertyType.STRING: "string",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.DATE: "date",
    PropertyType.DATETIME: "datetime",
    PropertyType.STRINGS: "string[]",
}
_OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--bad-tolerance=0", "--overwrite-destination", "neo4j")


class Admin:
    """A data and a header file for each table that has rows. `replaced` counts separators inside items, which stand there as U+FFFD."""

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self.replaced = 0
        self._folder = folder
        self._arguments: list[str] = []
        for of in {table.of for table in tables}:
            (folder / of).mkdir()

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """Write the table; returns how many rows there were."""
        data, header = (self._folder / table.of / f"{table.file}{suffix}.csv" for suffix in ("", "-header"))
        cells = self._node if table.of == "nodes" else self._relationship
        number = write_csv(data, (cells(table, row) for row in rows))
        if not number:  # neo4j-admin refuses an empty file
            data.unlink()
            return 0
        write_csv(header, [_header(table)])
        files = ",".join(path.relative_to(self._folder).as_posix() for path in (header, data))
        self._arguments.append(f"--nodes={files}" if table.of == "nodes" else f"--relationships={table.name}={files}")
        return number

    def close(self) -> None:
        """Write the arguments."""
        (self._folder / ARGUMENTS).write_text("\n".join([*self._arguments, *_OPTIONS]) + "\n", encoding="utf-8", newline="\n")

    def _node(self, table: Table, row: Row) -> list[str]:
        return [*self._cells(table, row), SEPARATOR.join(labels(table, row))]

    def _relationship(self, table: Table, row: Row) -> list[str]:
        return [text_of(row[START]), text_of(row[END]), *self._cells(table, row)]

    def _cells(self, table: Table, row: Row) -> list[str]:
        return [self._text(row[column.name]) for column in table.properties]

    def _text(self, value: object) -> str:
        if not isinstance(value, list):
            return text_of(value)
        items = cast("list[str]", value)
        self.replaced += sum(item.count(SEPARATOR) for item in items)
        return SEPARATOR.join(item.replace(SEPARATOR, _REPLACEMENT) for item in items)


def labels(table: Table, row: Row) -> list[str]:
    """All labels of a node."""
    return list(dict.fromkeys([table.spaces[0], table.name])) + ([WITHDRAWN] if row.get(WITHDRAWN_WHY) is not None else [])


def _header(table: Table) -> list[str]:
    properties = [f"{column.name}:{_TYPES[column.type]}" for column in table.properties]
    if table.of == "relationships":
        return [f":START_ID({table.spaces[0]})", f":END_ID({table.spaces[1]})", *properties]
    id_ = f"{table.key}:ID({table.spaces[0]})"
    return [*(id_ if column.name == table.key else told for column, told in zip(table.properties, properties, strict=True)), ":LABEL"]
