"""newsgraph as a process, on the shared server, in a project folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from pipelines.settings import Neo4jAddress
from tests.cli.loaded import Loaded, is_setting
from tests.conftest import empty_database

LISTED = "The Bureau of Industry and Security added ZTE to the Entity List on Monday. The company did not comment."
RIVALS = "AMD competes with Nvidia in data-centre chips. Both companies report their results in the coming week."


@dataclass
class Shell:
    """Runs the command in `folder`; a terminal of 80 columns that is none."""

    folder: Path
    loaded: Loaded
    env: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """In a process of its own that has everything loaded."""
        return self.loaded.run(arguments, self.folder, self._environment(env))

    def program(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """As a person starts it: the installed program, which loads what it needs."""
        command = [str(Path(sys.executable).with_name("newsgraph")), *arguments]
        full = self._environment(env)
        return subprocess.run(command, cwd=self.folder, env=full, capture_output=True, text=True, timeout=300, check=False)

    def _environment(self, env: dict[str, str]) -> dict[str, str]:
        return {**os.environ, "COLUMNS": "80", **self.env, **env}

    def json(self, *arguments: str) -> Any:
        done = self(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def clean_environment() -> dict[str, str]:
    """No setting of the person who runs the tests may reach them."""
    return {name: "" for name in os.environ if is_setting(name)}


@pytest.fixture(scope="session")
def loaded() -> Iterator[Loaded]:
    found = Loaded()
    yield found
    found.end()


@pytest.fixture
def shell(tmp_path: Path, loaded: Loaded) -> Shell:
    """A project without a server."""
    return Shell(tmp_path, loaded, clean_environment())


@pytest.fixture
def graph(cleared: Driver) -> Driver:
    """The graph of a server that newsgraph has written to before, empty."""
    return cleared


@pytest.fixture
def untouched(graph: Driver) -> Driver:
    """The graph of a server that newsgraph never saw: it has no constraint and no index either."""
    empty_database(graph)
    return graph


@pytest.fixture
def connected_shell(tmp_path: Path, loaded: Loaded, graph: Driver, neo4j_address: Neo4jAddress) -> Shell:
    """A project whose own server is the shared, emptied one."""
    assert graph
    names = {"NEO4J_URI": neo4j_address.uri, "NEO4J_USERNAME": neo4j_address.user, "NEO4J_PASSWORD": neo4j_address.password}
    return Shell(tmp_path, loaded, clean_environment() | names)
