"""`newsgraph check`, `rebuild`, `graph-hash` and `query --as-of` as a person calls them."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver

from pipelines.record import writing as record_lock
from tests.cli.conftest import LISTED, RIVALS, Shell
from tests.cli.test_lists import SAMPLES


@pytest.fixture
def written(connected_shell: Shell) -> Shell:
    """A project whose two articles are in the graph."""
    articles = connected_shell.folder / "articles"
    articles.mkdir()
    for name, text in (("listed.txt", LISTED), ("rivals.txt", RIVALS)):
        (articles / name).write_text(text, encoding="utf-8")
    connected_shell.json("run", "articles", "--source", "test", "--json")
    return connected_shell


def test_a_damaged_graph_is_found_mended_and_rebuilt_to_the_same_hash(written: Shell, graph: Driver) -> None:
    before = written.json("graph-hash", "--json")
    assert before == {"hash": written.json("graph-hash", "--of-record", "--json")["hash"], "of": "graph"}
    graph.execute_query("MATCH (n:Company) SET n.name = 'Edited' CREATE (:Note)-[:ABOUT]->(n)")
    found = written("check")
    assert found.returncode == 1
    assert len([line for line in found.stdout.splitlines() if line.endswith("is not as in the record: name.")]) == 3
    assert "newsgraph check --fix" in found.stderr
    fixed = written("check", "--fix")
    assert fixed.returncode == 1  # what strangers wrote is still there
    assert "Wrote anew: Company" in fixed.stdout
    assert "Nodes with the undeclared label Note: 3." in fixed.stdout
    assert graph.execute_query("MATCH (n:Company {name: 'Edited'}) RETURN n").records == []

    refused = written("rebuild", "--yes")
    assert refused.returncode == 1
    assert "relationships that newsgraph did not write hang on its nodes" in refused.stderr
    rebuilt = written("rebuild", "--yes", "--force")
    assert rebuilt.returncode == 1  # a stranger's node is still there
    assert "That of the record is" in rebuilt.stderr
    graph.execute_query("MATCH (n:Note) DELETE n")
    assert written.json("graph-hash", "--json") == before


def test_a_question_is_answered_as_of_a_day(written: Shell) -> None:
    rivals = [row["rival"] for row in written.json("query", "competitors", "--param", "entity=AMD", "--json")]
    assert rivals == ["Nvidia"]
    today = datetime.now(UTC).date()
    for day, expected in ((today, rivals), (today - timedelta(days=1), [])):
        answer = written.json("query", "competitors", "--param", "entity=AMD", "--as-of", day.isoformat(), "--json")
        assert [row["rival"] for row in answer] == expected
    assert written.json("check", "--json")["sound"] is True


def test_a_check_while_somebody_writes_says_so_at_once_instead_of_faults(written: Shell, graph: Driver) -> None:
    graph.execute_query("MATCH (n:Claim) DETACH DELETE n")
    with record_lock(written.folder / ".newsgraph" / "record", wait=0, told=print):
        busy = written("check")
    assert (busy.returncode, busy.stdout, f"process {os.getpid()}" in busy.stderr) == (1, "", True)
    assert "Claim" in written("check").stdout


def test_the_graph_of_another_record_is_not_checked_and_the_way_on_told(written: Shell) -> None:
    elsewhere = {"NEWSGRAPH_HOME": str(written.folder / "elsewhere")}
    nothing = written("check", **elsewhere)
    assert (nothing.returncode, "there is no record yet" in nothing.stderr) == (1, True)
    assert written("lists", "load", str(SAMPLES / "lists"), "--later", **elsewhere).returncode == 0
    answered = written("query", "planned", "--json", **elsewhere)
    assert (answered.returncode, "This graph is that of record" in answered.stderr) == (0, True)
    asked = written("rebuild")
    assert (asked.returncode, "Say --yes." in asked.stderr) == (1, True)
    for arguments in (("check", "--json"), ("check", "--fix"), ("rebuild", "--yes")):
        done = written(*arguments, **elsewhere)
        assert (done.returncode, done.stdout, "`newsgraph run --adopt`" in done.stderr) == (1, "", True)
