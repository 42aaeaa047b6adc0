"""The questions on graphs that hold more than the sample: a type declared anew, several claims of one fact."""

import random
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import combinations, combinations_with_replacement, product
from pathlib import Path

import pandas as pd
import pytest
from neo4j import Driver

from graph_schema.load import MODEL, load_schema
from graph_schema.queries import Query, load_queries
from graph_schema.spec import Schema
from pipelines.graph.ask import ask
from pipelines.graph.reconcile import reconcile
from pipelines.graph.statuses import Told, combine
from pipelines.graph.support import unsupported
from tests.graph.newsroom import deal, event, newsroom
from tests.graph.sample import JUNE, MAY, Sample

LIBRARY = load_queries()
GIVEN = {"entity": "acme", "since": "2024-01-01", "until": "2024-12-31"}
PROVED = [name for name, query in LIBRARY.items() if "best_claim_id" in query.cypher]
SUPPLIES = """
relationship: SUPPLIES
description: A company delivers to another.
endpoints: [{from: [Company], to: [Company]}]
claims:
  statuses: []
  discriminators: []
  attributes: {}
"""


@pytest.mark.parametrize(
    ("question", "given"),
    [("dossier", {"entity": "Acme"}), ("dossier", {"entity": "bolt"}), ("single_source", {}), ("single_source", {"type": "SUPPLIES"})],
)
def test_the_questions_about_any_fact_know_a_new_type(empty: Driver, tmp_path: Path, question: str, given: dict[str, str]) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "supplies.yml").write_text(SUPPLIES, encoding="utf-8")
    schema = load_schema(tmp_path / "model")
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    graph.claim(graph.article("a-1", MAY, "The Sample Post"), "SUPPLIES", ends, "f-1", "Acme delivers motors to Bolt.")
    graph.fact(("SUPPLIES", "Company", "Company"), ends, "f-1")
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    query = load_queries(schema=schema)[question]
    found = ask(empty, "neo4j", query, query.bind(given))
    columns = ["subject", "type", "object", "sentence"]
    assert found[columns].to_numpy().tolist() == [["Acme", "SUPPLIES", "Bolt", "Acme delivers motors to Bolt."]]
    assert unsupported(empty, "neo4j", schema) == []


@pytest.mark.parametrize("best", ["a-1", "a-2"])
def test_a_deal_that_is_disputed_by_its_status_is_shown_although_its_sums_are_equal(empty: Driver, schema: Schema, best: str) -> None:
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    for id_, status, day in (("a-1", "done", MAY), ("a-2", "withdrawn", JUNE)):
        money = {"kind": "equity", "amount": 5e6, "currency": "USD", "amount_usd": 5e6, "status": status}
        graph.claim(graph.article(id_, day, "The Sample Post"), "INVESTS_IN", ends, "f-1", f"It is {status}.", **money)
    deal(graph, "d-1", [f"c-{best}-f-1"], 5e6, "Acme → Bolt", status="withdrawn", claim_count=2, disputed=True)
    graph.relationships["PART_OF", "Claim", "Deal"] = [{"start": f"c-{id_}-f-1", "end": "d-1"} for id_ in ("a-1", "a-2")]
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    found = ask(empty, "neo4j", LIBRARY["disputed"], LIBRARY["disputed"].bind({}))
    columns = ["subject", "says", "sentence", "claim", "other_says", "other_sentence", "other_claim"]
    told = ["Acme → Bolt", "withdrawn", "It is withdrawn.", "c-a-2-f-1", "done", "It is done.", "c-a-1-f-1"]
    assert found[columns].to_numpy().tolist() == [told]


@pytest.mark.parametrize(
    ("day", "since"),
    [("2024-04-30", []), ("2024-05-10", []), ("2024-05-16", []), ("2024-05-17", ["2024-05-17"]), ("2024-06-30", ["2024-05-17"])],
)
def test_a_month_tells_nothing_besides_a_day_within_it(empty: Driver, schema: Schema, day: str, since: list[str]) -> None:
    graph = Sample()
    ends = graph.entity("Country", "e-norland", "Norland"), graph.entity("Company", "e-acme", "Acme")
    for id_, when in (("a-1", "2024-05"), ("a-2", "2024-05-17")):
        article = graph.article(id_, MAY, "The Sample Post")
        graph.claim(article, "SANCTIONS", ends, "f-1", "Norland banned Acme.", measure="import_ban", status="in_force", **event(when))
    graph.fact(("SANCTIONS", "Country", "Company"), ends, "f-1", measure="import_ban", status="in_force")
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    query = LIBRARY["in_force"]
    assert ask(empty, "neo4j", query, query.bind({"day": day}))["since"].tolist() == since


def planned_and_done(
    graph: Sample, plan: tuple[str, str | None], later: tuple[str, str | None], days: tuple[datetime | None, datetime]
) -> None:
    """Norland's plan about Acme, and what a later article says of it; each as fact and measure."""
    ends = graph.entity("Country", "e-norland", "Norland"), graph.entity("Company", "e-acme", "Acme")
    told = (("a-1", plan, "planned", "Norland weighs a ban on Acme."), ("a-2", later, "in_force", "Norland banned Acme."))
    for (id_, (fact, measure), status, sentence), day in zip(told, days, strict=True):
        stated: dict[str, object] = {"status": status} | ({"measure": measure} if measure else {})
        graph.claim(graph.article(id_, day, "The Sample Post"), "SANCTIONS", ends, fact, sentence, **stated)
        graph.nodes["Article"][-1]["published"] = day and f"{day:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("plan", "days", "expected"),
    [
        (("f-1", "import_ban"), (MAY, JUNE), [["2024-05-10", "c-a-1-f-1", "2024-06-10", 31, "import_ban", "c-a-2-f-1"]]),
        (("f-2", None), (MAY, JUNE), [["2024-05-10", "c-a-1-f-2", "2024-06-10", 31, "import_ban", "c-a-2-f-1"]]),
        (("f-2", "tariff"), (MAY, JUNE), []),
        (("f-1", "import_ban"), (JUNE, MAY), []),
        (("f-1", "import_ban"), (None, MAY), []),
    ],
    ids=["the same measure", "a plan that leaves the measure open", "another measure", "planned anew later", "planned nobody knows when"],
)
def test_a_plan_became_fact_where_a_later_article_says_so(
    empty: Driver, schema: Schema, plan: tuple[str, str | None], days: tuple[datetime | None, datetime], expected: list[list[object]]
) -> None:
    graph = Sample()
    planned_and_done(graph, plan, ("f-1", "import_ban"), days)
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    query = LIBRARY["became_fact"]
    found = ask(empty, "neo4j", query, query.bind({}))
    assert found[["planned", "planned_claim", "fulfilled", "days", "detail", "claim"]].to_numpy().tolist() == expected


def test_a_takeover_became_fact_once_and_days_are_told_where_both_days_are_known(empty: Driver, schema: Schema) -> None:
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    for id_, day, status, precision in (("a-1", MAY, "planned", "day"), ("a-2", datetime(2024, 6, 1, tzinfo=UTC), "done", "month")):
        graph.article(id_, day, "The Sample Post", published_precision=precision)
        graph.nodes["Article"][-1]["published"] = f"{day:%Y-%m-%d}"[: 10 if precision == "day" else 7]
        graph.claim(id_, "INVESTS_IN", ends, "f-1", f"It is {status}.", kind="acquisition", status=status)
        graph.claim(id_, "ACQUIRES", ends, "f-2", f"It is {status}.", status=status)
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    found = ask(empty, "neo4j", LIBRARY["became_fact"], LIBRARY["became_fact"].bind({}))
    assert found[["subject", "object", "planned", "fulfilled", "days"]].to_numpy().tolist() == [
        ["Acme", "Bolt", "2024-05-10", "2024-06", None]
    ]


@pytest.mark.parametrize(("month", "expected"), [("2024-05", 0), ("2024-06", 1)])
def test_a_plan_of_a_month_came_first_only_where_all_of_that_month_did(empty: Driver, schema: Schema, month: str, expected: int) -> None:
    graph = Sample()
    planned_and_done(graph, ("f-1", "tariff"), ("f-1", "tariff"), (MAY, JUNE))
    graph.nodes["Article"][0] |= {"published": "2024-05", "published_precision": "month", "published_at": datetime(2024, 5, 1, tzinfo=UTC)}
    graph.nodes["Article"][1] |= {"published": f"{month}-20", "published_at": datetime.fromisoformat(f"{month}-20T00:00:00Z")}
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    assert len(ask(empty, "neo4j", LIBRARY["became_fact"], LIBRARY["became_fact"].bind({}))) == expected


def takeovers(status: str) -> Sample:
    """Acme takes over Bolt, of which a transaction tells as well; and Cove, of which none does."""
    graph = Sample()
    acme = graph.entity("Company", "e-acme", "Acme")
    graph.article("a-1", MAY, "The Sample Post")
    for name in ("Bolt", "Cove"):
        ends = acme, graph.entity("Company", f"e-{name}", name)
        graph.claim("a-1", "ACQUIRES", ends, f"f-{name}", f"Acme takes over {name}.", status=status)
        graph.fact(("ACQUIRES", "Company", "Company"), ends, f"f-{name}", status=status)
    both = acme, "e-Bolt"
    graph.claim("a-1", "INVESTS_IN", both, "f-deal", "Acme takes over Bolt.", status=status, kind="acquisition")
    graph.fact(("INVESTS_IN", "Company", "Company"), both, "f-deal", status=status, kind="acquisition", deal_count=1)
    deal(graph, "d-1", ["c-a-1-f-deal"], 5e6, "Acme → Bolt", status=status, kind="acquisition")
    return graph


@pytest.mark.parametrize("question", ["planned", "happened"])
@pytest.mark.parametrize("status", ["planned", "rumoured", "done"])
def test_every_takeover_is_told_once(empty: Driver, schema: Schema, question: str, status: str) -> None:
    reconcile(empty, "neo4j", schema, *takeovers(status).frames(schema))
    query = LIBRARY[question]
    found = ask(empty, "neo4j", query, query.bind({p.name: GIVEN[p.name] for p in query.parameters if p.required}))
    told = sorted(map(tuple, found[["type", "object", "status"]].to_numpy().tolist()))
    expected = [("ACQUIRES", "Cove", status), ("INVESTS_IN", "Bolt", status)]
    assert told == ([] if (question, status) == ("planned", "done") else expected)


Tell = tuple[str, datetime | None, date | None]  # status, publication, event


def told(rows: Iterable[Tell]) -> list[Told]:
    return [Told(status, at and (at.toordinal(), at.toordinal()), day and (day.toordinal(), day.toordinal())) for status, at, day in rows]


def test_what_is_in_force_at_the_end_of_days_is_what_the_statuses_say_together(empty: Driver, schema: Schema) -> None:
    published = (None, datetime(2024, 5, 10, tzinfo=UTC), datetime(2024, 6, 9, tzinfo=UTC), datetime(2024, 6, 10, tzinfo=UTC))
    days = (None, date(2024, 5, 1), date(2024, 5, 10), date(2024, 5, 20))
    every = [tell for tell in product(("in_force", "lifted"), published, days) if any(tell[1:])]
    triples = random.Random(6).sample(list(combinations(every, 3)), 200)
    facts = [*combinations_with_replacement(every, 2), *triples]
    graph = Sample()
    norland = graph.entity("Country", "e-norland", "Norland")
    for number, rows in enumerate(facts):
        ends = norland, graph.entity("Company", f"e-{number}", f"Acme {number}")
        for place, (status, at, day) in enumerate(rows):
            article = graph.article(f"a-{number}-{place}", at, "The Sample Post")
            graph.claim(article, "SANCTIONS", ends, f"f-{number}", "So it is.", status=status, **(event(day.isoformat()) if day else {}))
        graph.fact(("SANCTIONS", "Country", "Company"), ends, f"f-{number}", status="in_force")
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    rule = schema.claim_types["SANCTIONS"].claims
    assert rule is not None
    query = LIBRARY["in_force"]
    found = ask(empty, "neo4j", query, query.bind({"day": "2999-01-01", "limit": "9999"}))
    expected = {f"f-{number}" for number, rows in enumerate(facts) if combine(told(rows), rule).status == "in_force"}
    assert len(expected) > 100
    assert set(found["fact"]) == expected


def test_a_contradiction_pairs_what_stands_with_what_is_over_and_no_plan(empty: Driver, schema: Schema) -> None:
    graph = Sample()
    ends = graph.entity("Country", "e-norland", "Norland"), graph.entity("Company", "e-acme", "Acme")
    for id_, status, day in (("a-1", "in_force", MAY), ("a-2", "lifted", MAY), ("a-3", "planned", JUNE)):
        graph.claim(graph.article(id_, day, "The Sample Post"), "SANCTIONS", ends, "f-1", f"It is {status}.", status=status)
    graph.fact(("SANCTIONS", "Country", "Company"), ends, "f-1", status="in_force", disputed=True)
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    found = ask(empty, "neo4j", LIBRARY["disputed"], LIBRARY["disputed"].bind({}))
    assert found[["says", "sentence", "other_says", "other_sentence"]].to_numpy().tolist() == [
        ["in_force", "It is in_force.", "lifted", "It is lifted."]
    ]


@pytest.mark.parametrize(("status", "number"), [("done", 1), ("planned", 1), ("rumoured", 0), ("withdrawn", 0)])
def test_an_investor_on_both_sides_has_invested_or_plans_to(empty: Driver, schema: Schema, status: str, number: int) -> None:
    graph = newsroom()
    graph.fact_of("f-vela-bolt")["status"] = status
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    found = ask(empty, "neo4j", LIBRARY["common_investors"], LIBRARY["common_investors"].bind({}))
    assert found["second_status"].tolist() == [status] * number


def test_every_question_about_facts_shows_their_proof() -> None:
    of_claims = {
        "evidence",
        "timeline",
        "published",
        "learnt",
        "taken_back",
        "facts_as_of",
        "in_force",
        "became_fact",
    }  # a row per claim, with its own sentence
    assert {*LIBRARY} - {*PROVED} - of_claims == {"most_mentioned", "listed", "listed_unnamed", "field", "invested_total"}
    assert all("sentence" in " ".join(LIBRARY[name].columns) for name in {*PROVED, *of_claims})


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_wherever_a_sentence_is_shown_the_claim_can_be_judged_and_its_fact_followed(query: Query) -> None:
    shown = [column.removesuffix("sentence") for column in query.columns if column.endswith("sentence")]
    assert {f"{whose}claim" for whose in shown} <= {*query.columns}
    unfollowed = {"evidence", "disputed", "facts_as_of", "taken_back"}  # of the fact asked for; of a deal; of no live fact
    assert query.name in unfollowed or {f"{whose}fact" for whose in shown} <= {*query.columns}


@pytest.mark.parametrize("question", PROVED)
def test_the_sentence_is_that_of_the_best_claim_and_other_claims_double_no_row(empty: Driver, schema: Schema, question: str) -> None:
    graph = newsroom()
    # A second claim of each fact, surer and first by id, that is not the one the fact's attributes are from.
    facts = [(type_, row) for (type_, _, _), rows in graph.relationships.items() for row in rows if "fact_id" in row]
    graph.article("a-0", MAY, "The Sample Post")
    for type_, row in facts:
        ends = str(row["start"]), str(row["end"])
        graph.claim("a-0", type_, ends, str(row["fact_id"]), "Another sentence.", confidence=0.99)
    query = LIBRARY[question]
    asked = GIVEN | ({"entity": "Norland"} if question == "sanctions_by" else {})
    given = {p.name: asked[p.name] for p in query.parameters if p.required}
    reconcile(empty, "neo4j", schema, *newsroom().frames(schema))
    before = ask(empty, "neo4j", query, query.bind(given))
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    after = ask(empty, "neo4j", query, query.bind(given))
    assert not before.empty
    pd.testing.assert_frame_equal(before, after)
