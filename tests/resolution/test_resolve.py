"""Who a mention is depends on the set of mentions alone: every mention gets one entity, nothing merges by likeness."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.registry import KnownEntity, Registry
from pipelines.records import stable_id
from pipelines.resolution import Resolution, resolve
from pipelines.resolution.resolve import commonest_kind, shown_name

KINDS = ("Company", "Country", "GovernmentBody", "Person", "Place", "Product", "SanctionsList", "Sector")
COLUMNS = ["article_id", "start", "end", "text", "kind", "name", "registry_id"]
KNOWN = (
    KnownEntity("NG000001", "Marbury", "Company", aliases=("Marbury Motors",), country="US", ticker="MRB"),
    KnownEntity("NG000002", "Target", "Company", weak_aliases=("Target",), country="US"),
    KnownEntity("NG000003", "Bureau of Maps", "GovernmentBody", weak_aliases=("BOM",), wikidata_id="Q1"),
)
REGISTRY = Registry({entity.id: entity for entity in KNOWN}, KINDS, "test")


def mentions(*names: str | tuple[str, str] | tuple[str, str, str | None]) -> pd.DataFrame:
    """One mention each, in an article of its own; a name alone is a company's."""
    rows = [(name, "Company", None) if isinstance(name, str) else (*name, None)[:3] for name in names]
    frame = [(f"a{i}", i, i + 5, name, kind, name, known) for i, (name, kind, known) in enumerate(rows)]
    return pd.DataFrame(frame, columns=COLUMNS)


def ids(resolution: Resolution) -> list[str]:
    return list(resolution.links["entity_id"])


def only(resolution: Resolution) -> pd.Series:
    assert len(resolution.entities) == 1
    return resolution.entities.iloc[0]


def test_the_registry_id_decides_first() -> None:
    entity = only(resolve(mentions(("Washburn", "Place", "NG000003")), REGISTRY))
    assert (entity["entity_id"], entity["name"], entity["kind"], entity["known"]) == ("NG000003", "Bureau of Maps", "GovernmentBody", True)
    assert (entity["aliases"], entity["wikidata_id"]) == (["BOM"], "Q1")


@pytest.mark.parametrize(
    "name",
    ["Marbury", "Marbury Motors", "Marbury Inc.", "the Bureau of Maps", "Marbury Motors' ", "Target Corp.", "Marbury Motors Co. Ltd."],
)
def test_a_spelling_of_the_registry_is_that_entity(name: str) -> None:
    assert only(resolve(mentions(name), REGISTRY))["known"]


@pytest.mark.parametrize("name", ["Target", "BOM", "BOM Inc.", "Marburys", "Marbury Foods", "marbury"])
def test_a_weak_or_merely_similar_name_is_not(name: str) -> None:
    assert not only(resolve(mentions(name), REGISTRY))["known"]


def test_an_id_that_the_registry_lost_falls_back_to_the_name() -> None:
    assert ids(resolve(mentions(("Marbury", "Company", "NG999999"), ("Volta", "Company", "NG999999")), REGISTRY)) == [
        "NG000001",
        stable_id("e", "Volta"),
    ]


def test_spellings_of_an_unknown_name_are_one_under_the_smallest_member_id() -> None:
    spellings = ("Kedali Fab Co. Ltd.", "Kedali Fab", "KEDALI FAB", "Kedali Fab")
    entity = only(resolve(mentions(*spellings), REGISTRY))
    assert entity["entity_id"] == min(stable_id("e", spelling) for spelling in spellings)
    assert entity["name"] == "Kedali Fab"
    assert entity["aliases"] == ["KEDALI FAB", "Kedali Fab Co. Ltd."]


def test_model_numbers_years_and_numbered_funds_stay_apart() -> None:
    names = ("ASR1603", "ASR1605", "Volta Fund I", "Volta Fund II", "Volta 2023", "Volta 2024")
    assert len(resolve(mentions(*names), REGISTRY).entities) == len(names)


def test_the_shown_name_is_the_commonest_then_longest_then_first() -> None:
    assert shown_name({"Kedali": 2, "Kedali Fab": 1}) == "Kedali"
    assert shown_name({"Kedali": 1, "Kedali Fab": 1}) == "Kedali Fab"
    assert shown_name({"Kedalb": 1, "Kedala": 1}) == "Kedala"


def test_the_shown_name_keeps_a_legal_form_that_tells_it_from_a_word() -> None:
    assert shown_name({"Volta Inc.": 1}) == "Volta"
    assert shown_name({"Target Inc.": 1}, weak={"Target"}) == "Target Inc."
    assert shown_name({"AB Corp.": 1}) == "AB Corp."


def test_the_commonest_kind_wins_and_ties_go_by_the_schema() -> None:
    assert commonest_kind({"Person": 2, "Company": 1}, KINDS) == "Person"
    assert commonest_kind({"Product": 1, "Person": 1}, KINDS) == "Person"
    assert only(resolve(mentions(("Volta", "Place"), ("Volta", "Place"), "Volta"), REGISTRY))["kind"] == "Place"


def test_a_place_in_an_article_is_linked_once_to_the_known_one() -> None:
    twice = pd.concat([mentions("Volta Holdings of Ohio"), mentions(("Volta", "Company", "NG000001"))])
    assert ids(resolve(twice, REGISTRY)) == ["NG000001"]


def test_a_mention_without_a_name_goes_by_its_text() -> None:
    frame = mentions("Volta").assign(name=None)
    assert only(resolve(frame, REGISTRY))["name"] == "Volta"


def test_no_mentions_give_empty_frames_with_their_columns() -> None:
    resolution = resolve(mentions(), REGISTRY)
    assert list(resolution.links) == ["article_id", "start", "end", "entity_id"]
    assert len(resolution.entities) == len(resolution.links) == 0


NAMES = st.sampled_from(
    ["Volta", "Volta Inc.", "VOLTA", "the Volta", "Volta II", "Volta 2", "Marbury", "Target", "Target Corp.", "", "'s", "Ürün A.Ş."]
)
ROWS = st.tuples(st.sampled_from("ab"), st.integers(0, 3), NAMES, st.sampled_from(KINDS), st.sampled_from([None, "NG000003", "NG000099"]))


def frame_of(rows: list[tuple[str, int, str, str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame([(a, s, s + 1, "text", kind, name, known) for a, s, name, kind, known in rows], columns=COLUMNS)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_rows_changes_nothing(
    both: tuple[list[tuple[str, int, str, str, str | None]], list[tuple[str, int, str, str, str | None]]],
) -> None:
    one, other = (resolve(frame_of(rows), REGISTRY) for rows in both)
    pd.testing.assert_frame_equal(one.entities, other.entities)
    pd.testing.assert_frame_equal(one.links, other.links)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12))
def test_each_place_gets_exactly_one_link_to_an_entity_that_is_there(rows: list[tuple[str, int, str, str, str | None]]) -> None:
    resolution = resolve(frame_of(rows), REGISTRY)
    places = list(resolution.links[["article_id", "start", "end"]].itertuples(index=False, name=None))
    assert sorted(places) == sorted({(a, s, s + 1) for a, s, *_ in rows})
    assert set(resolution.links["entity_id"]) == set(resolution.entities["entity_id"])
    assert resolution.entities["entity_id"].is_unique
    assert all(resolution.entities["name"])
