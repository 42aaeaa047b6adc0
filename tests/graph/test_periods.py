from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.graph.periods import iso, last_day, published_text

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
PRECISIONS = st.sampled_from(["day", "month", "year"])


@pytest.mark.parametrize(
    ("day", "precision", "text", "last"),
    [
        (date(2024, 5, 31), "day", "2024-05-31", date(2024, 5, 31)),
        (date(2024, 2, 1), "month", "2024-02", date(2024, 2, 29)),
        (date(2023, 2, 1), "month", "2023-02", date(2023, 2, 28)),
        (date(2024, 1, 1), "year", "2024", date(2024, 12, 31)),
        (date(987, 6, 5), "day", "0987-06-05", date(987, 6, 5)),
    ],
)
def test_a_period_is_told_as_far_as_it_is_known(day: date, precision: str, text: str, last: date) -> None:
    assert iso(day, precision) == text
    assert last_day(day, precision) == last


@given(DAYS, PRECISIONS)
def test_a_period_begins_with_its_text_and_ends_the_day_before_the_next(day: date, precision: str) -> None:
    last = last_day(day, precision)
    assert last >= day
    assert iso(last, precision) == iso(day, precision)
    assert iso(last + timedelta(days=1), precision) != iso(day, precision)


@given(DAYS, DAYS)
def test_days_and_their_texts_have_one_order(one: date, other: date) -> None:
    assert (one < other) == (iso(one, "day") < iso(other, "day"))


@pytest.mark.parametrize(
    ("precision", "text"), [("second", "2024-05-31T22:30:05Z"), ("day", "2024-05-31"), ("month", "2024-05"), ("unknown", None)]
)
def test_publication_is_told_in_utc_as_far_as_it_is_known(precision: str, text: str | None) -> None:
    tokyo = datetime(2024, 6, 1, 7, 30, 5, tzinfo=timezone(timedelta(hours=9)))
    assert published_text(tokyo, precision) == text
    assert published_text(pd.Timestamp(tokyo), precision) == text


def test_no_time_of_publication_is_no_text() -> None:
    assert published_text(None, "second") is None
    assert published_text(pd.NaT, "day") is None
    assert published_text(datetime(2024, 5, 31, tzinfo=UTC), "unknown") is None
