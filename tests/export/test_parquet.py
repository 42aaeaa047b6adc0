"""Parquet: every value comes back with the type that is declared."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from graph_schema.spec import PropertyType
from pipelines.export import parquet, tables, write_bundle
from tests.export.given import AWKWARD, Given


def test_every_value_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 2)  # row groups are of no consequence
    source = Given()
    write_bundle(tmp_path / "out", "parquet", source, {})
    for table in tables(source.schema):
        found = pq.read_table(tmp_path / "out" / table.of / f"{table.file}.parquet")
        assert found.to_pylist() == list(source.rows(table))
        assert found.schema.types == [parquet.TYPES[column.type] for column in table.columns]


def test_pandas_has_typed_columns(tmp_path: Path) -> None:
    source = Given()
    write_bundle(tmp_path / "out", "parquet", source, {})
    articles = pd.read_parquet(tmp_path / "out" / "nodes" / "Article.parquet").set_index("article_id")
    assert str(articles["published_at"].dtype) == "datetime64[us, UTC]"
    assert articles["title"]["a-odd-1"] == AWKWARD[1]


def test_every_declared_type_has_its_own() -> None:
    assert set(parquet.TYPES) == set(PropertyType)
