from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.errors import SchemaError
from graph_schema.frames import Checked, check_nodes, check_relationships
from graph_schema.load import load_schema

SCHEMA = load_schema()
NOW = datetime(2024, 5, 1, tzinfo=UTC)
COMPANY: dict[str, object] = {"entity_id": "e-1", "name": "Acme", "known": True}
CLAIM = {
    "claim_id": "c-1",
    "type": "SANCTIONS",
    "confidence": 0.5,
    "sentence": "S.",
    "start": 0,
    "end": 2,
    "content_hash": "h",
    "evidence": ["sentence:0:2"],
    "subject_text": "a",
    "object_text": "b",
    "pattern": "p",
    "extractor": "x",
    "extractor_version": "1",
    "learnt_at": NOW,
    "extracted_at": NOW,
}
FACT: dict[str, object] = {"start": "e-1", "end": "e-2", "fact_id": "f-1", "confidence": 1.0, "claim_count": 1, "article_count": 1}
FACT |= {"best_claim_id": "c-1", "publisher_count": 1, "corroborated": False, "disputed": False, "learnt_at": NOW}
LABELS = {"e-1": "Company", "e-2": "Company", "e-3": "Country", "a-1": "Article"}


def companies(*rows: dict[str, object]) -> Checked:
    return check_nodes(SCHEMA, "Company", pd.DataFrame([COMPANY | row for row in rows], dtype=object))


def claims(**changes: object) -> Checked:
    return check_nodes(SCHEMA, "Claim", pd.DataFrame([CLAIM | changes]))


def edges(type_: str, *rows: dict[str, object]) -> Checked:
    return check_relationships(SCHEMA, type_, pd.DataFrame(list(rows)), LABELS)


def only_reason(checked: Checked) -> str:
    assert len(checked.refused) == 1
    return str(checked.refused["reason"].iloc[0])


def test_a_sound_row_comes_out_as_plain_python_with_every_declared_column() -> None:
    checked = companies({"aliases": np.array(["A", "B"], dtype=object), "ticker": np.nan, "lei": None, "country": ""})
    row = checked.accepted.to_dict("records")[0]
    assert row["aliases"] == ["A", "B"]
    assert row["ticker"] is None
    assert row["lei"] is None
    assert row["country"] is None
    assert row["known"] is True
    assert "row_hash" not in row
    assert set(row) == set(SCHEMA.nodes["Company"].properties) - {"row_hash"}


def test_what_pandas_made_of_numbers_and_times_is_undone() -> None:
    frame = pd.DataFrame([CLAIM | {"extracted_at": pd.Timestamp("2024-05-01T02:00:00+02:00"), "end": 2.0, "event_date": pd.NaT}])
    row = check_nodes(SCHEMA, "Claim", frame).accepted.to_dict("records")[0]
    assert row["extracted_at"] == NOW
    assert type(row["extracted_at"]) is datetime
    assert (type(row["end"]), row["end"]) == (int, 2)
    assert row["event_date"] is None


@pytest.mark.parametrize(
    ("row", "reason", "said"),
    [
        ({"name": None}, "missing", "name is empty"),
        ({"name": ""}, "missing", "name is empty"),
        ({"name": 3}, "type", "name is 3 (int); it must be a text"),
        ({"known": "yes"}, "type", "true or false"),
        ({"aliases": "A, B"}, "type", "a list of texts"),
        ({"aliases": ["A", 1]}, "type", "a list of texts"),
        ({"name": "\ud800"}, "text", "lone surrogate"),
        ({"aliases": ["\udfff"]}, "text", "lone surrogate"),
        ({"name": "n" * 9000}, "too_long", "8000 bytes"),
        ({"entity_id": "i" * 9000}, "too_long", "8000 bytes"),
    ],
)
def test_a_bad_value_refuses_its_row_and_says_why(row: dict[str, object], reason: str, said: str) -> None:
    checked = companies(row, {"entity_id": "e-good"})
    assert only_reason(checked) == reason
    assert said in checked.refused["message"].iloc[0]
    assert checked.accepted["entity_id"].tolist() == ["e-good"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": 1.5}, "type"),
        ({"start": True}, "type"),
        ({"start": 2**63}, "type"),
        ({"confidence": float("inf")}, "type"),
        ({"confidence": "0.5"}, "type"),
        ({"extracted_at": datetime(2024, 5, 1)}, "type"),  # noqa: DTZ001 a time without its zone is the case
        ({"event_date": datetime(2024, 5, 1, tzinfo=UTC)}, "type"),
        ({"event_date_precision": "week"}, "enumeration"),
        ({"type": "ADMIRES"}, "enumeration"),
        ({"status": "done"}, "enumeration"),
        ({"measure": "frown"}, "enumeration"),
        ({"type": "INVESTS_IN", "measure": "tariff"}, "undeclared"),
        ({"type": "COMPETES_WITH", "status": "planned"}, "enumeration"),
    ],
)
def test_a_claim_keeps_to_its_type(change: dict[str, object], reason: str) -> None:
    assert only_reason(claims(**change)) == reason


def test_a_claim_with_what_its_type_declares_passes() -> None:
    checked = claims(status="planned", measure="tariff", event_date=date(2024, 5, 1), event_date_precision="day")
    assert checked.refused.empty


def test_a_doubled_key_is_refused_after_the_first_sound_row() -> None:
    checked = companies({"name": None}, {}, {"name": "Other"})
    assert checked.accepted["name"].tolist() == ["Acme"]
    assert checked.refused["reason"].tolist() == ["missing", "doubled_key"]


def test_a_refused_row_keeps_what_it_had() -> None:
    refused = companies({"known": "yes", "ticker": "ACM"}).refused
    assert refused[["known", "ticker", "name"]].values.tolist() == [["yes", "ACM", "Acme"]]


def test_an_undeclared_column_is_a_mistake_of_the_program() -> None:
    with pytest.raises(SchemaError, match="column `colour` is not declared"):
        companies({"colour": "red"})
    with pytest.raises(SchemaError, match="the writer computes it"):
        companies({"row_hash": "x"})
    with pytest.raises(SchemaError, match="twice"):
        check_nodes(SCHEMA, "Company", pd.DataFrame([["a", "b"]], columns=["name", "name"]))
    with pytest.raises(SchemaError, match="no label that a row can have"):
        check_nodes(SCHEMA, "Entity", pd.DataFrame([COMPANY]))


def test_an_empty_frame_is_fine() -> None:
    checked = check_nodes(SCHEMA, "Company", pd.DataFrame())
    assert checked.accepted.empty
    assert checked.refused.empty
    assert "entity_id" in checked.accepted.columns


@pytest.mark.parametrize(
    ("type_", "row", "reason"),
    [
        ("MENTIONS", {"start": "a-1", "end": "e-9", "count": 1}, "dangling"),
        ("MENTIONS", {"start": "a-9", "end": "e-1", "count": 1}, "dangling"),
        ("MENTIONS", {"start": None, "end": "e-1", "count": 1}, "missing"),
        ("MENTIONS", {"start": "e-1", "end": "e-2", "count": 1}, "endpoint"),
        ("MENTIONS", {"start": "a-1", "end": "e-1", "count": None}, "missing"),
        ("SANCTIONS", FACT, "endpoint"),
        ("SANCTIONS", FACT | {"start": "e-3", "end": "e-3"}, "same_entity"),
        ("COMPETES_WITH", FACT | {"end": "e-1"}, "same_entity"),
        ("COMPETES_WITH", FACT | {"start": "e-2", "end": "e-1"}, "order"),
        ("COMPETES_WITH", FACT | {"end": "e-3"}, "endpoint"),
        ("INVESTS_IN", FACT | {"status": "lifted"}, "enumeration"),
    ],
)
def test_a_wrong_relationship_is_refused(type_: str, row: dict[str, object], reason: str) -> None:
    assert only_reason(edges(type_, row)) == reason


def test_an_endpoint_may_be_any_kind_of_a_declared_base() -> None:
    rows: list[dict[str, object]] = [{"start": "a-1", "end": end, "count": 1} for end in ("e-1", "e-3")]
    assert len(edges("MENTIONS", *rows).accepted) == 2


def test_one_pair_may_have_several_facts_but_one_bookkeeping_relationship() -> None:
    assert len(edges("COMPETES_WITH", FACT, FACT | {"fact_id": "f-2"}).accepted) == 2
    assert only_reason(edges("COMPETES_WITH", FACT, FACT)) == "doubled_key"
    mention: dict[str, object] = {"start": "a-1", "end": "e-1", "count": 1}
    assert only_reason(edges("MENTIONS", mention, mention | {"count": 2})) == "doubled_key"


@given(
    st.lists(st.fixed_dictionaries({"entity_id": st.sampled_from("abc"), "name": st.one_of(st.none(), st.text(max_size=3), st.integers())}))
)
def test_every_row_comes_out_once(rows: list[dict[str, object]]) -> None:
    checked = check_nodes(SCHEMA, "Company", pd.DataFrame([row | {"known": True} for row in rows], columns=["entity_id", "name", "known"]))
    assert len(checked.accepted) + len(checked.refused) == len(rows)
    assert checked.accepted["entity_id"].is_unique
