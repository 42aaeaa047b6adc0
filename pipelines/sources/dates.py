"""Publication dates as sources write them → UTC, with how much of the date is known."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from dateparser.date import DateDataParser

from pipelines.records import Precision, Published
from pipelines.sources.refusing import UnfitError

EARLIEST_YEAR = 1900
FUTURE = timedelta(days=2)  # clocks of sources run ahead, and so do time zones
ACCEPTED = "2024-05-24, 2024-05-24T15:54:00+08:00, 2024-05, May 24, 2024 03:54 PM, Fri, 24 May 2024 15:54:00 +0800"
_LONGEST = 60
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SLASHES = re.compile(r"\d{4}/\d{2}/\d{2}\b")
_RFC_2822 = re.compile(r"(?:[a-z]{3}, *)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? [+-]\d{4}", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?=.*\b(?:19|20)\d\d\b).*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)


def published(text: str | None, now: datetime) -> Published:
    """The moment `text` names: ISO 8601, RFC 2822 or English; a time without a zone is UTC. None and blank: unknown.

    Numbers alone (05/06/2024) are refused, since half the world reads them the other way round.
    Abbreviated zones are read as in e-mail, so CST is US Central Time. Raises UnfitError (bad_date)
    for what is no date, lies before 1900 or more than two days after `now`.
    """
    stripped = (text or "").strip()
    if not stripped:
        return Published()
    at, precision = _numeric(stripped) or _in_words(stripped) or _no_date(stripped)
    if not EARLIEST_YEAR <= at.year <= now.year + 1:  # first, since conversion fails at the ends of the calendar
        raise UnfitError(
            "bad_date", f"`published` {stripped!r} is out of range.", f"Give a date from {EARLIEST_YEAR} until today, such as {ACCEPTED}."
        )
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if at > now + FUTURE:
        raise UnfitError(
            "bad_date",
            f"`published` {stripped!r} lies in the future.",
            f"Give a date from {EARLIEST_YEAR} until today, such as {ACCEPTED}.",
        )
    return Published(at.replace(microsecond=0), precision)


def _no_date(text: str) -> tuple[datetime, Precision]:
    raise UnfitError("bad_date", f"`published` {text[:_LONGEST]!r} is no date.", f"Write it as one of {ACCEPTED}; or leave it out.")


def _numeric(text: str) -> tuple[datetime, Precision] | None:
    """ISO 8601 and RFC 2822: forms that leave nothing to interpret."""
    if _SLASHES.match(text):
        text = text.replace("/", "-")
    try:
        if month := _MONTH.fullmatch(text):
            return datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC), "month"
        if len(text) <= len("2024-05-24"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), "day"
        if _RFC_2822.fullmatch(text):
            return parsedate_to_datetime(text), "second"
        return datetime.fromisoformat(text), "second"
    except ValueError:
        return None


def _in_words(text: str) -> tuple[datetime, Precision] | None:
    if len(text) > _LONGEST or not _IN_WORDS.match(text):
        return None
    found = _parser().get_date_data(text)
    if found.date_obj is None:
        return None
    precision: Precision = "second" if found.period == "time" else "day" if found.period == "day" else "month"
    return found.date_obj, precision


@cache
def _parser() -> DateDataParser:
    """English, absolute dates only, nothing taken from the clock or the zone of this machine."""
    settings = {
        "PARSERS": ["absolute-time"],
        "PREFER_DAY_OF_MONTH": "first",
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - the library wants it naive; it is never used with REQUIRE_PARTS
        "REQUIRE_PARTS": ["month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RETURN_TIME_AS_PERIOD": True,
        "TIMEZONE": "UTC",
    }
    return DateDataParser(languages=["en"], settings=settings)
