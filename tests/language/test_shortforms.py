"""A short form stands for the fullest form that its article has."""

from collections.abc import Callable

import pytest

from graph_schema.registry import KnownEntity, Registry
from graph_schema.spec import Schema
from pipelines.language.extractor import Extractor
from pipelines.records import Extraction, Mention
from tests.language.conftest import MODEL, article

Read = Callable[[str], Extraction]
KNOWN = [
    KnownEntity("NG31", "Lark Street Journal", "Company"),
    KnownEntity("NG32", "Veltora Securities", "Company"),
    KnownEntity("NG33", "Veltora Securities Abroad", "Company", parent="NG32"),
]


@pytest.fixture(scope="module")
def press(schema: Schema) -> Read:
    extractor = Extractor(Registry({entity.id: entity for entity in KNOWN}, schema.entity_kinds, "test"), schema, MODEL)
    return lambda text: next(iter(extractor.extract([article(text)])))


def mentions(extraction: Extraction, text: str) -> list[Mention]:
    return [m for m in extraction.mentions if m.text == text]


def test_an_acronym_takes_its_own_legal_form(read: Read) -> None:
    (found,) = mentions(read("Liquid Lamp Gas Ltd. met Tencent on Monday. Shares of LLG Ltd. fell."), "LLG Ltd.")
    assert found.name == "Liquid Lamp Gas Ltd."


def test_a_surname_is_the_known_persons_of_the_article(read: Read) -> None:
    (found,) = mentions(read("President Donald Trump met Tencent on Monday. Tencent later thanked Trump for it."), "Trump")
    assert found.registry_id == "NG9"


def test_a_persons_surname_is_no_company_of_that_name(read: Read) -> None:
    found = read("Jane Target leads the lamp team at Tencent. On Monday Target said so.")
    assert "NG24" not in {m.registry_id for m in found.mentions}


def test_what_a_known_name_ends_in_is_its_short_form_behind_the(press: Read) -> None:
    text = "The Lark Street Journal wrote of lamps on Monday. Readers of the Journal liked it."
    assert [m.registry_id for m in mentions(press(text), "Journal")] == ["NG31"]


def test_a_short_form_is_the_companys_and_not_its_units(press: Read) -> None:
    text = "Veltora Securities owns Veltora Securities Abroad. On Monday investors in Veltora sold lamps."
    assert [m.registry_id for m in mentions(press(text), "Veltora")] == ["NG32"]


def test_one_text_is_one_entity_where_another_mention_of_it_is_known(read: Read) -> None:
    text = "Uber has bought a stake in Target on Monday.\n\nWhy Target Likes Lamps\n\nTencent fell."
    assert [m.registry_id for m in mentions(read(text), "Target")] == ["NG24", "NG24"]


def test_what_has_shares_or_is_listed_with_companies_is_the_company(read: Read) -> None:
    assert [m.registry_id for m in mentions(read("Target shares fell on Monday."), "Target")] == ["NG24"]
    assert [m.registry_id for m in mentions(read("Lawyers wrote to Microsoft, Target and Nvidia."), "Target")] == ["NG24"]
