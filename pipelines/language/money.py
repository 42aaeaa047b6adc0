"""Sums of money and percentages in a sentence, as numbers with ISO 4217 codes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from currency_converter import CurrencyConverter, RateNotFoundError

from graph_schema.strict import read_yaml
from pipelines.language.lexicon import LEXICON, model_errors

_NUMBER = r"(?P<number>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_PERCENT = re.compile(r"(?<![\w.])(?P<number>\d{1,3}(?:\.\d+)?)[\s-]?(?:%|per\s?cent\b|percent\b|percentage points\b)", re.IGNORECASE)

_TIMES = {"two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum at characters [start, end) of the text searched."""

    start: int
    end: int
    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage at characters [start, end) of the text searched."""

    start: int
    end: int
    value: float


class Money:
    """Finds sums of money; the words are data (lexicon/money.yml)."""

    def __init__(self, path: Path = LEXICON / "money.yml") -> None:
        with model_errors():
            top = read_yaml(path)
            self._before: dict[str, str] = top.take("before", dict)
            self._after: dict[str, str] = top.take("after", dict)
            self._scales: dict[str, int] = top.take("scales", dict)
            self._fractions: dict[str, float] = top.take("fractions", dict)
            self._vague: list[str] = top.take("vague", list)
            top.finish(["before", "after", "scales", "fractions", "vague"])
        scale = rf"(?:[\s\u00a0-]?(?P<scale>{_either(self._scales)})\b)?"
        self._patterns = (
            re.compile(rf"(?<![\w.])(?P<unit>{_either(self._before)})\s?{_NUMBER}(?i:{scale})"),
            re.compile(rf"(?<![\w.$€£¥]){_NUMBER}{scale}[\s-](?P<unit>{_either(self._after)})s?\b", re.IGNORECASE),
        )

    def amounts(self, text: str) -> list[Amount]:
        """The sums of money in `text`, in text order."""
        found = [self._amount(match) for pattern in self._patterns for match in pattern.finditer(text)]
        return sorted(found, key=lambda amount: amount.start)

    def fraction(self, words: Sequence[str]) -> float | None:
        """The percentage that the last of `words` is as a fraction: 20 for `a fifth`; None where it is vague (`almost half`)."""
        *before, last = [word.lower() for word in words] or [""]
        if last.removesuffix("s") not in self._fractions or set(before) & set(self._vague):
            return None
        times = next((number for word, number in _TIMES.items() if word in before), 1)
        return round(times * self._fractions[last.removesuffix("s")], 2)

    def _amount(self, match: re.Match[str]) -> Amount:
        unit, scale = match["unit"], (match["scale"] or "").lower()
        value = float(match["number"].replace(",", "")) * self._scales.get(scale, 1)
        return Amount(match.start(), match.end(), round(value, 2), self._before.get(unit) or self._after[unit.lower()])


def _either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def percentages(text: str) -> Iterator[Percentage]:
    """The percentages from 0 to 100 in `text`, in text order."""
    for match in _PERCENT.finditer(text):
        if float(match["number"]) <= 100:
            yield Percentage(match.start(), match.end(), float(match["number"]))


class UsDollars:
    """Converts at the European Central Bank's rate of a day, from the rates bundled with the library."""

    def __init__(self) -> None:
        self._converter = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=True)  # weekends have none

    def convert(self, amount: float, currency: str, day: date | None) -> float | None:
        """The sum in US dollars; None where the day, the currency or its rate is not known."""
        if currency == "USD":
            return amount
        if day is None or currency not in self._converter.currencies:
            return None
        bounds = self._converter.bounds[currency]
        if not bounds.first_date <= day <= bounds.last_date:
            return None
        try:
            return round(float(self._converter.convert(amount, currency, "USD", date=day)), 2)
        except RateNotFoundError:
            return None
