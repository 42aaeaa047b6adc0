"""One way to reach a Neo4j server, and its refusals in words that name address and way on.

What is asked over a connection belongs to the other modules of this room.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from pipelines.errors import CredentialsError, ServerError, UnreachableError
from pipelines.settings import Neo4jAddress

CONNECT_SECONDS = 10.0
_WRONG_PASSWORD = "Neo.ClientError.Security.Unauthorized"
_LOG = "Run the command again; the server's log says more."
_REFUSALS: Mapping[str, tuple[type[ServerError], str, str]] = {
    "Neo.ClientError.Database.DatabaseNotFound": (
        UnreachableError,
        "the server has no database {database}",
        "Correct NEO4J_DATABASE; the usual name is neo4j.",
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": (
        CredentialsError,
        "the server locked user {user} after too many wrong passwords",
        "Wait some seconds, then try again.",
    ),
    "Neo.ClientError.Security.CredentialsExpired": (
        CredentialsError,
        "user {user} has to change the password first",
        "Connect once with Neo4j's own tools and set a new one.",
    ),
    _WRONG_PASSWORD: (
        CredentialsError,
        "the server refuses user {user} with this password",
        "Correct NEO4J_USERNAME and NEO4J_PASSWORD; the local server's stand in its password file (`newsgraph db status`).",
    ),
}


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
    return ServerError(f"the connection failed: {error}", where=address.uri, fix=_LOG)


def _is_connection(error: DriverError) -> bool:
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & {"ServiceUnavailable", "SessionExpired", "ConfigurationError", "ConnectionPoolError", "BoltError"})


def _refused(error: Neo4jError, address: Neo4jAddress) -> ServerError:
    code, said = error.code or "", error.message or str(error)
    # Which AuthError it is does not matter: each says that user or password is wrong.
    known = _REFUSALS.get(_WRONG_PASSWORD if isinstance(error, AuthError) and code not in _REFUSALS else code)
    if known is None:
        kind = "the request" if isinstance(error, ClientError) else "at present"
        return ServerError(f"the server refuses {kind}: {said} [{code}]", where=address.uri, fix=_LOG)
    refusal, message, fix = known
    return refusal(message.format(user=repr(address.user), database=repr(address.database)), where=address.uri, fix=fix)
