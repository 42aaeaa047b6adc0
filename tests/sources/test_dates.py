import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import Published
from pipelines.sources.dates import published
from pipelines.sources.refusing import UnfitError
from tests.sources.conftest import NOW

MOMENTS = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2026, 1, 14),  # noqa: DTZ001
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2024-05-24", utc(2024, 5, 24), "day"),
        ("2024/05/24", utc(2024, 5, 24), "day"),
        ("2024-02", utc(2024, 2, 1), "month"),
        ("2018-05-26 10:00:00", utc(2018, 5, 26, 10), "second"),
        ("2018-05-26T10:00:00.750Z", utc(2018, 5, 26, 10), "second"),
        ("2018-05-26T01:00:00+08:00", utc(2018, 5, 25, 17), "second"),
        ("Fri, 24 May 2024 15:54:00 +0800", utc(2024, 5, 24, 7, 54), "second"),
        ("Fri, 24 May 2024 15:54:00 GMT", utc(2024, 5, 24, 15, 54), "second"),
        ("May 24, 2024", utc(2024, 5, 24), "day"),
        ("Friday, May 24th, 2024", utc(2024, 5, 24), "day"),
        ("24 Sept. 2024", utc(2024, 9, 24), "day"),
        ("May 24, 2024 03:54 PM", utc(2024, 5, 24, 15, 54), "second"),
        ("MAY 24, 2024 at 12:05 a.m.", utc(2024, 5, 24, 0, 5), "second"),
        ("February 2024", utc(2024, 2, 1), "month"),
        ("2026-01-17", utc(2026, 1, 17), "day"),
    ],
)
def test_forms_that_sources_use(text: str, at: datetime, precision: str) -> None:
    assert published(f" {text}\n", NOW) == Published(at, precision)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_no_date_is_unknown(text: str | None) -> None:
    assert published(text, NOW) == Published(None, "unknown")


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "2 days ago", "soon", "May 24", "May", "2024", "05/06/2024", "3.4.2024", "1716537600", "00:00"),
        *(
            "2024-02-30",
            "2024-13",
            "February 30, 2024",
            "2024-05-24T25:00",
            "Nvidia reports in May 2024",
            "May 24, 2024 | TECH",
        ),
        *(
            "1899-12-31",
            "0001-01-01T00:00:00+10:00",
            "9999-12-31T23:59:59-10:00",
            "2026-01-18",
            "March 2026",
            "x" * 100_000,
            "May 2024 " * 9,
        ),
    ],
)
def test_what_is_no_date_or_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(UnfitError) as refused:
        published(text, NOW)
    assert refused.value.reason == "bad_date"
    assert "`published`" in str(refused.value)
    assert "May 24, 2024 03:54 PM" in str(refused.value)
    assert len(str(refused.value)) < 400


@settings(deadline=None)
@given(moment=MOMENTS)
def test_every_moment_survives_iso_and_rfc_2822(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    expected = Published(whole.astimezone(UTC), "second")
    assert published(moment.isoformat(), NOW) == expected
    assert published(format_datetime(moment), NOW) == expected


@settings(deadline=None)
@given(moment=MOMENTS)
def test_every_minute_survives_english(moment: datetime) -> None:
    naive = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    assert published(f"{naive:%B %d, %Y %I:%M %p}", NOW) == Published(naive, "second")


def test_the_zone_of_the_machine_changes_nothing() -> None:
    code = """
from datetime import UTC, datetime
from pipelines.sources.dates import published
for text in ("May 24, 2024 03:54 PM", "2024-05-24 15:54", "May 24, 2024"):
    print(published(text, datetime(2026, 1, 1, tzinfo=UTC)).at)
"""
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"TZ": "Asia/Tokyo"}, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["2024-05-24 15:54:00+00:00"] * 2 + ["2024-05-24 00:00:00+00:00"]
    assert done.stderr == ""
