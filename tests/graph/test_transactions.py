"""Which reports on one target and kind speak of one transaction."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.spec import DealWindow
from pipelines.graph.transactions import Report, contradictory, transactions

ROUND = DealWindow(60, 0.1, joint=True)
PLANT = DealWindow(180, 0.1)
TAKEOVER = DealWindow(365)
LATER = DealWindow(60, 0.1, joint=True, recap=365)
START = date(2024, 1, 1).toordinal()


def report(id_: str, day: int | None, amount: float | None = None, investor: str = "vela", **more: object) -> Report:
    """A report of an article of its own, `day` days after the start; a sum is in US dollars."""
    days = None if day is None else (START + day, START + day)
    told: dict[str, object] = {"article_id": f"a-{id_}", "sentence": f"Sentence {id_}.", "days": days, "amount": amount}
    return Report(**{"claim_id": id_, "investor": investor, "currency": "USD", "amount_usd": amount, **told, **more})  # type: ignore[arg-type]


def gathered(*reports: Report, window: DealWindow = ROUND) -> list[str]:
    """The claims of each transaction as one word, in order."""
    return sorted("".join(sorted(r.claim_id for r in deal)) for deal in transactions(reports, window))


def test_ten_reports_of_one_round_are_one_transaction() -> None:
    reports = [report(str(n), day, amount) for n, (day, amount) in enumerate(zip(range(0, 100, 10), [50e6, 49.5e6] * 5, strict=True))]
    assert gathered(*reports) == ["0123456789"]


def test_two_rounds_of_different_sums_are_two() -> None:
    assert gathered(report("a", 0, 50e6), report("b", 3, 80e6)) == ["a", "b"]


def test_two_rounds_further_apart_than_the_window_are_two() -> None:
    assert gathered(report("a", 0, 50e6), report("b", 60, 50e6)) == ["ab"]
    assert gathered(report("a", 0, 50e6), report("b", 61, 50e6)) == ["a", "b"]


def test_sums_do_not_drift_apart_from_report_to_report() -> None:
    assert gathered(report("a", 0, 100.0), report("b", 1, 109.0), report("c", 2, 118.0)) == ["ab", "c"]


def test_a_sum_joins_the_nearest_in_time_of_the_rounds_that_it_fits() -> None:
    assert gathered(report("a", 0, 90.0), report("b", 30, 110.0), report("c", 50, 100.0), window=DealWindow(60, 0.15)) == ["a", "bc"]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ({"amount": 10.0, "currency": "EUR", "amount_usd": 11.0}, {"amount": 10.0, "currency": "EUR", "amount_usd": 14.0}, True),
        ({"amount": 10.0, "currency": "EUR", "amount_usd": 11.0}, {"amount": 11.0, "currency": "USD", "amount_usd": 11.0}, True),
        ({"amount": 10.0, "currency": "EUR", "amount_usd": 11.0}, {"amount": 10.0, "currency": "USD", "amount_usd": 10.0}, True),
        ({"amount": 10.0, "currency": "EUR", "amount_usd": 13.0}, {"amount": 10.0, "currency": "USD", "amount_usd": 10.0}, False),
        ({"amount": 10.0, "currency": "XAF", "amount_usd": None}, {"amount": 10.0, "currency": "XAF", "amount_usd": None}, True),
        ({"amount": 10.0, "currency": "XAF", "amount_usd": None}, {"amount": 10.0, "currency": "USD", "amount_usd": 10.0}, False),
    ],
)
def test_sums_compare_in_their_currency_else_in_dollars(first: dict[str, object], second: dict[str, object], one: bool) -> None:
    assert gathered(report("a", 0, **first), report("b", 1, **second)) == (["ab"] if one else ["a", "b"])


def test_investors_of_one_sum_in_one_window_share_a_round() -> None:
    assert gathered(report("a", 0, 50e6, "vela"), report("b", 20, 50e6, "ada"), report("c", 70, 50e6, "bolt")) == ["abc"]
    assert gathered(report("a", 0, 50e6, "vela"), report("b", 61, 50e6, "ada")) == ["a", "b"]
    assert gathered(report("a", 0, 50e6, "vela"), report("b", 20, 70e6, "ada")) == ["a", "b"]


def test_an_article_that_looks_back_tells_of_the_same_round() -> None:
    assert gathered(report("a", 0, 50e6), report("b", 365, 50e6), window=LATER) == ["ab"]
    assert gathered(report("a", 0, 50e6), report("b", 366, 50e6), window=LATER) == ["a", "b"]
    assert gathered(report("a", 0, 50e6), report("b", 200, 51e6), window=LATER) == ["a", "b"]
    assert gathered(report("a", 0, 50e6), report("b", 200, 50e6, "ada"), window=LATER) == ["a", "b"]
    assert gathered(report("a", 0, 50e6), report("b", 200, 50e6, currency="EUR"), window=LATER) == ["a", "b"]


def test_looking_back_counts_from_the_first_report() -> None:
    assert gathered(report("a", 0, 50e6), report("b", 200, 50e6), report("c", 400, 50e6), window=LATER) == ["ab", "c"]


def test_who_else_an_article_that_looks_back_names_is_of_that_round_too() -> None:
    same: dict[str, object] = {"article_id": "z", "sentence": "Ada and Vela put in 50 million."}
    for ids in ("bc", "cb"):
        vela, ada = report(ids[0], 200, 50e6, "vela", **same), report(ids[1], 200, 50e6, "ada", **same)
        assert gathered(report("a", 0, 50e6, "vela"), vela, ada, window=LATER) == ["abc"]


def test_one_sum_in_common_makes_no_round_of_sums_too_far_apart() -> None:
    rows = report("a", 0, 50.0), report("b", 0, 54.0), report("c", 200, 54.0), report("d", 200, 58.0)
    assert gathered(*rows, window=LATER) == ["ab", "cd"]


def test_plants_of_two_companies_for_one_sum_are_two() -> None:
    assert gathered(report("a", 0, 1e9, "vela"), report("b", 20, 1e9, "ada"), window=PLANT) == ["a", "b"]


@pytest.mark.parametrize("window", [ROUND, PLANT, TAKEOVER])
def test_a_sentence_tells_its_sum_once(window: DealWindow) -> None:
    same: dict[str, object] = {"article_id": "a", "sentence": "Vela and Ada bought it for 5 million dollars."}
    assert gathered(report("a", 0, 5e6, "vela", **same), report("b", 0, 5e6, "ada", **same), window=window) == ["ab"]


def test_investors_named_in_one_sentence_share_its_round() -> None:
    same: dict[str, object] = {"article_id": "a", "sentence": "s", "status": "done"}
    led = report("a", 0, 50e6, "vela", **same)
    assert gathered(led, report("b", 0, None, "ada", **same)) == ["ab"]
    assert gathered(led, report("b", 0, None, "ada", **same | {"sentence": "t"})) == ["a", "b"]
    assert gathered(led, report("b", 0, None, "ada", **same | {"article_id": "b"})) == ["a", "b"]
    assert gathered(led, report("b", 0, None, "ada", **same | {"status": "rumoured"})) == ["a", "b"]
    assert gathered(led, report("b", -90, None, "ada", **same)) == ["a", "b"]
    assert gathered(led, report("b", 0, None, "ada", **same), window=PLANT) == ["a", "b"]


def test_investors_of_one_sentence_without_a_sum_share_a_round() -> None:
    same: dict[str, object] = {"article_id": "a", "sentence": "Ada and Vela backed it."}
    assert gathered(report("a", 0, None, "vela", **same), report("b", 0, None, "ada", **same)) == ["ab"]


def test_a_report_without_a_sum_joins_its_investors_nearest_round() -> None:
    small, large = report("a", 0, 5e6), report("b", 50, 80e6)
    assert gathered(small, large, report("c", 20)) == ["ac", "b"]
    assert gathered(small, large, report("c", 30)) == ["a", "bc"]
    assert gathered(small, large, report("c", 120)) == ["a", "b", "c"]
    assert gathered(small, large, report("c", 20, None, "ada")) == ["a", "b", "c"]


def test_a_report_without_a_sum_joins_first_the_round_of_its_sentence() -> None:
    own, named = report("a", 0, 5e6), report("b", 0, 80e6, "ada", article_id="a", sentence="s")
    assert gathered(own, named, report("c", 0, article_id="a", sentence="s")) == ["a", "bc"]
    assert gathered(own, named, report("c", 0)) == ["ac", "b"]


def test_a_sum_joins_its_investors_round_before_a_nearer_one_of_others() -> None:
    own, nearer = report("a", 0, 50e6), report("b", 61, 50e6, "ada")
    assert gathered(own, nearer, report("c", None, 50e6, days=(START + 40, START + 70))) == ["ac", "b"]


def test_reports_without_a_sum_draw_no_others_in() -> None:
    assert gathered(report("a", 0, 5e6), report("b", -50), report("c", -100)) == ["ab", "c"]


def test_reports_of_one_investor_without_sums_are_one_while_they_follow_each_other() -> None:
    assert gathered(report("a", 0), report("b", 50), report("c", 100), report("d", 161)) == ["abc", "d"]
    assert gathered(report("a", 0), report("b", 1, None, "ada")) == ["a", "b"]


def test_a_takeover_by_one_buyer_is_one_whatever_it_costs() -> None:
    assert gathered(report("a", 0, 5e9), report("b", 100), report("c", 200, 9e9), window=TAKEOVER) == ["abc"]
    assert gathered(report("a", 0, 5e9), report("b", 366, 5e9), window=TAKEOVER) == ["a", "b"]


def test_rival_bidders_are_different_deals() -> None:
    same: dict[str, object] = {"article_id": "a", "sentence": "Ada's 6 billion dollars top Vela's 5 billion."}
    assert gathered(report("a", 0, 5e9, "vela"), report("b", 0, 5e9, "ada"), window=TAKEOVER) == ["a", "b"]
    assert gathered(report("a", 0, 5e9, "vela", **same), report("b", 0, 6e9, "ada", **same), window=TAKEOVER) == ["a", "b"]
    assert gathered(report("a", 0, None, "vela", **same), report("b", 0, None, "ada", **same), window=TAKEOVER) == ["a", "b"]


def test_an_undated_report_joins_by_sum_and_investor_only() -> None:
    first, later = report("a", 0, 50e6), report("b", 200, 50e6)
    assert gathered(first, later, report("c", None, 50e6)) == ["ac", "b"]
    assert gathered(first, report("c", None, 80e6)) == ["a", "c"]
    assert gathered(first, report("c", None, 50e6, "ada")) == ["a", "c"]
    assert gathered(first, report("c", None)) == ["ac"]
    assert gathered(report("a", None, 50e6), report("b", None, 50e6)) == ["ab"]


def test_a_month_is_near_all_its_days() -> None:
    month = report("a", None, 5e6, days=(START, START + 30))
    assert gathered(month, report("b", 90, 5e6)) == ["ab"]
    assert gathered(month, report("b", 91, 5e6)) == ["a", "b"]


def test_a_vague_date_bridges_no_gap_between_two_rounds() -> None:
    year = report("c", None, 5e6, days=(START, START + 365))
    assert gathered(report("a", 10, 5e6), report("b", 200, 5e6), year) == ["ac", "b"]


def test_sums_that_differ_by_more_than_a_quarter_contradict_each_other() -> None:
    assert contradictory([report("a", 0, 70.0), report("b", 0, 100.0)], 0.25)
    assert not contradictory([report("a", 0, 75.0), report("b", 0, 100.0), report("c", 0)], 0.25)
    assert not contradictory([report("a", 0)], 0.25)


REPORTS = st.lists(
    st.builds(
        dict,
        day=st.none() | st.integers(0, 400),
        amount=st.sampled_from([None, 50.0, 52.0, 56.0, 80.0]),
        investor=st.sampled_from(["vela", "ada"]),
        article_id=st.sampled_from("abcd"),
        sentence=st.sampled_from("st"),
        status=st.sampled_from(["done", "rumoured"]),
    ),
    max_size=8,
).map(lambda rows: [report(str(n), **row) for n, row in enumerate(rows)])
WINDOWS = st.sampled_from([ROUND, PLANT, TAKEOVER, LATER, DealWindow(180, 0.1, recap=200), DealWindow(90, recap=36500)])


@given(REPORTS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), WINDOWS)
def test_order_changes_nothing_and_every_report_is_in_one_transaction(case: tuple[list[Report], list[Report]], window: DealWindow) -> None:
    rows, other = case
    found = gathered(*rows, window=window)
    assert found == gathered(*other, window=window)
    assert sorted("".join(found)) == sorted(r.claim_id for r in rows)


@given(REPORTS, st.sampled_from([ROUND, LATER]))
def test_sums_of_one_transaction_are_within_the_tolerance(rows: list[Report], window: DealWindow) -> None:
    for deal in transactions(rows, window):
        assert not contradictory(deal, 0.1)


@given(st.lists(st.integers(0, 365), min_size=1, max_size=8))
def test_one_sum_of_one_investor_within_the_recap_is_one_transaction(days: list[int]) -> None:
    assert len(gathered(*(report(str(n), day, 50.0) for n, day in enumerate(days)), window=LATER)) == 1


@given(REPORTS, st.integers(401, 800))
def test_a_report_far_from_all_others_is_a_transaction_of_its_own_and_moves_none(rows: list[Report], day: int) -> None:
    dated = [r for r in rows if r.days]
    far = report("z", day + 180, 50.0, "bolt")
    assert gathered(*dated, far) == sorted([*gathered(*dated), "z"])


def test_reports_of_nearly_one_day_are_of_one_transaction_whatever_sum_they_tell() -> None:
    """Three papers say 100, 115 and 130 million of one round; three weeks later it is another."""
    window = replace(ROUND, at_once=7)
    near = [report("a", 0, 100e6), report("b", 1, 115e6), report("c", 6, 130e6)]
    assert gathered(*near, window=window) == ["abc"]
    assert gathered(*near, window=ROUND) == ["a", "b", "c"]
    assert gathered(*near, report("d", 27, 160e6), window=window) == ["abc", "d"]
    assert gathered(*near, report("d", 6, 160e6, "oddny"), window=window) == ["abc", "d"]
