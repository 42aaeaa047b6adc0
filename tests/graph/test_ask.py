from dataclasses import replace
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from graph_schema.queries import Query, load_queries
from graph_schema.spec import Schema
from pipelines.errors import ServerError
from pipelines.graph.ask import ask, counts
from pipelines.graph.connection import connected
from pipelines.settings import Neo4jAddress
from tests.graph.newsroom import GONE, LATER

LIBRARY = load_queries()
ACME, ADA, BOLT, VELA, NORLAND, MINISTRY = (
    'Acme "Quoted" \\ Corp',
    "Ada Example",
    "Bolt & Sons",
    "Vela Fund",
    "Norland",
    "Norland Ministry of Trade",
)


def answers(driver: Driver, name: str, columns: str, **given: str) -> list[tuple[object, ...]]:
    query = LIBRARY[name]
    frame = ask(driver, "neo4j", query, query.bind(given))
    assert tuple(frame.columns) == query.columns
    return [tuple(row) for row in frame[columns.split()].itertuples(index=False, name=None)]


@pytest.mark.parametrize("name", ["acme", "ACME", "Acme{}", 'acme "quoted" \\ CORP'])
def test_sanctions_on_somebody_by_name_or_alias(asked: Driver, name: str) -> None:
    found = answers(asked, "sanctions_on", "source measure status first_stated articles sentence fact claim title", entity=name)
    said = "Norland banned imports of Acme's pumps."
    assert found == [(NORLAND, "import_ban", "in_force", "2024-05-10", 2, said, "f-ban", "c-a-1-f-ban", "Title of a-1")]


@pytest.mark.parametrize("name", ["", "Acm", "Quoted", "!!!", '"', "\\", "a OR b", "*", "$entity", "`"])
def test_what_is_no_name_finds_nothing(asked: Driver, name: str) -> None:
    assert answers(asked, "sanctions_on", "source", entity=name) == []


def test_sanctions_by_somebody(asked: Driver) -> None:
    found = answers(asked, "sanctions_by", "target kind measure list product status", entity=MINISTRY)
    assert found == [
        (BOLT, "Company", "tariff", "List of Motors", "motors", "planned"),
        (VELA, "Company", "export_control", None, None, "lifted"),
    ]


def test_a_transaction_is_told_once_with_all_its_investors(asked: Driver) -> None:
    columns = "investors target amount_usd articles"
    assert answers(asked, "investments", columns) == [([ADA, VELA], BOLT, 2e9, 1), ([VELA], ACME, 5e6, 1), ([VELA], ACME, None, 1)]
    assert answers(asked, "investments", "target amount currency", min_usd="0") == [(BOLT, 2e9, "USD"), (ACME, 5e6, "USD")]
    assert answers(asked, "investments", "target", min_usd="1e9") == [(BOLT,)]
    assert answers(asked, "investments", "target", until="2024-05-10") == [(ACME,)]
    assert answers(asked, "investments", "target first_stated", since="2024-05-11") == [(BOLT, "2024-06-10"), (ACME, "2024-07")]
    assert answers(asked, "investments", "amount", since="2024-07-31") == [(3e6,)]  # known to the month, which meets the period
    assert answers(asked, "investments", "amount", since="2024-08-01") == []
    assert answers(asked, "investments", "target", limit="1") == [(BOLT,)]


def test_investments_of_and_in_somebody(asked: Driver) -> None:
    found = answers(asked, "investments_of", "investors target kind amount_usd status", entity="bolt & sons")
    assert found == [([ADA, VELA], BOLT, "equity", 2e9, "done"), ([BOLT], NORLAND, "capex", None, "rumoured")]
    assert answers(asked, "investments_of", "target event", entity="vela fund") == [(BOLT, None), (ACME, "2024-04"), (ACME, None)]


def test_money_is_summed_over_transactions_by_target_and_currency(asked: Driver) -> None:
    columns = "target currency deals amount amount_usd without_amount without_usd"
    assert answers(asked, "invested_total", columns) == [
        (BOLT, "USD", 1, 2e9, 2e9, 0, 0),
        (ACME, "USD", 1, 5e6, 5e6, 0, 0),
        (ACME, "EUR", 1, 3e6, None, 0, 1),
    ]
    assert answers(asked, "invested_total", columns, status="rumoured") == [(NORLAND, None, 1, None, None, 1, 1)]
    assert answers(asked, "invested_total", columns, kind="capex") == []


@pytest.mark.parametrize(("name", "rival"), [("acme", BOLT), (BOLT, ACME)])
def test_rivals_are_found_from_either_side(asked: Driver, name: str, rival: str) -> None:
    assert answers(asked, "competitors", "rival market sentence", entity=name) == [(rival, "pumps", "Bolt is Acme's fiercest rival.")]


def test_evidence_of_a_fact_is_all_its_claims(asked: Driver) -> None:
    found = answers(asked, "evidence", "subject object status published publisher start end claim", fact="f-ban")
    assert found == [
        (NORLAND, ACME, "in_force", "2024-05-10", "The Sample Post", 0, 39, "c-a-1-f-ban"),
        (NORLAND, ACME, "planned", "2024-06-10", "Example Wire", 0, 37, "c-a-2-f-ban"),
    ]


def test_a_dossier_holds_every_fact_best_attested_first(asked: Driver) -> None:
    found = answers(asked, "dossier", "subject type object detail event fact", entity="acme")
    assert found == [
        (NORLAND, "SANCTIONS", ACME, "import_ban", None, "f-ban"),
        (VELA, "INVESTS_IN", ACME, "equity", "2024-04", "f-vela-acme"),
        (ACME, "COMPETES_WITH", BOLT, "pumps", None, "f-rivals"),
    ]


def test_a_timeline_is_in_order_and_ends_with_the_undated(asked: Driver) -> None:
    assert answers(asked, "timeline", "at by", entity="acme") == [
        ("2024-04", "event"),
        ("2024-05-10", "publication"),
        ("2024-06-10", "publication"),
        ("2024-07", "publication"),
        (None, None),
    ]
    assert answers(asked, "timeline", "at", entity="acme", since="2024-04-30", until="2024-05-31") == [("2024-04",), ("2024-05-10",)]
    assert answers(asked, "timeline", "at", entity="acme", since="2024-07-20") == [("2024-07",)]


def test_who_is_mentioned_most(asked: Driver) -> None:
    assert answers(asked, "most_mentioned", "name articles mentions") == [(ACME, 3, 7), (BOLT, 2, 2), (NORLAND, 1, 3)]
    assert answers(asked, "most_mentioned", "name kind", kind="Country") == [(NORLAND, "Country")]
    assert answers(asked, "most_mentioned", "name mentions", since="2024-06-01") == [(ACME, 4), (BOLT, 1)]
    assert answers(asked, "most_mentioned", "name mentions", since="2024-07-31") == []


def test_facts_on_one_article_the_least_sure_first(asked: Driver) -> None:
    found = [fact for (fact,) in answers(asked, "single_source", "fact")]
    assert found == ["f-plant", "f-ada-bolt", "f-lifted", "f-rivals", "f-tariff", "f-vela-bolt"]
    assert answers(asked, "single_source", "fact", type="SANCTIONS") == [("f-lifted",), ("f-tariff",)]


def test_what_is_announced_and_not_done(asked: Driver) -> None:
    found = answers(asked, "planned", "subjects type object detail status first_stated")
    assert found == [
        ([MINISTRY], "SANCTIONS", BOLT, "tariff", "planned", "2024-06-10"),
        ([BOLT], "INVESTS_IN", NORLAND, "capex", "rumoured", None),
    ]


def test_rivals_under_sanctions(asked: Driver) -> None:
    found = answers(asked, "sanctioned_rivals", "rival sanctioned source measure")
    assert found == [(BOLT, ACME, NORLAND, "import_ban"), (ACME, BOLT, MINISTRY, "tariff")]


def test_investors_on_both_sides(asked: Driver) -> None:
    found = answers(asked, "common_investors", "investor first second first_status first_sentence second_status second_sentence")
    said = ["done", "Vela Fund put 5000000 dollars into it.", "done", "Vela Fund put 2000000000 dollars into it."]
    assert found == [(VELA, ACME, BOLT, *said)]


def test_articles_by_their_publication_with_what_they_state(asked: Driver) -> None:
    found = answers(asked, "published", "published subject object event", since="2024-06-01", until="2024-06-30")
    assert found == [
        ("2024-06-10", ADA, BOLT, None),
        ("2024-06-10", NORLAND, ACME, None),
        ("2024-06-10", MINISTRY, VELA, "2024"),
        ("2024-06-10", MINISTRY, BOLT, "2024-08-01"),
        ("2024-06-10", VELA, BOLT, None),
    ]


@pytest.mark.parametrize(("since", "until"), [("2024-07-20", "2024-07-25"), ("2024-06-11", "2024-07-01"), ("2024-07-31", "9999-12-30")])
def test_a_publication_known_to_the_month_counts_where_its_month_meets_the_period(asked: Driver, since: str, until: str) -> None:
    assert set(answers(asked, "published", "published title", since=since, until=until)) == {("2024-07", "Title of a-4")}


@pytest.mark.parametrize(("since", "until"), [("2024-08-01", "2024-08-31"), ("2024-06-11", "2024-06-30")])
def test_and_not_where_it_does_not(asked: Driver, since: str, until: str) -> None:
    assert answers(asked, "published", "published", since=since, until=until) == []


def test_what_happened_goes_by_the_event_else_by_the_first_report(asked: Driver) -> None:
    assert answers(asked, "happened", "at by subjects object", since="2024-04-20", until="2024-05-31") == [
        ("2024", "event", [MINISTRY], VELA),
        ("2024-04", "event", [VELA], ACME),
        ("2024-05-02", "event", [NORLAND], ADA),
        ("2024-05-10", "first report", [NORLAND], ACME),
    ]
    assert answers(asked, "happened", "at", since="2024-05-01", until="2024-05-01") == [("2024",)]
    assert answers(asked, "happened", "at object", since="2024-08-01", until="2024-08-01") == [("2024", VELA), ("2024-08-01", BOLT)]
    assert answers(asked, "happened", "at", since="2025-01-01", until="2025-12-31") == []


def test_what_happened_tells_each_transaction_once_with_its_own_sum_and_claim(asked: Driver) -> None:
    columns = "at by subjects object amount currency claim fact"
    found = answers(asked, "happened", columns, since="2024-04-01", until="2024-12-31")
    assert [row for row in found if row[4]] == [
        ("2024-04", "event", [VELA], ACME, 5e6, "USD", "c-a-1-f-vela-acme", "f-vela-acme"),
        ("2024-06-10", "first report", [ADA, VELA], BOLT, 2e9, "USD", "c-a-2-f-vela-bolt", "f-vela-bolt"),
        ("2024-07", "first report", [VELA], ACME, 3e6, "EUR", "c-a-4-f-vela-acme", "f-vela-acme"),
    ]
    in_july = answers(asked, "happened", "at amount", since="2024-07-25", until="2024-07-26")
    assert in_july == [("2024", None), ("2024-07", 3e6)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-05-01", []),
        ("2024-05-02", [(ADA, "2024-05-02", "event")]),
        ("2024-06-30", [(ACME, "2024-05-10", "publication"), (ADA, "2024-05-02", "event")]),
        ("2024-07-01", [(ACME, "2024-05-10", "publication")]),
    ],
)
def test_what_stood_on_a_day_had_begun_and_was_not_taken_back_by_then(asked: Driver, day: str, expected: list[object]) -> None:
    assert answers(asked, "in_force", "target since by", day=day) == expected
    assert answers(asked, "in_force", "target", day=day, target="nobody") == []


def test_what_was_learnt_since_is_told_whenever_it_was_published(asked: Driver) -> None:
    found = answers(asked, "learnt", "learnt_at new_fact object published", since="2026-02-01")
    assert found == [(LATER, False, ADA, "2024-07"), (LATER, False, ACME, "2024-07")]
    assert all(new for (new,) in answers(asked, "learnt", "new_fact", since="2026-01-01"))
    assert answers(asked, "learnt", "object", since="2026-02-02") == []


def test_what_was_taken_back_since_and_why(asked: Driver) -> None:
    assert answers(asked, "taken_back", "withdrawn_at what why object title", since="2026-03-01") == [
        (GONE, "Article", "retracted by ada: a hoax", None, "Title of a-5"),
        (GONE, "Claim", "rejected by ada", BOLT, "Title of a-1"),
        (GONE, "Claim", "retracted by ada: a hoax", "Gone Ltd", "Title of a-5"),
    ]
    assert answers(asked, "taken_back", "why", since="2026-03-02") == []


def test_facts_as_they_stood_hold_what_was_taken_back_later_and_not_what_was_learnt_later(asked: Driver) -> None:
    columns = "subject object statuses claims first_published"
    before = answers(asked, "facts_as_of", columns, at="2026-01-31")
    assert (NORLAND, "Gone Ltd", ["in_force"], 1, "2024-06-10") in before
    assert (NORLAND, ADA, ["in_force"], 1, "2024-05-10") in before
    after = answers(asked, "facts_as_of", columns, at="2026-03-01T00:00:00Z")
    assert (NORLAND, ADA, ["in_force", "lifted"], 2, "2024-05-10") in after
    assert not [row for row in after if row[1] == "Gone Ltd" or row[:2] == (NORLAND, BOLT)]
    assert answers(asked, "facts_as_of", columns, at="2026-01-01") == []


def test_a_contradiction_is_told_with_both_sides(asked: Driver) -> None:
    columns = "subject object says sentence published other_says other_sentence other_published"
    vela, ada = "Vela Fund put 2000000000 dollars into it.", "Ada Example joined the round."
    assert answers(asked, "disputed", columns) == [
        (f"{ADA}, {VELA} → {BOLT}", BOLT, "2000000000 USD", vela, "2024-06-10", "5000000000 USD", ada, "2024-06-10"),
        (NORLAND, ADA, "in_force", "Norland froze Ada's assets.", "2024-05-10", "lifted", "Ada's assets are free again.", "2024-07"),
    ]


def test_who_is_close_to_a_listed_party_is_told_with_each_step_and_its_proof(asked: Driver) -> None:
    columns = "name kind steps listed lists way first_fact second_fact"
    denied, rivals = ["Denied Parties"], "COMPETES_WITH"
    of_bolt = (BOLT, "Company", 1, VELA, denied, [f"{VELA} INVESTS_IN {BOLT}"], "f-vela-bolt", None)
    assert answers(asked, "near_listed", columns) == [
        of_bolt,
        (BOLT, "Company", 2, ACME, denied, [f"{VELA} INVESTS_IN {ACME}", f"{VELA} INVESTS_IN {BOLT}"], "f-vela-acme", "f-vela-bolt"),
        (ADA, "Person", 2, VELA, denied, [f"{VELA} INVESTS_IN {BOLT}", f"{ADA} INVESTS_IN {BOLT}"], "f-vela-bolt", "f-ada-bolt"),
        (NORLAND, "Country", 2, VELA, denied, [f"{VELA} INVESTS_IN {BOLT}", f"{BOLT} INVESTS_IN {NORLAND}"], "f-vela-bolt", "f-plant"),
    ]
    by_rivalry = answers(asked, "near_listed", "name way first_sentence", types=rivals)
    assert by_rivalry == [(BOLT, [f"{ACME} {rivals} {BOLT}"], "Bolt is Acme's fiercest rival.")]
    assert answers(asked, "near_listed", "name", list="Another") == []


def test_the_field_of_somebody_is_its_rivals_and_theirs(asked: Driver) -> None:
    found = answers(asked, "field", "name kind rivals rival_names articles investors sanctions", entity="acme")
    assert found == [(ACME, "Company", 1, [BOLT], 3, 1, 1), (BOLT, "Company", 1, [ACME], 2, 2, 1)]
    assert answers(asked, "field", "name", entity=NORLAND) == []


def test_who_is_listed_and_never_named(asked: Driver) -> None:
    assert answers(asked, "listed_unnamed", "name list entry programs") == [(VELA, "Denied Parties", "E-VELA", ["PUMPS"])]
    assert answers(asked, "listed_unnamed", "name", list="Another") == []


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_what_was_taken_back_is_shown_only_where_it_is_asked_for(asked: Driver, query: Query) -> None:
    given = [_values(query, entity=name) for name in ("Gone Ltd", NORLAND, BOLT)]
    shown = {str(value) for values in given for row in ask(asked, "neo4j", query, values).to_numpy() for value in row}
    hoax = {"Gone Ltd", "Norland banned Gone Ltd.", "Norland banned Bolt.", "Title of a-5"} & shown
    assert bool(hoax) == (query.name in ("taken_back", "facts_as_of"))


@pytest.mark.parametrize(
    ("name", "indexes"),
    [
        ("published", ["Article(published_at)"]),
        ("happened", ["SANCTIONS(event_date)", "Deal(event_date)", "SANCTIONS(first_stated)", "Deal(first_stated)"]),
        ("in_force", ["Claim(event_date)", "Article(published_at)"]),
        ("learnt", ["Claim(learnt_at)"]),
        ("taken_back", ["Claim(withdrawn_at)", "Article(withdrawn_at)"]),
        ("facts_as_of", ["Claim(learnt_at)"]),
        ("investments", ["Deal(amount_usd)"]),
        ("invested_total", ["Deal(status)"]),
    ],
)
def test_each_clock_has_its_index(asked: Driver, name: str, indexes: list[str]) -> None:
    query = LIBRARY[name]
    plan = asked.execute_query(f"EXPLAIN {query.cypher}", _values(query)).summary.plan
    assert plan is not None
    seeks = [str(step["args"]["Details"]) for step in _steps(plan) if "IndexSeek" in str(step["operatorType"])]
    for index in indexes:
        assert any(index in seek for seek in seeks), seeks


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_a_question_names_only_what_is_there_and_uses_an_index(asked: Driver, neo4j_address: Neo4jAddress, query: Query) -> None:
    values = _values(query)
    with GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as talkative:
        summary = talkative.execute_query(f"EXPLAIN {query.cypher}", values).summary
    assert not [status.status_description for status in summary.gql_status_objects if status.is_notification]
    assert summary.plan is not None
    operators = {str(step["operatorType"]) for step in _steps(summary.plan)}
    assert not {o for o in operators if "AllNodesScan" in o}
    if any(p.required for p in query.parameters):
        assert not {o for o in operators if "Scan" in o}


def _values(query: Query, entity: str = "acme") -> dict[str, object]:
    """A value for each parameter; those that have to be given cover the whole newsroom."""
    given = {"entity": entity, "fact": "f-ban", "since": "2024-01-01", "until": "2026-12-31", "day": "2024-06-30", "at": "2026-02-15"}
    return query.bind({p.name: given[p.name] for p in query.parameters if p.required})


def _steps(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(step for child in plan.get("children", []) for step in _steps(child))]


def test_a_question_cannot_write(neo4j_address: Neo4jAddress, asked: Driver) -> None:
    writes = replace(LIBRARY["planned"], statement="CREATE (n:Planet) RETURN n.name AS name", parameters=())
    with pytest.raises(ServerError, match="read access mode"), connected(neo4j_address) as driver:
        ask(driver, "neo4j", writes, {})
    assert asked.execute_query("MATCH (n:Planet) RETURN n").records == []


def test_counts_are_by_label_and_type_with_zero_for_what_is_not_there(asked: Driver, schema: Schema) -> None:
    found = counts(asked, "neo4j", schema)
    assert set(found) == {*schema.nodes, *schema.relationships, "Withdrawn"}
    assert (found["Entity"], found["Company"], found["Place"], found["Withdrawn"]) == (7, 3, 0, 4)
    assert (found["MENTIONS"], found["COMPETES_WITH"]) == (6, 1)
