"""CSV: a file for each label and type, cells as `values` has them, as RFC 4180 wants it (UTF-8, CRLF).

Texts are those of the graph to the letter, also where a spreadsheet would take one that begins with `=`
for a formula. An empty cell is nothing; the graph holds no empty text.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.export.tables import Row, Table
from pipelines.export.values import text_of


class Delimited:
    """A CSV file with a header for each table."""

    replaced = 0

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._folder = folder
        for of in {table.of for table in tables}:
            (folder / of).mkdir()

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """Write the table; returns how many rows there were."""
        names = [column.name for column in table.columns]
        cells = ([text_of(row[name]) for name in names] for row in rows)
        return write_csv(self._folder / table.of / f"{table.file}.csv", cells, names)

    def close(self) -> None:
        """Nothing is left open."""


def write_csv(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> int:
    """A file of cells; returns how many rows there were without the header."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if header:
            writer.writerow(header)
        for number, row in enumerate(rows, 1):  # noqa: B007 the number is wanted after the last
            writer.writerow(row)
    return number
