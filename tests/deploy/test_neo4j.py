"""The Neo4j of production against a real server: same version, and every setting exists there."""

import re
import tomllib
from pathlib import Path
from typing import Any

import neo4j
import pytest

from pipelines.settings import Neo4jAddress

# Read by the image's own start script, which writes no setting from them.
NOT_SETTINGS = {"NEO4J_AUTH_FILE"}


def setting(variable: str) -> str:
    """The setting that the official image makes of an environment variable: `_` is a dot, `__` an underscore."""
    return variable.removeprefix("NEO4J_").replace("_", ".").replace("..", "_")


@pytest.fixture(scope="module")
def variables(services: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in services["neo4j"]["environment"].items() if name not in NOT_SETTINGS}


def test_names_are_translated_as_the_image_does() -> None:
    assert setting("NEO4J_server_memory_heap_max__size") == "server.memory.heap.max_size"
    assert setting("NEO4J_dbms_security_allow__csv__import__from__file__urls") == "dbms.security.allow_csv_import_from_file_urls"


def test_each_setting_exists_in_the_server(variables: dict[str, str], root: Path, neo4j_address: Neo4jAddress) -> None:
    advised = re.findall(r"NEO4J_[a-z]\w+", (root / "docs" / "production.md").read_text(encoding="utf-8"))
    assert advised
    with neo4j.GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as driver:
        records = driver.execute_query("SHOW SETTINGS YIELD name", database_=neo4j_address.database).records
    assert variables
    assert {setting(variable) for variable in [*variables, *advised]} <= {record["name"] for record in records}


def test_production_runs_the_server_that_the_tests_run(services: dict[str, Any], root: Path) -> None:
    lock = tomllib.loads((root / "pipelines" / "graph" / "local" / "neo4j-5.26.toml").read_text(encoding="utf-8"))
    assert services["neo4j"]["image"] == f"neo4j:{lock['version']}-community"
