"""A sound graph has no findings; whatever is done to it is found, mended in place, and the hash is the record's again."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from neo4j import Driver

from graph_schema.registry import known_entities
from pipelines.errors import RecordError, WriteError
from pipelines.flow import Unwatched, write_graph
from pipelines.flow.project import resolve_entities
from pipelines.flow.upkeep import check, graph_faults, hash_of_record, mend, rebuild
from pipelines.graph.canonical import graph_hash
from pipelines.graph.connection import connect
from pipelines.graph.server import Server
from pipelines.judgements.entries import ArticleRef, Verdict
from pipelines.record import writing
from pipelines.settings import Neo4jAddress
from tests.conftest import empty_database
from tests.flow.written import Said, Written

QUIET = Unwatched()


@pytest.fixture
def written(tmp_path: Path) -> Written:
    record = Written(tmp_path, known_entities())
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
            "is not as in the record: name.",
        ),
        ("MATCH (n:Company {name: 'Cog Works'}) SET n.row_hash = 'x'", "was changed by hand: its values are not those that were written"),
        ("MATCH (n:Claim) WITH n LIMIT 1 DETACH DELETE n", "is not in the graph."),
        ("MATCH (n:Article) WITH n LIMIT 1 DETACH DELETE n", "is not in the graph."),
        ("MATCH ()-[r:COMPETES_WITH]->() WITH r LIMIT 1 DELETE r", "is not in the graph."),
        ("MATCH ()-[r:COMPETES_WITH]->() WITH r LIMIT 1 SET r.claim_count = 7", "is not as in the record: claim_count."),
        ("MATCH (a)-[r:MENTIONS]->(b) WITH a, r, b LIMIT 1 CREATE (a)-[s:MENTIONS]->(b) SET s = properties(r)", "more than once"),
        ("DROP INDEX index_Entity_name", "index index_Entity_name is missing"),
        ("MATCH (n) DETACH DELETE n", "the graph was not written to its end, or not at all"),
    ],
)
def test_damage_is_found_and_mended_in_place(written: Written, server: Server, damage: str, told: str) -> None:
    server.driver.execute_query(damage)
    (fault,) = graph_faults(written.knowledge, server)  # told once
    assert told in fault
    assert mend(written.knowledge, server, QUIET)
    assert check(written.knowledge, server).sound


def test_what_others_wrote_is_told_and_stays(written: Written, server: Server) -> None:
    server.driver.execute_query("MATCH (n:Article) WITH n LIMIT 1 CREATE (:Note {text: 'theirs'})-[:ON]->(n)")
    mend(written.knowledge, server, QUIET)
    left = graph_faults(written.knowledge, server)
    assert left == ["Nodes with the undeclared label Note: 1.", "Relationships of the undeclared type ON: 1."]
    assert len(server.driver.execute_query("MATCH (:Note)-[r:ON]->(:Article) RETURN r").records) == 1


def test_a_check_only_reads_and_needs_no_lock(written: Written, server: Server) -> None:
    before = {path: path.read_bytes() for path in written.folder.rglob("*") if path.is_file()}
    with writing(written.record.folder, wait=0, told=print):
        assert check(written.knowledge, server).sound
    assert {path: path.read_bytes() for path in written.folder.rglob("*") if path.is_file() if path.name != "writer.lock"} == before


def test_a_record_that_is_not_there_is_said_and_not_begun(server: Server, tmp_path: Path) -> None:
    nothing = Written(tmp_path / "nothing", known_entities())
    with pytest.raises(RecordError, match=r"there is no record yet. `newsgraph run` begins one"):
        check(nothing.knowledge, server)
    assert not nothing.folder.exists()


def test_a_line_that_is_no_judgement_is_a_fault_and_one_that_finds_nothing_a_note(written: Written, server: Server) -> None:
    lost = written.judge(Verdict.RETRACT, article=ArticleRef("a-none"))
    with written.ledger.path.open("a") as ledger:
        ledger.write("no judgement\n")
    resolve_entities(written.knowledge, QUIET)
    write_graph(written.knowledge, server, QUIET)
    found = check(written.knowledge, server)
    assert (len(found.record), len(found.notes), found.graph) == (1, 1, [])
    assert found.record[0].startswith("judgements.jsonl:2: ")
    assert lost.id in found.notes[0]


def test_a_judgement_after_the_write_is_told_and_taken_in(written: Written, server: Server) -> None:
    article = written.article(
        "three", "Acme Pumps competes with Cog Works. Dyna Tools is old.", Said("Acme Pumps", "Cog Works"), names=("Dyna Tools",)
    )
    written.judge(Verdict.RETRACT, article=ArticleRef(article))
    resolve_entities(written.knowledge, QUIET)
    (fault,) = graph_faults(written.knowledge, server)
    assert fault.startswith("record, judgements, lists or program changed since the graph was written")
    mend(written.knowledge, server, QUIET)
    assert check(written.knowledge, server).sound


def test_a_rebuilt_graph_has_the_same_hash(written: Written, server: Server) -> None:
    before = graph_hash(server.driver, "neo4j", written.knowledge.schema)
    tally = rebuild(written.knowledge, server, QUIET)
    assert (tally.counts["created"], tally.counts["deleted"]) == (len(_all(server.driver)) - 1, 0)
    assert graph_hash(server.driver, "neo4j", written.knowledge.schema) == before == hash_of_record(written.knowledge)


def test_a_graph_of_another_record_is_neither_mended_nor_dropped(written: Written, server: Server, tmp_path: Path) -> None:
    other = Written(tmp_path / "other", known_entities())
    other.article("one", "Dyna Tools competes with Echo Tools.", Said("Dyna Tools", "Echo Tools"))
    before = graph_hash(server.driver, "neo4j", written.knowledge.schema)
    for undertake in (lambda: check(other.knowledge, server), *(partial(do, other.knowledge, server, QUIET) for do in (mend, rebuild))):
        with pytest.raises(WriteError, match=r"is that of record.*NEWSGRAPH_HOME that wrote it.*`newsgraph run --adopt`"):
            undertake()
    assert graph_hash(server.driver, "neo4j", written.knowledge.schema) == before


def _all(driver: Driver) -> list[object]:
    return [*driver.execute_query("MATCH (n) RETURN n").records, *driver.execute_query("MATCH ()-[r]->() RETURN r").records]
