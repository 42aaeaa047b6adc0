from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from graph_schema.queries import Query, load_queries
from graph_schema.spec import Schema
from pipelines.errors import ServerError
from pipelines.graph.ask import ask, counts
from pipelines.graph.connection import connected
from pipelines.settings import Neo4jAddress
from tests.graph.sample import JUNE, MAY

LIBRARY = load_queries()
ACME, BOLT, VELA, NORLAND, MINISTRY = 'Acme "Quoted" \\ Corp', "Bolt & Sons", "Vela Fund", "Norland", "Norland Ministry of Trade"


def answers(driver: Driver, name: str, columns: str, **given: str) -> list[tuple[object, ...]]:
    query = LIBRARY[name]
    frame = ask(driver, "neo4j", query, query.bind(given))
    assert tuple(frame.columns) == query.columns
    return [tuple(row) for row in frame[columns.split()].itertuples(index=False, name=None)]


@pytest.mark.parametrize("name", ["acme", "ACME", "Acme{}", 'acme "quoted" \\ CORP'])
def test_sanctions_on_somebody_by_name_or_alias(asked: Driver, name: str) -> None:
    found = answers(asked, "sanctions_on", "source measure status first_stated articles sentence title", entity=name)
    assert found == [(NORLAND, "import_ban", "in_force", MAY, 2, "Norland banned imports of Acme's pumps.", "Title of a-1")]


@pytest.mark.parametrize("name", ["", "Acm", "Quoted", "!!!", '"', "\\", "a OR b", "*", "$entity", "`"])
def test_what_is_no_name_finds_nothing(asked: Driver, name: str) -> None:
    assert answers(asked, "sanctions_on", "source", entity=name) == []


def test_sanctions_by_somebody(asked: Driver) -> None:
    found = answers(asked, "sanctions_by", "target kind measure list product status", entity=MINISTRY)
    assert found == [(BOLT, "Company", "tariff", "List of Motors", "motors", "planned")]


def test_investments_by_size_and_period(asked: Driver) -> None:
    assert answers(asked, "investments", "investor target amount_usd") == [(VELA, BOLT, 2e9), (VELA, ACME, 5e6)]
    assert answers(asked, "investments", "target", min_usd="1e9") == [(BOLT,)]
    assert answers(asked, "investments", "target", until="2024-05-10") == [(ACME,)]
    assert answers(asked, "investments", "target", since="2024-05-11") == [(BOLT,)]
    assert answers(asked, "investments", "target", limit="1") == [(BOLT,)]


def test_investments_of_and_in_somebody(asked: Driver) -> None:
    found = answers(asked, "investments_of", "investor target kind amount_usd status", entity="bolt & sons")
    assert found == [(VELA, BOLT, "equity", 2e9, "done"), (BOLT, NORLAND, "capex", None, "rumoured")]


@pytest.mark.parametrize(("name", "rival"), [("acme", BOLT), (BOLT, ACME)])
def test_rivals_are_found_from_either_side(asked: Driver, name: str, rival: str) -> None:
    assert answers(asked, "competitors", "rival market sentence", entity=name) == [(rival, "pumps", "Bolt is Acme's fiercest rival.")]


def test_evidence_of_a_fact_is_all_its_claims(asked: Driver) -> None:
    found = answers(asked, "evidence", "subject object status published_at publisher start end", fact="f-ban")
    assert found == [
        (NORLAND, ACME, "in_force", MAY, "The Sample Post", 0, 39),
        (NORLAND, ACME, "planned", JUNE, "Example Wire", 0, 37),
    ]


def test_a_dossier_holds_every_fact_best_attested_first(asked: Driver) -> None:
    found = answers(asked, "dossier", "subject type object detail fact", entity="acme")
    assert found == [
        (NORLAND, "SANCTIONS", ACME, "import_ban", "f-ban"),
        (ACME, "COMPETES_WITH", BOLT, "pumps", "f-rivals"),
        (VELA, "INVESTS_IN", ACME, "equity", "f-vela-acme"),
    ]


def test_a_timeline_is_in_order_and_ends_with_the_undated(asked: Driver) -> None:
    days = [day for (day,) in answers(asked, "timeline", "day", entity="acme")]
    assert days == [date(2024, 5, 10), date(2024, 5, 10), date(2024, 6, 10), None]
    assert answers(asked, "timeline", "status", entity="acme", since="2024-06-01") == [("planned",)]


def test_who_is_mentioned_most(asked: Driver) -> None:
    assert answers(asked, "most_mentioned", "name articles mentions") == [(ACME, 3, 7), (BOLT, 2, 2), (NORLAND, 1, 3)]
    assert answers(asked, "most_mentioned", "name kind", kind="Country") == [(NORLAND, "Country")]
    assert answers(asked, "most_mentioned", "name mentions", since="2024-06-01") == [(ACME, 4), (BOLT, 1)]


def test_facts_on_one_article_the_least_sure_first(asked: Driver) -> None:
    assert [fact for (fact,) in answers(asked, "single_source", "fact")] == [
        "f-plant",
        "f-rivals",
        "f-tariff",
        "f-vela-acme",
        "f-vela-bolt",
    ]
    assert answers(asked, "single_source", "fact", type="SANCTIONS") == [("f-tariff",)]


def test_what_is_announced_and_not_done(asked: Driver) -> None:
    found = answers(asked, "planned", "subject type object detail status")
    assert found == [(BOLT, "INVESTS_IN", NORLAND, "capex", "rumoured"), (MINISTRY, "SANCTIONS", BOLT, "tariff", "planned")]


def test_rivals_under_sanctions(asked: Driver) -> None:
    found = answers(asked, "sanctioned_rivals", "rival sanctioned source measure")
    assert found == [(BOLT, ACME, NORLAND, "import_ban"), (ACME, BOLT, MINISTRY, "tariff")]


def test_investors_on_both_sides(asked: Driver) -> None:
    found = answers(asked, "common_investors", "investor first second first_sentence second_sentence")
    assert found == [(VELA, ACME, BOLT, "Vela Fund put 5000000 dollars into it.", "Vela Fund put 2000000000 dollars into it.")]


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_a_question_names_only_what_is_there_and_uses_an_index(asked: Driver, neo4j_address: Neo4jAddress, query: Query) -> None:
    values = query.bind({p.name: "acme" for p in query.parameters if p.required})
    with GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as talkative:
        summary = talkative.execute_query(f"EXPLAIN {query.cypher}", values).summary
    assert not [status.status_description for status in summary.gql_status_objects if status.is_notification]
    assert summary.plan is not None
    operators = set(_operators(summary.plan))
    assert not {o for o in operators if "AllNodesScan" in o}
    if any(p.required for p in query.parameters):
        assert not {o for o in operators if "Scan" in o}


def _operators(plan: dict[str, Any]) -> list[str]:
    return [str(plan["operatorType"]), *(name for child in plan.get("children", []) for name in _operators(child))]


def test_a_question_cannot_write(neo4j_address: Neo4jAddress, asked: Driver) -> None:
    writes = replace(LIBRARY["planned"], cypher="CREATE (n:Planet) RETURN n.name AS name", parameters=())
    with pytest.raises(ServerError, match="read access mode"), connected(neo4j_address) as driver:
        ask(driver, "neo4j", writes, {})
    assert asked.execute_query("MATCH (n:Planet) RETURN n").records == []


def test_counts_are_by_label_and_type_with_zero_for_what_is_not_there(asked: Driver, schema: Schema) -> None:
    found = counts(asked, "neo4j", schema)
    assert set(found) == {*schema.nodes, *schema.relationships, "Withdrawn"}
    assert (found["Entity"], found["Company"], found["Place"]) == (6, 3, 0)
    assert (found["MENTIONS"], found["COMPETES_WITH"]) == (6, 1)
