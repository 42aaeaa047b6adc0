"""What a text says of a name tells what it names, whatever the model takes it for."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def kinds(extraction: Extraction, name: str) -> set[str]:
    return {m.kind for m in extraction.mentions if m.text == name}


@pytest.mark.parametrize(
    "text",
    [
        "Tencent bought a gas company known as Larko.",
        "Tencent bought a startup called Larko.",
        "Tencent backs startups like Spryk, Larko and others.",
        "Tencent acquired Larko on Monday.",
        "Tencent said the round was led by Larko.",
        "Tencent owns the retail chain Larko.",
        "Tencent gobbled up Larko last year.",
        "Tencent bought Larko for $43 billion.",
    ],
)
def test_a_company_is_told_by_its_grammar(read: Read, text: str) -> None:
    assert kinds(read(text), "Larko") == {"Company"}


def test_an_index_is_no_company(read: Read) -> None:
    assert not kinds(read("Tencent fell more than the Larkspur Lamp Index did."), "Larkspur Lamp Index")
