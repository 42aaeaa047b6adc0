"""Claims to facts: what makes two claims one fact, and how statuses and attributes combine."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.frames import check_relationships
from graph_schema.spec import RelationshipType
from pipelines.graph import rollup
from pipelines.graph.deals import gather
from tests.graph.telling import SCHEMA, claims, only

SANCTIONS = SCHEMA.relationships["SANCTIONS"]
INVESTS = SCHEMA.relationships["INVESTS_IN"]
COMPETES = SCHEMA.relationships["COMPETES_WITH"]


def roll_up(told: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    claims = rollup.identified(told, relationship)
    if relationship.claims and relationship.claims.deals:
        parts = gather(claims, relationship, {})[1]
        claims = claims.assign(deal_id=claims["claim_id"].map(dict(zip(parts["start"], parts["end"], strict=True))))
    return rollup.roll_up(claims, relationship)


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


def test_facts_pass_the_checks_of_the_graph() -> None:
    told = claims({"kind": "fund", "event_date": date(2024, 5, 1), "event_date_precision": "month"}, {"kind": "equity", "status": "done"})
    checked = check_relationships(SCHEMA, "INVESTS_IN", roll_up(told, INVESTS), {"e1": "Company", "e2": "Company"})
    assert checked.refused.empty
    assert set(checked.accepted["event"]) == {"2024-05", None}


def test_the_status_is_that_of_its_claims_together() -> None:
    told = claims(
        {"status": "in_force", "published_at": "2024-01-01"}, {"status": "lifted", "published_at": "2024-06-01"}, {"status": "planned"}
    )
    assert only(roll_up(told, SANCTIONS))["status"] == "lifted"


def test_claims_that_contradict_each_other_are_flagged_on_their_fact_only() -> None:
    told = claims(
        {"status": "lifted", "published_at": "2024-02-01", "measure": "tariff"},
        {"status": "in_force", "published_at": "2024-02-03", "measure": "tariff"},
        {"status": "in_force", "published_at": "2024-02-03", "measure": "fine"},
    )
    facts = roll_up(told, SANCTIONS).set_index("measure")
    assert facts["disputed"].to_dict() == {"tariff": True, "fine": False}


def test_what_a_person_accepted_is_sure() -> None:
    fact = only(roll_up(claims({"confidence": 0.4, "judged": "accepted"}, {"confidence": 0.7}), COMPETES))
    assert (fact["confidence"], fact["best_claim_id"]) == (1.0, "c0")


def test_a_fact_is_learnt_with_its_first_claim() -> None:
    fact = only(roll_up(claims({"learnt_at": "2026-03-01T00:00:00Z"}, {"learnt_at": "2026-02-01T00:00:00Z"}), COMPETES))
    assert fact["learnt_at"] == pd.Timestamp("2026-02-01", tz="UTC")


def test_copies_of_one_text_do_not_corroborate() -> None:
    copy = list(range(64))
    fact = only(roll_up(claims({"publisher": "Wire", "sketch": copy}, {"publisher": "Post", "sketch": copy}), COMPETES))
    assert (fact["claim_count"], fact["publisher_count"], fact["corroborated"]) == (2, 1, False)


@pytest.mark.parametrize(
    ("periods", "event"),
    [
        ([], None),
        (["2024-05"], "2024-05"),
        (["2024-05-17", "2024-05-03"], "2024-05-03"),
        (["2024-05", "2024-05-17"], "2024-05-17"),
        (["2024", "2024-05", "2024-05-17", "2024-09-01"], "2024-05-17"),
        (["2024-05", "2024-04-30"], "2024-04-30"),
        (["2023", "2024-05-17"], "2023"),
        (["2024-05", "2024-06-01"], "2024-05"),
    ],
)
def test_the_event_is_the_earliest_as_far_as_it_is_known(periods: list[str], event: str | None) -> None:
    rows = [
        {"event_date": date.fromisoformat(f"{p}-01-01"[:10]), "event_date_precision": ["year", "month", "day"][p.count("-")]}
        for p in periods
    ]
    told = claims({}, *rows)
    fact = only(roll_up(told, COMPETES))
    found = [None if fact[name] != fact[name] else fact[name] for name in ("event", "event_date")]
    assert found == ([event, date.fromisoformat(f"{event}-01-01"[:10])] if event else [None, None])


def test_the_event_is_that_of_the_status() -> None:
    day = {"event_date_precision": "day"}
    told = claims(
        {"status": "planned", "published_at": "2024-01-01", "event_date": date(2024, 1, 1), **day},
        {"status": "in_force", "published_at": "2024-02-01", "event_date": date(2024, 3, 1), **day},
    )
    assert only(roll_up(told, SANCTIONS))["event"] == "2024-03-01"


def test_the_event_of_a_fact_that_stands_again_is_not_that_of_its_first_time() -> None:
    day = {"event_date_precision": "day", "status": "in_force"}
    told = claims(
        {"published_at": "2019-01-01", "event_date": date(2019, 1, 1), **day},
        {"published_at": "2020-01-01", "status": "lifted"},
        {"published_at": "2021-01-01", "event_date": date(2020, 12, 1), **day},
    )
    fact = only(roll_up(told, SANCTIONS))
    assert (fact["status"], fact["event"], fact["best_claim_id"]) == ("in_force", "2020-12-01", "c2")


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


def test_of_several_transactions_sum_and_event_are_those_of_one_and_the_counts_those_of_all() -> None:
    round_ = {"kind": "equity", "status": "done", "currency": "USD", "publisher": "Wire"}
    told = claims(
        round_ | {"amount": 5e6, "published_at": "2019-03-02", "event_date": date(2019, 3, 1), "event_date_precision": "day"},
        round_ | {"amount": 9e6, "published_at": "2024-05-20", "event_date": date(2024, 5, 1), "event_date_precision": "month"},
        {"kind": "equity", "status": "done", "published_at": "2024-05-21", "publisher": "Post"},
    )
    fact = only(roll_up(told, INVESTS))
    assert (fact["amount"], fact["event"], fact["event_date"], fact["best_claim_id"]) == (9e6, "2024-05", date(2024, 5, 1), "c1")
    assert (fact["deal_count"], fact["claim_count"], fact["publisher_count"], fact["corroborated"]) == (2, 3, 2, True)


def test_a_round_that_was_called_off_ends_no_other_round() -> None:
    told = claims(
        {"kind": "equity", "status": "done", "amount": 2e7, "currency": "USD", "published_at": "2024-01-10"},
        {"kind": "equity", "status": "planned", "amount": 7.5e7, "currency": "USD", "published_at": "2024-09-02"},
        {"kind": "equity", "status": "withdrawn", "amount": 7.5e7, "currency": "USD", "published_at": "2024-09-05"},
    )
    fact = only(roll_up(told, INVESTS))
    assert (fact["status"], fact["amount"], fact["best_claim_id"], fact["deal_count"]) == ("done", 2e7, "c0", 2)


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


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ([("2024-07-01", "month"), ("2024-07-20T09:30:00Z", "second")], "2024-07", "2024-07-20"),
        ([("2024-07-01", "month"), ("2024-07-01", "day")], "2024-07-01", "2024-07"),
        ([("2024-07-01", "month"), (None, "unknown")], "2024-07", "2024-07"),
        ([(None, "unknown")], None, None),
    ],
)
def test_publications_are_told_as_far_as_they_are_known(told: list[tuple[str | None, str]], first: str | None, last: str | None) -> None:
    rows = [{"published_at": at, "published_precision": how} for at, how in told]
    fact = only(roll_up(claims(*rows), COMPETES))
    assert [None if pd.isna(fact[name]) else fact[name] for name in ("first_published", "last_published")] == [first, last]  # type: ignore[call-overload]


def test_no_claim_no_fact() -> None:
    assert roll_up(claims({}).head(0), COMPETES).empty


ROWS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["in_force", "planned", "lifted"]),
        "measure": st.sampled_from(["tariff", "fine", None]),
        "confidence": st.sampled_from([0.4, 0.6]),
        "judged": st.sampled_from([None, "accepted"]),
        "publisher": st.sampled_from(["Wire", "Post", "Star", None]),
        "sketch": st.sampled_from([None, list(range(64)), list(range(5, 69)), list(range(100, 164))]),
        "published_at": st.sampled_from(["2024-01-01", "2024-01-20", "2024-06-01", None]),
        "event_date": st.sampled_from([None, date(2024, 1, 1), date(2024, 3, 1)]),
        "event_date_precision": st.sampled_from(["day", "month", "year"]),
    }
)


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(6)), st.lists(ROWS, min_size=6, max_size=6))
def test_the_order_of_claims_changes_no_fact(order: list[int], rows: list[dict[str, object]]) -> None:
    told = claims(*rows)
    first, second = (roll_up(frame, SANCTIONS) for frame in (told, told.iloc[order]))
    pd.testing.assert_frame_equal(first, second)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, min_size=2, max_size=8))
def test_a_claim_that_goes_changes_only_its_fact_and_leaves_what_the_others_say(rows: list[dict[str, object]]) -> None:
    told = claims(*rows)
    gone = rollup.identified(told, SANCTIONS)["fact_id"].iloc[-1]
    before, after = (roll_up(frame, SANCTIONS).set_index("fact_id") for frame in (told, told.iloc[:-1]))
    others = [fact for fact in before.index if fact != gone]
    assert [fact for fact in after.index if fact != gone] == others
    for fact in others:
        pd.testing.assert_series_equal(before.loc[fact], after.loc[fact])


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_there_are_no_more_independent_publishers_than_publishers(rows: list[dict[str, object]]) -> None:
    told = rollup.identified(claims(*rows), SANCTIONS)
    facts = rollup.roll_up(told, SANCTIONS).set_index("fact_id")
    assert (facts["publisher_count"] <= told.groupby("fact_id")["publisher"].nunique()).all()
    assert (facts["corroborated"] == (facts["publisher_count"] > 1)).all()
    assert facts["claim_count"].sum() == len(told)
