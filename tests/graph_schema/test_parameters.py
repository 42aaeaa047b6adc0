"""What a parameter may be one of, and what is no period."""

from datetime import date

import pytest

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.parameters import Parameter, check_period, read_parameter, with_choices

SCHEMA = load_schema()


def among(text: str) -> Parameter:
    return with_choices(read_parameter(text, "one"), SCHEMA, "one")


@pytest.mark.parametrize(
    ("what", "some"),
    [
        ("SANCTIONS.measure", {"entity_listing", "tariff"}),
        ("INVESTS_IN.status", {"done", "withdrawn"}),
        ("facts", {"ACQUIRES", "SANCTIONS"}),
        ("kinds", {"Company", "Country"}),
    ],
)
def test_the_values_are_those_of_the_declaration(what: str, some: set[str]) -> None:
    found = among(f"p: string of {what} = null — what it is")
    assert some <= set(found.choices)
    assert all(found.value(choice, "one") == choice == found.value(choice.swapcase(), "one") for choice in found.choices)
    assert found.value("null", "one") is None
    assert found.meaning == f"what it is; one of {', '.join(found.choices)}"


def test_several_values_are_each_one_of_them() -> None:
    types = among("p: list<string> of facts = INVESTS_IN — types")
    assert types.value("acquires, SANCTIONS", "one") == ["ACQUIRES", "SANCTIONS"]
    with pytest.raises(SchemaError, match="`p` is 'MENTIONS'") as caught:
        types.value("ACQUIRES,MENTIONS", "one")
    assert caught.value.fix == f"Give one of {', '.join(SCHEMA.claim_types)}. Left out, it is INVESTS_IN."


@pytest.mark.parametrize("what", ["labels", "SANCTIONS.colour", "SANCTIONS.list", "MENTIONS.count"])
def test_what_has_no_values_is_refused(what: str) -> None:
    with pytest.raises(SchemaError, match=f"`of {what}` names no values"):
        among(f"p: string of {what} — what it is")


def test_a_default_is_one_of_the_values() -> None:
    with pytest.raises(SchemaError, match="`p` is 'banned'"):
        among("p: string of SANCTIONS.status = banned — what it is")


@pytest.mark.parametrize("text", ["-1", str(2**63), str(10**23)])
def test_a_whole_number_is_one_that_a_database_can_hold(text: str) -> None:
    number = among("p: integer — rows")
    assert number.value(str(2**63 - 1), "one") == 2**63 - 1
    with pytest.raises(SchemaError, match="a whole number from 0"):
        number.value(text, "one")


def test_a_period_does_not_end_before_it_begins() -> None:
    first, last = date(2024, 5, 1), date(2024, 5, 31)
    for since, until in ((first, last), (first, first), (None, last), (first, None)):
        check_period({"since": since, "until": until}, "one")
    with pytest.raises(SchemaError, match="the period ends on 2024-05-01, before it begins on 2024-05-31"):
        check_period({"since": last, "until": first}, "one")
