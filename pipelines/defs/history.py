"""Dagster's history on this machine: where it lies, how it is set up, and that its files stay open while a run writes to them.

It says what ran and what came of it; what was read and found is in the record, which is written without haste.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from sqlalchemy import event
from sqlalchemy.pool import Pool

from pipelines.errors import SettingsError
from pipelines.settings import Settings

# Nothing is sent home, and no sign-up form greets the user. What a step prints is not copied into a file: a run from a terminal
# has a reader, that of a schedule has `newsgraph dev`, and each copy takes four processes. What a run logs is in its events.
INSTANCE = """telemetry:
  enabled: false
nux:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


@contextmanager
def history(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Dagster's storage of this project, made when it is not there yet."""
    with _held_open(), instance(settings) as storage:
        yield storage


def instance(settings: Settings) -> dg.DagsterInstance:
    """As `history`, for reading."""
    config = settings.dagster / "dagster.yaml"
    try:
        settings.dagster.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.dagster):
            pass  # SQLite's own words for a folder that cannot be written fill a screen
        if not config.exists():
            config.write_text(INSTANCE, encoding="utf-8")
    except OSError as error:
        fix = "Set NEWSGRAPH_HOME (or DAGSTER_HOME) to a folder that can be written."
        raise SettingsError(f"cannot be used ({error.strerror})", where=str(settings.dagster), fix=fix) from error
    os.environ["DAGSTER_HOME"] = str(settings.dagster)
    return dg.DagsterInstance.get()


@contextmanager
def _held_open() -> Iterator[None]:
    """Have SQLite write to the disk once at the end, not three times for every event.

    Dagster opens and closes its files for each event, and whoever closes a file last brings its log in. So one
    connection more stays open. A run that is killed loses nothing; after a power cut the last events may be missing.
    """
    held: dict[str, sqlite3.Connection] = {}

    def hold(connection: object, _: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("PRAGMA journal_mode = WAL")  # Dagster does so only when a new file has its tables, each an effort
        connection.execute("PRAGMA synchronous = NORMAL")
        file = str(connection.execute("PRAGMA database_list").fetchone()[2])
        if file and file not in held:
            held[file] = sqlite3.connect(file, check_same_thread=False)
            held[file].execute("SELECT count(*) FROM sqlite_master").fetchall()  # only who has read has it open

    event.listen(Pool, "connect", hold)
    try:
        yield
    finally:
        event.remove(Pool, "connect", hold)
        for connection in held.values():
            connection.close()
