"""Days, months and years as ISO 8601 texts that say no more than is known.

A date that is known to the month is the period from its first day to its last. Belongs here: the text
and the ends of a period. Does not: finding dates in articles (language) or in sources (sources).
"""

from calendar import monthrange
from datetime import UTC, date, datetime

_LENGTHS = {"day": 10, "month": 7, "year": 4}  # characters of 2024-05-31 that are known


def iso(day: date, precision: str) -> str:
    """The period that begins on `day`: 2024-05-31, 2024-05 or 2024 for precision day, month or year."""
    return day.isoformat()[: _LENGTHS[precision]]


def last_day(day: date, precision: str) -> date:
    """The last day of the period of that precision that `day` lies in, as a plain date."""
    month = 12 if precision == "year" else day.month
    return date(day.year, month, day.day if precision == "day" else monthrange(day.year, month)[1])


def published_text(at: datetime | None, precision: str) -> str | None:
    """Publication in UTC as far as it is known: 2024-05-31T09:30:00Z, 2024-05-31, 2024-05; None for `unknown` and for no time.

    `precision` is second, day, month or unknown; the missing time of pandas counts as none.
    """
    if at is None or at != at or precision == "unknown":  # noqa: PLR0124 - NaT is unequal to itself
        return None
    moment = at.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if precision == "second" else iso(moment.date(), precision)
