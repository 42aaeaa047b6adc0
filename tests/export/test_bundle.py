"""An export is the same bytes each time, says what it holds, and is whole or not there."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from weakref import WeakSet

import pytest

from pipelines.errors import ExportError
from pipelines.export import FORMATS, Row, Table, parquet, tables, write_bundle
from pipelines.export.bundle import schema_hash
from tests.export.given import Given, written
from tests.graph.sample import Sample, sample


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_rows_give_the_same_bytes_wherever_they_go(tmp_path: Path, format_: str) -> None:
    for name in ("one", "two"):
        write_bundle(tmp_path / name, format_, Given(), {"command": "newsgraph export"})
    assert written(tmp_path / "one") == written(tmp_path / "two")
    write_bundle(tmp_path / "two", format_, Given(sample()), {"command": "newsgraph export"})
    assert written(tmp_path / "one") != written(tmp_path / "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_manifest_says_what_is_there(tmp_path: Path, format_: str) -> None:
    source = Given()
    told = write_bundle(tmp_path / "out", format_, source, {"command": "newsgraph export OUT"})
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest == json.loads(json.dumps(told))
    assert (manifest["format"], manifest["command"], manifest["schema"]) == (format_, "newsgraph export OUT", schema_hash(source.schema))
    for table in tables(source.schema):
        assert manifest["counts"][table.of][table.name] == len(list(source.rows(table)))
        assert list(manifest["columns"][table.file]) == [column.name for column in table.columns]
    found = {name: {"bytes": len(text), "sha256": sha256(text).hexdigest()} for name, text in written(tmp_path / "out").items()}
    del found["manifest.json"]
    assert manifest["files"] == found
    assert manifest["replaced_characters"] == 0
    assert str(tmp_path) not in json.dumps(manifest)


def test_what_was_taken_back_bookkeeping_and_row_hashes_are_no_part_of_it(tmp_path: Path) -> None:
    manifest = write_bundle(tmp_path / "out", "jsonl", Given(), {})
    text = (tmp_path / "out" / "graph.jsonl").read_text()
    assert "row_hash" not in text
    assert "Record" not in manifest["counts"]["nodes"]
    assert "Entity" not in manifest["counts"]["nodes"]


class Kept(dict[str, object]):
    """A row that can be seen to be kept."""

    def __hash__(self) -> int:
        return id(self)


class Counting(Given):
    """A thousand companies, and how many of the rows that were given out were in memory at once."""

    def __init__(self) -> None:
        graph = Sample()
        for number in range(1000):
            graph.entity("Company", f"e-{number:04}", f"Company {number}")
        super().__init__(graph)
        self.kept: WeakSet[Kept] = WeakSet()
        self.most = 0

    def rows(self, table: Table) -> Iterator[Row]:
        for row in self.whole(table):
            kept = Kept({column.name: row.get(column.name) for column in table.columns})
            self.kept.add(kept)
            self.most = max(self.most, len(self.kept))
            yield kept
            del kept


@pytest.mark.parametrize("format_", FORMATS)
def test_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    monkeypatch.setattr(parquet, "ROWS", 10)
    source = Counting()
    manifest = write_bundle(tmp_path / "out", format_, source, {})
    assert manifest["counts"]["nodes"]["Company"] == 1000
    assert source.most <= 2 * parquet.ROWS


class Broken(Given):
    """Its server goes away in the middle."""

    def rows(self, table: Table) -> Iterator[Row]:
        yield from super().rows(table)
        if table.name == "MENTIONS":
            raise ConnectionError("gone")


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, format_: str) -> None:
    with pytest.raises((ConnectionError, ExportError)):
        write_bundle(tmp_path / "out", format_, Broken(), {})
    assert list(tmp_path.iterdir()) == []
    write_bundle(tmp_path / "out", format_, Given(), {})
    before = written(tmp_path)
    with pytest.raises((ConnectionError, ExportError)):
        write_bundle(tmp_path / "out", format_, Broken(), {})
    assert written(tmp_path) == before
