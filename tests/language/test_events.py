"""When what a sentence states happened: published on Tuesday, 20 May 2025. All sentences are the project's own."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipelines.language.extractor import Extractor
from pipelines.records import Article, Claim, Published
from pipelines.sources.dates import published
from tests.language.conftest import article

When = tuple[date | None, str | None]


def claims(extractor: Extractor, read: Article) -> tuple[Claim, ...]:
    return next(iter(extractor.extract([read]))).claims


def when(extractor: Extractor, sentence: str, moment: Published | None = None) -> set[When]:
    read = article(sentence) if moment is None else replace(article(sentence), published=moment)
    return {(claim.event_date, claim.event_date_precision) for claim in claims(extractor, read)}


@pytest.mark.parametrize(
    ("sentence", "day", "precision"),
    [
        ("Washington blacklisted Huawei on May 15, 2019.", date(2019, 5, 15), "day"),
        ("Tencent invested in Grab in June 2023.", date(2023, 6, 1), "month"),
        ("Microsoft acquired Grab in 2024.", date(2024, 1, 1), "year"),
        ("Microsoft's 2016 acquisition of Grab paid off.", date(2016, 1, 1), "year"),
        ("Washington imposed sanctions on Huawei last week.", date(2025, 5, 1), "month"),
        ("The EU imposed sanctions on Iran on Monday.", date(2025, 5, 19), "day"),
        ("Microsoft acquired Grab yesterday.", date(2025, 5, 19), "day"),
        ("Microsoft acquired Grab last year.", date(2024, 1, 1), "year"),
        ("Earlier this year, Microsoft acquired Grab.", date(2025, 1, 1), "year"),
        ("Microsoft will acquire Grab next month.", date(2025, 6, 1), "month"),
        ("Washington will ban Huawei on Friday.", date(2025, 5, 23), "day"),
        ("TSMC plans to build a factory in Arizona by the end of 2026.", date(2026, 1, 1), "year"),
        ("Washington imposed tariffs on China, effective June 1.", date(2025, 6, 1), "day"),
        ("American sanctions on Iran took effect in November.", date(2024, 11, 1), "month"),
        ("Sanctions on Huawei imposed by Washington in May 2019 were tightened.", date(2019, 5, 1), "month"),
        ("In November, Tesla completed its acquisition of Rivian.", date(2024, 11, 1), "month"),
        ("The ban on Huawei, imposed by Washington in April, was reversed in May.", date(2025, 5, 1), "month"),
        ("In 2013, SoftBank sold its stake in Grab.", date(2013, 1, 1), "year"),
        ("Grab raised $700 million from SoftBank in March this year.", date(2025, 3, 1), "month"),
    ],
)
def test_the_sentence_says_when(extractor: Extractor, sentence: str, day: date, precision: str) -> None:
    assert when(extractor, sentence) == {(day, precision)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Microsoft acquired Grab.",
        "Microsoft acquired Grab, which was founded in 2012.",
        "Microsoft acquired Grab, founded in 2012.",
        "Founded in 1975, Microsoft acquired Grab.",
        "Microsoft said on Monday that it had acquired Grab.",
        "Microsoft announced in January that it had acquired Grab.",
        "Tencent invested in Grab, whose revenue doubled in the first quarter of 2025.",
        "Tencent invested $2 million in Grab for 10 years.",
        "JetBlue aside, TSMC will invest $2 billion in Arizona over the next five years.",
        "TSMC will invest $20 billion in Arizona by 2030.",
        "SoftBank holds a 20% stake in Grab as of March 31.",
        "Microsoft agreed last month to acquire Grab.",
        "Microsoft agreed to acquire Grab in March.",
        "Microsoft bought 2019 shares of Grab.",
        "Microsoft acquired Grab before 2020.",
        "Microsoft acquired Grab in fiscal 2024.",
        "Tencent invested in Grab from 2019 to 2021.",
        "Microsoft acquired Grab almost two years ago.",
        "Rivian competed with Tesla in 2023.",
        "SoftBank, which went public in 2018, holds a stake in Grab.",
    ],
)
def test_a_date_of_something_else_is_none_of_the_event(extractor: Extractor, sentence: str) -> None:
    assert when(extractor, sentence) == {(None, None)}


def test_each_clause_has_its_own_date(extractor: Extractor) -> None:
    found = claims(extractor, article("Microsoft acquired Grab in 2016, and Amazon acquired Rivian in 2019."))
    assert {(c.object.name, c.event_date) for c in found} == {("Grab", date(2016, 1, 1)), ("Rivian", date(2019, 1, 1))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Microsoft acquired Grab in May 2019.", (date(2019, 5, 1), "month")),
        ("Microsoft acquired Grab last week.", (None, None)),
        ("Microsoft acquired Grab in May.", (None, None)),
        ("Microsoft acquired Grab on Monday.", (None, None)),
    ],
)
@pytest.mark.parametrize("moment", [Published(), Published(datetime(2025, 5, 1, tzinfo=UTC), "month")])
def test_without_a_day_of_publication_only_dates_with_a_year_are_read(
    extractor: Extractor, sentence: str, expected: When, moment: Published
) -> None:
    assert when(extractor, sentence, moment) == {expected}


@pytest.mark.parametrize(
    ("written", "sentence", "expected"),
    [
        ("2025-05-20T12:00:00+00:00", "Microsoft acquired Grab yesterday.", (date(2025, 5, 19), "day")),
        ("2025-05-21T07:00:00+08:00", "Microsoft acquired Grab yesterday.", (date(2025, 5, 1), "month")),  # the 20th there, the 19th in UTC
        ("2025-05-21T07:00:00+08:00", "Microsoft acquired Grab on Wednesday.", (date(2025, 5, 1), "month")),  # the 21st, not the 14th
        ("2025-05-21T07:00:00+08:00", "Microsoft acquired Grab on Friday.", (date(2025, 5, 16), "day")),
        ("2025-05-31T20:00:00-07:00", "Microsoft acquired Grab last month.", (date(2025, 1, 1), "year")),  # April there, May in UTC
        ("2025-05-31T20:00:00-07:00", "Microsoft acquired Grab in April.", (date(2025, 4, 1), "month")),
        ("2024-12-31T20:00:00-07:00", "Microsoft acquired Grab today.", (None, None)),  # in one of two years
    ],
)
def test_where_the_newsrooms_own_day_is_unsure_words_tell_less(extractor: Extractor, written: str, sentence: str, expected: When) -> None:
    moment = published(written, datetime(2026, 1, 1, tzinfo=UTC))
    assert when(extractor, sentence, moment) == {expected}


def test_what_has_happened_lies_not_ahead(extractor: Extractor) -> None:
    assert when(extractor, "Microsoft acquired Grab in December 2025.") == {(None, None)}
