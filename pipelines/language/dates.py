"""Dates in a sentence, as calendar periods no narrower than the words: a day, a month or a year.

Belongs here: expressions and what they mean, counted from the day of publication. Does not: whose date
it is (`events`). Not read by dateparser, which completes what the words leave open: here it stays
open, and a week or a quarter gives the month or the year that holds it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from graph_schema.strict import read_yaml
from pipelines.language.lexicon import LEXICON, model_errors

Precision = Literal["day", "month", "year"]
WIDTHS: tuple[Precision, ...] = ("day", "month", "year")  # the narrowest first
Tense = Literal["past", "future", "near", "open"]  # near: whichever is closest; open: the words do not say
_YEAR = r"(?<![\d.,$€£¥-])(?:19|20)\d\d(?![\d%]|[.,]\d)"
_YEARS = rf"(?P<year>{_YEAR}|(?:last|this|next)\s+year)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!\s?%|[.,]\d)"
_WHICH = r"(?P<which>last|this|next)\s+"
_PART = r"(?:(?P<part>early|earlier|mid|late|later)[\s-]+(?:in\s+|on\s+)?)?"
_SPANS = r"(?:first|second|third|fourth|last)\s+(?:quarter|half)|end|start|beginning|middle|spring|summer|autumn|fall"
_SHIFTS = {"last": -1, "this": 0, "the": 0, "next": 1}
_WORDS = {"yesterday": -1, "last night": -1, "tomorrow": 1}  # all others are today
_ROUGH = {"day": 0, "week": 4, "month": 15, "year": 60}  # days by which `two months ago` may be off


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year, by its first day."""

    first: date
    precision: Precision

    def holds(self, other: "Period") -> bool:
        """Whether `other` lies within this one."""
        return WIDTHS.index(other.precision) <= WIDTHS.index(self.precision) and holding(other.first, self.precision) == self


def holding(day: date, precision: Precision) -> Period:
    """The period of that precision that `day` lies in."""
    return Period(day.replace(month=1 if precision == "year" else day.month, day=day.day if precision == "day" else 1), precision)


def spanning(first: date, last: date) -> Period | None:
    """The narrowest period that holds both days; None where they lie in different years."""
    if first.year != last.year:
        return None
    return holding(first, "day" if first == last else "month" if first.month == last.month else "year")


def common(readings: Iterable[Period]) -> Period | None:
    """The narrowest period that holds all of `readings`; None where they lie in different years."""
    found = set(readings)
    width = max(WIDTHS.index(period.precision) for period in found)
    held = [{holding(period.first, precision) for period in found} for precision in WIDTHS[width:]]
    return next((periods.pop() for periods in held if len(periods) == 1), None)


@dataclass(frozen=True, slots=True)
class Clock:
    """What open words are counted from: the day of publication and the tense."""

    published: date
    tense: Tense

    def chosen(self, candidates: Iterable[Period]) -> Period | None:
        """The period, of those that the words may mean, that the tense picks: the last one begun, or the next one not yet over."""
        if self.tense == "near":
            return min(candidates, key=lambda c: abs(c.first - self.published))
        if self.tense == "past":
            return max((c for c in candidates if c.first <= self.published), key=lambda c: c.first, default=None)
        if self.tense == "future":
            ahead = (c for c in candidates if c.first >= holding(self.published, c.precision).first)
            return min(ahead, key=lambda c: c.first, default=None)
        return None


@dataclass(frozen=True, slots=True)
class Expression:
    """Words at characters [start, end) of the text searched that name a date; `form` and `words` say how."""

    start: int
    end: int
    form: str
    words: dict[str, str]  # by what they tell: day, month, year, which, part, unit …; lower case

    @property
    def bare(self) -> bool:
        """Whether it is a month or a year alone, which is a date only where a preposition says so."""
        if self.form == "year":
            return self.words["year"].isdigit()
        return self.form == "month" and not self.words.keys() & {"which", "year"}

    @property
    def relative(self) -> bool:
        """Whether it means nothing without a day of publication."""
        year = self.words.get("year", "")
        return not year.isdigit() and self.form != "iso"


class Dates:
    """Finds dates and reads them; months, weekdays and numbers are data (lexicon/dates.yml)."""

    def __init__(self, path: Path = LEXICON / "dates.yml") -> None:
        with model_errors():
            top = read_yaml(path)
            self._months: dict[str, int] = top.take("months", dict)
            self._weekdays: dict[str, int] = top.take("weekdays", dict)
            self._numbers: dict[str, int] = top.take("numbers", dict)
            top.finish(["months", "weekdays", "numbers"])
        months, weekdays = _capitalised(self._months), _capitalised(self._weekdays)
        month = rf"(?P<month>{months})\b\.?"
        hours = r"(?:\s+(?:morning|afternoon|evening|night))?"
        forms = {
            "iso": r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)",
            "day": rf"{_PART}{month}\s+{_DAY}(?:,?\s+(?:of\s+)?{_YEARS})?",
            "day first": rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{month}(?:,?\s+{_YEARS})?",
            "month": rf"{_PART}(?:{_WHICH})?{month}(?:,?\s+(?:of\s+)?{_YEARS})?",
            "weekday": rf"(?:{_WHICH})?(?P<weekday>{weekdays})\b{hours}",
            "word": r"(?P<word>yesterday|today|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening))\b",
            "unit": rf"{_PART}{_WHICH}(?P<unit>week|month)\b(?!['’])",
            "ago": rf"(?P<number>\d{{1,3}}|{'|'.join(self._numbers)})\s+(?P<unit>day|week|month|year)s?\s+ago\b",
            "span": rf"(?:the\s+)?(?:(?:{_SPANS})\s+of\s+|end-)(?P<year>{_YEAR}|(?:last|this|next|the)\s+year)",
            "year": rf"{_PART}{_YEARS}\b(?!['’])",
        }
        open_end = rf"(?!\s*(?:[-–—/]|to\b|through\b|until\b)\s*(?:the\s+)?(?:\d|(?:{months})\b))"
        self._forms = {form: re.compile(rf"\b(?:{text}){open_end}", re.IGNORECASE) for form, text in forms.items()}
        self._readers: dict[str, Callable[[dict[str, str], Clock], Period | None]] = {
            "iso": lambda words, _: Period(date.fromisoformat(words["iso"]), "day"),
            "day": self._day,
            "day first": self._day,
            "month": self._month,
            "weekday": self._weekday,
            "word": lambda words, clock: Period(clock.published + timedelta(_WORDS.get(words["word"], 0)), "day"),
            "unit": _unit,
            "ago": self._ago,
            "span": lambda words, clock: Period(date(_year(words, clock), 1, 1), "year"),
            "year": lambda words, clock: Period(date(_year(words, clock), 1, 1), "year"),
        }

    def expressions(self, text: str) -> list[Expression]:
        """The dates in `text`, in text order; of overlapping ones the first, and of those the longest."""
        matches = [(m.start(), -m.end(), form, m) for form, pattern in self._forms.items() for m in pattern.finditer(text)]
        found: list[Expression] = []
        for start, end, form, match in sorted(matches, key=lambda m: m[:2]):
            if not found or start >= found[-1].end:
                words = {name: " ".join(word.lower().split()) for name, word in match.groupdict().items() if word}
                found.append(Expression(start, -end, form, words))
        return found

    def period(self, expression: Expression, clock: Clock) -> Period | None:
        """What the words mean; None where they name no day of the calendar or leave it open."""
        try:
            return self._readers[expression.form](expression.words, clock)
        except (ValueError, OverflowError):  # 31 June, or a day before the calendar begins
            return None

    def _day(self, words: dict[str, str], clock: Clock) -> Period | None:
        month, day = self._months[words["month"]], int(words["day"])
        if "year" in words:
            return Period(date(_year(words, clock), month, day), "day")
        return clock.chosen(Period(date(clock.published.year + shift, month, day), "day") for shift in (-1, 0, 1))

    def _month(self, words: dict[str, str], clock: Clock) -> Period | None:
        month, now = self._months[words["month"]], clock.published
        if "year" in words:
            return Period(date(_year(words, clock), month, 1), "month")
        if which := words.get("which"):
            past, future = which == "last" and month >= now.month, which == "next" and month <= now.month
            return Period(date(now.year - past + future, month, 1), "month")
        return clock.chosen(Period(date(now.year + shift, month, 1), "month") for shift in (-1, 0, 1))

    def _weekday(self, words: dict[str, str], clock: Clock) -> Period | None:
        """The last such day, that of publication among them, or the next; which one `next Monday` is people do not agree."""
        ago = (clock.published.weekday() - self._weekdays[words["weekday"]]) % 7
        which, day = words.get("which"), clock.published - timedelta(ago)
        if which == "next" or clock.tense == "open":
            return None
        if which == "last":
            return Period(day if ago else day - timedelta(7), "day")
        if clock.tense == "near" and (ago > 3 or ago == 0):
            return Period(day + timedelta(7 if ago else 0), "day")
        return Period(day + timedelta(7 if clock.tense == "future" else 0), "day")

    def _ago(self, words: dict[str, str], clock: Clock) -> Period | None:
        """So many units before, give or take: a period that holds all that the words may mean."""
        number, unit = words["number"], words["unit"]
        count = int(number) if number.isdigit() else self._numbers[number]
        slack = timedelta(_ROUGH[unit])
        if unit in ("day", "week"):
            middle = clock.published - timedelta(count * (7 if unit == "week" else 1))
        else:
            months = clock.published.year * 12 + clock.published.month - 1 - count * (12 if unit == "year" else 1)
            middle = date(months // 12, months % 12 + 1, min(clock.published.day, 28))
        return spanning(middle - slack, middle + slack)


def _capitalised(names: Iterable[str]) -> str:
    """A pattern for any of `names` with its capital, the longest first: may and march are words of their own."""
    return "(?-i:" + "|".join(name.capitalize() for name in sorted(names, key=len, reverse=True)) + ")"


def _year(words: dict[str, str], clock: Clock) -> int:
    year = words["year"]
    return int(year) if year.isdigit() else clock.published.year + _SHIFTS[year.split()[0]]


def _unit(words: dict[str, str], clock: Clock) -> Period | None:
    """A week begins on Sunday or on Monday, as one likes; a month is one."""
    shift, day = _SHIFTS[words["which"]], clock.published
    if words["unit"] == "month":
        months = day.year * 12 + day.month - 1 + shift
        return Period(date(months // 12, months % 12 + 1, 1), "month")
    monday = day + timedelta(7 * shift - day.weekday())
    return spanning(monday - timedelta(1), monday + timedelta(6))
