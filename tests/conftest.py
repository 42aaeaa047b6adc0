"""The real Neo4j that all tests share: started once, in a home of its own, and always stopped."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from neo4j import Driver, GraphDatabase

from graph_schema.load import load_schema
from pipelines.graph import local
from pipelines.graph.schema import apply_schema, check_schema
from pipelines.settings import Neo4jAddress, Settings, load_settings
from tests.picture.browser import CHROMIUM

# A law holds or does not; how long a busy machine takes to try it says nothing.
hypothesis_settings.register_profile("newsgraph", deadline=None)
hypothesis_settings.load_profile("newsgraph")


def pytest_report_header() -> str:
    """Says whether pages are looked at, before any test has run."""
    without = "none on the PATH: tests marked `browser` are left out; install it (Debian: apt install chromium)"
    return f"chromium: {CHROMIUM or without}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that needs Chromium is deselected where there is none, so that nobody takes it for passed."""
    left_out = [item for item in items if CHROMIUM is None and item.get_closest_marker("browser")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def settings_in(home: Path) -> Settings:
    """Settings of a project of its own that shares the user's fetched jars. Never NEO4J_URI: tests empty the database."""
    cache = load_settings({"NEWSGRAPH_CACHE": os.environ.get("NEWSGRAPH_CACHE", "")}).cache
    return load_settings({"NEWSGRAPH_HOME": str(home), "NEWSGRAPH_CACHE": str(cache)})


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of the project whose local server the tests share; it runs."""
    settings = settings_in(tmp_path_factory.mktemp("neo4j"))
    # A CI job that is cancelled sends SIGTERM: end as on Ctrl-C, with fixtures torn down.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        local.start(settings)
        yield settings
    finally:
        local.stop(settings)


@pytest.fixture(scope="session")
def neo4j_address(neo4j_settings: Settings) -> Neo4jAddress:
    return local.address(neo4j_settings)


@pytest.fixture(scope="session")
def _driver(neo4j_address: Neo4jAddress) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password), telemetry_disabled=True) as driver:
        yield driver


@pytest.fixture
def graph(_driver: Driver) -> Driver:
    """A driver on the shared server with nothing in its database: no nodes, constraints or indexes."""
    empty_database(_driver)
    return _driver


@pytest.fixture
def cleared(_driver: Driver) -> Driver:
    """A driver on the shared server with the declared constraints and indexes and nothing else.

    Most runs find it so. To make them anew, and with them every query plan, takes the server seconds.
    """
    schema = load_schema()
    _driver.execute_query("MATCH (n) DETACH DELETE n")
    if check_schema(_driver, "neo4j", schema):
        empty_database(_driver)
        apply_schema(_driver, "neo4j", schema)
    return _driver


def empty_database(driver: Driver) -> None:
    """Take nodes, constraints and indexes out of the database."""
    driver.execute_query("MATCH (n) DETACH DELETE n")
    # An index that belongs to a constraint goes with it; the token lookup indexes are Neo4j's own.
    for kind, shown in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES YIELD name, type WHERE type <> 'LOOKUP'")):
        for record in driver.execute_query(f"SHOW {shown}").records:
            driver.execute_query(f"DROP {kind} `{record['name'].replace('`', '``')}`")
