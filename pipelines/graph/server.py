"""A server that is connected: its driver, and the database that the graph lies in."""

from dataclasses import dataclass

from neo4j import Driver


@dataclass(frozen=True, slots=True)
class Server:
    """An open, verified connection and the name of the database to use."""

    driver: Driver
    database: str
