"""Who a mention is depends on the mentions and judgements alone: every mention gets one entity, nothing merges by likeness."""

from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.judgements.effective import effective
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from pipelines.records import stable_id
from pipelines.resolution import Resolution, resolve
from pipelines.resolution.resolve import commonest_kind, shown_name
from tests.judgements.deciding import judged
from tests.resolution.deciding import KINDS, MENTIONS, REFS, REGISTRY, Row, decided, frame_of, histories, mentions

SAME, DIFFERENT, UNSURE, RENAME = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE, Verdict.RENAME
PLACE = ["article_id", "reading_id", "start", "end"]
VOLTA, KEDALI = stable_id("e", "volta"), stable_id("e", "kedali")


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
        VOLTA,
    ]


def test_spellings_of_an_unknown_name_are_one_under_a_hash_of_their_key() -> None:
    spellings = ("Kedali Fab Co. Ltd.", "Kedali Fab", "KEDALI FAB", "Kedali Fab")
    entity = only(resolve(mentions(*spellings), REGISTRY))
    assert entity["entity_id"] == stable_id("e", "kedali fab")
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
    assert shown_name({"Harrow & Co.": 1}) == "Harrow & Co."


def test_the_commonest_kind_wins_and_ties_go_by_the_schema() -> None:
    assert commonest_kind({"Person": 2, "Company": 1}, KINDS) == "Person"
    assert commonest_kind({"Product": 1, "Person": 1}, KINDS) == "Person"
    assert only(resolve(mentions(("Volta", "Place"), ("Volta", "Place"), "Volta"), REGISTRY))["kind"] == "Place"


def test_a_place_in_an_article_is_linked_once_to_the_known_one() -> None:
    twice = pd.concat([mentions("Volta Holdings of Ohio"), mentions(("Volta", "Company", "NG000001"))])
    assert ids(resolve(twice, REGISTRY)) == ["NG000001"]


def test_a_mention_without_a_name_goes_by_its_text() -> None:
    frame = mentions("Kedali").assign(name=None, text="Volta")
    assert only(resolve(frame, REGISTRY))["name"] == "Volta"


def test_no_mentions_give_empty_frames_with_their_columns() -> None:
    resolution = resolve(mentions(), REGISTRY)
    assert list(resolution.links) == [*PLACE, "entity_id"]
    assert len(resolution.entities) == len(resolution.links) == 0


# -- judgements


def row(resolution: Resolution, entity_id: str) -> dict[str, object]:
    (found,) = resolution.entities[resolution.entities["entity_id"] == entity_id].to_dict("records")
    return found


def reasons(resolution: Resolution) -> list[str]:
    return [problem.reason for problem in resolution.problems]


def test_all_names_of_those_that_are_the_same_are_names_of_the_one() -> None:
    found = resolve(mentions("Volta Inc.", "Kedali", "Kedali", "KEDALI"), REGISTRY, decided((SAME, "Volta", "Kedali")))
    entity = only(found)
    assert (entity["entity_id"], entity["name"]) == (min(VOLTA, KEDALI), "Kedali")
    assert entity["aliases"] == ["KEDALI", "Volta Inc."]


def test_a_cluster_has_the_facts_of_its_smallest_registry_row_mentioned_or_not() -> None:
    said = decided((SAME, "Volta", "Target Corp."), (SAME, "Volta", "Marbury"))
    entity = only(resolve(mentions(("Volta", "Product")), REGISTRY, said))
    assert (entity["entity_id"], entity["name"], entity["kind"], entity["ticker"], entity["known"]) == (
        "NG000001",
        "Marbury",
        "Company",
        "MRB",
        True,
    )
    assert entity["aliases"] == ["Marbury Motors", "Target", "Volta"]


def test_spellings_of_a_known_entity_are_no_aliases_even_where_a_person_looked_at_one_article() -> None:
    plain = resolve(mentions("Marbury Inc."), REGISTRY)
    looked = resolve(mentions("Marbury Inc."), REGISTRY, decided((UNSURE, "Marbury@a0", "Marbury Motors@a1")))
    pd.testing.assert_frame_equal(plain.entities, looked.entities)


def test_one_articles_use_of_a_known_name_can_be_somebody_else() -> None:
    frame = mentions(("Marbury", "Person", "NG000001"), ("Marbury", "Company", "NG000001"))
    found = resolve(frame, REGISTRY, decided((DIFFERENT, "Marbury@a0", "Marbury")))
    split = stable_id("e", "NG000001", "a0")
    assert ids(found) == [split, "NG000001"]
    assert (row(found, split)["name"], row(found, split)["kind"], row(found, split)["known"]) == ("Marbury", "Person", False)


def test_only_that_articles_mentions_are_moved() -> None:
    found = resolve(mentions("Volta", "Volta Inc.", "Kedali"), REGISTRY, decided((SAME, "Volta@a0", "Kedali")))
    assert ids(found) == [KEDALI, VOLTA, KEDALI]
    assert row(found, KEDALI)["aliases"] == ["Volta"] or row(found, KEDALI)["name"] == "Volta"
    assert row(found, VOLTA)["aliases"] == ["Volta Inc."]


def test_the_latest_new_name_is_shown_and_the_former_becomes_an_alias() -> None:
    said = (RENAME, "Volta", "First"), (RENAME, "Volta Inc.", "Volta Holding")
    entity = only(resolve(mentions("Volta", "VOLTA", "Volta"), REGISTRY, decided(*said)))
    assert (entity["name"], entity["aliases"]) == ("Volta Holding", ["VOLTA", "Volta"])
    bare = only(resolve(mentions("Volta Inc."), REGISTRY, decided((RENAME, "Volta", "First"))))
    assert bare["aliases"] == ["Volta", "Volta Inc."]
    known = only(resolve(mentions("Marbury"), REGISTRY, decided((RENAME, "Marbury", "Marbury Motors"))))
    assert (known["name"], known["aliases"], known["entity_id"]) == ("Marbury Motors", ["Marbury"], "NG000001")
    joined = only(resolve(mentions("Volta", "Kedali"), REGISTRY, decided(*said, (SAME, "Volta", "Kedali"))))
    assert (joined["name"], joined["aliases"]) == ("Volta Holding", ["Kedali", "Volta"])


def test_a_new_name_of_a_list_entry_is_its_entitys() -> None:
    listed = EntityRef("Volta", list_id="csl", entry_id="1")
    said = decided((SAME, listed, "Kedali"), (RENAME, listed, "Kedali Fab"))
    found = resolve(mentions("Volta", "Kedali"), REGISTRY, said)
    assert (row(found, KEDALI)["name"], row(found, VOLTA)["name"]) == ("Kedali Fab", "Volta")
    assert found.problems == ()


def test_a_judgement_on_whom_no_article_names_is_told_and_harms_nothing() -> None:
    listed = EntityRef("Volta", list_id="csl", entry_id="1")
    said = decided((SAME, "Gone", "Volta"), (DIFFERENT, "Volta@a9", "Volta"))
    found = resolve(mentions("Volta"), REGISTRY, said)
    assert reasons(found) == ["unattached"] * 2
    assert "'Gone'" in found.problems[0].message
    assert only(found)["name"] == "Volta"
    assert reasons(resolve(mentions("Volta"), REGISTRY, decided((SAME, listed, "Volta"), (SAME, "Volta", "Marbury")))) == []


def test_what_was_withdrawn_names_only_what_nothing_else_names() -> None:
    past = mentions(("Volta Inc.", "Product"), ("Kedali", "Product"), withdrawn=True)
    found = resolve(pd.concat([past, mentions("VOLTA")]), REGISTRY)
    assert (row(found, VOLTA)["name"], row(found, VOLTA)["kind"], row(found, VOLTA)["aliases"]) == ("VOLTA", "Company", [])
    assert row(found, VOLTA)["withdrawn_why"] is None
    assert (row(found, KEDALI)["kind"], row(found, KEDALI)["withdrawn_why"]) == ("Product", "only withdrawn articles name it")


# -- laws; `histories` are up to eight judgements on few names, some in one article, and undos


def resolved(rows: Sequence[Row], history: Sequence[Judgement]) -> Resolution:
    return resolve(frame_of(list(rows)), REGISTRY, effective(history))


def assert_equal(one: Resolution, other: Resolution) -> None:
    pd.testing.assert_frame_equal(one.entities, other.entities)
    pd.testing.assert_frame_equal(one.links, other.links)


@settings(deadline=None)
@given(MENTIONS, histories(), st.data())
def test_the_order_of_rows_and_of_judgements_changes_nothing(rows: list[Row], history: list[Judgement], data: st.DataObject) -> None:
    one = resolved(rows, history)
    other = resolved(data.draw(st.permutations(rows)), data.draw(st.permutations(history)))
    assert_equal(one, other)
    assert one.problems == other.problems


@settings(deadline=None)
@given(MENTIONS, histories())
def test_each_place_gets_exactly_one_link_to_an_entity_that_is_there(rows: list[Row], history: list[Judgement]) -> None:
    found = resolved(rows, history)
    places = list(found.links[PLACE].itertuples(index=False, name=None))
    assert sorted(places) == sorted({(a, f"r-{a}-{gone}", s, s + 1) for a, s, *_, gone in rows})
    assert set(found.links["entity_id"]) == set(found.entities["entity_id"])
    assert found.entities["entity_id"].is_unique
    assert all(found.entities["name"])
    assert not any(name in aliases for name, aliases in zip(found.entities["name"], found.entities["aliases"], strict=True))


@settings(deadline=None)
@given(MENTIONS, histories(), st.sampled_from([SAME, DIFFERENT, UNSURE, RENAME]), REFS, REFS)
def test_what_was_undone_was_never_said(rows: list[Row], history: list[Judgement], verdict: Verdict, a: EntityRef, b: EntityRef) -> None:
    said = judged(99, verdict, a=a, name="Shown") if verdict is RENAME else judged(99, verdict, a=a, b=b)
    one, other = resolved(rows, history), resolved(rows, [*history, said, judged(100, Verdict.UNDO, of=said.id)])
    assert_equal(one, other)
    assert one.problems == other.problems


@settings(deadline=None)
@given(MENTIONS, histories(), REFS, REFS)
def test_said_twice_is_said_once(rows: list[Row], history: list[Judgement], a: EntityRef, b: EntityRef) -> None:
    once = [*history, judged(98, SAME, a=a, b=b)]
    assert_equal(resolved(rows, once), resolved(rows, [*once, judged(99, SAME, a=b, b=a, who="bob")]))


@settings(deadline=None)
@given(MENTIONS, histories(), st.sampled_from("abc"))
def test_without_an_article_all_others_stay_who_they_are(rows: list[Row], history: list[Judgement], article: str) -> None:
    whole, part = resolved(rows, history), resolved([row for row in rows if row[0] != article], history)
    elsewhere = whole.links[whole.links["article_id"] != article].reset_index(drop=True)
    pd.testing.assert_frame_equal(elsewhere, part.links)
    named = set(whole.links.loc[whole.links["article_id"] == article, "entity_id"])
    untouched = whole.entities[~whole.entities["entity_id"].isin(named)].reset_index(drop=True)
    pd.testing.assert_frame_equal(untouched, part.entities[~part.entities["entity_id"].isin(named)].reset_index(drop=True))


@settings(deadline=None)
@given(MENTIONS, histories())
def test_what_stands_is_as_if_what_was_withdrawn_had_never_been(rows: list[Row], history: list[Judgement]) -> None:
    whole, live = resolved(rows, history), resolved([row for row in rows if not row[-1]], history)
    standing = whole.entities[whole.entities["withdrawn_why"].isna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(standing, live.entities)


def test_no_decisions_are_the_default() -> None:
    frame = mentions("Volta", "Marbury")
    assert_equal(resolve(frame, REGISTRY), resolve(frame, REGISTRY, Decisions()))
