"""One way to reach a Neo4j server, and its refusals in words that name address and way on.

What is asked over a connection belongs to the other modules of this room.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from pipelines.errors import CredentialsError, ServerError, UnreachableError
from pipelines.settings import Neo4jAddress

CONNECT_SECONDS = 10.0
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_TOO_MANY_TRIES = "Neo.ClientError.Security.AuthenticationRateLimit"
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"


def connect(address: Neo4jAddress) -> Driver:
    """A driver for `address`; nothing is sent yet. Close it, or use it in a `with`.

    Raises UnreachableError when the address cannot be one.
    """
    try:
        return GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            connection_timeout=CONNECT_SECONDS,
            # Cypher notices are for whoever writes the queries; the tests read them, users need not.
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            telemetry_disabled=True,
            user_agent=f"newsgraph/{version('newsgraph')}",
        )
    except (DriverError, ValueError) as error:
        raise explained(error, address) from error


def verify(driver: Driver, address: Neo4jAddress) -> None:
    """Ask the server for one answer, without retries.

    Raises UnreachableError (no server, no such database) or CredentialsError.
    """
    try:
        with driver.session(database=address.database) as session:
            session.run("RETURN 1").consume()
    except (DriverError, Neo4jError, ValueError, OSError) as error:
        raise explained(error, address) from error


@contextmanager
def connected(address: Neo4jAddress) -> Iterator[Driver]:
    """A verified driver; whatever the driver raises inside the block comes out as a ServerError."""
    with connect(address) as driver:
        verify(driver, address)
        try:
            yield driver
        except (DriverError, Neo4jError) as error:
            raise explained(error, address) from error


def explained(error: Exception, address: Neo4jAddress) -> ServerError:
    """The driver's error as ours."""
    if isinstance(error, Neo4jError):
        return _refused(error, address)
    if isinstance(error, ValueError | OSError) or not isinstance(error, DriverError) or _is_connection(error):
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return UnreachableError(
            f"no Neo4j server answers ({reason})",
            where=address.uri,
            fix="Start it (`newsgraph db start` for the local one), or correct NEO4J_URI.",
        )
    return ServerError(f"the connection failed: {error}", where=address.uri, fix="Run the command again; the server's log says more.")


def _is_connection(error: DriverError) -> bool:
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & {"ServiceUnavailable", "SessionExpired", "ConfigurationError", "ConnectionPoolError", "BoltError"})


def _refused(error: Neo4jError, address: Neo4jAddress) -> ServerError:
    code, message = error.code or "", error.message or str(error)
    if code == _NO_DATABASE:
        return UnreachableError(
            f"the server has no database {address.database!r}", where=address.uri, fix="Correct NEO4J_DATABASE; the usual name is neo4j."
        )
    if code == _TOO_MANY_TRIES:
        return CredentialsError(
            f"the server locked user {address.user!r} after too many wrong passwords",
            where=address.uri,
            fix="Wait some seconds, then try again.",
        )
    if code == _EXPIRED:
        return CredentialsError(
            f"user {address.user!r} has to change the password first",
            where=address.uri,
            fix="Connect once with Neo4j's own tools and set a new one.",
        )
    if isinstance(error, AuthError):
        return CredentialsError(
            f"the server refuses user {address.user!r} with this password",
            where=address.uri,
            fix="Correct NEO4J_USERNAME and NEO4J_PASSWORD; the local server's stand in its password file (`newsgraph db status`).",
        )
    kind = "the request" if isinstance(error, ClientError) else "at present"
    return ServerError(
        f"the server refuses {kind}: {message} [{code}]", where=address.uri, fix="Run the command again; the server's log says more."
    )
