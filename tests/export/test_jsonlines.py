"""JSON Lines: a line for each node and relationship, as JSON has its values."""

import json
from pathlib import Path

from pipelines.export import tables, write_bundle
from pipelines.export.values import as_json
from tests.export.given import Given


def test_every_node_and_relationship_is_a_line_with_its_values(tmp_path: Path) -> None:
    source = Given()
    write_bundle(tmp_path / "out", "jsonl", source, {})
    lines = [json.loads(line) for line in (tmp_path / "out" / "graph.jsonl").read_bytes().decode().split("\n")[:-1]]
    expected: list[dict[str, object]] = []
    for table in tables(source.schema):
        for row in source.rows(table):
            properties = {column.name: as_json(row[column.name]) for column in table.properties if row[column.name] is not None}
            told: dict[str, object] = {"label": table.name, "properties": properties}
            if table.of == "nodes":
                told |= {"type": "node", "key": row[table.key or ""]}
            else:
                ends = {side: {"label": row[f"{side}_label"], "key": row[side]} for side in ("start", "end")}
                told |= {"type": "relationship", **ends}
            expected.append(told)
    assert lines == expected
