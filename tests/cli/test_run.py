"""`newsgraph run` and `newsgraph query` as a person calls them."""

import json
import os
import subprocess
import sys

import pytest
from neo4j import Driver

from pipelines.cli.run import exit_code, tell
from pipelines.cli.show import TerminalWatch
from pipelines.defs.launch import Outcome
from pipelines.flow import Tally
from pipelines.records import Refusal
from tests.cli.conftest import LISTED, RIVALS, Shell


def facts(graph: Driver) -> set[tuple[str, str, str]]:
    found = graph.execute_query(
        "MATCH (a:Entity)-[r:SANCTIONS|INVESTS_IN|COMPETES_WITH]->(b:Entity) RETURN a.name AS a, type(r) AS type, b.name AS b"
    ).records
    return {(row["a"], row["type"], row["b"]) for row in found}


def everything(graph: Driver) -> list[object]:
    """All nodes and relationships with all properties, times of processing included."""
    nodes = graph.execute_query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties").records
    edges = graph.execute_query(
        "MATCH (a)-[r]->(b) RETURN elementId(a) AS a, type(r) AS type, properties(r) AS properties, elementId(b) AS b"
    ).records
    return sorted(str(record.data()) for record in [*nodes, *edges])


def test_run_writes_the_graph_and_running_again_changes_nothing(connected_shell: Shell, untouched: Driver) -> None:
    (connected_shell.folder / "listed.txt").write_text(LISTED)
    (connected_shell.folder / "rivals.md").write_text(RIVALS)
    first = connected_shell.json("run", ".", "--json")
    assert first["failures"] == {}
    written = {("Bureau of Industry and Security", "SANCTIONS", "ZTE"), ("AMD", "COMPETES_WITH", "Nvidia")}
    assert {tuple(sorted(fact)) for fact in facts(untouched)} == {tuple(sorted(fact)) for fact in written}
    before = everything(untouched)
    second = connected_shell.json("run", ".", "--json")
    assert second["steps"]["raw_articles"]["counts"]["unchanged"] == 2
    assert everything(untouched) == before

    asked = connected_shell.json("query", "sanctions_on", "--param", "entity=zte", "--json")
    assert [(row["source"], row["measure"], row["sentence"]) for row in asked] == [
        ("Bureau of Industry and Security", "entity_listing", LISTED.partition(". ")[0] + ".")
    ]


def test_bad_input_is_set_aside_named_and_the_rest_is_written(connected_shell: Shell, graph: Driver) -> None:
    folder = connected_shell.folder
    (folder / "good.txt").write_text(LISTED)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "latin.txt").write_bytes("Société Générale competes with BNP Paribas.".encode("latin-1"))
    (folder / "big.txt").write_text("A sentence of some length. " * 800_000)
    (folder / "wire.jsonl").write_text('{"id": "1", "text": "x"\n{"id": "2"}\n{"id": "3", "text": "A thing.", "published": "soon"}\n')
    done = connected_shell("run", ".", "missing.txt")
    assert done.returncode == 0, done.stderr
    for name, reason in {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "latin.txt": "UTF-8",
        "big.txt": "bytes",
        "wire.jsonl:1": "JSON",
        "wire.jsonl:2": "text",
        "wire.jsonl:3": "published",
        "missing.txt": "no such file",
    }.items():
        lines = [line for line in done.stdout.splitlines() if name in line]
        assert len(lines) == 1, (name, done.stdout)
        assert reason in lines[0]
    assert facts(graph) == {("Bureau of Industry and Security", "SANCTIONS", "ZTE")}
    for _ in range(2):  # the second time nothing is looked at again, and still something is set aside
        assert connected_shell("run", ".", "--strict").returncode == 3


def test_nothing_readable_is_a_failure(connected_shell: Shell) -> None:
    done = connected_shell("run", "missing.txt")
    assert done.returncode == 1
    assert "missing.txt" in done.stdout


def test_names_with_quotes_backticks_and_braces_come_through(connected_shell: Shell, graph: Driver) -> None:
    name = 'O\'Neil `{$x}` "Quoted" Robotics Inc.'
    article = {"id": "it's `{odd}`", "text": "Larkspur competes with Graypike.", "title": name}
    (connected_shell.folder / "odd.jsonl").write_text(json.dumps(article))
    assert connected_shell("run", ".").returncode == 0
    found = graph.execute_query("MATCH (a:Article) RETURN a.title AS title, a.own_id AS own_id").records
    assert [(row["title"], row["own_id"]) for row in found] == [(name, "it's `{odd}`")]


def test_a_server_that_is_down_loses_nothing(connected_shell: Shell, graph: Driver) -> None:
    (connected_shell.folder / "listed.txt").write_text(LISTED)
    down = connected_shell("run", ".", NEO4J_URI="bolt://127.0.0.1:9")
    assert down.returncode == 1
    assert "bolt://127.0.0.1:9: no Neo4j server answers" in " ".join(down.stderr.split())
    assert connected_shell("run", ".").returncode == 0
    assert facts(graph) == {("Bureau of Industry and Security", "SANCTIONS", "ZTE")}


def test_a_graph_of_another_record_is_left_alone_unless_adopted(connected_shell: Shell, graph: Driver) -> None:
    (connected_shell.folder / "listed.txt").write_text(LISTED)
    (connected_shell.folder / "rivals.txt").write_text(RIVALS)
    assert connected_shell("run", "listed.txt").returncode == 0
    other = str(connected_shell.folder / "elsewhere")
    refused = connected_shell("run", "rivals.txt", NEWSGRAPH_HOME=other)
    assert refused.returncode == 1
    assert "--adopt" in refused.stderr
    assert {fact[1] for fact in facts(graph)} == {"SANCTIONS"}
    assert connected_shell("run", "rivals.txt", "--adopt", NEWSGRAPH_HOME=other).returncode == 0
    assert {fact[1] for fact in facts(graph)} == {"COMPETES_WITH"}


def test_a_wrong_password_is_named(connected_shell: Shell) -> None:
    (connected_shell.folder / "listed.txt").write_text(LISTED)
    done = connected_shell("run", ".", NEO4J_PASSWORD="wrong")
    assert done.returncode == 1
    assert "NEO4J_PASSWORD" in done.stderr


def test_a_run_without_a_path_reads_the_inbox(connected_shell: Shell, graph: Driver) -> None:
    inbox = connected_shell.folder / ".newsgraph" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "listed.txt").write_text(LISTED)
    assert connected_shell("run").returncode == 0
    assert {fact[1] for fact in facts(graph)} == {"SANCTIONS"}


def test_runs_of_the_command_line_stand_in_dagsters_history(connected_shell: Shell) -> None:
    (connected_shell.folder / "rivals.txt").write_text(RIVALS)
    run_id = connected_shell.json("run", ".", "--json")["run_id"]
    look = "import dagster as dg; print([(r.run_id, r.job_name, r.status.value) for r in dg.DagsterInstance.get().get_runs()])"
    home = {**connected_shell.env, "DAGSTER_HOME": str(connected_shell.folder / ".newsgraph" / "dagster")}
    done = subprocess.run([sys.executable, "-c", look], env={**os.environ, **home}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"[('{run_id}', 'newsgraph', 'SUCCESS')]"


def test_a_question_that_is_not_there_names_the_others(connected_shell: Shell) -> None:
    done = connected_shell("query", "nonsense")
    assert done.returncode == 1
    assert "there is no question 'nonsense'" in done.stderr
    assert "competitors" in done.stderr


def test_a_missing_parameter_is_explained(connected_shell: Shell) -> None:
    done = connected_shell("query", "sanctions_on")
    assert done.returncode == 1
    assert "`entity` is missing" in done.stderr


def test_what_is_gone_and_not_believed_to_be_ends_with_3_and_is_told(connected_shell: Shell, graph: Driver) -> None:
    (connected_shell.folder / "listed.txt").write_text(LISTED)
    assert connected_shell("run", ".", "--source", "test").returncode == 0
    (connected_shell.folder / "listed.txt").unlink()
    (connected_shell.folder / "notes.pdf").touch()
    held = connected_shell("run", ".", "--source", "test", "--complete")
    assert (held.returncode, "Held back Source test: 1 of its 1 documents" in held.stderr) == (3, True)
    assert {fact[1] for fact in facts(graph)} == {"SANCTIONS"}
    assert connected_shell("run", ".", "--source", "test", "--complete", "--any-number").returncode == 0
    assert facts(graph) == set()


def test_a_judgement_that_could_not_be_followed_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    refusal = Refusal("resolve", "unattached", "Judgement j-1: It names nothing that is there.", "j-1", "judgements", "j-1")
    watch, outcome = TerminalWatch(quiet=True), Outcome("run", {}, {})
    watch.finished("raw_articles", Tally({"read": 1, "set aside before": 0}))
    watch.finished("entities", Tally({"mentions": 1}, (refusal,)))
    tell(watch, outcome)
    assert capsys.readouterr().out.splitlines()[-1] == "  Judgement j-1: It names nothing that is there."
    assert exit_code(watch, outcome, strict=True) == 0
