"""One hash for one graph: from the database and from frames, in any order; everything but times of processing changes it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j import Driver

from graph_schema.load import load_schema
from graph_schema.spec import Schema
from pipelines.graph import reconcile as writer
from pipelines.graph import steps as sizes
from pipelines.graph.canonical import Pair, differences, graph_hash, projection_hash
from pipelines.graph.reconcile import reconcile
from tests.graph.sample import SEEN, Sample, sample

GONE: dict[str, object] = {"withdrawn_at": SEEN, "withdrawn_why": "gone"}
SCHEMA = load_schema()


@dataclass
class Frames:
    nodes: dict[str, pd.DataFrame]
    relationships: dict[Pair, pd.DataFrame]


def frames(graph: Sample) -> Frames:
    return Frames(*graph.frames(SCHEMA))


def rich() -> Sample:
    """The sample with everything that hashes may stumble over."""
    graph = sample()
    graph.nodes["Article"][0] |= GONE
    graph.nodes["Claim"][0] |= GONE | {"event_date": date(2024, 5, 1), "event": "2024-05-01", "event_date_precision": "day"}
    graph.entity("Place", "e-odd", 'Ünïcode 😀 \\ "quoted"', aliases=[])
    graph.nodes["Record"] = [{"record_id": "r-1", "projection": "p-1"}]
    return graph


def shuffled(given: Frames, seed: int) -> Frames:
    def mixed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=seed)

    def turned(keys: list[str] | list[Pair]) -> None:
        Random(seed).shuffle(keys)

    labels, pairs = list(given.nodes), list(given.relationships)
    turned(labels)
    turned(pairs)
    return Frames({k: mixed(given.nodes[k]) for k in labels}, {k: mixed(given.relationships[k]) for k in pairs})


def test_the_database_and_the_frames_have_one_hash(empty: Driver, schema: Schema) -> None:
    for graph in (rich(), Sample(), sample()):
        wanted = frames(graph)
        reconcile(empty, "neo4j", schema, wanted.nodes, wanted.relationships)
        assert graph_hash(empty, "neo4j", schema) == projection_hash(wanted, schema)
        assert differences(empty, "neo4j", schema, wanted) == []


@given(st.integers(0, 10_000))
def test_the_order_of_rows_takes_no_part(seed: int) -> None:
    assert projection_hash(shuffled(frames(rich()), seed), SCHEMA) == projection_hash(frames(rich()), SCHEMA)


@pytest.mark.parametrize(("atomic", "batch"), [(0, 1), (0, 2), (0, 7), (50_000, 3), (50_000, 10_000)])
def test_the_size_of_batches_and_what_was_there_before_take_no_part(
    empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch, atomic: int, batch: int
) -> None:
    monkeypatch.setattr(writer, "ATOMIC_ROWS", atomic)
    monkeypatch.setattr(sizes, "NODE_BATCH", batch)
    monkeypatch.setattr(sizes, "RELATIONSHIP_BATCH", batch)
    for number, graph in enumerate((sample(), rich())):
        wanted = shuffled(frames(graph), batch + number)
        reconcile(empty, "neo4j", schema, wanted.nodes, wanted.relationships)
    assert graph_hash(empty, "neo4j", schema) == projection_hash(frames(rich()), schema)


def test_times_of_processing_zones_and_bookkeeping_take_no_part(schema: Schema) -> None:
    graph = rich()
    later, east = datetime(2030, 1, 1, tzinfo=UTC), timezone(timedelta(hours=9))
    graph.nodes["Record"] = [{"record_id": "r-2"}]
    graph.nodes["Article"][0] |= {"retrieved_at": later, "withdrawn_at": later}
    published = graph.nodes["Article"][1]["published_at"]
    assert isinstance(published, datetime)
    graph.nodes["Article"][1]["published_at"] = published.astimezone(east)
    assert projection_hash(frames(graph), schema) == projection_hash(frames(rich()), schema)


CHANGES = [
    ("MATCH (n:Person) SET n.name = 'Somebody'", "Entity e-ada is not as in the record: name."),
    ("MATCH (n:Person) SET n.mood = 'good'", "Entity e-ada is not as in the record: mood."),
    ("MATCH (n:Person) REMOVE n.known", "Entity e-ada is not as in the record: known."),
    ("MATCH (n:Person) SET n:Tagged", "Entity e-ada is not as in the record: labels."),
    ("MATCH (n:Withdrawn:Article) REMOVE n:Withdrawn", "Article a-1 is not as in the record: labels."),
    (
        "MATCH (n:Article {article_id: 'a-2'}) SET n.published_at = toString(n.published_at)",
        "Article a-2 is not as in the record: published_at.",
    ),
    ("MATCH (n:Person) DETACH DELETE n", "Entity e-ada is not in the graph."),
    ("CREATE (:Note {text: 'x'})", "is in the graph and not in the record."),
    (
        "MATCH (a:Person), (b:Country) CREATE (a)-[:LIKES]->(b)",
        "LIKES from Entity e-ada to Entity e-norland is in the graph and not in the record.",
    ),
    (
        "MATCH ()-[r:INVESTS_IN {fact_id: 'f-plant'}]->() SET r.confidence = 0.5",
        "INVESTS_IN f-plant from Entity e-bolt to Entity e-norland is not as",
    ),
    (
        "MATCH ()-[r:INVESTS_IN {fact_id: 'f-plant'}]->() DELETE r",
        "INVESTS_IN f-plant from Entity e-bolt to Entity e-norland is not in the graph.",
    ),
    (
        "MATCH (c:Claim {fact_id: 'f-plant'})-[:SUBJECT]->(e) CREATE (c)-[:SUBJECT]->(e)",
        "SUBJECT from Claim c-a-3-f-plant to Entity e-bolt is in the graph more than once.",
    ),
]


@pytest.mark.parametrize(("damage", "told"), CHANGES)
def test_whatever_else_changes_the_hash_and_is_named(empty: Driver, schema: Schema, damage: str, told: str) -> None:
    wanted = frames(rich())
    reconcile(empty, "neo4j", schema, wanted.nodes, wanted.relationships)
    empty.execute_query(damage)
    assert graph_hash(empty, "neo4j", schema) != projection_hash(wanted, schema)
    found = differences(empty, "neo4j", schema, wanted)
    assert len(found) == 1
    assert told in found[0]


def test_what_other_tools_keep_takes_no_part(empty: Driver, schema: Schema) -> None:
    before = graph_hash(empty, "neo4j", schema)
    empty.execute_query("CREATE (:_Bloom_Perspective_ {id: 1})-[:HAS]->(:_Bloom_Scene_ {id: 2})")
    assert graph_hash(empty, "neo4j", schema) == before


def test_strangers_relationships_are_told_apart_by_what_they_join(empty: Driver, schema: Schema) -> None:
    hashes = set()
    for text in ("one", "two"):
        empty.execute_query("MATCH (n) DETACH DELETE n")
        empty.execute_query(
            "CREATE (a:Note {text: 'one'}), (b:Note {text: 'two'}) WITH * MATCH (n:Note {text: $text}) CREATE (n)-[:ON]->(n)", text=text
        )
        hashes.add(graph_hash(empty, "neo4j", schema))
    assert len(hashes) == 2


def test_only_the_first_differences_are_named(empty: Driver, schema: Schema) -> None:
    empty.execute_query("UNWIND range(1, 30) AS n CREATE (:Note {number: n})")
    found = differences(empty, "neo4j", schema, Frames({}, {}))
    assert (len(found), found[-1]) == (21, "… and 10 more.")
