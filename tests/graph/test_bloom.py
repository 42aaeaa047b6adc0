"""Every search phrase, suggestion and scene action of the Bloom perspective on a real server, over the newsroom's graph and a takeover."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.graph import Node, Path

from graph_schema.bloom import Action, Phrase, load_actions, load_phrases, perspective
from graph_schema.queries import load_queries
from graph_schema.spec import Schema
from pipelines.graph.reconcile import reconcile
from pipelines.graph.schema import apply_schema
from pipelines.settings import Neo4jAddress
from tests.graph.newsroom import newsroom
from tests.graph.sample import JUNE
from tests.graph.test_ask import ACME, ADA, BOLT, MINISTRY, NORLAND, VELA, _steps

PHRASES = {phrase.name: phrase for phrase in load_phrases()}
ACTIONS = {action.name: action for action in load_actions()}
MOTOR, LIST = "Quiet Motor", "Denied Parties"
BAN, TARIFF, FREEZE, LIFTED = (
    (NORLAND, "SANCTIONS", ACME),
    (MINISTRY, "SANCTIONS", BOLT),
    (NORLAND, "SANCTIONS", ADA),
    (MINISTRY, "SANCTIONS", VELA),
)
RIVALS, TAKEOVER = (ACME, "COMPETES_WITH", BOLT), (ACME, "ACQUIRES", MOTOR)
IN_ACME, IN_BOLT, OF_ADA, PLANT = (
    (VELA, "INVESTS_IN", ACME),
    (VELA, "INVESTS_IN", BOLT),
    (ADA, "INVESTS_IN", BOLT),
    (BOLT, "INVESTS_IN", NORLAND),
)
LISTED = [(ACME, "LISTED_ON", LIST), (VELA, "LISTED_ON", LIST)]
FACTS = [BAN, TARIFF, FREEZE, LIFTED, RIVALS, TAKEOVER, IN_ACME, IN_BOLT, OF_ADA, PLANT]

Triple = tuple[str, str, str]


def stated(sentence: str, article: str, subject: str, object_: str) -> list[Triple]:
    """A claim as it is drawn."""
    return [(sentence, "STATED_IN", f"Title of {article}"), (sentence, "SUBJECT", subject), (sentence, "OBJECT", object_)]


BANNED, WEIGHED = "Norland banned imports of Acme's pumps.", "Norland weighs a ban on Acme's pumps."
FROZEN, FREE = "Norland froze Ada's assets.", "Ada's assets are free again."
OF_BAN = [*stated(BANNED, "a-1", NORLAND, ACME), *stated(WEIGHED, "a-2", NORLAND, ACME)]
GONE = [
    *stated("Norland banned Gone Ltd.", "a-5", NORLAND, "Gone Ltd"),
    *stated("Norland banned Bolt.", "a-1", NORLAND, BOLT),
]
NAMING = {ACME: ["a-1", "a-2", "a-3"], BOLT: ["a-2", "a-3"], NORLAND: ["a-1"]}

# Of each phrase: what is typed, what is drawn, and what is suggested for each parameter.
SAID: dict[str, tuple[dict[str, object], list[Triple], dict[str, list[object]]]] = {
    "acquisitions_since": ({"day": "2024-06-10"}, [TAKEOVER], {"day": ["2024-06-10"]}),
    "announced_deals": ({}, [PLANT, TAKEOVER], {}),
    "articles_about": (
        {"entity": "bolt & sons"},
        [(f"Title of {article}", "MENTIONS", BOLT) for article in NAMING[BOLT]],
        {"entity": [ACME, BOLT, NORLAND]},
    ),
    "both_sides": ({}, [RIVALS, IN_ACME, IN_BOLT], {}),
    "competitors": ({"company": "bolt & sons"}, [RIVALS], {"company": [ACME, BOLT]}),
    "disputed_facts": ({}, [FREEZE], {}),
    "everything_about": (
        {"entity": ACME},
        [BAN, RIVALS, TAKEOVER, IN_ACME, LISTED[0]],
        {"entity": [ACME, ADA, BOLT, LIST, NORLAND, MINISTRY, MOTOR, VELA]},
    ),
    "evidence_between": (
        {"a": ACME, "b": "kingdom of norland"},
        [BAN, *OF_BAN],
        {"a": [ACME, ADA, BOLT, NORLAND, MINISTRY, MOTOR, VELA], "b": [BOLT, NORLAND, MOTOR, VELA]},
    ),
    "investments_above": (
        {"amount": 1e6, "day": "2024-06-01"},
        [IN_BOLT, OF_ADA],
        {"amount": [1e6, 1e7, 1e8, 1e9, 1e10], "day": ["2024-06-10", "2024-05-10"]},
    ),
    "investments_by": ({"investor": VELA}, [IN_ACME, IN_BOLT], {"investor": [ADA, BOLT, VELA]}),
    "investors_of": ({"target": BOLT}, [IN_BOLT, OF_ADA], {"target": [ACME, BOLT, NORLAND]}),
    "listed_on": ({"list": "denied parties"}, LISTED, {"list": [LIST]}),
    "path_between": ({"a": ACME, "b": ADA}, [RIVALS, OF_ADA, BAN, FREEZE], {}),
    "planned_measures": ({}, [TARIFF], {}),
    "sanctioned_rivals": ({}, [BAN, TARIFF, RIVALS], {}),
    "sanctions_by": ({"authority": NORLAND}, [BAN, FREEZE], {"authority": [NORLAND, MINISTRY]}),
    "sanctions_of_kind": ({"measure": "tariff"}, [TARIFF], {"measure": ["asset_freeze", "import_ban", "tariff"]}),
    "sanctions_on": ({"company": "acme{}"}, [BAN], {"company": [ACME, ADA, BOLT, VELA]}),
    "stated_since": ({"day": "2024-07-01"}, [FREEZE, IN_ACME], {"day": ["2024-07-01", "2024-06-10", "2024-05-10"]}),
    "taken_back_since": ({"day": "2026-03-01"}, GONE, {"day": ["2026-03-01"]}),
    "two_steps_from": (
        {"entity": MOTOR},
        [TAKEOVER, BAN, RIVALS, IN_ACME],
        {"entity": [ACME, ADA, BOLT, NORLAND, MINISTRY, MOTOR, VELA]},
    ),
}
# Of each action: what is selected, and what is drawn.
DONE: dict[str, tuple[list[Any], list[Triple]]] = {
    "acquisitions": ([MOTOR, BOLT], [TAKEOVER]),
    "articles": ([NORLAND], [("Title of a-1", "MENTIONS", NORLAND)]),
    "common": ([ACME, ADA], [RIVALS, OF_ADA, BAN, FREEZE]),
    "competitors": ([BOLT], [RIVALS]),
    "contradictions": ([FREEZE, BAN], stated(FREE, "a-4", NORLAND, ADA)),
    "deals": (
        [OF_ADA, BAN],
        [
            ("Ada Example joined the round.", "PART_OF", "Ada Example, Vela Fund → Bolt & Sons"),
            ("Ada Example joined the round.", "SUBJECT", ADA),
        ],
    ),
    "everything": ([BOLT], [TARIFF, RIVALS, IN_BOLT, OF_ADA, PLANT]),
    "evidence": ([BAN], OF_BAN),
    "investments": ([ADA, BOLT], [OF_ADA, PLANT]),
    "investors": ([BOLT], [IN_BOLT, OF_ADA]),
    "listings": ([ACME], [LISTED[0]]),
    "reports": (
        ["Bolt & Sons → Norland"],
        [
            ("Bolt is said to consider a plant in Norland.", "PART_OF", "Bolt & Sons → Norland"),
            *stated("Bolt is said to consider a plant in Norland.", "a-3", BOLT, NORLAND),
        ],
    ),
    "sanctions": ([VELA, NORLAND], [LIFTED, BAN, FREEZE]),
    "source": ([FROZEN], stated(FROZEN, "a-1", NORLAND, ADA)),
    "statements": (["Title of a-5"], GONE[:3]),
}


@pytest.fixture(scope="module")
def explored(_connection: Driver, schema: Schema) -> Driver:
    """The newsroom, in which Acme is about to take over a product; tests of this module only read."""
    graph = newsroom()
    ends = "e-acme", graph.entity("Product", "e-motor", MOTOR)
    graph.claim("a-2", "ACQUIRES", ends, "f-buy", "Acme agreed to buy the Quiet Motor.", status="planned")
    graph.fact(("ACQUIRES", "Company", "Product"), ends, "f-buy", status="planned", first_stated=JUNE, last_stated=JUNE)
    graph.article("a-9", datetime(2024, 8, 10, tzinfo=UTC), "Example Wire")  # the latest, which states nothing
    _connection.execute_query("MATCH (n) DETACH DELETE n")
    apply_schema(_connection, "neo4j", schema)
    reconcile(_connection, "neo4j", schema, *graph.frames(schema))
    _connection.execute_query("CALL db.prepareForReplanning()")
    return _connection


def operators(plan: dict[str, Any] | None) -> list[str]:
    """What the server would do, step by step."""
    assert plan is not None
    return [str(step["operatorType"]) for step in _steps(plan)]


def called(node: Node) -> str:
    return str(node.get("name") or node.get("sentence") or node.get("title"))


def drawn(driver: Driver, cypher: str, parameters: Mapping[str, object]) -> set[Triple]:
    """What Bloom draws: every column is a node or a path, never a relationship alone."""
    found: set[Triple] = set()
    for record in driver.execute_query(cypher, dict(parameters)).records:
        for value in record.values():
            assert isinstance(value, Path | Node), value
            edges = value.relationships if isinstance(value, Path) else ()
            found |= {(called(e.start_node), e.type, called(e.end_node)) for e in edges if e.start_node and e.end_node}
    return found


def selected(driver: Driver, action: Action, names: list[Any]) -> dict[str, list[str]]:
    """The element ids of nodes by what they are called, or of facts."""
    if action.on == "nodes":
        found = driver.execute_query("MATCH (n) WHERE NOT n:Record RETURN n").records
        ids = [record["n"].element_id for record in found if called(record["n"]) in names]
    else:
        paths = [record["p"] for record in driver.execute_query("MATCH p = (:Entity)-->(:Entity) RETURN p").records]
        told = [(called(p.start_node), p.relationships[0].type, called(p.end_node)) for p in paths]
        ids = [p.relationships[0].element_id for p, fact in zip(paths, told, strict=True) if fact in names]
    assert len(ids) == len(names)
    return {action.on: ids}


def offered(driver: Driver, phrase: Phrase, parameter: str, given: Mapping[str, object]) -> list[object]:
    """The values that Bloom suggests."""
    label, name = phrase.suggestions[parameter].property or ("", "")
    cypher = phrase.suggestions[parameter].cypher or f"MATCH (n:{label}) RETURN DISTINCT n.{name} AS value ORDER BY value"
    records, _, keys = driver.execute_query(cypher, dict(given))
    assert len(keys) == 1
    return [record.values()[0] for record in records]


def test_every_phrase_and_action_is_here() -> None:
    assert {*SAID} == {*PHRASES}
    assert {*DONE} == {*ACTIONS}


@pytest.mark.parametrize("name", SAID)
def test_a_phrase_draws_what_it_says(explored: Driver, name: str) -> None:
    given, expected, _ = SAID[name]
    assert drawn(explored, PHRASES[name].cypher, given) == {*expected}


@pytest.mark.parametrize("name", [name for name, (given, _, _) in SAID.items() if given])
def test_what_is_suggested_is_there(explored: Driver, name: str) -> None:
    given, _, suggested = SAID[name]
    everybody = sorted([ACME, ADA, BOLT, LIST, "Gone Ltd", NORLAND, MINISTRY, MOTOR, VELA])
    expected: dict[str, list[object]] = {"a": [*everybody], "b": [*everybody]} if name == "path_between" else suggested
    assert {parameter: offered(explored, PHRASES[name], parameter, given) for parameter in given} == expected


@pytest.mark.parametrize("name", [name for name, phrase in PHRASES.items() if len(phrase.parameters) == 1])
def test_everything_that_is_suggested_has_an_answer(explored: Driver, name: str) -> None:
    (parameter,) = PHRASES[name].parameters
    values = offered(explored, PHRASES[name], parameter.name, {})
    assert values
    for value in values:
        assert drawn(explored, PHRASES[name].cypher, {parameter.name: value}), value


def test_a_second_suggestion_follows_from_the_first(explored: Driver) -> None:
    phrase = PHRASES["evidence_between"]
    for a in offered(explored, phrase, "a", {}):
        for b in offered(explored, phrase, "b", {"a": a}):
            assert drawn(explored, phrase.cypher, {"a": a, "b": b}), (a, b)


@pytest.mark.parametrize("name", PHRASES)
def test_what_is_not_there_draws_nothing_and_is_no_error(explored: Driver, name: str) -> None:
    nothing = {"string": "nobody", "float": 1e15}
    given = {p.name: "2030-01-01" if p.name == "day" else nothing[p.type] for p in PHRASES[name].parameters}
    assert not given or drawn(explored, PHRASES[name].cypher, given) == set()


def test_nobody_has_a_path_to_themselves(explored: Driver) -> None:
    assert drawn(explored, PHRASES["path_between"].cypher, {"a": ACME, "b": "acme"}) == set()


@pytest.mark.parametrize("name", DONE)
def test_an_action_draws_what_it_says(explored: Driver, name: str) -> None:
    names, expected = DONE[name]
    assert drawn(explored, ACTIONS[name].cypher, selected(explored, ACTIONS[name], names)) == {*expected}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_on_all_that_is_there_is_no_error(explored: Driver, name: str) -> None:
    kinds = {
        "nodes": "MATCH (n) RETURN collect(elementId(n)) AS ids",
        "relationships": "MATCH ()-[r]->() RETURN collect(elementId(r)) AS ids",
    }
    ids = explored.execute_query(kinds[ACTIONS[name].on]).records[0]["ids"]
    assert drawn(explored, ACTIONS[name].cypher, {ACTIONS[name].on: ids})


def test_what_was_taken_back_is_drawn_only_where_it_is_asked_for(explored: Driver) -> None:
    everything = {name: drawn(explored, PHRASES[name].cypher, given) for name, (given, _, _) in SAID.items()}
    taken_back = {"Gone Ltd", "Norland banned Gone Ltd.", "Norland banned Bolt.", "Title of a-5"}
    showing = {name for name, triples in everything.items() if taken_back & {end for triple in triples for end in triple}}
    assert showing == {"taken_back_since"}


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("acquisitions_since", "ACQUIRES(first_stated)"),
        ("announced_deals", "INVESTS_IN(status)"),
        ("evidence_between", "Claim(fact_id)"),
        ("investments_above", "INVESTS_IN(fact_id)"),
        ("planned_measures", "SANCTIONS(status)"),
        ("sanctions_of_kind", "SANCTIONS(status)"),
        ("stated_since", "Article(published_at)"),
        ("taken_back_since", "Claim(withdrawn_at)"),
    ],
)
def test_a_phrase_about_a_time_or_a_status_has_its_index(explored: Driver, name: str, index: str) -> None:
    plan = explored.execute_query(f"EXPLAIN {PHRASES[name].cypher}", dict(SAID[name][0])).summary.plan
    assert plan is not None
    seeks = [str(step["args"]["Details"]) for step in _steps(plan) if "IndexSeek" in str(step["operatorType"])]
    assert any(index in seek for seek in seeks), seeks


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_names_only_what_is_there_and_scans_no_nodes(explored: Driver, neo4j_address: Neo4jAddress, name: str) -> None:
    phrase, given = PHRASES[name], SAID[name][0]
    statements = [phrase.cypher, *(s.cypher for s in phrase.suggestions.values() if s.cypher)]
    with GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as talkative:
        summaries = [talkative.execute_query(f"EXPLAIN {statement}", given).summary for statement in statements]
    for summary in summaries:
        assert not [status.status_description for status in summary.gql_status_objects if status.is_notification]
        assert not [o for o in operators(summary.plan) if "AllNodesScan" in o or "CartesianProduct" in o]
    if given:
        assert not [o for o in operators(summaries[0].plan) if "Scan" in o]


def test_the_full_text_indexes_are_those_of_the_server(explored: Driver, schema: Schema) -> None:
    shown = explored.execute_query("SHOW FULLTEXT INDEXES YIELD name, entityType, labelsOrTypes, properties, indexProvider, state").records
    file: Any = perspective(schema, [], [])
    told = [index for index in file["metadata"]["indexes"] if index["type"] == "full-text"]
    assert sorted(
        (i["name"], i["entityType"], i["tokenNames"], i["propertyNames"], f"{i['provider']['key']}-{i['provider']['version']}", i["state"])
        for i in told
    ) == sorted(tuple(record.values()) for record in shown)


def test_phrases_and_questions_find_the_same_names(explored: Driver) -> None:
    question = load_queries()["sanctions_on"]
    assert question.cypher.splitlines()[0].replace("$entity", "$company") == PHRASES["sanctions_on"].cypher.splitlines()[0]
