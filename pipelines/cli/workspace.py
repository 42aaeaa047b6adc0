"""What a command opens: the record with all that a graph is made from, the record's lock, the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.cli.server import server_address
from pipelines.cli.show import err
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.flow import Knowledge
    from pipelines.graph.server import Server

WAIT_SECONDS = 3600.0
ASKING_SECONDS = 60.0  # for who asks: longer than a question is worth waiting, there is a run under way


def knowledge_of(settings: Settings) -> "Knowledge":
    """What the graph of these settings is made from."""
    from graph_schema.load import load_schema
    from graph_schema.registry import known_entities
    from pipelines.flow import Knowledge
    from pipelines.judgements.ledger import Ledger
    from pipelines.record import Record

    return Knowledge(Record(settings.record), Ledger(settings.judgements), load_schema(), known_entities)


@contextmanager
def server(settings: Settings) -> Iterator["Server"]:
    """A connection to the server that answers questions."""
    from pipelines.graph.connection import connected
    from pipelines.graph.server import Server

    address = server_address(settings)
    with connected(address) as driver:
        yield Server(driver, address.database)


@contextmanager
def writing(settings: Settings, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the record's lock, waiting for another run to finish."""
    from pipelines.record import writing as held

    with held(settings.record, wait=wait, told=lambda message: err.print(message, soft_wrap=True)):
        yield
