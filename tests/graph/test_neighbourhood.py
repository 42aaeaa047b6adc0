"""What of a graph is drawn: who is near, who fits, which facts an answer names, and the proof of each."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from neo4j import Driver

from graph_schema.errors import SchemaError
from graph_schema.load import MODEL, load_schema
from graph_schema.queries import load_queries
from graph_schema.spec import Schema
from pipelines.graph.ask import ask
from pipelines.graph.neighbourhood import Bounds, around, of_answer
from pipelines.graph.reconcile import reconcile
from pipelines.graph.server import Server
from pipelines.records import Neighbourhood
from tests.graph.sample import MAY, Sample

SUPPLIES = """
relationship: SUPPLIES
description: A company delivers to another.
endpoints: [{from: [Company], to: [Company]}]
claims: {statuses: [], discriminators: [], attributes: {}}
"""


@pytest.fixture(scope="module")
def server(asked: Driver) -> Server:
    return Server(asked, "neo4j")


def ids(found: Neighbourhood) -> set[str]:
    return {str(row["id"]) for row in found.nodes}


def facts(found: Neighbourhood) -> set[str]:
    return {str(row["id"]) for row in found.relationships}


def answered(server: Server, schema: Schema, name: str, depth: int = 0, **given: str) -> Neighbourhood:
    question = load_queries()[name]
    return of_answer(server, ask(server.driver, server.database, question, question.bind(given)), Bounds(schema, depth))


@pytest.mark.parametrize("name", ["Acme{}", "acme", 'Acme "Quoted" \\ Corp'])
def test_somebody_is_found_by_name_and_alias_in_any_case(server: Server, schema: Schema, name: str) -> None:
    found = around(server, name, Bounds(schema))
    assert found.centre == ("e-acme",)
    assert ids(found) == {"e-acme", "e-norland", "e-bolt", "e-vela", "e-list"}


def test_nobody_has_no_neighbourhood(server: Server, schema: Schema) -> None:
    assert around(server, "Nobody", Bounds(schema, 3)) == Neighbourhood()


def test_who_is_only_named_by_what_was_taken_back_is_not_there(server: Server, schema: Schema) -> None:
    assert around(server, "Gone Ltd", Bounds(schema)).nodes == ()
    assert "e-gone" not in ids(around(server, "Norland", Bounds(schema, 3)))


def test_facts_among_the_neighbours_are_there_too(server: Server, schema: Schema) -> None:
    found = around(server, "acme", Bounds(schema))
    assert facts(found) == {"f-ban", "f-rivals", "f-vela-acme", "f-vela-bolt", "f-plant", "l-e-acme", "l-e-vela"}


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (0, {"e-ada"}),
        (1, {"e-ada", "e-bolt", "e-norland"}),
        (2, {"e-ada", "e-bolt", "e-norland", "e-acme", "e-vela", "e-ministry"}),
        (3, {"e-ada", "e-bolt", "e-norland", "e-acme", "e-vela", "e-ministry", "e-list"}),
    ],
)
def test_depth_is_counted_in_steps(server: Server, schema: Schema, depth: int, expected: set[str]) -> None:
    assert ids(around(server, "Ada Example", Bounds(schema, depth))) == expected


def test_of_one_type_only_its_facts_lead_on(server: Server, schema: Schema) -> None:
    found = around(server, "acme", Bounds(schema, 3, types=("SANCTIONS",)))
    assert facts(found) == {"f-ban", "f-freeze"}
    assert ids(found) == {"e-acme", "e-norland", "e-ada"}


@pytest.mark.parametrize("type_", ["MENTIONS", "SUBJECT", "NONSENSE", ""])
def test_a_type_that_joins_no_entities_is_refused_with_those_that_do(schema: Schema, type_: str) -> None:
    with pytest.raises(SchemaError, match=r"--type.*ACQUIRES, COMPETES_WITH, INVESTS_IN, LISTED_ON, SANCTIONS"):
        Bounds(schema, types=(type_,))


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2020, 1, 1), {"f-ban", "f-tariff", "f-lifted", "f-vela-acme", "f-vela-bolt", "f-plant", "l-e-acme", "l-e-vela"}),
        (date(2020, 1, 2), {"f-ban", "f-tariff", "f-lifted", "f-vela-acme", "f-vela-bolt", "f-plant"}),
        (date(2024, 4, 30), {"f-ban", "f-tariff", "f-lifted", "f-vela-acme", "f-vela-bolt", "f-plant"}),  # Vela's event is of 2024-04
        (date(2024, 5, 1), {"f-ban", "f-tariff", "f-lifted", "f-vela-bolt", "f-plant"}),
        (date(2024, 8, 1), {"f-tariff", "f-lifted"}),
        (date(2024, 8, 2), {"f-lifted"}),  # its event is of 2024
        (date(2025, 1, 1), set()),
    ],
)
def test_since_a_day_counts_the_event_else_the_first_report(server: Server, schema: Schema, since: date, expected: set[str]) -> None:
    names = ["Norland", "Norland Ministry of Trade", 'Acme "Quoted" \\ Corp', "Bolt & Sons", "Vela Fund", "Denied Parties"]
    assert facts(of_answer(server, pd.DataFrame({"name": names}), Bounds(schema, 0, since=since))) == expected


def test_those_stay_that_most_articles_join_to_the_middle(server: Server, schema: Schema) -> None:
    found = around(server, "acme", Bounds(schema, 2, limit=3))
    assert ids(found) == {"e-acme", "e-norland", "e-vela"}  # two articles each; the rest has one or none
    assert found.left_out == 2


def test_every_fact_comes_with_its_live_claims_their_articles_and_deals(server: Server, schema: Schema) -> None:
    found = around(server, "acme", Bounds(schema))
    of_ban = [row for row in found.claims if row["fact"] == "f-ban"]
    assert [(row["id"], row["article"], row["properties"]["status"]) for row in of_ban] == [
        ("c-a-1-f-ban", "a-1", "in_force"),
        ("c-a-2-f-ban", "a-2", "planned"),
    ]
    assert {row["id"] for row in found.articles} == {row["article"] for row in found.claims} == {"a-1", "a-2", "a-3", "a-4"}
    assert {row["id"] for row in found.deals} == {"d-acme", "d-acme-2", "d-bolt", "d-plant"}
    assert not any(row["properties"].get("withdrawn_why") for row in found.claims)


def test_times_of_processing_stay_out_since_they_differ_from_graph_to_graph(server: Server, schema: Schema) -> None:
    found = around(server, "acme", Bounds(schema, 3))
    rows = (*found.nodes, *found.relationships, *found.claims, *found.articles, *found.deals)
    assert not {name for row in rows for name in row["properties"]} & {"learnt_at", "extracted_at", "retrieved_at", "first_ingested_at"}


def test_an_answer_names_facts_by_id_and_others_among_its_entities_are_told_apart(server: Server, schema: Schema) -> None:
    found = answered(server, schema, "sanctions_on", entity="acme")
    assert found.asked == ("f-ban",)
    assert facts(found) == {"f-ban"}
    assert ids(found) == {"e-norland", "e-acme"}


def test_an_answer_about_a_deal_names_the_facts_of_all_who_took_part(server: Server, schema: Schema) -> None:
    found = answered(server, schema, "investments", min_usd="1e9")
    assert found.asked == ("f-vela-bolt", "f-ada-bolt")
    assert ids(found) == {"e-vela", "e-ada", "e-bolt"}


def test_an_answer_without_facts_names_entities_and_all_facts_among_them_are_shown(server: Server, schema: Schema) -> None:
    found = answered(server, schema, "most_mentioned", kind="Company")
    assert found.asked == ()
    assert ids(found) == {"e-acme", "e-bolt"}
    assert facts(found) == {"f-rivals"}


def test_an_answer_grows_by_steps(server: Server, schema: Schema) -> None:
    assert "e-vela" in ids(answered(server, schema, "sanctions_on", depth=1, entity="acme"))


def test_what_an_article_is_called_by_is_no_entity(server: Server, schema: Schema) -> None:
    row = pd.DataFrame([{"publisher": "Vela Fund", "title": "Norland", "subject": "Ada Example"}])
    assert ids(of_answer(server, row, Bounds(schema, 0))) == {"e-ada"}


def test_the_same_graph_gives_the_same_rows(server: Server, schema: Schema) -> None:
    assert around(server, "acme", Bounds(schema, 3)) == around(server, "acme", Bounds(schema, 3))


def test_a_new_type_is_there_without_a_change_here(empty: Driver, tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "supplies.yml").write_text(SUPPLIES, encoding="utf-8")
    schema = load_schema(tmp_path / "model")
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    graph.claim(graph.article("a-1", MAY, "The Sample Post"), "SUPPLIES", ends, "f-1", "Acme delivers motors to Bolt.")
    graph.fact(("SUPPLIES", "Company", "Company"), ends, "f-1")
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    assert facts(around(Server(empty, "neo4j"), "Bolt", Bounds(schema, types=("SUPPLIES",)))) == {"f-1"}
