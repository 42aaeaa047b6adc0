"""A known organisation is known however its name of several words is written; a single word has to be that word."""

import pytest

from graph_schema.load import load_schema
from graph_schema.registry import KnownEntity, Registry
from pipelines.resolution.phrases import Phrases

BANK = KnownEntity("NG1", "J.P. Marbury & Sons", "Company", ("Marbury Bank",), country="US")
ONE = KnownEntity("NG2", "Larko", "Company")
TOWN = KnownEntity("NG3", "Port Marbury", "Place")
FUNDS = [KnownEntity("NG4", "Larko Fund I", "Company"), KnownEntity("NG5", "Larko Fund II", "Company")]


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    known = [BANK, ONE, TOWN, *FUNDS]
    return Phrases(Registry({entity.id: entity for entity in known}, load_schema().entity_kinds, "test"))


@pytest.mark.parametrize("spelling", ["JP MARBURY and Sons", "J.P. Marbury & Sons Inc.", "the Marbury bank", "Marbury-Bank"])
def test_case_and_punctuation_tell_no_organisations_apart(phrases: Phrases, spelling: str) -> None:
    assert phrases.entity(spelling, None) is BANK


@pytest.mark.parametrize("spelling", ["LARKO", "larko", "port marbury", "Marbury Banks", "Marbury", "Larko Fund III", "Larko Fund"])
def test_what_may_be_another_stays_unknown(phrases: Phrases, spelling: str) -> None:
    assert phrases.entity(spelling, None) is None


def test_funds_of_one_house_stay_two(phrases: Phrases) -> None:
    assert [phrases.entity(name, None) for name in ("LARKO FUND I", "LARKO FUND II")] == FUNDS
