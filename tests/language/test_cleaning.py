from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ModelError
from pipelines.language.cleaning import Cleaned, clean, load_cleaning_rules

RULES = load_cleaning_rules()
LINES = st.sampled_from(
    [
        "Share this article",
        "Subscribe now",
        "Photo: Our Agency",
        "Grab raised money from SoftBank.",
        "• Uber lost (NYSE: UBER) again",
        "",
        "   ",
        "12:30 PM",
        "© 2025 All rights reserved",
    ]
)


def blocks(cleaned: Cleaned) -> list[str]:
    return [cleaned.text[start:end] for start, end in cleaned.blocks]


@given(st.text() | st.lists(LINES | st.text(max_size=30), max_size=20).map("\n".join))
def test_masking_keeps_every_offset(text: str) -> None:
    cleaned = clean(text, RULES)
    assert len(cleaned.text) == len(text)
    assert all(a == b or (a == " " and b != " ") for a, b in zip(cleaned.text, text, strict=True))


@given(st.text() | st.lists(LINES, max_size=20).map("\n".join))
def test_blocks_are_in_order_apart_and_not_blank(text: str) -> None:
    cleaned = clean(text, RULES)
    ends = [0, *(end for _, end in cleaned.blocks)]
    assert all(last <= start < end for last, (start, end) in zip(ends, cleaned.blocks, strict=False))
    assert all(block == block.strip() and block for block in blocks(cleaned))


@pytest.mark.parametrize(
    "line",
    [
        "Share this article",
        "Sign in",
        "You've reached an article available only to subscribers",
        "By Ann Other",
        "Photo: Our Agency",
        "Read more: Amazon buys Grab",
        "More from Paper.com: Amazon buys Grab",
        "To contact the reporter on this story: Ann Other",
        "© 2025 Paper. All rights reserved.",
        "Disclosure: the author owns shares of Amazon and Grab.",
        "Acme 12.3 4.5 +6.7% 8.9 10.1",
        "00:00/01:30",
        "*****",
    ],
)
def test_what_a_page_prints_around_its_article_is_masked(line: str) -> None:
    assert blocks(clean(f"{line}\nGrab grew.", RULES)) == ["Grab grew."]


@pytest.mark.parametrize(
    "line",
    [
        "Amazon buys Grab",
        "Menu makers such as Grab grew.",
        "Share prices of Grab rose 5.4% to $12.30, up from $11.20 in May.",
        "The video game maker said it would invest in cookies and privacy.",
        "Photographs of the plant were shared by Tesla.",
    ],
)
def test_prose_and_headlines_stay(line: str) -> None:
    assert blocks(clean(line, RULES)) == [line]


def test_agency_ticker_and_symbol_are_masked_in_their_line() -> None:
    (block,) = blocks(clean("(Reuters) - Apple Inc. (NASDAQ: AAPL) rose; Acme (ACME.N) fell.", RULES))
    assert block.split() == ["Apple", "Inc.", "rose;", "Acme", "fell."]


def test_a_wrapped_paragraph_is_one_block_and_a_blank_line_ends_it() -> None:
    wrapped = "The company said on Monday that it had agreed to buy a smaller\nrival in the north of the country.\n\nNext."
    assert [b.count("country") for b in blocks(clean(wrapped, RULES))] == [1, 0]
    assert len(blocks(clean("First heading\nSecond heading", RULES))) == 2
    heading = "Squeeze on exports of chips is turning into a win for makers at home"
    assert len(blocks(clean(f"{heading}\nHuawei grew.", RULES))) == 2
    assert len(blocks(clean("Shares of several makers of chips and other parts fell after the\nCommerce Department spoke.", RULES))) == 1


def test_each_item_of_a_list_is_a_block_without_its_bullet() -> None:
    assert blocks(clean("• Grab grew\n• Uber fell\n1. Tesla rose", RULES)) == ["Grab grew", "Uber fell", "Tesla rose"]


def test_a_paragraph_too_long_for_the_parser_is_cut_between_sentences() -> None:
    text = "Grab grew again this year. " * 1000
    found = blocks(clean(text, RULES))
    assert len(found) > 1
    assert all(block.endswith(".") for block in found)
    assert " ".join(found) == text.strip()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("lines: []\n", "spans"),
        ("lines: [{name: a, regex: '('}]\nspans: []\n", "regular expression"),
        ("lines: [{name: a}]\nspans: []\n", "regex"),
        ("lines: []\nspans: []\nextra: 1\n", "extra"),
    ],
)
def test_a_wrong_rule_file_is_an_error_that_names_it(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=message) as error:
        load_cleaning_rules(path)
    assert "rules.yml" in error.value.where
