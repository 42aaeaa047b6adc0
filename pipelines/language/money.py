"""Sums of money and percentages in a sentence, as numbers with ISO 4217 codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from currency_converter import CurrencyConverter, RateNotFoundError

_SYMBOLS = {"US$": "USD", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "NZ$": "NZD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "Rs.": "INR", "Rs": "INR", "RMB": "CNY", "CNY": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "JPY": "JPY", "CHF": "CHF", "SEK": "SEK", "INR": "INR", "KRW": "KRW", "TWD": "TWD", "HKD": "HKD", "SGD": "SGD", "AUD": "AUD", "CAD": "CAD"}  # fmt: skip
_WORDS = {"dollar": "USD", "buck": "USD", "euro": "EUR", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY", "won": "KRW", "pound": "GBP", "rupee": "INR", "ruble": "RUB", "rouble": "RUB", "swiss franc": "CHF", "franc": "CHF", "krona": "SEK", "hong kong dollar": "HKD", "singapore dollar": "SGD", "australian dollar": "AUD", "canadian dollar": "CAD", "taiwan dollar": "TWD", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "shekel": "ILS", "zloty": "PLN", "real": "BRL", "rand": "ZAR", "lira": "TRY"}  # fmt: skip
_SCALES = {"trillion": 1e12, "tn": 1e12, "billion": 1e9, "bn": 1e9, "b": 1e9, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3, "crore": 1e7, "lakh": 1e5}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:[\s\u00a0-]?(?P<scale>trillion|billion|million|thousand|crore|lakh|mln|tn|bn|mn|[bmkBMK])\b)?"
_BEFORE = re.compile(rf"(?<![\w.])(?P<unit>{'|'.join(re.escape(s) for s in _SYMBOLS)})\s?{_NUMBER}{_SCALE}")
_AFTER = re.compile(rf"(?<![\w.$€£¥]){_NUMBER}{_SCALE}[\s-](?P<unit>{'|'.join(sorted(_WORDS, key=len, reverse=True))})s?\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\w.])(?P<number>\d{1,3}(?:\.\d+)?)[\s-]?(?:%|per\s?cent\b|percent\b|percentage points\b)", re.IGNORECASE)


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


def amounts(text: str) -> Iterator[Amount]:
    """The sums of money in `text`, in text order."""
    found = [_amount(match) for pattern in (_BEFORE, _AFTER) for match in pattern.finditer(text)]
    return iter(sorted(found, key=lambda amount: amount.start))


def _amount(match: re.Match[str]) -> Amount:
    unit, scale = match["unit"], (match["scale"] or "").lower()
    value = float(match["number"].replace(",", "")) * _SCALES.get(scale, 1.0)
    currency = _SYMBOLS.get(unit) or _WORDS[unit.lower()]
    return Amount(match.start(), match.end(), round(value, 2), currency)


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
