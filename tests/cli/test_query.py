"""Which moment `--as-of` means."""

from datetime import UTC, datetime

import pytest

from pipelines.cli.query import moment
from pipelines.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-01", datetime(2024, 6, 1, 23, 59, 59, 999999, UTC)),
        ("2024-02", datetime(2024, 2, 29, 23, 59, 59, 999999, UTC)),
        ("2024", datetime(2024, 12, 31, 23, 59, 59, 999999, UTC)),
        ("2024-06-01 12:00", datetime(2024, 6, 1, 12, 0, tzinfo=UTC)),
        ("2024-06-01T12:00", datetime(2024, 6, 1, 12, 0, tzinfo=UTC)),
        ("2024-06-01T12:00Z", datetime(2024, 6, 1, 12, 0, tzinfo=UTC)),
        ("2024-06-01T12:00+09:00", datetime(2024, 6, 1, 3, 0, tzinfo=UTC)),
    ],
)
def test_a_day_means_its_end_and_a_time_is_utc_unless_it_says_otherwise(text: str, expected: datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13", "2024-13-01", "2024-06-01 noon", "2024-06-01T25:00"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match=r"--as-of.*is no day or time.*2024-06-01T12:00"):
        moment(text)
