"""What a run of capitals holds beside a name is no part of it."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def named(extraction: Extraction) -> set[str]:
    return {m.text for m in extraction.mentions}


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("Tencent hired Larkspur Robotics Managing Partner Jane Brown.", {"Larkspur Robotics", "Jane Brown"}, "Managing Partner"),
        ("Tencent met Larkspur Robotics Senior Vice President Jane Brown.", {"Larkspur Robotics", "Jane Brown"}, "Senior"),
        ("Tencent fell, said Jane Brown of Larkspur Research.", {"Jane Brown", "Larkspur Research"}, "Brown of"),
        ("Notes on Tencent name Larkspur Energy LKSE and others.", {"Larkspur Energy"}, "LKSE"),
    ],
)
def test_titles_houses_and_tickers_part_a_run(read: Read, text: str, there: set[str], gone: str) -> None:
    found = named(read(text))
    assert there <= found
    assert not any(gone in name for name in found)


def test_a_ministers_office_alone_is_no_name(read: Read) -> None:
    assert "Treasury" not in named(read("Tencent met Treasury Secretary Jane Brown."))


def test_what_looks_like_a_title_may_begin_a_companys_name(read: Read) -> None:
    assert "President Lamp Management Corp." in named(read("Tencent hired an analyst at President Lamp Management Corp. on Monday."))


def test_a_persons_title_is_no_part_of_the_name(read: Read) -> None:
    assert "Jane Brown" in named(read("Tencent met Founder Jane Brown on Monday."))


@pytest.mark.parametrize("word", ["Securities", "Exchange", "Robotics"])
def test_a_trade_alone_is_nobodys_name(read: Read, word: str) -> None:
    assert word not in named(read(f"Tencent likes {word} most of all."))
