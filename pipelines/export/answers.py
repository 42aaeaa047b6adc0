"""An answer of the library (a table of values) as typed columns, and as a file.

Columns get their types from their values, and their categories from the declaration. A date that an article
gives to the month only (`2024-05`) is a text and stays one.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO, Literal, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from graph_schema.spec import Schema
from pipelines.export.values import as_json, json_of, text_of

_NUMBERS: Mapping[type, str] = {int: "Int64", float: "Float64", bool: "boolean", str: "string"}


def typed(answer: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """A copy with typed columns, nothing as missing: Int64, Float64, boolean, string, category, datetime64.

    A column of lists, or of values of several types, stays as it is; so does one without any value.
    Statuses, relationship types, labels and other enumerated values become categories, which are all that the declaration has.
    """
    known = _categories(schema)
    return pd.DataFrame({name: _typed(answer[name], known.get(str(name), ())) for name in answer.columns}, index=answer.index)


def _typed(column: "pd.Series[Any]", categories: Iterable[str]) -> "pd.Series[Any]":
    values = [value for value in column if not _is_nothing(value)]
    kinds = {type(value) for value in values}
    if kinds == {int, float}:
        kinds = {float}
    if len(kinds) != 1:
        return column.astype(object)
    kind = kinds.pop()
    if kind is str and values and set(values) <= set(categories):
        made = pd.Series(pd.Categorical(column.where(column.notna(), None), categories=list(categories)), index=column.index)
    elif kind in _NUMBERS:
        made = column.astype(pd.api.types.pandas_dtype(_NUMBERS[kind]))
    elif kind in {date, datetime}:
        made = pd.to_datetime(column, utc=kind is datetime).astype("datetime64[us, UTC]" if kind is datetime else "datetime64[us]")
    else:
        return column.astype(object)
    return made


def _categories(schema: Schema) -> dict[str, tuple[str, ...]]:
    """The values that the declaration allows for a column of that name, as it lists them."""
    found: dict[str, dict[str, None]] = {"type": dict.fromkeys(schema.relationships), "kind": dict.fromkeys(schema.nodes)}
    declared = [node.properties for node in schema.nodes.values()] + [type_.properties for type_ in schema.relationships.values()]
    for property_ in (property_ for properties in declared for property_ in properties.values()):
        found.setdefault(property_.name, {}).update(dict.fromkeys(property_.enum))
    return {name: tuple(values) for name, values in found.items() if values}


def rows_of(answer: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as JSON takes them, None for every kind of nothing."""
    names = [str(name) for name in answer.columns]
    cells = ([None if _is_nothing(value) else as_json(value) for value in row] for row in answer.itertuples(index=False, name=None))
    return [dict(zip(names, row, strict=True)) for row in cells]


def ids(answer: pd.DataFrame, of: Literal["claim", "fact"]) -> set[str] | None:
    """The ids of claims or facts in its columns `claim`, `first_claim` and the like; None where it has no such column."""
    columns = [name for name in answer.columns if name == of or str(name).endswith(f"_{of}")]
    return {value for name in columns for value in answer[name] if isinstance(value, str)} if columns else None


def _csv(answer: pd.DataFrame) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(answer.columns)
    writer.writerows([text_of(value) for value in row.values()] for row in rows_of(answer))
    return text.getvalue()


def _markdown(answer: pd.DataFrame) -> str:
    rows = [[str(name) for name in answer.columns], ["---"] * len(answer.columns)]
    rows += [[_cell(value) for value in row.values()] for row in rows_of(answer)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(value: object) -> str:
    """A value within one cell of a Markdown table: on one line, without a sign that would end the cell or begin markup."""
    text = ", ".join(map(text_of, cast("list[object]", value))) if isinstance(value, list) else text_of(value)
    return " ".join("".join(f"\\{sign}" if sign in "\\|*_`[]<>" else sign for sign in text).split())


def _is_nothing(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)  # noqa: PLR0124 NaN


TEXTS: Mapping[str, Callable[[pd.DataFrame], str]] = {
    "csv": _csv,
    "json": lambda answer: json_of(rows_of(answer)) + "\n",
    "jsonl": lambda answer: "".join(json_of(row) + "\n" for row in rows_of(answer)),
    "md": _markdown,
}
FORMATS = (*TEXTS, "parquet")


def write_answer(answer: pd.DataFrame, format_: str, schema: Schema, file: BinaryIO) -> None:
    """Write the answer in one of FORMATS."""
    if format_ == "parquet":
        pq.write_table(pa.Table.from_pandas(typed(answer, schema), preserve_index=False), file)
    else:
        file.write(TEXTS[format_](answer).encode())
