"""Who a listed party is: carefully, with a reason, and never a person by name alone."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.load import load_schema
from graph_schema.registry import KnownEntity, Registry
from pipelines.judgements.effective import effective
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from pipelines.judgements.ledger import new_judgement
from pipelines.records import stable_id
from pipelines.resolution import resolve
from pipelines.resolution.identity import Identities
from pipelines.resolution.listed import ITSELF, Listed, candidates, match_lists

NOW = datetime(2026, 11, 25, tzinfo=UTC)
KNOWN = (
    KnownEntity("NG000001", "Torrent", "Company", aliases=("Torrent Works",), country="CN", ticker="0763.HK", wikidata_id="Q11"),
    KnownEntity("NG000002", "Apple", "Company", aliases=("Apple Computer",), weak_aliases=("Apple",), country="US"),
    KnownEntity("NG000003", "Ada Example", "Person", country="GB", wikidata_id="Q33"),
    KnownEntity("NG000004", "Entity List", "SanctionsList", aliases=("Sample Entity List",), country="US"),
    KnownEntity("NG000005", "Sample Arms Office", "GovernmentBody", country="RU"),
)
REGISTRY = Registry({entity.id: entity for entity in KNOWN}, load_schema().entity_kinds, "test")
MENTION = {"article_id": "a", "reading_id": "r", "registry_id": None, "kind": "Company", "withdrawn": False}
LIST = {"list_id": "csl-EL", "name": "Entity List", "authority": "Bureau", "format": "csl", "source_url": "https://lists.example/"}
ENTRY: dict[str, Any] = {
    "list_id": "csl-EL",
    "entry_id": "1",
    "kind": "Company",
    "source_type": "Entity",
    "country": None,
    "source_url": None,
}
ENTRY |= {"since": None, "until": None, "programs": [], "aliases": [], "identifiers": [], "learnt_at": NOW, "withdrawn_at": None}
OWN = stable_id("e", "csl-EL", "1")


def entry(name: str, **more: object) -> dict[str, Any]:
    return ENTRY | {"name": name} | more


def news(*names: str, **more: object) -> pd.DataFrame:
    """The entities of one article that names these."""
    rows = [MENTION | {"start": n, "end": n + 1, "text": name, "name": name} | more for n, name in enumerate(names)]
    columns = [*MENTION, "start", "end", "text", "name"]
    return resolve(pd.DataFrame(rows, columns=columns), REGISTRY).entities


def matched(entities: pd.DataFrame, *entries: dict[str, Any], decisions: Decisions = Decisions()) -> Listed:  # noqa: B008 frozen, and empty
    lists = pd.DataFrame([LIST | {"edition": "abc"}])
    frame = pd.DataFrame(list(entries)).astype({"withdrawn_at": "datetime64[ms, UTC]"})
    return match_lists(frame, lists, entities, REGISTRY, Identities(REGISTRY, decisions))


def who(found: Listed, entry_id: str = "1") -> tuple[str, str]:
    row = found.listings[found.listings["entry_id"] == entry_id].iloc[0]
    return row["entity_id"], row["matched_by"]


def why(found: Listed) -> str:
    return str(found.listings[found.listings["entry_id"] == "1"]["match"].iloc[0])


def row_of(found: Listed, entity_id: str) -> dict[str, Any]:
    rows = found.entities[found.entities["entity_id"] == entity_id].to_dict("records")
    assert len(rows) == 1
    return {str(name): value for name, value in rows[0].items()}


def judged(verdict: Verdict, other: str, entry_id: str = "1") -> Decisions:
    a, b = EntityRef(other), EntityRef("whatever the list wrote", list_id="csl-EL", entry_id=entry_id)
    return effective([new_judgement(verdict, at=NOW, who="ada", a=a, b=b)])


@pytest.mark.parametrize(
    "name", ["Orrin Optics Co., Ltd.", "ORRIN OPTICS PTE. LTD.", "The Orrin-Optics", "Orrin Optics Ltd. (OO)", "Orrin Optics"]
)
def test_a_company_of_the_same_name_in_the_news_is_the_listed_one(name: str) -> None:
    found = matched(news("Orrin Optics"), entry(name))
    assert who(found) == (stable_id("e", "orrin optics"), "name")
    assert why(found) == f"The list's name “{name}” is that of Orrin Optics and of nobody else; a country of one is not known."


@pytest.mark.parametrize("name", ["Torrent", "Torrent Works Ltd.", "TORRENT LTD."])
def test_a_known_company_is_matched_whether_or_not_an_article_names_it(name: str) -> None:
    for entities in (news(), news("Torrent"), news("Torrent", withdrawn=True)):
        found = matched(entities, entry(name, country="CN"))
        assert who(found) == ("NG000001", "name")
        row = row_of(found, "NG000001")
        assert (row["name"], row["known"], row["withdrawn_why"] is None, row["wikidata_id"]) == ("Torrent", True, True, "Q11")
        assert why(found).endswith("both of CN.")


def test_another_country_speaks_against_the_same_name() -> None:
    found = matched(news("Torrent"), entry("Torrent", country="SG"))
    assert who(found) == (OWN, "itself")
    assert why(found) == "Not taken for Torrent: the list says SG, its country is CN."
    assert row_of(found, OWN)["country"] == "SG"


@pytest.mark.parametrize(
    ("source_type", "kind", "by"),
    [("Entity", "Company", "name"), ("Company", "Company", "itself"), ("PublicBody", "GovernmentBody", "name")],
)
def test_a_company_is_no_body_where_the_list_tells_the_two_apart(source_type: str, kind: str, by: str) -> None:
    found = matched(news(), entry("Sample Arms Office", kind=kind, source_type=source_type))
    assert who(found) == ("NG000005" if by == "name" else OWN, by)


def test_a_name_that_two_bear_is_nobodys() -> None:
    split = new_judgement(Verdict.DIFFERENT, at=NOW, who="ada", a=EntityRef("Orrin"), b=EntityRef("Orrin", article_id="b"))
    decisions = effective([split])
    rows = [MENTION | {"article_id": a, "reading_id": a, "start": 0, "end": 5, "text": "Orrin", "name": "Orrin"} for a in "ab"]
    found = matched(resolve(pd.DataFrame(rows), REGISTRY, decisions).entities, entry("Orrin"), decisions=decisions)
    assert who(found) == (OWN, "itself")
    assert "others are called so, too" in why(found)


@pytest.mark.parametrize(
    ("alias", "by"),
    [("Orrin Optics", "name"), ("Orrin Ltd.", "name"), ("Orrin", "itself"), ("OO", "itself"), ("Optics Orrin", "itself")],
)
def test_an_alias_counts_with_two_words_or_a_legal_form(alias: str, by: str) -> None:
    found = matched(news("Orrin Optics", "Orrin", "OO"), entry("Precision Trading House", aliases=["PTH", alias]))
    assert who(found)[1] == by


def test_an_alias_does_not_outdo_what_speaks_against_the_name() -> None:
    found = matched(news("Torrent", "Orrin Optics"), entry("Torrent", country="SG", aliases=["Orrin Optics"]))
    assert who(found) == (OWN, "itself")


def test_a_name_that_is_also_a_word_needs_a_legal_form() -> None:
    assert who(matched(news(), entry("Apple Inc."))) == ("NG000002", "name")
    assert who(matched(news(), entry("APPLE INC."))) == ("NG000002", "name")
    for entities in (news(), news("Apple Computer")):
        assert who(matched(entities, entry("Apple"))) == (OWN, "itself")


@pytest.mark.parametrize("name", ["Ada Example", "ADA EXAMPLE"])
def test_people_are_never_matched_by_name_alone(name: str) -> None:
    found = matched(news("Ada Example", kind="Person"), entry(name, kind="Person", source_type="Individual"))
    assert who(found) == (OWN, "itself")
    assert why(found) == "Not taken for Ada Example: people are not matched by name alone."


def test_a_person_is_matched_by_an_identifier() -> None:
    found = matched(news(), entry("A. Example", kind="Person", source_type="Person", identifiers=["WIKIDATA:Q33"]))
    assert (who(found), why(found)) == (("NG000003", "identifier"), "Both have WIKIDATA:Q33.")


def test_an_identifier_wins_over_the_name_but_not_over_the_kind() -> None:
    assert who(matched(news("Orrin"), entry("Orrin", identifiers=["TICKER:0763.HK"]))) == ("NG000001", "identifier")
    assert who(matched(news(), entry("Q", identifiers=["WIKIDATA:Q33"]))) == (OWN, "itself")


@pytest.mark.parametrize("identifier", ["TICKER:0763", "TAX:0763.HK", "LEI:A"])
def test_a_ticker_without_its_exchange_or_a_number_that_two_have_identifies_nobody(identifier: str) -> None:
    entities = news("Vale Works", "Orrin").assign(lei="A", ticker=["0763", None])
    assert who(matched(entities, entry("Somebody Else", identifiers=[identifier]))) == (OWN, "itself")


def test_a_persons_judgement_wins() -> None:
    found = matched(news("Orrin"), entry("Torrent", country="CN"), decisions=judged(Verdict.SAME, "Orrin"))
    assert (who(found), why(found)) == ((stable_id("e", "orrin"), "judgement"), "A person said that the two are one.")


def test_a_person_can_rule_a_match_out() -> None:
    found = matched(news("Torrent"), entry("Torrent", identifiers=["WIKIDATA:Q11"]), decisions=judged(Verdict.DIFFERENT, "Torrent"))
    assert who(found) == (OWN, "itself")


def of_entries(verdict: Verdict, *entry_ids: str) -> Judgement:
    a, b = (EntityRef("whatever the list wrote", list_id="csl-EL", entry_id=entry_id) for entry_id in entry_ids)
    return new_judgement(verdict, at=NOW, who="ada", a=a, b=b)


@pytest.mark.parametrize("turn", [1, -1])
def test_an_entry_that_is_another_one_is_whom_that_one_is_matched_with(turn: int) -> None:
    entries = [entry("Orrin Optics"), entry("OOL Trading House", entry_id="2"), entry("Elsewhere", entry_id="3")][::turn]
    found = matched(news("Orrin Optics"), *entries, decisions=effective([of_entries(Verdict.SAME, "1", "2")]))
    orrin, third = stable_id("e", "orrin optics"), stable_id("e", "csl-EL", "3")
    assert [who(found, entry_id) for entry_id in "123"] == [
        (orrin, "name"),
        (orrin, "judgement"),
        (third, "itself"),
    ]
    assert "OOL Trading House" not in found.entities["name"].tolist()


def test_of_entries_that_are_one_the_best_match_counts_unless_a_person_ruled_it_out() -> None:
    entries = entry("Orrin"), entry("Torrent", entry_id="2", identifiers=["WIKIDATA:Q11"]), entry("Vale", entry_id="3")
    one = [of_entries(Verdict.SAME, "1", "2"), of_entries(Verdict.SAME, "2", "3")]
    found = matched(news("Orrin", "Torrent"), *entries, decisions=effective(one))
    assert [who(found, entry_id) for entry_id in "123"] == [
        ("NG000001", "judgement"),
        ("NG000001", "identifier"),
        ("NG000001", "judgement"),
    ]
    ruled_out = effective([*one, *judged(Verdict.DIFFERENT, "Torrent", "3").pairs])
    found = matched(news("Orrin", "Torrent"), *entries, decisions=ruled_out)
    assert {who(found, entry_id)[0] for entry_id in "123"} == {stable_id("e", "orrin")}


def test_an_entry_that_follows_another_is_no_candidate() -> None:
    entries = entry("Orrin Optics"), entry("Torrent", entry_id="2", country="SG")
    assert near(news("Orrin Optics", "Torrent"), *entries) == [("2", "Torrent", "the list says SG, its country is CN")]
    assert near(news("Orrin Optics", "Torrent"), *entries, decisions=effective([of_entries(Verdict.SAME, "1", "2")])) == []


def renamed(ref: EntityRef, shown: str) -> Decisions:
    return effective([new_judgement(Verdict.RENAME, at=NOW, who="ada", a=ref, name=shown)])


def test_who_is_only_listed_is_shown_as_a_person_said() -> None:
    found = matched(news(), entry("Orrin"), decisions=renamed(EntityRef("Orrin", list_id="csl-EL", entry_id="1"), "Orrin Group"))
    row = row_of(found, OWN)
    assert (row["name"], row["aliases"]) == ("Orrin Group", ["Orrin"])
    found = matched(news(), entry("Torrent"), decisions=renamed(EntityRef("Torrent"), "Torrent Group"))
    assert row_of(found, "NG000001")["name"] == "Torrent Group"


def test_a_name_of_an_entry_is_that_of_whom_it_is_matched_with() -> None:
    found = matched(news("Orrin"), entry("Orrin"), decisions=renamed(EntityRef("Orrin", list_id="csl-EL", entry_id="1"), "Orrin Group"))
    assert row_of(found, stable_id("e", "orrin"))["name"] == "Orrin Group"


def test_an_unsure_judgement_changes_nothing() -> None:
    decisions = judged(Verdict.UNSURE, "Torrent")
    pd.testing.assert_frame_equal(
        matched(news(), entry("Torrent"), decisions=decisions).listings, matched(news(), entry("Torrent")).listings
    )


def test_a_judged_entity_that_no_article_names_any_more_stands_by_the_list() -> None:
    found = matched(news("Orrin", withdrawn=True), entry("Orrin Holdings"), decisions=judged(Verdict.SAME, "Orrin"))
    id_ = stable_id("e", "orrin")
    assert who(found) == (id_, "judgement")
    assert (row_of(found, id_)["name"], row_of(found, id_)["withdrawn_why"]) == ("Orrin Holdings", None)


def test_whoever_only_withdrawn_articles_name_is_not_the_listed_one() -> None:
    gone, never = matched(news("Orrin", withdrawn=True), entry("Orrin")), matched(news(), entry("Orrin"))
    pd.testing.assert_frame_equal(gone.listings, never.listings)
    kept = gone.entities[gone.entities["withdrawn_why"].isna()].reset_index(drop=True)
    assert kept.to_dict("records") == never.entities.to_dict("records")


def test_an_untyped_entry_is_somebody_known_or_nobody() -> None:
    untyped = {"kind": None, "source_type": None}
    assert who(matched(news("Orrin"), entry("Orrin", **untyped))) == (stable_id("e", "orrin"), "name")
    assert matched(news("Vale"), entry("Orrin", **untyped)).listings.empty


def test_a_ship_is_no_entity_whatever_its_name() -> None:
    found = matched(news("Orrin"), entry("Orrin", kind=None, source_type="Vessel"))
    assert found.listings.empty
    assert found.entities["name"].tolist() == ["Orrin"]


def test_identifiers_go_to_the_entity_and_an_only_lei_into_its_own_place() -> None:
    entries = entry("Torrent", identifiers=["LEI:A", "BIC:X"]), entry("Torrent", entry_id="2", identifiers=["BIC:X", "TAX:1"])
    row = row_of(matched(news("Torrent"), *entries), "NG000001")
    assert (row["identifiers"], row["lei"]) == (["BIC:X", "LEI:A", "TAX:1"], "A")


def test_a_withdrawn_entry_is_linked_but_lends_no_identifier() -> None:
    found = matched(news("Torrent"), entry("Torrent", identifiers=["BIC:X"], withdrawn_at=NOW))
    assert who(found) == ("NG000001", "name")
    assert not row_of(found, "NG000001")["identifiers"]


def test_a_list_is_the_registrys_of_that_name_with_where_its_data_are_from() -> None:
    found = matched(news(), entry("Orrin"))
    assert who(found, ITSELF) == ("NG000004", "name")
    row = row_of(found, "NG000004")
    assert (row["authority"], row["source_url"], row["edition"], row["known"]) == ("Bureau", "https://lists.example/", "abc", True)


def test_of_two_files_of_one_list_the_first_says_where_its_data_are_from() -> None:
    lists = pd.DataFrame([LIST | {"edition": "abc"}, LIST | {"list_id": "other", "authority": None, "edition": "xyz"}])
    frame = pd.DataFrame([entry("Orrin"), entry("Orrin", list_id="other")]).astype({"withdrawn_at": "datetime64[ms, UTC]"})
    row = row_of(match_lists(frame, lists, news(), REGISTRY, Identities(REGISTRY)), "NG000004")
    assert (row["authority"], row["edition"]) == ("Bureau", "abc")


@pytest.mark.parametrize(("kind", "shared"), [("SanctionsList", True), ("Company", False)])
def test_a_list_unknown_to_the_registry_is_that_of_the_news_unless_that_is_something_else(kind: str, shared: bool) -> None:
    lists = pd.DataFrame([LIST | {"name": "Sample Register", "edition": "abc"}])
    frame = pd.DataFrame([entry("Orrin")]).astype({"withdrawn_at": "datetime64[ms, UTC]"})
    found = match_lists(frame, lists, news("Sample Register", kind=kind), REGISTRY, Identities(REGISTRY))
    assert (who(found, ITSELF)[0] == stable_id("e", "sample register")) is shared
    assert row_of(found, who(found, ITSELF)[0])["kind"] == "SanctionsList"


def test_without_lists_the_entities_are_as_they_were() -> None:
    entities = news("Orrin", "Torrent")
    found = match_lists(pd.DataFrame(columns=[*ENTRY, "name"]), pd.DataFrame(columns=[*LIST]), entities, REGISTRY, Identities(REGISTRY))
    pd.testing.assert_frame_equal(found.entities, entities)
    assert found.listings.empty


NAMES = st.lists(st.sampled_from(["Torrent Ltd.", "Orrin", "Vale Works", "Ada Example", "Apple Inc."]), max_size=4)


@given(NAMES, NAMES, st.randoms())
def test_matching_does_not_depend_on_order_and_twice_is_the_same_as_once(listed: list[str], named: list[str], random: Any) -> None:
    entries = [entry(name, entry_id=str(n), identifiers=[f"TAX:{n}"]) for n, name in enumerate(listed)] or [entry("Nobody Else")]
    entities = news(*named)
    found = matched(entities, *entries)
    shuffled = random.sample(entries, len(entries))
    again = matched(found.entities, *shuffled)
    pd.testing.assert_frame_equal(found.listings, again.listings)
    assert found.entities.to_dict("records") == again.entities.to_dict("records")
    assert len(found.listings) == len(entries) + 1


def near(entities: pd.DataFrame, *entries: dict[str, Any], decisions: Decisions = Decisions()) -> list[tuple[Any, ...]]:  # noqa: B008
    frame = pd.DataFrame(list(entries)).astype({"withdrawn_at": "datetime64[ms, UTC]"})
    found = candidates(frame, entities, REGISTRY, Identities(REGISTRY, decisions))
    return [tuple(row) for row in found[["entry_id", "entity_name", "why"]].itertuples(index=False, name=None)]


def test_near_misses_are_candidates_for_a_person() -> None:
    entities = pd.concat([news("Ada Example", kind="Person"), news("Torrent", "Orrin")], ignore_index=True)
    entries = (
        entry("ADA EXAMPLE", kind="Person", source_type="Individual"),
        entry("Torrent", entry_id="2", country="SG"),
        entry("Orrin", entry_id="3", kind="Person", source_type="Individual"),
        entry("Torrent", entry_id="4", country="CN"),
        entry("Torrent", entry_id="5", country="SG", withdrawn_at=NOW),
        entry("Apple Inc.", entry_id="6", country="FR"),
    )
    assert near(entities, *entries) == [
        ("1", "Ada Example", "people are not matched by name alone"),
        ("2", "Torrent", "the list says SG, its country is CN"),
        ("3", "Orrin", "the list has a Person, the news a Company"),
    ]


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT])
def test_what_a_person_decided_is_no_candidate(verdict: Verdict) -> None:
    assert near(news("Torrent"), entry("Torrent", country="SG"), decisions=judged(verdict, "Torrent")) == []


def test_undoing_a_judgement_brings_the_former_match_back() -> None:
    said: Judgement = judged(Verdict.DIFFERENT, "Torrent").pairs[0]
    undone = effective([said, new_judgement(Verdict.UNDO, at=NOW, who="ada", of=said.id)])
    before, after = matched(news("Torrent"), entry("Torrent")), matched(news("Torrent"), entry("Torrent"), decisions=undone)
    pd.testing.assert_frame_equal(before.listings, after.listings)
