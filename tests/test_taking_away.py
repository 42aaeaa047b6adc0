"""The examples of docs/taking-away.md do what the page says."""

import re
import shlex
from pathlib import Path

import pytest
from neo4j import Driver

import pipelines.desk
from graph_schema.load import load_schema
from pipelines.graph.reconcile import reconcile
from pipelines.settings import Neo4jAddress
from tests.cli.conftest import Shell, clean_environment
from tests.cli.loaded import Loaded
from tests.graph.newsroom import newsroom

PAGE = (Path(__file__).parent.parent / "docs" / "taking-away.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE) for line in block.splitlines()]
CODE = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_every_example_runs(cleared: Driver, neo4j_address: Neo4jAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = load_schema()
    reconcile(cleared, "neo4j", schema, *newsroom().frames(schema))
    names = {"NEO4J_URI": neo4j_address.uri, "NEO4J_USERNAME": neo4j_address.user, "NEO4J_PASSWORD": neo4j_address.password}
    loaded = Loaded()
    try:
        shell = Shell(tmp_path, loaded, clean_environment() | names)
        for command in COMMANDS:
            done = shell(*shlex.split(command)[1:])
            assert done.returncode == 0, (command, done.stderr)
    finally:
        loaded.end()
    assert (tmp_path / "huawei.csv").read_text().startswith("source,")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir() and (path / "manifest.json").exists()) == [
        "copy",
        "everything",
        "huawei",
        "spring",
    ]
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    for code in CODE:
        exec(code, {"__name__": pipelines.desk.__name__})
