"""Commands that need no article: help, the local server, the schema."""

import re

import pytest
from neo4j import Driver

from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "extract",
        "query",
        "demo",
        "dev",
        "db start",
        "db stop",
        "db status",
        "db reset",
        "schema apply",
        "schema show",
        "schema check",
        "bloom export",
    ],
)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    done = shell(*command.split(), "--help")
    assert done.returncode == 0
    assert f"newsgraph {command}" in " ".join(done.stdout.split())


def test_wrong_usage_exits_with_2(shell: Shell) -> None:
    assert shell.program("run", "--nonsense").returncode == 2


def test_status_without_a_server_says_so_and_exits_with_1(shell: Shell) -> None:
    done = shell.program("db", "status")
    assert done.returncode == 1
    assert "stopped; `newsgraph db start` starts it" in done.stdout
    assert not re.search(r"^(uri|pid|uptime)", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "command", ["check", "graph-hash", "review", "judgements", "lists report", "schema check", "evaluate nowhere.jsonl", "judge same A B"]
)
def test_a_command_that_loads_only_what_it_needs_says_in_a_line_what_it_lacks(shell: Shell, command: str) -> None:
    done = shell.program(*command.split())
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert (done.stdout + done.stderr).strip()


def test_a_question_without_a_server_says_how_to_start_one(shell: Shell) -> None:
    done = shell("query", "most_mentioned")
    assert done.returncode == 1
    assert "newsgraph db start" in done.stderr


def test_ones_own_server_is_not_started_or_stopped(connected_shell: Shell) -> None:
    done = connected_shell("db", "stop")
    assert done.returncode == 1
    assert "names your own server" in done.stderr


def test_schema_is_shown_applied_and_checked(connected_shell: Shell, untouched: Driver) -> None:
    assert untouched
    assert "CREATE CONSTRAINT" in connected_shell("schema", "show").stdout
    assert connected_shell("schema", "check").returncode == 1
    assert connected_shell("schema", "apply").returncode == 0
    assert connected_shell("schema", "check").returncode == 0


def test_a_home_that_cannot_be_used_is_named(shell: Shell) -> None:
    (shell.folder / "file").write_text("in the way")
    done = shell("run", ".", NEWSGRAPH_HOME=str(shell.folder / "file"))
    assert done.returncode == 1
    assert "Set NEWSGRAPH_HOME" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_an_address_that_is_none_is_named(shell: Shell) -> None:
    done = shell("query", "most_mentioned", NEO4J_URI="http://127.0.0.1:7474")
    assert done.returncode == 1
    assert "NEO4J_URI" in done.stderr
