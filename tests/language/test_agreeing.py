"""What the judge adds to a sentence has to agree with what is found there already."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph_schema.spec import Schema
from pipelines.language.agreeing import agreeing
from pipelines.language.frames import load_relations
from pipelines.records import Claim, Mention

Left = Callable[[list[Claim], list[Claim]], list[tuple[str, str]]]
PATTERNS = Path(__file__).parents[2] / "pipelines" / "language" / "patterns"


def claim(subject: str, object_: str, *, at: int = 20, kind: str = "acquisition", type_: str = "INVESTS_IN", start: int = 0) -> Claim:
    ends = (Mention("a", place, place + len(name), name, "Company", name, None) for name, place in ((subject, 0), (object_, at)))
    base = Claim("c", "a", type_, *ends, "planned", {"kind": kind}, "S.", start, start + 60, (), 0.7, "judged", None, None)
    return replace(base, attrs={}) if type_ == "ACQUIRES" else base


@pytest.fixture(scope="module")
def left(schema: Schema) -> Left:
    relations = {relation.type.type: relation for relation in load_relations(schema, PATTERNS)}

    def pairs(added: list[Claim], kept: list[Claim]) -> list[tuple[str, str]]:
        return [(one.subject.name, one.object.name) for one in agreeing(added, kept, relations)]

    return pairs


@pytest.mark.parametrize("type_", ["INVESTS_IN", "ACQUIRES"])
def test_who_blocks_a_bid_is_no_second_buyer(left: Left, type_: str) -> None:
    bid, president = claim("Nippon", "Steel", type_=type_), claim("Biden", "Steel", at=21, type_=type_)
    assert left([president], [bid]) == []
    assert left([president], [replace(bid, start=100)]) == [("Biden", "Steel")]


def test_several_may_invest_in_one(left: Left) -> None:
    assert left([claim("Samsung", "Mistral", kind="equity")], [claim("General", "Mistral", kind="equity")]) == [("Samsung", "Mistral")]


def test_of_two_takeovers_in_a_sentence_it_is_not_known_who_buys_what(left: Left) -> None:
    crossed = [claim(buyer, target, at=at) for buyer in ("Intel", "Qualcomm") for target, at in (("Mobileye", 30), ("NXP", 50))]
    other = claim("Fiserv", "Worldpay", at=55)
    assert left([*crossed, other], []) == [("Fiserv", "Worldpay")]
    assert left(crossed[:3], []) == [("Intel", "Mobileye"), ("Intel", "NXP"), ("Qualcomm", "Mobileye")]
