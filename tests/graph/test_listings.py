"""The rows of LISTED_ON, and the questions that hold official lists against the news."""

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from neo4j import Driver

from graph_schema.frames import check_relationships
from graph_schema.queries import load_queries
from graph_schema.spec import Schema
from pipelines.graph.ask import ask
from pipelines.graph.listings import listed_on
from pipelines.graph.reconcile import reconcile
from tests.graph.sample import MAY, SEEN, Row, Sample

LIBRARY = load_queries()
GONE = datetime(2026, 3, 4, 23, tzinfo=UTC)
LISTS = pd.DataFrame([{"list_id": "csl-EL", "source_url": "https://lists.example/el"}])
LISTINGS = pd.DataFrame(
    [
        {"list_id": "csl-EL", "entry_id": "", "entity_id": "e-list", "matched_by": "name", "match": "The list."},
        {"list_id": "csl-EL", "entry_id": "1", "entity_id": "e-one", "matched_by": "name", "match": "The name."},
    ]
)


def entries(*rows: Row) -> pd.DataFrame:
    whole: Row = {"list_id": "csl-EL", "entry_id": "1", "name": "One Ltd.", "programs": ["P"], "since": date(2020, 2, 2), "until": None}
    whole |= {"source_url": None, "learnt_at": SEEN, "withdrawn_at": None}
    return pd.DataFrame([whole | row for row in rows]).astype({"withdrawn_at": "datetime64[ms, UTC]"})


def only(frame: pd.DataFrame) -> dict[str, Any]:
    assert len(frame) == 1
    return {str(name): value for name, value in frame.iloc[0].items()}


def test_an_entry_becomes_a_relationship_that_the_declaration_allows(schema: Schema) -> None:
    found = listed_on(entries({}), LISTS, LISTINGS)
    row = only(check_relationships(schema, "LISTED_ON", found, {"e-one": "Company", "e-list": "SanctionsList"}).accepted)
    assert (row["start"], row["end"], row["entry_id"], row["name"]) == ("e-one", "e-list", "1", "One Ltd.")
    assert (row["since"], row["until"], row["withdrawn_at"], row["source_url"]) == (
        date(2020, 2, 2),
        None,
        None,
        "https://lists.example/el",
    )


def test_an_entry_that_nobody_in_the_graph_is_has_no_relationship() -> None:
    assert only(listed_on(entries({}, {"entry_id": "2"}), LISTS, LISTINGS))["entry_id"] == "1"
    assert listed_on(entries({"entry_id": "2"}), LISTS, LISTINGS).empty
    assert listed_on(entries({}).iloc[:0], LISTS, LISTINGS.iloc[:0]).empty


def test_an_entry_that_a_newer_edition_lacks_says_so_and_keeps_its_own_last_day() -> None:
    last = date(2025, 1, 1)
    stands, gone = (only(listed_on(entries({"until": last, "withdrawn_at": at}), LISTS, LISTINGS)) for at in (None, GONE))
    assert (stands["until"], stands["withdrawn_why"]) == (last, None)
    assert (gone["until"], gone["withdrawn_why"]) == (last, "a newer edition of the list lacks it")


@pytest.mark.parametrize(("span", "ended"), [({}, False), ({"until": date(2025, 1, 1)}, True), ({"withdrawn_at": GONE}, True)])
def test_what_has_a_last_day_or_is_lacking_has_ended(schema: Schema, span: Row, ended: bool) -> None:
    found = listed_on(entries(span), LISTS, LISTINGS)
    assert only(check_relationships(schema, "LISTED_ON", found, {"e-one": "Company", "e-list": "SanctionsList"}).accepted)["ended"] is ended


def test_the_key_does_not_hang_on_who_the_entry_is() -> None:
    moved = LISTINGS.replace("e-one", "e-two")
    assert only(listed_on(entries({}), LISTS, LISTINGS))["listing_id"] == only(listed_on(entries({}), LISTS, moved))["listing_id"]


@pytest.fixture
def listed(empty: Driver, schema: Schema) -> Driver:
    """Norland restricts Now, Past and Free; Free's is lifted; Now, Past, Gone, Soon, Free and Quiet have been listed at some time."""
    graph = Sample()
    norland, article = graph.entity("Country", "e-norland", "Norland"), graph.article("a-1", MAY, "The Sample Post")
    of = graph.entity("SanctionsList", "e-list", "Denied Parties", authority="Norland Ministry of Trade")
    spans: dict[str, Row] = {
        "Now": {},
        "Past": {"until": date(2021, 1, 1)},
        "Gone": {"withdrawn_at": GONE, "withdrawn_why": "a newer edition of the list lacks it"},
        "Soon": {"since": date(2999, 1, 1)},
        "Free": {},
        "Quiet": {},
    }
    for name, span in spans.items():
        id_ = graph.entity("Company", f"e-{name}", name)
        row: Row = {"start": id_, "end": of, "listing_id": f"l-{name}", "entry_id": name, "name": name.upper(), "learnt_at": SEEN}
        row |= {"matched_by": "name", "match": "The same name.", "since": date(2020, 1, 1), "until": None, "withdrawn_at": None} | span
        row |= {"programs": None, "source_url": None}
        graph.relationships.setdefault(("LISTED_ON", "Company", "SanctionsList"), []).append(row)
        if name != "Quiet":
            graph.mention(article, id_, 1)
        if name in {"Now", "Past", "Free"}:
            how = {"measure": "entity_listing", "status": "lifted" if name == "Free" else "in_force"}
            graph.claim(article, "SANCTIONS", (norland, id_), f"f-{name}", f"Norland lists {name}.", **how)
            graph.fact(("SANCTIONS", "Country", "Company"), (norland, id_), f"f-{name}", **how)
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    return empty


def names(driver: Driver, question: str, **given: str) -> list[str]:
    query = LIBRARY[question]
    return sorted(ask(driver, "neo4j", query, query.bind(given))["name"])


def test_listed_and_in_the_news(listed: Driver) -> None:
    assert names(listed, "listed_in_news") == ["Free", "Now"]
    assert names(listed, "listed_in_news", day="2020-06-01") == ["Free", "Gone", "Now", "Past"]
    assert names(listed, "listed_in_news", day="2019-06-01") == []
    found = ask(listed, "neo4j", LIBRARY["listed_in_news"], LIBRARY["listed_in_news"].bind({})).set_index("name")
    assert list(found.loc["Now", ["kind", "list", "entry", "articles", "sentence"]]) == [
        "Company",
        "Denied Parties",
        "NOW",
        1,
        "Norland lists Now.",
    ]


def test_sanctioned_in_the_news_and_on_no_list(listed: Driver) -> None:
    assert names(listed, "sanctioned_unlisted") == ["Past"]
    assert names(listed, "sanctioned_unlisted", day="2020-06-01") == []
    assert names(listed, "sanctioned_unlisted", measure="tariff") == []


def test_on_a_list_but_lifted_in_the_news(listed: Driver) -> None:
    assert names(listed, "listed_but_lifted") == ["Free"]
    assert names(listed, "listed_but_lifted", day="2019-06-01") == []


def test_listings_of_somebody_with_those_that_are_over(listed: Driver) -> None:
    query = LIBRARY["listed"]
    found = ask(listed, "neo4j", query, query.bind({"entity": "gone"})).iloc[0]
    assert (found["list"], found["authority"], found["until"]) == ("Denied Parties", "Norland Ministry of Trade", date(2026, 3, 4))


def listed_and_near() -> Sample:
    """Acme is listed; Past and Cove were. Bolt and Cove invest in Acme, Dune does not; Ewe is behind Bolt, Gnu behind Norland."""
    graph = Sample()
    of = graph.entity("SanctionsList", "e-list", "Denied Parties", authority="Norland Ministry of Trade")
    graph.article("a-1", MAY, "The Sample Post")
    ids = {name: graph.entity("Company", f"e-{name}", name) for name in ("Acme", "Bolt", "Cove", "Dune", "Ewe", "Gnu", "Past")}
    ids["Norland"] = graph.entity("Country", "e-norland", "Norland")
    for name, span in (("Acme", {}), ("Past", {"until": date(2021, 1, 1)}), ("Cove", {"withdrawn_at": SEEN, "withdrawn_why": "gone"})):
        row = {
            "start": ids[name],
            "end": of,
            "listing_id": f"l-{name}",
            "entry_id": name,
            "name": name,
            "matched_by": "name",
            "match": "So.",
        }
        row |= {
            "learnt_at": SEEN,
            "since": date(2020, 1, 1),
            "until": None,
            "withdrawn_at": None,
            "programs": None,
            "source_url": None,
        } | span
        graph.relationships.setdefault(("LISTED_ON", "Company", "SanctionsList"), []).append(row)
    invests = (("Bolt", "Acme", "done"), ("Cove", "Acme", "planned"), ("Dune", "Acme", "withdrawn"), ("Ewe", "Bolt", "done"))
    for start, end, status in (*invests, ("Acme", "Norland", "done"), ("Gnu", "Norland", "done"), ("Ewe", "Past", "done")):
        kind = "Country" if end == "Norland" else "Company"
        graph.claim("a-1", "INVESTS_IN", (ids[start], ids[end]), f"f-{start}-{end}", f"{start} in {end}.", status=status)
        graph.fact(("INVESTS_IN", "Company", kind), (ids[start], ids[end]), f"f-{start}-{end}", status=status)
    return graph


def test_who_is_near_a_listed_party_is_by_what_stands_and_by_no_country(empty: Driver, schema: Schema) -> None:
    reconcile(empty, "neo4j", schema, *listed_and_near().frames(schema))
    found = ask(empty, "neo4j", LIBRARY["near_listed"], LIBRARY["near_listed"].bind({}))
    assert found[["name", "steps"]].to_numpy().tolist() == [["Bolt", 1], ["Cove", 1], ["Norland", 1], ["Ewe", 2]]


def test_the_latest_listings_come_first_and_undated_ones_last(empty: Driver, schema: Schema) -> None:
    graph = listed_and_near()
    rows = graph.relationships["LISTED_ON", "Company", "SanctionsList"]
    for row, since in zip(rows, (None, date(2019, 1, 1), date(2022, 1, 1)), strict=True):
        row |= {"since": since, "until": None, "withdrawn_at": None, "withdrawn_why": None}
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    found = ask(empty, "neo4j", LIBRARY["listed_unnamed"], LIBRARY["listed_unnamed"].bind({}))
    assert found["name"].tolist() == ["Cove", "Past", "Acme"]
