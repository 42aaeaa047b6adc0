"""A sound graph has no findings; whatever is done to it is found, mended in place, and the hash is the record's again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver

from graph_schema.registry import load_registry
from pipelines.errors import WriteError
from pipelines.flow import Unwatched, write_graph
from pipelines.flow.project import resolve_entities
from pipelines.flow.upkeep import check, graph_faults, hash_of_record, mend, rebuild
from pipelines.graph.canonical import graph_hash
from pipelines.graph.connection import connect
from pipelines.graph.server import Server
from pipelines.judgements.entries import ArticleRef, Verdict
from pipelines.settings import Neo4jAddress
from tests.conftest import empty_database
from tests.flow.written import Said, Written

QUIET = Unwatched()


@pytest.fixture
def written(tmp_path: Path) -> Written:
    record = Written(tmp_path, load_registry())
    record.article("one", "Acme Pumps competes with Bolt Motors. Acme Pumps is old.", Said("Acme Pumps", "Bolt Motors"))
    record.article("two", "Bolt Motors has a rival. Cog Works competes with Bolt Motors.", Said("Cog Works", "Bolt Motors"))
    return record


@pytest.fixture(scope="module")
def driver(neo4j_address: Neo4jAddress) -> Iterator[Driver]:
    with connect(neo4j_address) as found:
        empty_database(found)
        yield found


@pytest.fixture
def server(driver: Driver, written: Written) -> Server:
    """The graph of that record; constraints of earlier tests stay, so that the server keeps its query plans."""
    driver.execute_query("MATCH (n) DETACH DELETE n")
    found = Server(driver, "neo4j")
    resolve_entities(written.knowledge, QUIET)
    write_graph(written.knowledge, found, QUIET)
    return found


def test_a_graph_as_it_was_written_is_sound(written: Written, server: Server) -> None:
    found = check(written.knowledge, server)
    assert (found.record, found.graph) == ([], [])
    assert found.graph_hash == found.record_hash == hash_of_record(written.knowledge)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (
            "MATCH (n:Company {name: 'Cog Works'}) SET n.name = 'Dog Works'",
            "was changed by hand: its values are not those that were written",
        ),
        ("MATCH (n:Claim) WITH n LIMIT 1 DETACH DELETE n", "has no claim"),
        ("MATCH (n:Article) WITH n LIMIT 1 DETACH DELETE n", "lacks its article, subject or object"),
        ("MATCH ()-[r:COMPETES_WITH]->() DELETE r", "is not in the graph."),
        ("MATCH ()-[r:COMPETES_WITH]->() SET r.claim_count = 7", "says 7 claims in 1 articles; there are 1 in 1"),
        ("MATCH (a)-[r:MENTIONS]->(b) WITH a, r, b LIMIT 1 CREATE (a)-[s:MENTIONS]->(b) SET s = properties(r)", "more than once"),
        ("DROP INDEX index_Entity_name", "index index_Entity_name is missing"),
        ("MATCH (n) DETACH DELETE n", "the graph was not written to its end, or not at all"),
    ],
)
def test_damage_is_found_and_mended_in_place(written: Written, server: Server, damage: str, told: str) -> None:
    server.driver.execute_query(damage)
    faults = graph_faults(written.knowledge, server)
    assert [fault for fault in faults if told in fault], faults
    assert mend(written.knowledge, server, QUIET)
    assert check(written.knowledge, server).sound


def test_what_others_wrote_is_told_and_stays(written: Written, server: Server) -> None:
    server.driver.execute_query("MATCH (n:Article) WITH n LIMIT 1 CREATE (:Note {text: 'theirs'})-[:ON]->(n)")
    mend(written.knowledge, server, QUIET)
    left = graph_faults(written.knowledge, server)
    assert "1 nodes carry the undeclared label Note." in left
    assert "1 relationships have the undeclared type ON." in left
    assert len(server.driver.execute_query("MATCH (:Note)-[r:ON]->(:Article) RETURN r").records) == 1


def test_a_judgement_after_the_write_is_told_and_taken_in(written: Written, server: Server) -> None:
    article = written.article(
        "three", "Acme Pumps competes with Cog Works. Dyna Tools is old.", Said("Acme Pumps", "Cog Works"), names=("Dyna Tools",)
    )
    written.judge(Verdict.RETRACT, article=ArticleRef(article))
    resolve_entities(written.knowledge, QUIET)
    faults = graph_faults(written.knowledge, server)
    assert faults[0].startswith("record, judgements, lists or program changed since the graph was written")
    mend(written.knowledge, server, QUIET)
    assert check(written.knowledge, server).sound


def test_a_rebuilt_graph_has_the_same_hash(written: Written, server: Server) -> None:
    before = graph_hash(server.driver, "neo4j", written.knowledge.schema)
    tally = rebuild(written.knowledge, server, QUIET)
    assert (tally.counts["created"], tally.counts["deleted"]) == (len(_all(server.driver)) - 1, 0)
    assert graph_hash(server.driver, "neo4j", written.knowledge.schema) == before == hash_of_record(written.knowledge)


def test_a_graph_of_another_record_is_neither_mended_nor_dropped(written: Written, server: Server, tmp_path: Path) -> None:
    other = Written(tmp_path / "other", load_registry())
    other.article("one", "Dyna Tools competes with Echo Tools.", Said("Dyna Tools", "Echo Tools"))
    before = graph_hash(server.driver, "neo4j", written.knowledge.schema)
    for undertake in (mend, rebuild):
        with pytest.raises(WriteError, match="is that of record"):
            undertake(other.knowledge, server, QUIET)
    assert graph_hash(server.driver, "neo4j", written.knowledge.schema) == before


def _all(driver: Driver) -> list[object]:
    return [*driver.execute_query("MATCH (n) RETURN n").records, *driver.execute_query("MATCH ()-[r]->() RETURN r").records]
