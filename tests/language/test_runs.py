"""Where a run of capitals begins and ends."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def named(extraction: Extraction) -> set[str]:
    return {m.text for m in extraction.mentions}


@pytest.mark.parametrize(
    "name",
    [
        "Larkspur Institute for Applied Lamps",
        "National Lamps Corporation of Japan",
        "Bank of Arizona",
        "Larkspur 7 Metals LLC",
        "American Lark Association",
        "First American Trust",
    ],
)
def test_a_name_keeps_all_its_words(read: Read, name: str) -> None:
    assert name in named(read(f"Tencent hired an analyst from the {name} last week."))


def test_a_board_is_no_part_of_whose_it_is(read: Read) -> None:
    assert not any("Directors" in name for name in named(read("The Board of Directors met Tencent.")))


@pytest.mark.parametrize("text", ["Founder Lampworks Co. shares closed lower.", "Larkspur, an insurer based in Oslo, grew."])
def test_a_name_at_a_sentences_start_is_whole(read: Read, text: str) -> None:
    assert {"Founder Lampworks Co.", "Larkspur"} & named(read(text))


def test_a_line_that_says_who_spoke_is_no_headline(read: Read) -> None:
    assert "Veltora" in named(read("“We love lamps,” said everyone at Tencent.\n\nJane Larkspur, CEO of Veltora\n\nTencent fell."))
