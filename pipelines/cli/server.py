"""Which server a command asks: the user's own, else the local one if it runs."""

from pipelines.graph import local
from pipelines.settings import Neo4jAddress, Settings


def server_address(settings: Settings) -> Neo4jAddress:
    """The server that answers questions; a local one must have been started.

    Raises UnreachableError, which says how to start it.
    """
    return settings.neo4j or local.address(settings)
