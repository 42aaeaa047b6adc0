"""Bodies that a text calls by their state and what they are."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


@pytest.mark.parametrize("said", ["Iranian oil ministry", "Iran's oil ministry", "Iranian Oil Ministry"])
def test_a_body_has_one_name_however_its_state_is_written(read: Read, said: str) -> None:
    found = [(m.text, m.kind, m.name) for m in read(f"Officials of the {said} met Tencent.").mentions if "inistry" in m.text]
    assert found == [(said, "GovernmentBody", "Iranian oil ministry")]


def test_parliaments_and_central_banks_are_bodies(read: Read) -> None:
    found = {m.name for m in read("The Japanese parliament and China's central bank met Tencent.").mentions}
    assert {"Japanese parliament", "Chinese central bank"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "The Iranian oil minister met Tencent.",
        "China's ministry of lamps met Tencent.",
        "Chinese banks and the ministry met Tencent.",
        "China told parliament of Tencent.",
    ],
)
def test_other_words_behind_a_state_are_no_body(read: Read, text: str) -> None:
    assert {m.kind for m in read(text).mentions} == {"Country", "Company"}
