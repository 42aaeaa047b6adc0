"""A real `neo4j-admin database import` takes an export, and a real server then holds the same graph."""

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from graph_schema.spec import ROW_HASH
from pipelines.export import tables, write_bundle
from pipelines.export.admin import ARGUMENTS, COMMAND
from pipelines.graph import local
from pipelines.graph.local import process
from pipelines.graph.local.home import Home, State, choose_ports
from pipelines.graph.local.install import install
from pipelines.graph.local.lock import read_lock
from pipelines.graph.reading import graph_of_now
from pipelines.graph.server import Server
from pipelines.settings import Settings
from tests.conftest import settings_in
from tests.export.given import Given, awkward
from tests.graph.sample import Sample, article

SIGNS = "a,;|\"'\\\n\r\t\u00e9\u534e\U0001f98b =[]{}:\x0b\x85\u2028"  # what a reader of CSV might stumble over


def with_random_texts() -> Sample:
    """The awkward graph, and texts of such signs by a fixed seed."""
    graph, dice = awkward(), random.Random(0)
    for number in range(300):
        text = "".join(dice.choices(SIGNS, k=dice.randint(1, 12)))
        graph.nodes["Article"].append(article(f"a-random-{number:03}", title=text, publisher=text))
        graph.entity("Company", f"e-random-{number:03}", text, aliases=[text, text[::-1]])
    return graph


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Given, Path]:
    source = Given(with_random_texts())
    assert write_bundle(tmp_path / "out", "neo4j-admin", source, {})["import"] == COMMAND
    return source, tmp_path / "out"


@pytest.fixture
def imported(exported: tuple[Given, Path], tmp_path: Path) -> Iterator[Driver]:
    """A server of its own, whose database neo4j-admin made of the export by the command that the export names."""
    settings = settings_in(tmp_path / "home")
    _import(settings, exported[1])
    try:
        address = local.start(settings).address
        with GraphDatabase.driver(address.uri, auth=(address.user, address.password), telemetry_disabled=True) as driver:
            yield driver
    finally:
        local.stop(settings)


def _import(settings: Settings, folder: Path) -> None:
    lock, home = read_lock(), Home(settings.server)
    neo4j = install(lock, settings.cache, local.SILENT)
    home.path.parent.mkdir()
    home.create()
    bolt, http = choose_ports(None)
    home.configure(State(lock.version, bolt, http), lock.settings)
    process.set_initial_password(neo4j, home, home.make_password())
    where = {"NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.path / "conf"), "CLASSPATH": os.pathsep.join(map(str, neo4j.jars))}
    program = [str(neo4j.java), "org.neo4j.cli.AdminTool"]  # what the script neo4j-admin starts
    command = [*program, *COMMAND.split()[1:]]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **where}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_imported_graph_is_the_exported_one(exported: tuple[Given, Path], imported: Driver) -> None:
    source, _ = exported
    with graph_of_now(Server(imported, "neo4j"), source.schema) as graph:
        for table in tables(source.schema):
            expected = [{name: None if value == [] else value for name, value in row.items()} for row in source.rows(table)]
            assert [dict(row) for row in graph.reading().rows(table)] == expected, table.name
    (whole,) = imported.execute_query("MATCH (n) RETURN count(n) AS nodes, sum(COUNT { (n)-->() }) AS relationships").records
    numbers = {of: [len(list(source.rows(table))) for table in tables(source.schema) if table.of == of] for of in dict(whole)}
    assert dict(whole) == {of: sum(of_tables) for of, of_tables in numbers.items()}
    (acme,) = imported.execute_query("MATCH (n {entity_id: 'e-acme'}) RETURN labels(n) AS labels, keys(n) AS keys").records
    assert sorted(acme["labels"]) == ["Company", "Entity"]
    assert ROW_HASH not in acme["keys"]


def test_a_separator_inside_an_item_is_replaced_and_counted(tmp_path: Path) -> None:
    graph = Sample()
    graph.entity("Company", "e-1", "One", aliases=["a\x1fb", "c"])
    manifest = write_bundle(tmp_path / "out", "neo4j-admin", Given(graph), {})
    assert manifest["replaced_characters"] == 1
    assert "a\ufffdb\x1fc" in (tmp_path / "out" / "nodes" / "Company.csv").read_text()


def test_what_has_no_rows_is_not_named_to_neo4j_admin(tmp_path: Path) -> None:
    graph = Sample()
    graph.entity("Company", "e-1", "One")
    write_bundle(tmp_path / "out", "neo4j-admin", Given(graph), {})
    named = [line for line in (tmp_path / "out" / ARGUMENTS).read_text().splitlines() if line.startswith(("--nodes", "--relationships"))]
    assert named == ["--nodes=nodes/Company-header.csv,nodes/Company.csv"]
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.csv")) == ["Company-header.csv", "Company.csv"]
