"""A graph is read row by row, in one order, and only the part that is asked for."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.errors import ServerError
from pipelines.export import Table, tables
from pipelines.graph import selection
from pipelines.graph.canonical import graph_hash
from pipelines.graph.past import graph_as_of
from pipelines.graph.projection import Projection
from pipelines.graph.reading import Graph, Reading, graph_of_now
from pipelines.graph.reconcile import reconcile
from pipelines.graph.selection import Part
from pipelines.graph.server import Server
from tests.export.given import Given, awkward
from tests.graph.newsroom import newsroom
from tests.graph.sample import sample

Rows = dict[str, list[dict[str, object]]]
Select = Callable[[Graph], Part | None]


def whole(graph: Graph) -> None:
    """No part."""


def june(graph: Graph) -> Part:
    return graph.part_of_period(date(2024, 6, 1), date(2024, 6, 30))


def named(graph: Graph) -> Part:
    return graph.part_of_answer({"c-a-1-f-vela-acme"}, {"f-rivals"})


def read(driver: Driver, schema: Schema, select: Select = whole, *, withdrawn: bool = False) -> Rows:
    """Every row by its table."""
    with graph_of_now(Server(driver, "neo4j"), schema) as graph:
        reading = graph.reading(select(graph), withdrawn=withdrawn)
        return {table.name: [dict(row) for row in reading.rows(table)] for table in tables(schema)}


def keys(found: Rows, schema: Schema) -> dict[str, list[object]]:
    """Of each table that has rows: the keys of its nodes, or of its relationships, else their two ends."""

    def key(table: Table, row: dict[str, object]) -> object:
        return row[table.key] if table.key else (row["start"], row["end"])

    return {table.name: [key(table, row) for row in found[table.name]] for table in tables(schema) if found[table.name]}


@pytest.fixture
def odd(empty: Driver, schema: Schema) -> Driver:
    reconcile(empty, "neo4j", schema, *awkward().frames(schema))
    return empty


def test_every_row_comes_with_every_value_in_order(odd: Driver, schema: Schema) -> None:
    given = Given()
    odd.execute_query("CREATE (:Company {name: 'a stranger without a key'})-[:SANCTIONS]->(:Note)")
    assert read(odd, schema) == {table.name: [dict(row) for row in given.rows(table)] for table in tables(schema)}


def test_what_was_taken_back_is_read_where_it_is_asked_for(asked: Driver, schema: Schema) -> None:
    standing, whole = (keys(read(asked, schema, withdrawn=flag), schema) for flag in (False, True))
    gone = {name: sorted(set(found) - set(standing.get(name, [])), key=str) for name, found in whole.items()}
    claims = ["c-a-1-f-none-e-bolt", "c-a-5-f-none-e-gone"]
    assert {name: found for name, found in gone.items() if found} == {
        "Article": ["a-5"],
        "Claim": claims,
        "Company": ["e-gone"],
        "STATED_IN": [(claims[0], "a-1"), (claims[1], "a-5")],
        "SUBJECT": [(claim, "e-norland") for claim in claims],
        "OBJECT": [(claims[0], "e-bolt"), (claims[1], "e-gone")],
    }


def test_a_period_is_what_its_articles_say(asked: Driver, schema: Schema) -> None:
    found = keys(read(asked, schema, june), schema)
    claims = ["c-a-2-f-ada-bolt", "c-a-2-f-ban", "c-a-2-f-lifted", "c-a-2-f-tariff", "c-a-2-f-vela-bolt"]
    assert (found["Article"], found["Claim"], found["Deal"]) == (["a-2"], claims, ["d-bolt"])
    assert sorted(found["SANCTIONS"]) == ["f-ban", "f-lifted", "f-tariff"]
    assert sorted(found["INVESTS_IN"]) == ["f-ada-bolt", "f-vela-bolt"]
    assert "COMPETES_WITH" not in found
    assert found["MENTIONS"] == [("a-2", "e-acme"), ("a-2", "e-bolt")]
    assert (found["SanctionsList"], found["LISTED_ON"]) == (["e-list"], ["l-e-acme", "l-e-vela"])
    assert found["Company"] == ["e-acme", "e-bolt", "e-vela"]


@pytest.mark.parametrize(
    ("since", "until", "articles"),
    [
        (None, date(2024, 5, 10), ["a-1"]),
        (None, date(2024, 5, 9), []),
        (date(2024, 5, 11), None, ["a-2", "a-4"]),
        (date(2024, 7, 31), None, ["a-4"]),  # known to the month only
        (date(2024, 8, 1), None, []),
    ],
)
def test_a_period_has_its_first_and_last_day_in_it_and_what_is_known_to_the_month(
    asked: Driver, schema: Schema, since: date | None, until: date | None, articles: list[str]
) -> None:
    assert keys(read(asked, schema, lambda graph: graph.part_of_period(since, until)), schema).get("Article", []) == articles


def test_named_claims_and_facts_come_with_all_that_proves_them(asked: Driver, schema: Schema) -> None:
    found = keys(read(asked, schema, named), schema)
    claims = ["c-a-1-f-vela-acme", "c-a-3-f-rivals", "c-a-4-f-vela-acme"]  # the last one states a named claim's fact
    assert found == {
        "Article": ["a-1", "a-3", "a-4"],
        "Claim": claims,
        "Company": ["e-acme", "e-bolt", "e-vela"],
        "Deal": ["d-acme", "d-acme-2"],
        "SanctionsList": ["e-list"],
        "COMPETES_WITH": ["f-rivals"],
        "INVESTS_IN": ["f-vela-acme"],
        "LISTED_ON": ["l-e-acme", "l-e-vela"],
        "MENTIONS": [("a-1", "e-acme"), ("a-3", "e-acme"), ("a-3", "e-bolt")],
        "OBJECT": [(claim, "e-acme") for claim in claims],
        "PART_OF": [(claims[0], "d-acme"), (claims[2], "d-acme-2")],
        "STATED_IN": [(claims[0], "a-1"), (claims[1], "a-3"), (claims[2], "a-4")],
        "SUBJECT": [(claims[0], "e-vela"), (claims[1], "e-bolt"), (claims[2], "e-vela")],
    }
    assert keys(read(asked, schema, lambda graph: graph.part_of_answer((), ())), schema) == {}


@pytest.mark.parametrize("select", [whole, june, named])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_every_relationship_that_is_read_has_both_its_nodes(asked: Driver, schema: Schema, select: Select, withdrawn: bool) -> None:
    found = read(asked, schema, select, withdrawn=withdrawn)
    nodes = {(table.spaces[0], row[table.key or ""]) for table in tables(schema) if table.of == "nodes" for row in found[table.name]}
    for table in (table for table in tables(schema) if table.of == "relationships"):
        for row in found[table.name]:
            assert {(table.spaces[0], row["start"]), (table.spaces[1], row["end"])} <= nodes, table.name


def steps(plan: dict[str, Any]) -> Iterator[str]:
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children", []):
        yield from steps(child)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_server_walks_an_index_and_never_sorts_or_holds_the_whole(asked: Driver, schema: Schema, withdrawn: bool) -> None:
    with asked.session() as session, session.begin_transaction() as tx:
        for table in tables(schema):
            summary = tx.run(f"EXPLAIN {Reading(tx, schema, withdrawn=withdrawn).statement(table)}").consume()
            assert summary.plan is not None
            found = set(steps(summary.plan))
            assert "NodeIndexScan" in found
            assert not found & {"Sort", "Top", "Eager", "EagerAggregation", "NodeHashJoin", "AllNodesScan", "CartesianProduct"}, table.name


def test_a_part_is_found_by_index_without_looking_at_the_rest(asked: Driver, schema: Schema) -> None:
    with asked.session() as session, session.begin_transaction() as tx:
        statements = [Reading(tx, schema, Part({}, frozenset())).statement(table) for table in tables(schema)]
        for statement in (*statements, *(value for name, value in vars(selection).items() if name.isupper() and "MATCH" in str(value))):
            values = {"keys": ["k"], "ids": ["k"], **dict.fromkeys(("since", "until", "earliest"), date(2024, 6, 1))}
            plan = tx.run(f"EXPLAIN {statement}", values).consume().plan
            assert plan is not None
            assert not {step for step in steps(plan) if "Scan" in step}, statement


def test_a_part_does_not_depend_on_how_many_ids_are_asked_for_at_once(
    asked: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [read(asked, schema, select) for select in (june, named)]
    monkeypatch.setattr(selection, "SIZE", 1)
    assert [read(asked, schema, select) for select in (june, named)] == before


def test_a_graph_of_another_moment_is_read_the_same_way(asked: Driver, schema: Schema) -> None:
    server = Server(asked, "neo4j")
    before = graph_hash(asked, "neo4j", schema)
    with graph_as_of(server, schema, Projection(*sample().frames(schema))) as graph:
        companies = [row["entity_id"] for row in graph.reading().rows(tables(schema)[2])]
        then = graph.hash()
    assert companies == ["e-acme", "e-bolt", "e-vela"]
    assert then != before == graph_hash(asked, "neo4j", schema)
    with graph_of_now(server, schema) as graph:
        assert graph.hash() == before


def test_a_graph_that_is_not_whole_is_not_read(empty: Driver, schema: Schema) -> None:
    empty.execute_query("CREATE (:Record {record_id: 'r', row_hash: ''})")
    with pytest.raises(ServerError, match="not whole"), graph_of_now(Server(empty, "neo4j"), schema):
        pass


def test_a_write_in_between_is_told(empty: Driver, schema: Schema) -> None:
    empty.execute_query("CREATE (:Record {record_id: 'r', row_hash: '', projection: 'one'})")
    with pytest.raises(ServerError, match="written to while"), graph_of_now(Server(empty, "neo4j"), schema):
        empty.execute_query("MATCH (r:Record) SET r.projection = 'two'")


def test_the_newsroom_has_what_these_tests_select() -> None:
    assert {row["article_id"] for row in newsroom().nodes["Article"]} == {"a-1", "a-2", "a-3", "a-4", "a-5"}
