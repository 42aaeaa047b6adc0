import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver

from graph_schema import upsert
from graph_schema.frames import check_nodes
from graph_schema.spec import Schema
from pipelines.errors import WriteError
from pipelines.graph import reconcile as writer
from pipelines.graph import steps as sizes
from pipelines.graph.audit import audit
from pipelines.graph.canonical import graph_hash
from pipelines.graph.ownership import written_projection
from pipelines.graph.reconcile import WriteReport, Written, reconcile, reconcile_in
from pipelines.graph.support import unsupported
from tests.graph.sample import MAY, SEEN, Sample, article, sample

GONE: dict[str, object] = {"withdrawn_at": SEEN, "withdrawn_why": "gone"}

NODES = "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"
EDGES = (
    "MATCH (a)-[r]->(b) RETURN elementId(r) AS id, type(r) AS type, a.row_hash AS a, b.row_hash AS b, properties(r) AS properties"
    " ORDER BY id"
)


def write(driver: Driver, schema: Schema, graph: Sample) -> WriteReport:
    return reconcile(driver, "neo4j", schema, *graph.frames(schema))


def ask(driver: Driver, cypher: str, **parameters: object) -> list[dict[str, Any]]:
    return [record.data() for record in driver.execute_query(cypher, parameters).records]


def everything(driver: Driver) -> list[dict[str, Any]]:
    return ask(driver, NODES) + ask(driver, EDGES)


def content(driver: Driver) -> set[str]:
    """What is there, without the database's own ids."""
    return {
        repr(sorted((k, sorted(v.items()) if isinstance(v, dict) else v) for k, v in row.items() if k != "id"))
        for row in everything(driver)
    }


def entities(*rows: tuple[str, str, str]) -> Sample:
    """Entities alone, given as (kind, id, name)."""
    graph = Sample()
    for kind, id_, name in rows:
        graph.entity(kind, id_, name)
    return graph


def test_the_first_write_creates_every_row(empty: Driver, schema: Schema) -> None:
    report = write(empty, schema, sample())
    assert report.counts["Claim"] == Written(created=7)
    assert report.counts["SANCTIONS"] == Written(created=2)
    assert report.changed == len(everything(empty)) == 49
    assert audit(empty, "neo4j", schema) == []


def test_the_second_write_sends_nothing(written: Driver, schema: Schema) -> None:
    before, steps = everything(written), Steps()
    report = reconcile(written, "neo4j", schema, *sample().frames(schema), progress=steps)
    assert report.changed == 0
    assert report.counts["Claim"] == Written(unchanged=7)
    assert steps.seen == []
    assert everything(written) == before


def test_a_new_time_of_processing_is_written_and_leaves_the_hash_of_the_graph(written: Driver, schema: Schema) -> None:
    graph, before = sample(), graph_hash(written, "neo4j", schema)
    graph.nodes["Article"][0]["retrieved_at"] = datetime(2030, 1, 1, tzinfo=UTC)
    assert write(written, schema, graph).changed == 1
    assert graph_hash(written, "neo4j", schema) == before


def test_a_changed_row_is_updated_and_a_value_that_went_is_gone(written: Driver, schema: Schema) -> None:
    graph = sample()
    acme = next(row for row in graph.nodes["Company"] if row["entity_id"] == "e-acme")
    acme |= {"name": "Acme", "ticker": None}
    report = write(written, schema, graph)
    assert (report.changed, report.counts["Company"]) == (1, Written(updated=1, unchanged=2))
    assert ask(written, "MATCH (n:Company {entity_id: 'e-acme'}) RETURN n.name AS name, n.ticker AS ticker") == [
        {"name": "Acme", "ticker": None}
    ]


def test_a_changed_fact_is_updated_in_place(written: Driver, schema: Schema) -> None:
    graph = sample()
    graph.relationships["SANCTIONS", "GovernmentBody", "Company"][0]["status"] = "in_force"
    assert write(written, schema, graph).counts["SANCTIONS"] == Written(updated=1, unchanged=1)
    assert len(ask(written, "MATCH ()-[r:SANCTIONS {status: 'in_force'}]->() RETURN r.fact_id")) == 2


def test_a_removed_row_is_deleted_with_what_hangs_on_it(written: Driver, schema: Schema) -> None:
    graph = sample()
    graph.nodes["Article"] = [row for row in graph.nodes["Article"] if row["article_id"] != "a-3"]
    gone = {str(row["claim_id"]) for row in graph.nodes["Claim"] if str(row["claim_id"]).startswith("c-a-3")}
    graph.nodes["Claim"] = [row for row in graph.nodes["Claim"] if row["claim_id"] not in gone]
    for pair, rows in graph.relationships.items():
        graph.relationships[pair] = [row for row in rows if row["start"] not in gone | {"a-3"}]
    del graph.relationships["COMPETES_WITH", "Company", "Company"]
    report = write(written, schema, graph)
    assert report.counts["Article"] == Written(deleted=1, unchanged=2)
    assert report.counts["COMPETES_WITH"] == Written(deleted=1)
    assert report.counts["MENTIONS"].deleted == 2
    assert ask(written, "MATCH (c:Claim) WHERE NOT (c)-[:STATED_IN]->() RETURN c.claim_id") == []
    assert write(written, schema, graph).changed == 0


def test_nothing_wanted_leaves_nothing_of_ours(written: Driver, schema: Schema) -> None:
    reconcile(written, "neo4j", schema, {}, {})
    assert everything(written) == []


def test_an_entity_that_changes_its_kind_keeps_its_node_and_relationships(written: Driver, schema: Schema) -> None:
    before = ask(written, "MATCH (n:Company {entity_id: 'e-acme'})<-[r:MENTIONS]-() RETURN elementId(n) AS id, count(r) AS count")
    graph = Sample({"Article": sample().nodes["Article"]}, {})
    graph.entity("Product", "e-acme", "Acme")
    for article_id, count in (("a-1", 2), ("a-2", 4), ("a-3", 1)):
        graph.mention(article_id, "e-acme", count)
    report = write(written, schema, graph)
    assert report.counts["Product"] == Written(updated=1)
    after = ask(written, "MATCH (n:Entity {entity_id: 'e-acme'})<-[r:MENTIONS]-() RETURN elementId(n) AS id, count(r) AS count")
    assert after == before
    assert ask(written, "MATCH (n:Entity) RETURN labels(n) AS labels, n.ticker AS ticker") == [
        {"labels": ["Entity", "Product"], "ticker": None}
    ]


NASTY = [
    'O\'Neil "& Sons" \\ `Co` {x: 1} $rows',
    "line\nbreak\r\n\ttab",
    "😀 宁德时代 é",
    "`) DETACH DELETE n //",
    "${jndi:x}",
    "' OR 1=1 --",
    "\x00\x01",
    "\u202e",
]


def test_names_that_look_like_cypher_are_values(empty: Driver, schema: Schema) -> None:
    write(empty, schema, entities(*(("Company", f"e-{n}-{name}", name) for n, name in enumerate(NASTY))))
    assert {row["name"] for row in ask(empty, "MATCH (n:Company) RETURN n.name AS name")} == set(NASTY)
    assert write(empty, schema, entities(*(("Company", f"e-{n}-{name}", name) for n, name in enumerate(NASTY)))).changed == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["Company", "Person"]), st.text(min_size=1), st.text(min_size=1)), unique_by=lambda row: row[1]))
def test_any_text_comes_back_as_it_was(empty: Driver, schema: Schema, rows: list[tuple[str, str, str]]) -> None:
    graph = entities(*rows)
    write(empty, schema, graph)
    found = ask(empty, "MATCH (n:Entity) RETURN [l IN labels(n) WHERE l <> 'Entity'][0] AS kind, n.entity_id AS id, n.name AS name")
    assert {(row["kind"], row["id"], row["name"]) for row in found} == set(rows)
    assert write(empty, schema, graph).changed == 0


def test_a_relationship_without_its_node_fails_by_name_and_keeps_nothing_of_the_batch(empty: Driver, schema: Schema) -> None:
    nodes, edges = sample().frames(schema)
    nodes["Country"] = nodes["Country"].iloc[:0]
    with pytest.raises(WriteError, match="not in the graph: Entity e-norland") as caught:
        reconcile(empty, "neo4j", schema, nodes, edges)
    assert caught.value.where in {pair[0] for pair in edges}
    assert ask(empty, f"MATCH ()-[r:{caught.value.where}]->() RETURN r") == []
    assert write(empty, schema, sample()).changed > 0
    assert audit(empty, "neo4j", schema) == []


def test_a_key_under_two_labels_is_refused_before_anything_is_written(empty: Driver, schema: Schema) -> None:
    with pytest.raises(WriteError, match=r"e-1.*stands under Company and Person"):
        write(empty, schema, entities(("Company", "e-1", "Acme"), ("Person", "e-1", "Acme")))
    assert ask(empty, "MATCH (n:Entity) RETURN n") == []


def test_a_strangers_data_survive(written: Driver, schema: Schema) -> None:
    written.execute_query("CREATE (:Company:Entity {entity_id: 'theirs', name: 'Theirs'})-[:NOTES]->(:Note {text: 'keep me'})")
    written.execute_query("MATCH (a:Note), (b:Entity {entity_id: 'e-acme'}) CREATE (a)-[:MENTIONS]->(b)")
    write(written, schema, sample())
    reconcile(written, "neo4j", schema, {}, {})
    assert ask(written, "MATCH (n) RETURN n.entity_id AS id, n.text AS text ORDER BY id") == [
        {"id": "theirs", "text": None},
        {"id": None, "text": "keep me"},
    ]
    assert len(ask(written, "MATCH ()-[r]->() RETURN r")) == 1


def test_a_relationship_that_somebody_doubled_is_single_again(written: Driver, schema: Schema) -> None:
    written.execute_query("MATCH (c:Claim)-[r:SUBJECT]->(e) WITH c, r, e LIMIT 1 CREATE (c)-[:SUBJECT {row_hash: r.row_hash}]->(e)")
    write(written, schema, sample())
    assert ask(written, "MATCH (c:Claim)-[r:SUBJECT]->() RETURN count(r) AS all, count(DISTINCT c) AS claims") == [{"all": 7, "claims": 7}]


class Steps:
    """Progress that remembers, and stops the run after `limit` steps as a signal would."""

    def __init__(self, limit: int = 10_000) -> None:
        self.seen: list[tuple[int, int, str]] = []
        self.limit = limit

    def step(self, message: str) -> None:
        raise AssertionError(message)

    def advance(self, done: int, total: int, what: str) -> None:
        self.seen.append((done, total, what))
        if len(self.seen) >= self.limit:
            raise KeyboardInterrupt


@pytest.fixture
def in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little it is, it goes in transactions of a few rows."""
    monkeypatch.setattr(writer, "ATOMIC_ROWS", 0)
    monkeypatch.setattr(sizes, "NODE_BATCH", 2)
    monkeypatch.setattr(sizes, "RELATIONSHIP_BATCH", 2)


def test_rows_go_in_batches_and_progress_hears_of_each(empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "NODE_BATCH", 2)
    steps = Steps()
    nodes = {"Article": check_nodes(schema, "Article", pd.DataFrame([article(f"a-{n}") for n in range(5)])).accepted}
    reconcile(empty, "neo4j", schema, nodes, {}, progress=steps)
    assert steps.seen == [(2, 5, "Article"), (4, 5, "Article"), (5, 5, "Article")]
    assert len(ask(empty, "MATCH (n:Article) RETURN n")) == 5


class Seen(Steps):
    """Progress that asks, after each batch of one label or type, which keys the graph holds by then."""

    def __init__(self, driver: Driver, what: str, cypher: str) -> None:
        super().__init__()
        self.driver, self.what, self.cypher = driver, what, cypher
        self.keys: list[list[object]] = []

    def advance(self, done: int, total: int, what: str) -> None:
        super().advance(done, total, what)
        if what == self.what:
            self.keys.append([row["key"] for row in ask(self.driver, self.cypher)])


@pytest.mark.usefixtures("in_batches")
def test_rows_are_written_in_the_order_of_their_keys(empty: Driver, schema: Schema) -> None:
    graph = entities(*(("Company", f"e-{n}", f"Company {n}") for n in "cadb"))
    graph.article("a-1", None, "The Sample Post")
    for n in "dbca":
        graph.mention("a-1", f"e-{n}", 1)
    for what, cypher in (
        ("Company", "MATCH (n:Company) RETURN n.entity_id AS key ORDER BY key"),
        ("MENTIONS", "MATCH ()-[:MENTIONS]->(n) RETURN n.entity_id AS key ORDER BY key"),
    ):
        reconcile(empty, "neo4j", schema, {}, {})
        seen = Seen(empty, what, cypher)
        reconcile(empty, "neo4j", schema, *graph.frames(schema), progress=seen)
        # Asked while a batch is under way, the graph shows those before it.
        assert seen.keys == [[], ["e-a", "e-b"]]


def other() -> Sample:
    """Much of the sample otherwise: kinds, claims, facts and what they are about; one fact has new proof; one article is taken back."""
    graph = Sample()
    acme, bolt = graph.entity("Product", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    rival, place = graph.entity("Product", "e-rival", "Rival"), graph.entity("Place", "e-other", "Other")
    one = graph.article("a-1", MAY, "The Sample Post")
    gone = graph.article("a-2", MAY, "Example Wire", **GONE)
    graph.claim(one, "COMPETES_WITH", (acme, rival), "f-products", "Acme meets its rival.")
    graph.fact(("COMPETES_WITH", "Product", "Product"), (acme, rival), "f-products")
    graph.claim(one, "INVESTS_IN", (bolt, place), "f-plant", "Bolt builds in Other.", kind="capex", status="planned")
    graph.fact(("INVESTS_IN", "Company", "Place"), (bolt, place), "f-plant", kind="capex", status="planned")
    graph.claim(gone, "INVESTS_IN", (bolt, place), "f-gone", "Bolt built in Other.", **GONE)
    graph.nodes["Claim"][-1]["fact_id"] = None
    graph.mention(one, acme, 1)
    norland, late = graph.entity("Country", "e-norland", "Norland"), graph.article("a-9", MAY, "Example Wire")
    graph.claim(late, "SANCTIONS", (norland, acme), "f-ban", "Norland bans Acme.", measure="import_ban", status="in_force")
    graph.fact(("SANCTIONS", "Country", "Product"), (norland, acme), "f-ban", measure="import_ban", status="in_force")
    return graph


def stops(driver: Driver, schema: Schema, graph: Sample, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Write `graph`, stopped before its first transaction; then again, stopped before the second that is left; on until it is whole."""
    write_one = writer._write
    for stop in itertools.count():
        left = stop

        def until(*given: Any) -> None:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            write_one(*given)

        with monkeypatch.context() as patched:
            patched.setattr(writer, "_write", until)
            try:
                write(driver, schema, graph)
            except KeyboardInterrupt:
                pass
            else:
                return
        yield stop


def at_once(driver: Driver, schema: Schema, graph: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(writer, "ATOMIC_ROWS", 50_000)
        write(driver, schema, graph)


@pytest.mark.usefixtures("in_batches")
def test_a_run_stopped_between_any_two_transactions_leaves_proof_for_every_fact_and_the_next_one_finishes(
    empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "RELATIONSHIP_BATCH", 4)
    write(empty, schema, sample())
    whole = content(empty)
    for graph, begun in ((sample(), other()), (other(), sample())):
        seen = 0
        at_once(empty, schema, begun, monkeypatch)
        for _ in stops(empty, schema, graph, monkeypatch):
            assert unsupported(empty, "neo4j", schema) == []
            at_once(empty, schema, begun, monkeypatch)
            seen += 1
        assert seen > 10
    write(empty, schema, sample())
    assert content(empty) == whole


def test_a_run_stopped_in_its_one_transaction_leaves_the_graph_as_it_was(
    empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(empty, schema, other())
    before = everything(empty)
    seen = 0
    for _ in stops(empty, schema, sample(), monkeypatch):
        assert everything(empty) == before
        seen += 1
    assert seen > 10
    assert audit(empty, "neo4j", schema) == []


def test_readers_see_the_graph_before_or_after(empty: Driver, schema: Schema) -> None:
    seen = Seen(empty, "Claim", "MATCH (n) RETURN count(n) AS key")
    reconcile(empty, "neo4j", schema, *sample().frames(schema), progress=seen)
    assert seen.keys == [[0]]
    assert ask(empty, "MATCH (n) RETURN count(n) AS key") == [{"key": 16}]


def test_one_graph_after_another_is_the_same_as_the_other_alone(empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    write(empty, schema, sample())
    alone = content(empty)
    for rows in (0, 50_000):
        monkeypatch.setattr(writer, "ATOMIC_ROWS", rows)
        for graph in (other(), sample()):
            write(empty, schema, graph)
            assert write(empty, schema, graph).changed == 0
        assert content(empty) == alone


def test_what_is_taken_back_is_labelled_and_what_comes_back_is_not(written: Driver, schema: Schema) -> None:
    graph = sample()
    for row in (graph.nodes["Article"][0], graph.nodes["Claim"][0], graph.nodes["Person"][0]):
        row.update(GONE)
    assert write(written, schema, graph).changed == 3
    ordered = "MATCH (n:Withdrawn) UNWIND labels(n) AS label WITH n, label ORDER BY label WITH n, collect(label) AS labels"
    assert ask(written, f"{ordered} RETURN labels, n.withdrawn_why AS why ORDER BY labels") == [
        {"labels": labels, "why": "gone"}
        for labels in (["Article", "Withdrawn"], ["Claim", "Withdrawn"], ["Entity", "Person", "Withdrawn"])
    ]
    assert audit(written, "neo4j", schema) == []
    assert write(written, schema, sample()).changed == 3
    assert ask(written, "MATCH (n) WHERE n:Withdrawn OR n.withdrawn_at IS NOT NULL RETURN n") == []


def marked(graph: Sample, record_id: str, projection: str) -> Sample:
    graph.nodes["Record"] = [{"record_id": record_id, "projection": projection}]
    return graph


def test_the_graph_says_of_what_it_is_the_projection(empty: Driver, schema: Schema) -> None:
    assert written_projection(empty, "neo4j") is None
    write(empty, schema, marked(sample(), "r-1", "p-1"))
    assert written_projection(empty, "neo4j") == ("r-1", "p-1")
    report = write(empty, schema, marked(sample(), "r-1", "p-2"))
    assert (written_projection(empty, "neo4j"), report.changed) == (("r-1", "p-2"), 0)


@pytest.mark.usefixtures("in_batches")
@pytest.mark.parametrize("record_id", ["r-1", "r-2"])
def test_while_a_write_in_batches_is_under_way_the_graph_is_the_new_records_and_not_whole(
    empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch, record_id: str
) -> None:
    write(empty, schema, marked(sample(), "r-1", "p-1"))
    seen = 0
    for _ in stops(empty, schema, marked(other(), record_id, "p-1"), monkeypatch):
        assert written_projection(empty, "neo4j") is None
        assert ask(empty, "MATCH (r:Record) RETURN r.record_id AS id") == [{"id": record_id}]
        seen += 1
    assert seen > 5
    assert written_projection(empty, "neo4j") == (record_id, "p-1")


@pytest.mark.usefixtures("in_batches")
def test_a_write_in_batches_ends_whole_even_where_it_was_whole_before(empty: Driver, schema: Schema) -> None:
    for graph in (sample(), other()):
        write(empty, schema, marked(graph, "r-1", "p-1"))
        assert written_projection(empty, "neo4j") == ("r-1", "p-1")


def test_a_transaction_that_is_rolled_back_leaves_nothing(written: Driver, schema: Schema) -> None:
    before = everything(written)
    with written.session(database="neo4j") as session, session.begin_transaction() as tx:
        report = reconcile_in(tx, schema, *other().frames(schema))
        found = tx.run("MATCH (n:Entity) RETURN n.name AS name ORDER BY name").value()
        tx.rollback()
    assert found == ["Acme", "Bolt", "Norland", "Other", "Rival"]
    assert report.changed > 0
    assert everything(written) == before


def test_upserts_seek_by_index_and_need_no_eager(written: Driver, schema: Schema) -> None:
    statements = [upsert.node_upsert(schema, n.label) for n in schema.nodes.values() if not n.abstract]
    statements += [upsert.node_upsert(schema, n.label, withdrawn=True) for n in schema.nodes.values() if n.withdrawable and not n.abstract]
    statements += [upsert.relationship_upsert(schema, r.type, *pair) for r in schema.relationships.values() for pair in r.endpoints[:1]]
    for statement in statements:
        plan = written.execute_query(f"EXPLAIN {statement}", rows=[]).summary.plan
        assert plan is not None
        operators = set(_operators(plan))
        assert not {o for o in operators if "Eager" in o and "Aggregation" not in o}, statement
        assert not {o for o in operators if "Scan" in o}, statement


def _operators(plan: dict[str, Any]) -> list[str]:
    return [str(plan["operatorType"]), *(name for child in plan.get("children", []) for name in _operators(child))]


def test_a_declared_name_with_a_backtick_is_quoted_in_every_statement(empty: Driver, schema: Schema) -> None:
    odd = replace(schema.nodes["Article"], label="Odd `Label", properties=schema.nodes["Article"].properties)
    changed = replace(schema, nodes={**schema.nodes, "Odd `Label": odd})
    rows = [{"article_id": "a-1", "title": "T", "row_hash": "x"}]
    empty.execute_query(upsert.node_upsert(changed, "Odd `Label"), rows=rows)
    assert ask(empty, "MATCH (n:`Odd ``Label`) RETURN n.title AS title") == [{"title": "T"}]
    empty.execute_query(upsert.node_delete(changed, "Odd `Label"), rows=rows)
    assert ask(empty, "MATCH (n) RETURN n") == []
