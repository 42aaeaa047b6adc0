"""Claims to facts: what makes two claims one fact, and how statuses and attributes combine."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.load import load_schema
from graph_schema.spec import RelationshipType
from pipelines.graph import rollup

SCHEMA = load_schema()
SANCTIONS = SCHEMA.relationships["SANCTIONS"]
INVESTS = SCHEMA.relationships["INVESTS_IN"]
COMPETES = SCHEMA.relationships["COMPETES_WITH"]
ATTRIBUTES = {name for type_ in SCHEMA.claim_types.values() if type_.claims for name in type_.claims.attributes}


def claims(*rows: dict[str, object]) -> pd.DataFrame:
    """Claims of one pair of entities, each from an article of its own, with the given differences."""
    base = {"start": "e1", "end": "e2", "status": None, "confidence": 0.5, "publisher": None, "published_at": None}
    full = [{**base, **dict.fromkeys(ATTRIBUTES), "claim_id": f"c{i}", "article_id": f"a{i}", **row} for i, row in enumerate(rows)]
    frame = pd.DataFrame(full)
    return frame.assign(published_at=pd.to_datetime(frame["published_at"], utc=True))


def roll_up(told: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    return rollup.roll_up(rollup.identified(told, relationship), relationship)


def only(frame: pd.DataFrame) -> dict[str, object]:
    assert len(frame) == 1
    return {str(name): value for name, value in frame.iloc[0].items()}


def test_two_articles_on_one_fact_are_one_relationship() -> None:
    fact = only(roll_up(claims({"publisher": "Wire"}, {"publisher": "Post"}), COMPETES))
    assert (fact["claim_count"], fact["article_count"], fact["publisher_count"], fact["corroborated"]) == (2, 2, 2, True)


def test_copies_of_one_publisher_do_not_corroborate() -> None:
    fact = only(roll_up(claims({"publisher": "Wire"}, {"publisher": "Wire"}), COMPETES))
    assert (fact["publisher_count"], fact["corroborated"]) == (1, False)


def test_an_article_without_a_publisher_corroborates_nothing() -> None:
    fact = only(roll_up(claims({}, {}, {"publisher": "Wire"}), COMPETES))
    assert (fact["publisher_count"], fact["corroborated"]) == (1, False)


def test_two_claims_of_one_article_are_one_article() -> None:
    fact = only(roll_up(claims({"article_id": "a"}, {"article_id": "a"}), COMPETES))
    assert (fact["claim_count"], fact["article_count"]) == (2, 1)


def test_measures_set_sanctions_apart_and_a_missing_one_is_its_own() -> None:
    facts = roll_up(claims({"measure": "tariff"}, {"measure": "entity_listing"}, {"measure": "tariff"}, {}), SANCTIONS)
    assert sorted(facts["claim_count"]) == [1, 1, 2]


def test_a_symmetric_fact_is_stored_once_from_the_smaller_id() -> None:
    fact = only(roll_up(claims({"start": "e2", "end": "e1"}, {"start": "e1", "end": "e2"}), COMPETES))
    assert (fact["start"], fact["end"], fact["claim_count"]) == ("e1", "e2", 2)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([("planned", "2024-01-01"), ("in_force", "2023-01-01")], "in_force"),
        ([("in_force", "2024-01-01"), ("lifted", "2024-02-01")], "lifted"),
        ([("in_force", "2024-02-01"), ("lifted", "2024-02-01")], "lifted"),
        ([("in_force", "2024-03-01"), ("lifted", "2024-02-01")], "in_force"),
        ([("in_force", "2024-03-01"), ("lifted", None)], "in_force"),
        ([("in_force", None), ("lifted", None)], "in_force"),
        ([("in_force", None), ("lifted", "2024-02-01")], "lifted"),
        ([("lifted", None)], "lifted"),
        ([("in_force", "2024-01-01"), ("lifted", "2024-03-01"), ("planned", "2024-04-01")], "planned"),
        ([("planned", "2020-01-01"), ("in_force", "2021-01-01"), ("lifted", "2022-01-01"), ("planned", "2025-01-01")], "planned"),
        ([("in_force", "2024-01-01"), ("lifted", "2024-03-01"), ("in_force", "2024-05-01")], "in_force"),
        ([("in_force", "2024-01-01"), ("lifted", "2024-03-01"), ("in_force", None)], "lifted"),
    ],
)
def test_statuses_combine(told: list[tuple[str, str | None]], status: str) -> None:
    rows: list[dict[str, object]] = [{"status": s, "published_at": at} for s, at in told]
    assert only(roll_up(claims(*rows), SANCTIONS))["status"] == status


def test_all_attributes_come_from_one_claim() -> None:
    told = claims(
        {"kind": "equity", "amount": 5.0, "currency": "EUR", "confidence": 0.9},
        {"kind": "equity", "amount": 7.0, "currency": "USD", "amount_usd": 7.0, "confidence": 0.6},
    )
    fact = only(roll_up(told, INVESTS))
    assert (fact["amount"], fact["currency"], fact["amount_usd"], fact["confidence"]) == (7.0, "USD", 7.0, 0.9)


def test_the_proof_is_a_claim_that_says_what_the_fact_says() -> None:
    told = claims(
        {"kind": "equity", "status": "rumoured", "amount": 1e10, "currency": "USD", "stake_pct": 5.0, "published_at": "2024-01-01"},
        {"kind": "equity", "status": "done", "published_at": "2024-06-01"},
    )
    fact = only(roll_up(told, INVESTS))
    assert (fact["status"], fact["best_claim_id"], fact["amount"]) == ("done", "c1", None)


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        ({"market": "chips", "confidence": 0.5}, {"confidence": 0.9}, "c0"),
        ({"confidence": 0.5, "published_at": "2024-06-01"}, {"confidence": 0.9, "published_at": "2024-01-01"}, "c1"),
        ({"published_at": "2024-01-01"}, {"published_at": "2024-06-01"}, "c1"),
        ({"published_at": "2024-01-01"}, {}, "c0"),
        ({}, {}, "c0"),
    ],
)
def test_the_proof_tells_most_then_is_surest_then_latest_then_first_by_id(
    first: dict[str, object], second: dict[str, object], best: str
) -> None:
    for order in ([0, 1], [1, 0]):
        assert only(roll_up(claims(first, second).iloc[order], COMPETES))["best_claim_id"] == best


def test_first_and_last_stated_pass_over_undated_articles() -> None:
    fact = only(roll_up(claims({"published_at": "2024-02-01"}, {}, {"published_at": "2024-01-01"}), COMPETES))
    assert [str(fact[name])[:10] for name in ("first_stated", "last_stated")] == ["2024-01-01", "2024-02-01"]


def test_no_claim_no_fact() -> None:
    assert roll_up(claims({}).head(0), COMPETES).empty


ROWS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["in_force", "planned", "lifted"]),
        "measure": st.sampled_from(["tariff", "fine", None]),
        "confidence": st.sampled_from([0.4, 0.6]),
        "publisher": st.sampled_from(["Wire", "Post", None]),
        "published_at": st.sampled_from(["2024-01-01", "2024-02-01", None]),
    }
)


@settings(deadline=None)
@given(st.permutations(range(6)), st.lists(ROWS, min_size=6, max_size=6))
def test_the_order_of_claims_changes_no_fact(order: list[int], rows: list[dict[str, object]]) -> None:
    told = claims(*rows)
    first, second = (roll_up(frame, SANCTIONS).sort_values("fact_id", ignore_index=True) for frame in (told, told.iloc[order]))
    pd.testing.assert_frame_equal(first, second)
