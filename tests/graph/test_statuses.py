"""What several claims' statuses say together; each clause of the rule has its own test."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.spec import ClaimRule
from pipelines.graph.statuses import Outcome, Told, combine, event_span, published_span
from tests.graph.telling import SCHEMA

Row = tuple[str, str | None] | tuple[str, str | None, str]


def rule(type_: str = "SANCTIONS") -> ClaimRule:
    found = SCHEMA.claim_types[type_].claims
    assert found is not None
    return found


def told(status: str, published: str | None, event: str | None = None) -> Told:
    """A claim of that status; periods in ISO 8601 say how much of them is known."""
    return Told(status, _span(published), _span(event))


def _span(period: str | None) -> tuple[int, int] | None:
    if period is None:
        return None
    return event_span(date.fromisoformat(f"{period}-01-01"[:10]), ["year", "month", "day"][period.count("-")])


def outcome(*rows: Row, type_: str = "SANCTIONS") -> Outcome:
    return combine([told(*row) for row in rows], rule(type_))


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("planned", "2024-01-01"), ("in_force", "2023-01-01")], "in_force"),
        ([("planned", "2024-01-01"), ("planned", "2023-01-01")], "planned"),
    ],
)
def test_what_is_in_force_beats_what_is_planned_whenever_it_was_published(rows: list[Row], status: str) -> None:
    assert outcome(*rows).status == status


def test_what_is_done_beats_plans_and_plans_beat_rumours() -> None:
    assert outcome(("rumoured", "2024-03-01"), ("done", "2024-01-01"), ("planned", "2024-02-01"), type_="INVESTS_IN").status == "done"
    assert outcome(("rumoured", "2024-03-01"), ("planned", "2024-02-01"), type_="INVESTS_IN").status == "planned"


@pytest.mark.parametrize("before", ["in_force", "planned"])
@pytest.mark.parametrize("day", ["2020-01-01", "2024-02-01"])
def test_an_end_ends_what_was_published_before_or_on_the_same_day(before: str, day: str) -> None:
    assert outcome((before, day), ("lifted", "2024-02-01")).status == "lifted"


def test_a_deal_that_was_called_off_is_over() -> None:
    assert outcome(("done", "2024-01-01"), ("withdrawn", "2024-06-01"), type_="INVESTS_IN").status == "withdrawn"


@pytest.mark.parametrize(
    ("again", "status"),
    [
        (("in_force", "2024-03-02"), "lifted"),  # 30 days later, a straggler may still tell the old state
        (("in_force", "2024-03-03"), "in_force"),
        (("planned", "2024-03-03"), "planned"),
        (("in_force", "2024-02-10", "2024-02-09"), "in_force"),  # tells of something after the end
        (("in_force", "2024-02-10", "2024-02-01"), "lifted"),
        (("in_force", "2026-02-10", "2019-05"), "lifted"),  # tells of the time before the end, however late
        (("in_force", "2024-02-10", "2024-02"), "lifted"),  # a month that may lie before the end
        (("in_force", "2024-01-10", "2024-09-01"), "lifted"),  # told before the end, of what was to come
        (("in_force", None, "2024-09-01"), "lifted"),
        (("in_force", None), "lifted"),
    ],
)
def test_it_stands_again_only_when_a_claim_says_so(again: Row, status: str) -> None:
    assert outcome(("in_force", "2023-01-01"), ("lifted", "2024-02-01"), again).status == status


def test_an_end_that_is_told_late_is_answered_by_what_happened_after_it() -> None:
    assert outcome(("lifted", "2024-05-01", "2019"), ("in_force", "2021-03-01", "2021-02-27")).status == "in_force"


def test_every_end_has_to_be_answered() -> None:
    assert outcome(("lifted", "2020-01-01"), ("in_force", "2021-01-01"), ("lifted", "2022-01-01")).status == "lifted"


def test_what_was_said_before_the_end_is_not_revived_with_it() -> None:
    assert outcome(("in_force", "2021-01-01"), ("lifted", "2022-01-01"), ("planned", "2025-01-01")).status == "planned"


def test_a_month_counts_as_the_whole_month() -> None:
    assert outcome(("lifted", "2024-02"), ("in_force", "2024-03-20")).status == "lifted"
    assert outcome(("lifted", "2024-02"), ("in_force", "2024-03-31")).status == "in_force"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("in_force", "2024-03-01"), ("lifted", None)], "in_force"),
        ([("planned", "2024-03-01"), ("in_force", None)], "planned"),
        ([("in_force", None), ("lifted", "2024-02-01")], "lifted"),
        ([("in_force", None), ("lifted", None)], "in_force"),
        ([("planned", None), ("in_force", None)], "in_force"),
        ([("lifted", None)], "lifted"),
    ],
)
def test_an_undated_article_never_wins(rows: list[Row], status: str) -> None:
    assert outcome(*rows).status == status


def test_the_claims_that_decide_have_the_status_and_no_end_answers_them() -> None:
    found = outcome(("in_force", "2019-01-01"), ("lifted", "2020-01-01"), ("in_force", "2021-01-01"), ("planned", "2021-01-01"))
    assert found.decides == (False, False, True, False)


def test_a_type_without_statuses_has_none_and_every_claim_decides() -> None:
    assert combine([Told(None), Told(None)], rule("COMPETES_WITH")) == Outcome(None, (True, True), disputed=False)


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        (("in_force", "2024-02-01"), True),
        (("in_force", "2024-03-02"), True),
        (("in_force", "2024-02-10", "2023-02-10"), True),
        (("in_force", None), True),
        (("in_force", None, "2024-05-01"), True),
        (("in_force", "2024-01-31"), False),  # it changed
        (("in_force", "2024-03-03"), False),  # it changed back
        (("in_force", "2024-02-10", "2024-02-09"), False),  # and says so
        (("in_force", "2024-03-02", "2019-05"), True),
        (("in_force", "2024-03-03", "2019-05"), False),  # history
        (("planned", "2024-02-01"), False),
        (("in_force", "2024-02"), True),
        (("in_force", "2024-01"), False),
    ],
)
def test_it_is_disputed_when_time_does_not_settle_what_came_last(other: Row, disputed: bool) -> None:
    assert outcome(("lifted", "2024-02-01"), other).disputed is disputed


def test_an_undated_end_disputes_what_stands() -> None:
    assert outcome(("lifted", None), ("in_force", "2024-01-01")).disputed


def test_claims_that_agree_are_not_disputed() -> None:
    assert not outcome(("in_force", None), ("in_force", "2024-01-01"), ("planned", "2024-01-01")).disputed
    assert not outcome(("lifted", None), ("lifted", "2024-01-01")).disputed


def test_a_publication_is_the_days_it_may_have_been_on() -> None:
    at = datetime(2024, 2, 1, tzinfo=UTC)
    first, last = date(2024, 2, 1).toordinal(), date(2024, 2, 29).toordinal()
    assert published_span(at, "month") == (first, last)
    assert published_span(at, "second") == published_span(at, "day") == (first, first)
    assert published_span(at, "unknown") is published_span(None, "day") is None
    assert event_span(None, None) is None


DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 6, 1)).map(date.isoformat)
TOLD = st.builds(told, st.sampled_from(["in_force", "planned", "lifted"]), DAYS, DAYS)


@given(st.lists(TOLD, min_size=1, max_size=6).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))))
def test_the_order_of_claims_changes_nothing_and_a_claim_has_the_status(case: tuple[list[Told], list[int]]) -> None:
    rows, order = case
    found, other = combine(rows, rule()), combine([rows[place] for place in order], rule())
    assert (found.status, found.disputed) == (other.status, other.disputed)
    assert tuple(found.decides[place] for place in order) == other.decides
    assert {row.status for row, decides in zip(rows, found.decides, strict=True) if decides} == {found.status}
