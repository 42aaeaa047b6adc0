import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipelines.errors import CredentialsError, NewsgraphError, ServerError, UnreachableError
from pipelines.graph import local
from pipelines.graph.connection import connected
from pipelines.settings import Neo4jAddress, Settings


def _error(address: Neo4jAddress) -> NewsgraphError:
    with pytest.raises(ServerError) as caught, connected(address):
        pass
    assert caught.value.where == address.uri
    assert caught.value.fix
    return caught.value


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_right_address_answers(neo4j_address: Neo4jAddress) -> None:
    with connected(neo4j_address) as driver:
        assert driver.execute_query("RETURN 1 AS one", database_=neo4j_address.database).records[0]["one"] == 1


def test_a_wrong_password_names_the_user(neo4j_address: Neo4jAddress) -> None:
    error = _error(replace(neo4j_address, password="not-the-password"))
    assert isinstance(error, CredentialsError)
    assert repr(neo4j_address.user) in str(error)
    assert "NEO4J_PASSWORD" in error.fix
    assert "not-the-password" not in str(error)


@pytest.fixture
def fresh_user(neo4j_address: Neo4jAddress) -> Iterator[Neo4jAddress]:
    """A user who has to change the password before anything else."""
    other = replace(neo4j_address, user="fresh", password="first-password")
    with connected(neo4j_address) as driver:
        driver.execute_query("CREATE USER fresh SET PASSWORD 'first-password' CHANGE REQUIRED", database_="system")
        yield other
        driver.execute_query("DROP USER fresh", database_="system")


def test_a_password_that_has_to_be_changed_is_said(fresh_user: Neo4jAddress) -> None:
    error = _error(fresh_user)
    assert isinstance(error, CredentialsError)
    assert "user 'fresh' has to change the password first" in str(error)


def test_a_user_locked_after_wrong_passwords_is_told_to_wait(fresh_user: Neo4jAddress) -> None:
    errors = [_error(replace(fresh_user, password="not-the-password")) for _ in range(4)]
    assert all(isinstance(error, CredentialsError) for error in errors)
    assert "refuses user 'fresh'" in str(errors[0])
    assert "locked user 'fresh'" in str(errors[-1])
    assert "Wait" in errors[-1].fix


def test_an_unknown_user_is_refused_alike(neo4j_address: Neo4jAddress) -> None:
    assert isinstance(_error(replace(neo4j_address, user="nobody")), CredentialsError)


def test_a_port_where_nothing_listens_is_said_at_once(neo4j_address: Neo4jAddress) -> None:
    began = time.monotonic()
    error = _error(replace(neo4j_address, uri=f"bolt://127.0.0.1:{_free_port()}"))
    assert isinstance(error, UnreachableError)
    assert "newsgraph db start" in error.fix
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("uri", ["bolt://no-such-host.invalid:7687", "bolt://127.0.0.1:port", "ftp://127.0.0.1:7687"])
def test_an_address_that_leads_nowhere_is_unreachable(neo4j_address: Neo4jAddress, uri: str) -> None:
    assert isinstance(_error(replace(neo4j_address, uri=uri)), UnreachableError)


def test_a_port_that_speaks_no_bolt_is_unreachable(neo4j_address: Neo4jAddress, neo4j_settings: Settings) -> None:
    http = local.status(neo4j_settings).http
    assert http is not None
    assert isinstance(_error(replace(neo4j_address, uri=http.replace("http", "bolt"))), UnreachableError)


def test_a_database_that_is_not_there_is_named(neo4j_address: Neo4jAddress) -> None:
    error = _error(replace(neo4j_address, database="elsewhere"))
    assert isinstance(error, UnreachableError)
    assert "'elsewhere'" in str(error)
    assert "NEO4J_DATABASE" in error.fix


def test_what_the_server_refuses_later_is_translated_too(neo4j_address: Neo4jAddress) -> None:
    with pytest.raises(ServerError, match="SyntaxError") as caught, connected(neo4j_address) as driver:
        driver.execute_query("NONSENSE", database_=neo4j_address.database)
    assert caught.value.where == neo4j_address.uri
