"""Answers as typed frames and as files."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.load import load_schema
from pipelines.export.answers import FORMATS, ids, rows_of, typed, write_answer

SCHEMA = load_schema()
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=object)


def as_file(answer: pd.DataFrame, format_: str) -> bytes:
    file = io.BytesIO()
    write_answer(answer, format_, SCHEMA, file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, None, 2**53 + 1], "Int64"),
        ([1.5, None, 2.0], "Float64"),
        ([1, 2.5], "Float64"),
        ([True, None, False], "boolean"),
        (["a", None], "string"),
        ([date(2024, 5, 1), None, date(9999, 12, 30)], "datetime64[us]"),
        ([NOON, None], "datetime64[us, UTC]"),
        ([["a", "b"], None], "object"),
        (["a", 1], "object"),
        ([None, None], "object"),
        ([], "object"),
    ],
)
def test_a_column_is_of_the_type_of_its_values(values: list[object], dtype: str) -> None:
    found = typed(frame(x=values), SCHEMA)["x"]
    assert str(found.dtype) == dtype
    plain = [value.date() if dtype == "datetime64[us]" and not pd.isna(value) else value for value in found]
    assert [None if not isinstance(value, list) and pd.isna(value) else value for value in plain] == values


def test_what_the_declaration_enumerates_is_a_category_with_all_it_allows() -> None:
    answer = typed(frame(status=["done", None], type=["SANCTIONS", "ACQUIRES"], kind=["Company", "equity"], name=["done", "x"]), SCHEMA)
    assert {name: str(dtype) for name, dtype in answer.dtypes.items()} == dict.fromkeys(["status", "type", "kind"], "category") | {
        "name": "string"
    }
    assert set(answer["type"].cat.categories) >= set(SCHEMA.relationships)
    assert {"planned", "lifted"} <= set(answer["status"].cat.categories)
    assert str(typed(frame(status=["done", "unheard of"]), SCHEMA)["status"].dtype) == "string"


def test_ids_are_those_of_all_columns_that_hold_some() -> None:
    answer = frame(first_claim=["c-1", None], second_claim=["c-2", "c-1"], new_fact=[True, False], claims=[3, 4])
    assert ids(answer, "claim") == {"c-1", "c-2"}
    assert ids(answer, "fact") == set()
    assert ids(frame(name=["Acme"]), "claim") is None


@given(rows=st.lists(st.tuples(TEXTS, st.lists(TEXTS), st.none() | st.integers(-(2**63), 2**63 - 1))))
def test_any_answer_comes_back(rows: list[tuple[str, list[str], int | None]]) -> None:
    answer = frame(text=[row[0] for row in rows], texts=[row[1] for row in rows], number=[row[2] for row in rows])
    expected = [{"text": text, "texts": texts, "number": number} for text, texts, number in rows]
    assert json.loads(as_file(answer, "json")) == expected
    assert [json.loads(line) for line in as_file(answer, "jsonl").decode().split("\n")[:-1]] == expected
    cells = csv.DictReader(io.StringIO(as_file(answer, "csv").decode(), newline=""), strict=True)
    found = [
        {"text": row["text"], "texts": json.loads(row["texts"]), "number": int(row["number"]) if row["number"] else None} for row in cells
    ]
    assert found == expected
    if rows:
        parquet = pd.read_parquet(io.BytesIO(as_file(answer, "parquet")))
        assert parquet["text"].tolist() == [row[0] for row in rows]
        assert [list(texts) for texts in parquet["texts"]] == [row[1] for row in rows]


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1))
def test_a_markdown_table_has_a_line_for_each_row_and_a_cell_for_each_value(rows: list[tuple[str, str]]) -> None:
    lines = as_file(frame(a=[row[0] for row in rows], b=[row[1] for row in rows]), "md").decode().split("\n")
    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert len(lines) == len(rows) + 3
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in lines[:-1])


def test_days_times_and_nothing_read_the_same_in_every_text() -> None:
    answer = frame(day=[date(2024, 5, 1)], time=[NOON], nothing=[float("nan")], amount=[6.5e9], names=[["A", "B"]])
    assert rows_of(answer) == [{"day": "2024-05-01", "time": "2024-05-01T12:00:00Z", "nothing": None, "amount": 6.5e9, "names": ["A", "B"]}]
    assert as_file(answer, "csv").decode().split("\r\n")[1] == '2024-05-01,2024-05-01T12:00:00Z,,6500000000.0,"[""A"", ""B""]"'
    assert as_file(answer, "md").decode().splitlines()[2] == "| 2024-05-01 | 2024-05-01T12:00:00Z |  | 6500000000.0 | A, B |"


@pytest.mark.parametrize("format_", FORMATS)
def test_an_answer_without_rows_has_its_columns_all_the_same(format_: str) -> None:
    text = as_file(frame(name=[], amount=[]), format_)
    if format_ == "parquet":
        assert list(pd.read_parquet(io.BytesIO(text)).columns) == ["name", "amount"]
    else:
        assert text.decode() == {"csv": "name,amount\r\n", "json": "[]\n", "jsonl": "", "md": "| name | amount |\n| --- | --- |\n"}[format_]
