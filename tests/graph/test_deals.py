"""Claims to deals: every claim is in exactly one, and a deal says what its claims say together."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import SchemaError
from graph_schema.frames import check_nodes, check_relationships
from pipelines.graph.deals import gather
from tests.graph.telling import SCHEMA, claims, only

INVESTS = SCHEMA.relationships["INVESTS_IN"]
NAMES = {"e1": "Vela Fund", "e2": "Acme", "e3": "Ada Example", "e4": "Bolt", "e5": "Cobalt"}
MILLIONS = {"kind": "equity", "currency": "USD", "amount": 5e6, "amount_usd": 5e6, "status": "done"}


def told(*rows: dict[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return gather(claims(*rows), INVESTS, NAMES)


def deals(*rows: dict[str, object]) -> pd.DataFrame:
    return told(*rows)[0]


def test_a_deal_has_exactly_the_declared_properties() -> None:
    assert set(deals(MILLIONS)) == set(SCHEMA.nodes["Deal"].properties) - {"row_hash"}


def test_deals_and_their_parts_pass_the_checks_of_the_graph() -> None:
    found, parts = told(
        MILLIONS, {"kind": None, "published_at": "2024-01-01", "event_date": date(2024, 1, 1), "event_date_precision": "year"}
    )
    checked = check_nodes(SCHEMA, "Deal", found)
    assert checked.refused.empty
    assert checked.accepted["event"].tolist().count(None) == 1
    labels = dict.fromkeys(parts["start"], "Claim") | dict.fromkeys(parts["end"], "Deal")
    assert len(check_relationships(SCHEMA, "PART_OF", parts, labels).accepted) == 2


def test_reports_of_one_round_are_one_deal_with_one_sum() -> None:
    rows = [MILLIONS | {"published_at": f"2024-01-{day:02}", "publisher": f"Paper {day}"} for day in range(1, 11)]
    found, parts = told(*rows)
    deal = only(found)
    assert (deal["amount"], deal["claim_count"], deal["article_count"], deal["publisher_count"]) == (5e6, 10, 10, 10)
    assert (str(deal["first_stated"])[:10], str(deal["last_stated"])[:10]) == ("2024-01-01", "2024-01-10")
    assert set(parts["end"]) == {deal["deal_id"]}
    assert sorted(parts["start"]) == sorted(f"c{n}" for n in range(10))


def test_two_rounds_are_two_deals() -> None:
    second = MILLIONS | {"amount": 9e6, "amount_usd": 9e6}
    assert sorted(deals(MILLIONS, second)["amount"]) == [5e6, 9e6]


def test_targets_and_kinds_set_deals_apart() -> None:
    found = deals(MILLIONS, MILLIONS | {"end": "e4"}, MILLIONS | {"kind": "fund"}, MILLIONS | {"kind": None})
    assert len(found) == 4
    assert found["kind"].isna().sum() == 1


def test_the_day_of_the_event_counts_before_that_of_publication() -> None:
    event = {"event_date": date(2024, 1, 5), "event_date_precision": "day"}
    first, late = MILLIONS | {"published_at": "2024-01-06"}, MILLIONS | {"published_at": "2024-11-01", "amount": 5.2e6, "amount_usd": 5.2e6}
    assert len(deals(first, late)) == 2
    deal = only(deals(first, late | event))
    assert (deal["event"], deal["event_date"]) == ("2024-01-05", date(2024, 1, 5))


def test_the_windows_are_those_of_the_kind() -> None:
    rows = [MILLIONS | {"published_at": "2024-01-01"}, MILLIONS | {"published_at": "2024-05-01", "amount": 9e6, "amount_usd": 9e6}]
    assert len(deals(*rows)) == 2
    assert len(deals(*(row | {"kind": "acquisition"} for row in rows))) == 1


@pytest.mark.parametrize(
    ("kind", "later", "count"),
    [
        ("equity", "2020-04-20", 1),
        ("equity", "2021-04-20", 2),
        ("capex", "2020-10-01", 1),
        ("acquisition", "2031-04-20", 1),
        (None, "2020-04-20", 1),
    ],
)
def test_a_deal_that_articles_look_back_on_is_one(kind: str | None, later: str, count: int) -> None:
    told = MILLIONS | {"kind": kind, "published_at": "2019-11-12"}
    assert len(deals(told, told | {"published_at": later})) == count


def test_a_deal_shows_a_sum_where_any_of_its_claims_tells_one() -> None:
    bought = {"kind": "acquisition", "status": "done", "published_at": "2024-06-01", "stake_pct": 100.0}
    agreed = MILLIONS | {"kind": "acquisition", "status": "planned", "published_at": "2024-01-01"}
    deal = only(deals(bought, agreed))
    assert (deal["status"], deal["amount"], deal["currency"], deal["best_claim_id"]) == ("done", 5e6, "USD", "c1")
    assert deal["stake_pct"] is None  # never one claim's share beside another's sum


def test_the_sum_is_that_of_a_claim_with_the_deals_status() -> None:
    rumour = MILLIONS | {"kind": "acquisition", "status": "rumoured", "stake_pct": 100.0, "amount": 9e6, "amount_usd": 9e6}
    assert only(deals(rumour, MILLIONS | {"kind": "acquisition"}))["amount"] == 5e6


def test_of_claims_with_that_status_the_sum_is_the_one_that_most_articles_tell() -> None:
    rows = [MILLIONS | {"kind": "acquisition", "amount": amount, "amount_usd": amount} for amount in (5e6, 5.3e6, 5.3e6, 5.5e6)]
    rows[3] |= {"confidence": 0.9, "stake_pct": 100.0}
    assert only(deals(*rows))["amount"] == 5.3e6


def test_a_deal_that_was_called_off_is_withdrawn() -> None:
    rows = [
        MILLIONS | {"published_at": "2024-01-01", "status": "planned"},
        {"kind": "equity", "status": "withdrawn", "published_at": "2024-01-20"},
    ]
    deal = only(deals(*rows))
    assert (deal["status"], deal["disputed"]) == ("withdrawn", False)


def test_a_deal_is_disputed_when_its_statuses_or_its_sums_contradict_each_other() -> None:
    taken = {"kind": "acquisition", "published_at": "2024-01-01"}
    assert only(deals(MILLIONS | taken, {**taken, "status": "withdrawn"}))["disputed"]
    assert only(deals(MILLIONS | taken, MILLIONS | taken | {"amount": 9e6, "amount_usd": 9e6}))["disputed"]
    assert not only(deals(MILLIONS | taken, MILLIONS | taken | {"amount": 5.4e6, "amount_usd": 5.4e6}))["disputed"]


@pytest.mark.parametrize(
    ("investors", "title"),
    [
        (["e1"], "Vela Fund → Acme"),
        (["e1", "e3", "e1"], "Ada Example, Vela Fund → Acme"),
        (["e1", "e3", "e4", "e5", "e9"], "Ada Example, Bolt, Cobalt and 2 more → Acme"),
    ],
)
def test_the_title_names_investors_and_target(investors: list[str], title: str) -> None:
    assert only(deals(*(MILLIONS | {"start": start, "published_at": "2024-01-01"} for start in investors)))["title"] == title


def test_a_deal_keeps_its_id_when_a_later_report_comes() -> None:
    first = MILLIONS | {"published_at": "2024-01-01", "claim_id": "z"}
    one, two = deals(first), deals(first, MILLIONS | {"published_at": "2024-01-02", "claim_id": "a"})
    assert only(one)["deal_id"] == only(two)["deal_id"]


def test_no_claims_no_deals() -> None:
    found, parts = gather(claims({}).head(0), INVESTS, {})
    assert found.empty
    assert parts.empty
    assert list(parts) == ["start", "end"]


def test_a_type_without_deals_is_refused() -> None:
    with pytest.raises(SchemaError, match="declares no deals"):
        gather(claims({}), SCHEMA.relationships["COMPETES_WITH"], {})


ROWS = st.fixed_dictionaries(
    {
        "start": st.sampled_from(["e1", "e3"]),
        "end": st.sampled_from(["e2", "e4"]),
        "kind": st.sampled_from(["equity", "acquisition", "capex", None]),
        "status": st.sampled_from(["done", "planned", "rumoured", "withdrawn"]),
        "amount_usd": st.sampled_from([None, 5e6, 5.2e6, 9e6]),
        "confidence": st.sampled_from([0.4, 0.6]),
        "article_id": st.sampled_from(["a", "b", "c", "d"]),
        "publisher": st.sampled_from(["Wire", "Post", None]),
        "published_at": st.sampled_from(["2024-01-01", "2024-01-20", "2024-09-01", None]),
        "event_date": st.sampled_from([None, date(2024, 1, 1), date(2024, 3, 1)]),
        "event_date_precision": st.sampled_from(["day", "month", "year"]),
    }
).map(lambda row: row | {"amount": row["amount_usd"], "currency": row["amount_usd"] and "USD"})


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, min_size=6, max_size=6), st.permutations(range(6)))
def test_the_order_of_claims_changes_no_deal_and_every_claim_is_in_exactly_one(rows: list[dict[str, object]], order: list[int]) -> None:
    frame = claims(*rows)
    (first, parts), (second, others) = (gather(some, INVESTS, NAMES) for some in (frame, frame.iloc[order]))
    pd.testing.assert_frame_equal(first, second)
    pd.testing.assert_frame_equal(parts.sort_values("start", ignore_index=True), others.sort_values("start", ignore_index=True))
    assert sorted(parts["start"]) == sorted(frame["claim_id"])
    assert set(parts["end"]) == set(first["deal_id"])
    assert first["claim_count"].sum() == len(frame)
    assert (first["publisher_count"] <= frame["publisher"].nunique()).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, min_size=2, max_size=6))
def test_a_claim_that_goes_moves_no_claim_of_another_target_or_kind(rows: list[dict[str, object]]) -> None:
    frame = claims(*rows)
    last = frame.iloc[-1]
    (before, parts), (after, left) = (gather(some, INVESTS, NAMES) for some in (frame, frame.iloc[:-1]))
    same = frame[(frame["end"] == last["end"]) & ((frame["kind"] == last["kind"]) | (frame["kind"].isna() & pd.isna(last["kind"])))]
    elsewhere = ~parts["start"].isin(same["claim_id"])
    pd.testing.assert_frame_equal(parts[elsewhere], left[~left["start"].isin(same["claim_id"])])
    untouched = sorted(set(parts.loc[elsewhere, "end"]))
    pd.testing.assert_frame_equal(before.set_index("deal_id").loc[untouched], after.set_index("deal_id").loc[untouched], check_dtype=False)
