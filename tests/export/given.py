"""Rows to export that come from no server: those of a sample graph, with texts that break what does not quote."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from graph_schema.load import load_schema
from graph_schema.spec import ROW_HASH, WITHDRAWN_WHY, Schema
from pipelines.export import Row, Table
from tests.graph.newsroom import newsroom
from tests.graph.sample import Sample, article

AWKWARD = (
    'comma, "quote", semicolon; backslash \\ and \\" both',
    "line\nbreak, carriage\rreturn, both\r\n and a tab\t.",
    "华为 — Ōsaka’s “naïve” 🦋 & <b>bold</b> ]]>",
    "=HYPERLINK(1)",
    "  spaces around  ",
    "'single' `backtick` $dollar {brace} [bracket]|pipe|",
    "NULL",
    "null",
    "-1",
)


def awkward() -> Sample:
    """The newsroom, and an article and a company for each awkward text."""
    graph = newsroom()
    graph.nodes["Company"][0]["aliases"] = list(AWKWARD)
    graph.nodes["Article"] += [article(f"a-odd-{place}", title=text, publisher=text) for place, text in enumerate(AWKWARD)]
    for place, text in enumerate(AWKWARD):
        graph.entity("Company", f"e-odd-{place}", text, aliases=[text, "x"])
    graph.fact_of("f-rivals").update(market=AWKWARD[0], event="2024-05-02", event_date=date(2024, 5, 2))
    return graph


class Given:
    """A source of what frames hold, in the order in which a server gives it; without what was taken back."""

    def __init__(self, sample: Sample | None = None, schema: Schema | None = None) -> None:
        self.schema = schema or load_schema()
        self.nodes, self.relationships = (sample or awkward()).frames(self.schema)
        self._labels = {
            str(row[self.schema.nodes[label].key]): (label, row.get(WITHDRAWN_WHY))
            for label, frame in self.nodes.items()
            for row in frame.to_dict("records")
        }

    def rows(self, table: Table) -> Iterator[Row]:
        names = [column.name for column in table.columns]
        yield from ({name: row.get(name) for name in names} for row in self.whole(table))

    def whole(self, table: Table) -> list[dict[str, object]]:
        """The rows of a table, sorted."""
        if table.of == "nodes":
            frame = self.nodes.get(table.name, pd.DataFrame())
            return sorted((row for row in _rows(frame) if row.get(WITHDRAWN_WHY) is None), key=lambda row: str(row[table.key or ""]))
        found = [self._with_ends(row) for pair, frame in self.relationships.items() if pair[0] == table.name for row in _rows(frame)]
        standing = [row for row in found if not (row.get(WITHDRAWN_WHY) or self._gone(row))]
        return sorted(standing, key=lambda row: (str(row["start"]), str(row["end"]), str(row.get(table.key or ""))))

    def _with_ends(self, row: dict[str, object]) -> dict[str, object]:
        return row | {f"{side}_label": self._labels[str(row[side])][0] for side in ("start", "end")}

    def _gone(self, row: dict[str, object]) -> bool:
        return any(self._labels[str(row[side])][1] is not None for side in ("start", "end"))


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items() if name != ROW_HASH} for row in frame.to_dict("records")]


def written(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
