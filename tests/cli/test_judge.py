"""Judgements at a terminal: what a person decides reaches the graph, and can be taken back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.record import writing
from tests.cli.conftest import Shell

ONE = "Zeta Robotics competes with Nvidia in warehouse chips. Both companies report their results in the coming week."
TWO = "Zeta Robotics Europe competes with AMD in warehouse chips. Both companies report their results in the coming week."


def project(shell: Shell) -> Shell:
    """Two articles about one company under two names."""
    folder = shell.folder / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.txt").write_text(TWO, encoding="utf-8")
    return shell


@pytest.fixture
def read(connected_shell: Shell) -> Shell:
    """Those articles in record and graph."""
    shell = project(connected_shell)
    done = shell("run", "articles", "--source", "test")
    assert done.returncode == 0, done.stderr
    return shell


def rivals(shell: Shell, entity: str) -> set[str]:
    return {row["rival"] for row in shell.json("query", "competitors", "--param", f"entity={entity}", "--json")}


@pytest.mark.parametrize("command", ["judge", "rename", "accept", "reject", "retract", "undo", "judgements", "review"])
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    done = shell(command, "--help")
    assert done.returncode == 0
    assert f"newsgraph {command}" in " ".join(done.stdout.split())


def test_a_merge_reaches_the_graph_and_its_undoing_takes_it_back(read: Shell) -> None:
    done = read("judge", "same", "Zeta Robotics", "Zeta Robotics Europe", "--why", "its branch", "--who", "ada")
    assert done.returncode == 0, done.stderr
    assert "2 entities are one now" in done.stdout
    assert rivals(read, "Zeta Robotics") == {"Nvidia", "AMD"}
    (row,) = read.json("judgements", "--json")["judgements"]
    assert (row["who"], row["why"], row["standing"]) == ("ada", "its branch", "counts")
    assert f"newsgraph undo {row['id']}" in done.stdout
    assert "2 entities now" in read("undo", row["id"]).stdout
    assert rivals(read, "Zeta Robotics") == {"Nvidia"}


def test_a_rejected_claim_leaves_the_graph(read: Shell) -> None:
    (row,) = read.json("query", "competitors", "--param", "entity=AMD", "--json")
    candidates = [candidate for candidate in read.json("review", "--limit", "50", "--json") if candidate["kind"] == "claim"]
    (command,) = [candidate["commands"][1] for candidate in candidates if candidate["evidence"][0]["sentence"] == row["sentence"]]
    told = read.json(*command.split()[1:], "--json")
    assert told["changes"] == ["1 claim is rejected.", "Zeta Robotics Europe COMPETES_WITH AMD ended."]
    assert rivals(read, "AMD") == set()


def test_a_retracted_article_leaves_and_comes_back(read: Shell) -> None:
    made = read.json("retract", "articles/one.txt", "--json")
    assert rivals(read, "Nvidia") == set()
    read.json("undo", made["judgements"][0], "--json")
    assert rivals(read, "Nvidia") == {"Zeta Robotics"}


def test_another_name_is_shown(read: Shell) -> None:
    assert read("rename", "Zeta Robotics", "Zeta").returncode == 0
    assert rivals(read, "Nvidia") == {"Zeta"}


def test_who_asks_about_a_name_that_nobody_has_is_told(read: Shell) -> None:
    done = read("query", "competitors", "--param", "entity=Zetta Robotics")
    assert done.stdout == "Rivals of somebody (entity=Zetta Robotics): nothing found.\n"
    assert "No entity of the record goes by 'Zetta Robotics'. Did you mean Zeta Robotics" in done.stderr
    assert done.returncode == 0
    assert read.json("query", "competitors", "--param", "entity=Zetta Robotics", "--json") == []


def test_a_reader_who_leaves_early_leaves_no_graph_behind(read: Shell) -> None:
    command = 'newsgraph judge same "Zeta Robotics" "Zeta Robotics Europe" 2>&1 | head -c 1'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=read.folder,
        env={**os.environ, **read.env, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        timeout=300,
        check=True,
        capture_output=True,
    )
    assert len(done.stdout) == 1
    assert rivals(read, "Zeta Robotics") == {"Nvidia", "AMD"}


def test_later_leaves_the_graph_to_the_next_run(read: Shell) -> None:
    done = read("judge", "same", "Zeta Robotics", "Zeta Robotics Europe", "--later")
    assert "the next run" in done.stdout
    assert rivals(read, "Zeta Robotics") == {"Nvidia"}
    assert read("run", "articles", "--source", "test").returncode == 0
    assert rivals(read, "Zeta Robotics") == {"Nvidia", "AMD"}


def test_while_another_run_writes_the_judgement_is_kept(read: Shell) -> None:
    with writing(read.folder / ".newsgraph" / "record", wait=0, told=print):
        done = read("judge", "same", "Zeta Robotics", "Zeta Robotics Europe")
    assert done.returncode == 0
    assert "the next run applies it" in done.stderr
    assert len(read.json("judgements", "--json")["judgements"]) == 1
    assert rivals(read, "Zeta Robotics") == {"Nvidia"}


def test_an_error_writes_nothing(read: Shell) -> None:
    done = read("retract", "articles/one.txt", "articles/three.txt")
    assert done.returncode == 1
    assert "is no article of the record" in done.stderr
    assert read.json("judgements", "--json") == {"judgements": [], "unreadable": []}


def test_lines_that_cannot_be_read_are_shown_beside_the_others(shell: Shell) -> None:
    (shell.folder / "ledger.jsonl").write_text('{"id": "j-1"}\n', encoding="utf-8")
    done = shell("judgements", NEWSGRAPH_JUDGEMENTS=str(shell.folder / "ledger.jsonl"))
    assert done.returncode == 0
    assert "ledger.jsonl:1" in done.stderr


def test_without_a_record_nobody_is_known(shell: Shell) -> None:
    done = shell("judge", "same", "Somebody", "Nobody")
    assert done.returncode == 1
    assert "is no entity of the record" in done.stderr
    assert not Path(shell.folder / ".newsgraph" / "judgements.jsonl").exists()


def test_a_review_can_be_read_at_a_terminal(read: Shell) -> None:
    done = read("review")
    assert done.returncode == 0
    assert "  newsgraph judge same 'Zeta Robotics' 'Zeta Robotics Europe'" in done.stdout
    assert "“Zeta Robotics Europe competes with AMD in warehouse chips.”" in " ".join(done.stdout.split())
    assert json.dumps(read.json("review", "--json"))
