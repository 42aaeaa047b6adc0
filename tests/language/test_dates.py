from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.dates import WIDTHS, Clock, Dates, Period, Precision, Tense, common, holding, spanning

DATES = Dates()
TUESDAY = date(2025, 5, 20)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
PRECISIONS: st.SearchStrategy[Precision] = st.sampled_from(["day", "month", "year"])


def read(text: str, tense: Tense = "past", published: date = TUESDAY) -> list[Period | None]:
    return [DATES.period(expression, Clock(published, tense)) for expression in DATES.expressions(text)]


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("on May 15, 2019", date(2019, 5, 15), "day"),
        ("on 15 May 2019", date(2019, 5, 15), "day"),
        ("on the 15th of May, 2019", date(2019, 5, 15), "day"),
        ("on 2019-05-15", date(2019, 5, 15), "day"),
        ("on Sept. 3rd, 2019", date(2019, 9, 3), "day"),
        ("in June 2023", date(2023, 6, 1), "month"),
        ("in late June of 2023", date(2023, 6, 1), "month"),
        ("in August last year", date(2024, 8, 1), "month"),
        ("in 2024", date(2024, 1, 1), "year"),
        ("by the end of 2026", date(2026, 1, 1), "year"),
        ("in the first quarter of 2026", date(2026, 1, 1), "year"),
        ("at the end of the year", date(2025, 1, 1), "year"),
        ("yesterday", date(2025, 5, 19), "day"),
        ("this morning", date(2025, 5, 20), "day"),
        ("tomorrow", date(2025, 5, 21), "day"),
        ("last week", date(2025, 5, 1), "month"),
        ("earlier this year", date(2025, 1, 1), "year"),
        ("last year", date(2024, 1, 1), "year"),
        ("next month", date(2025, 6, 1), "month"),
        ("last May", date(2024, 5, 1), "month"),
        ("three days ago", date(2025, 5, 17), "day"),
        ("two weeks ago", date(2025, 5, 1), "month"),
        ("three months ago", date(2025, 1, 1), "year"),
        ("last Tuesday", date(2025, 5, 13), "day"),
    ],
)
def test_words_are_read_as_far_as_they_tell(text: str, first: date, precision: Precision) -> None:
    assert read(text) == [Period(first, precision)]


@pytest.mark.parametrize(
    ("text", "tense", "first"),
    [
        ("on Tuesday", "past", date(2025, 5, 20)),
        ("on Wednesday", "past", date(2025, 5, 14)),
        ("on Tuesday", "future", date(2025, 5, 27)),
        ("on Wednesday", "future", date(2025, 5, 21)),
        ("on Wednesday", "near", date(2025, 5, 21)),
        ("on Monday", "near", date(2025, 5, 19)),
        ("on May 21", "past", date(2024, 5, 21)),
        ("on May 21", "future", date(2025, 5, 21)),
        ("on May 19", "future", date(2026, 5, 19)),
        ("on January 1", "near", date(2025, 1, 1)),
        ("in June", "past", date(2024, 6, 1)),
        ("in May", "future", date(2025, 5, 1)),
    ],
)
def test_a_day_without_a_year_is_the_last_or_the_next_by_the_tense(text: str, tense: Tense, first: date) -> None:
    (found,) = read(text, tense)
    assert found is not None
    assert found.first == first


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("on Monday", TUESDAY),  # tense open
        ("in June", TUESDAY),
        ("next Friday", TUESDAY),
        ("this week", date(2025, 1, 3)),  # from one year into the other
        ("a year ago", date(2025, 1, 20)),
        ("on June 31, 2024", TUESDAY),
        ("999 weeks ago", date(1, 1, 1)),
    ],
)
def test_what_is_left_open_stays_open(text: str, published: date) -> None:
    assert read(text, "open", published) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "for 10 years",
        "over the next five years",
        "$2024 a share",
        "2,019 units",
        "2019% more",
        "the 2019-2021 plan",
        "it may buy",
        "last year's profit",
        "a marching band",
        "the 737 max",
        "5,2010",
        "version 3.2019",
    ],
)
def test_durations_spans_numbers_and_names_are_no_dates(text: str) -> None:
    assert DATES.expressions(text) == []


def test_a_span_of_years_has_no_first_one() -> None:
    assert [e.words["year"] for e in DATES.expressions("from 2019 to 2021")] == ["2021"]  # its end stands after `to`, which leads no event


@given(DAYS, st.sampled_from(["%B %d, %Y", "%d %B %Y", "%b. %d, %Y", "%Y-%m-%d", "%b %d %Y"]), DAYS, st.sampled_from(["past", "open"]))
def test_a_full_date_is_read_back_whenever_it_is_published(day: date, written: str, published: date, tense: Tense) -> None:
    assert read(f"It did so on {day.strftime(written)}, they say.", tense, published) == [Period(day, "day")]


@given(DAYS, DAYS)
def test_a_yearless_past_day_is_at_most_a_year_back_and_a_future_one_at_most_a_year_ahead(day: date, published: date) -> None:
    for tense, sign in (("past", 1), ("future", -1)):
        (found,) = read(f"on {day:%B} {day.day}", tense, published)
        if found is not None:  # 29 February
            assert 0 <= sign * (published - found.first).days <= 366
            assert (found.first.month, found.first.day) == (day.month, day.day)


@given(st.text())
def test_expressions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = DATES.expressions(text)
    assert all(0 <= e.start < e.end <= len(text) for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(DAYS, st.integers(0, 800))
def test_a_span_is_held_by_the_narrowest_period_that_holds_both_ends(first: date, days: int) -> None:
    last = first + timedelta(days)
    period = spanning(first, last)
    assert (period is None) == (first.year != last.year)
    if period is not None:
        assert period.holds(Period(first, "day"))
        assert period.holds(Period(last, "day"))


@given(DAYS, PRECISIONS, PRECISIONS)
def test_of_two_periods_of_one_day_the_wider_holds_the_narrower(day: date, one: Precision, other: Precision) -> None:
    a, b = holding(day, one), holding(day, other)
    assert a.holds(b) or b.holds(a)
    assert a.holds(a)
    assert (a.holds(b) and b.holds(a)) == (one == other)


@given(st.lists(st.tuples(DAYS, PRECISIONS), min_size=1, max_size=3))
def test_what_readings_have_in_common_holds_each_of_them_and_is_no_wider_than_it_must(days: list[tuple[date, Precision]]) -> None:
    readings = [holding(day, precision) for day, precision in days]
    shared = common(readings)
    assert (shared is None) == (len({reading.first.year for reading in readings}) > 1)
    if shared is not None:
        assert all(shared.holds(reading) for reading in readings)
        narrower = {holding(readings[0].first, precision) for precision in WIDTHS[: WIDTHS.index(shared.precision)]}
        assert not any(all(period.holds(reading) for reading in readings) for period in narrower)
