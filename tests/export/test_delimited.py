"""CSV comes back as it went out, to Python's reader and to pandas."""

import csv
import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.export import tables, write_bundle
from pipelines.export.delimited import write_csv
from pipelines.export.values import moment, text_of
from tests.export.given import AWKWARD, Given

CELLS = st.text(st.characters(exclude_categories=["Cs"]))


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    assert write_csv(path, rows, ["a", "b"]) == len(rows)
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file, strict=True)) == [["a", "b"], *rows]


def test_every_value_comes_back_from_its_text(tmp_path: Path) -> None:
    source = Given()
    write_bundle(tmp_path / "out", "csv", source, {})
    for table in tables(source.schema):
        with (tmp_path / "out" / table.of / f"{table.file}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file, strict=True))
        assert found == [{name: text_of(value) for name, value in row.items()} for row in source.rows(table)]


def test_pandas_reads_names_lists_days_and_times(tmp_path: Path) -> None:
    source = Given()
    write_bundle(tmp_path / "out", "csv", source, {})
    companies = pd.read_csv(tmp_path / "out" / "nodes" / "Company.csv", keep_default_na=False)
    names = companies.set_index("entity_id")["name"]
    assert [names[f"e-odd-{place}"] for place in range(len(AWKWARD))] == list(AWKWARD)
    assert json.loads(companies.set_index("entity_id")["aliases"]["e-acme"]) == list(AWKWARD)
    articles = pd.read_csv(tmp_path / "out" / "nodes" / "Article.csv", parse_dates=["published_at"]).set_index("article_id")
    assert articles["published_at"]["a-1"] == pd.Timestamp("2024-05-10", tz="UTC")
    facts = pd.read_csv(tmp_path / "out" / "relationships" / "COMPETES_WITH.csv", parse_dates=["event_date"])
    assert (facts["event_date"].tolist(), facts["corroborated"].dtype) == ([pd.Timestamp("2024-05-02")], bool)
    assert facts[["start", "start_label", "end", "end_label", "market"]].values.tolist() == [
        ["e-acme", "Company", "e-bolt", "Company", AWKWARD[0]]
    ]


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_is_told_in_utc_and_comes_back(value: datetime) -> None:
    text = text_of(value)
    assert text.endswith("Z")
    # By seconds since 1970: in the hour of a change of clocks Python calls times of two zones unequal, whatever they are.
    assert pd.Timestamp(text).timestamp() == value.timestamp()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_to_the_last_digit(value: float) -> None:
    assert float(text_of(value)) == value


def test_a_day_is_a_day() -> None:
    assert moment(pd.Timestamp("2024-05-31").date()) == "2024-05-31"
