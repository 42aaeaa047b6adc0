"""What assets are given: the workspace (settings, record) and a watcher.

The workspace holds the record's lock for as long as Dagster keeps the resource: the whole run, since
runs execute in one process. A run that is killed lets go of it with its process.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from pydantic import PrivateAttr

from pipelines.flow import Tally
from pipelines.graph.connection import connected
from pipelines.graph.local import Progress, ensure
from pipelines.graph.server import Server
from pipelines.record import Record, writing
from pipelines.settings import Settings, load_settings


def _tell(message: str) -> None:
    """To the log, and to the terminal of a run that shows no log."""
    dg.get_dagster_logger().info(message)
    print(message, file=sys.stderr, flush=True)


class LogWatch:
    """Tells Dagster's log what goes on; used where nobody sits at a terminal."""

    def step(self, message: str) -> None:
        """Log it."""
        dg.get_dagster_logger().info(message)

    def advance(self, done: int, total: int, what: str) -> None:
        """Log every thousandth, so that a long step shows that it lives."""
        if done % 1000 == 0:
            dg.get_dagster_logger().info(f"{done} of {total or 'unknown'} {what}")

    def finished(self, step: str, tally: Tally) -> None:
        """Log the counts."""
        dg.get_dagster_logger().info(f"{step}: {tally.counts}")


class Workspace(dg.ConfigurableResource["Workspace"]):
    """The record open for writing, and the settings that name it."""

    lock_wait_s: float = 3600.0
    _settings: Settings = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Workspace"]:
        """Hold the record's lock while the run lasts."""
        self._settings = load_settings()
        with writing(self._settings.record, wait=self.lock_wait_s, told=_tell):
            yield self

    @property
    def settings(self) -> Settings:
        """The settings of this process's environment."""
        return self._settings

    @property
    def record(self) -> Record:
        """The record of this workspace."""
        return Record(self._settings.record)


class Neo4jServer(dg.ConfigurableResource[None]):
    """The Neo4j server that the environment names, else the local one.

    It is started and connected when an asset asks for it, not when the run begins: what can be
    read and extracted is in the record before a server that is down ends the run.
    """

    @contextmanager
    def connected(self, settings: Settings, watch: Progress) -> Iterator[Server]:
        """A verified connection, closed at the end of the block; raises ServerError and its kin."""
        address = ensure(settings, watch)
        with connected(address) as driver:
            yield Server(driver, address.database)
