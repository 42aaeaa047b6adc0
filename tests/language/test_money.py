from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.money import Money, UsDollars, percentages

MONEY = Money()
DOLLARS = UsDollars()


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$10 million", 10e6, "USD"),
        ("US$1.87 billion", 1.87e9, "USD"),
        ("$2.75B", 2.75e9, "USD"),
        ("$150m", 150e6, "USD"),
        ("1,250,000 euros", 1_250_000, "EUR"),
        ("€3.6M", 3.6e6, "EUR"),
        ("13.5 billion yuan", 13.5e9, "CNY"),
        ("CNY13.5 billion", 13.5e9, "CNY"),
        ("398 billion yen", 398e9, "JPY"),
        ("HK$20 billion", 20e9, "HKD"),
        ("₹500 crore", 5e9, "INR"),
        ("5 million Canadian dollars", 5e6, "CAD"),
    ],
)
def test_sums_as_news_writes_them(text: str, value: float, currency: str) -> None:
    (found,) = MONEY.amounts(f"It paid {text}, they say.")
    assert (found.value, found.currency) == (value, currency)
    assert f"It paid {text}, they say."[found.start : found.end] == text


@pytest.mark.parametrize("text", ["Windows 10 won", "model S$", "the 737 max", "M$FT", "5G"])
def test_what_is_no_sum(text: str) -> None:
    assert all(a.value < 1000 for a in MONEY.amounts(text))


@given(st.text())
def test_sums_lie_in_the_text_in_order(text: str) -> None:
    found = MONEY.amounts(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert found == sorted(found, key=lambda a: a.start)


def test_percentages() -> None:
    assert [p.value for p in percentages("a 5.5% stake, 20 percent of shares, up 120%")] == [5.5, 20.0]


def test_dollars_need_a_day_and_a_known_rate() -> None:
    day = date(2025, 5, 20)
    assert DOLLARS.convert(5.0, "USD", None) == 5.0
    assert DOLLARS.convert(13.5e9, "CNY", day) == pytest.approx(1.87e9, rel=0.01)
    assert DOLLARS.convert(1.0, "EUR", None) is None
    assert DOLLARS.convert(1.0, "TWD", day) is None
    assert DOLLARS.convert(1.0, "EUR", date(1990, 1, 1)) is None
    assert DOLLARS.convert(1.0, "EUR", date(2999, 1, 1)) is None


def test_a_weekend_takes_the_nearest_rate() -> None:
    assert DOLLARS.convert(1.0, "EUR", date(2025, 5, 18)) == pytest.approx(1.12, abs=0.02)
