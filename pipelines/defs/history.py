"""Dagster's history on this machine: where it lies, how it is set up, and that its files stay open while a run writes to them.

It says what ran and what came of it; what was read and found is in the record, which is written without haste.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from filelock import FileLock
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
        os.environ["DAGSTER_HOME"] = str(settings.dagster)
        with FileLock(settings.dagster / "setup.lock"):  # two first runs at once would both make Dagster's tables
            if not config.exists():
                config.write_text(INSTANCE, encoding="utf-8")
            return dg.DagsterInstance.get()
    except OSError as error:
        fix = "Set NEWSGRAPH_HOME (or DAGSTER_HOME) to a folder that can be written."
        raise SettingsError(f"cannot be used ({error.strerror})", where=str(settings.dagster), fix=fix) from error


@contextmanager
def _held_open() -> Iterator[None]:
    """Have SQLite write to the disk once at the end, not three times for every event.

    Dagster opens and closes its files for each event, and whoever closes a file last brings its log in. So one
    connection more stays open. A run that is killed loses nothing; after a power cut the last events may be missing.
    """
    held: dict[str, sqlite3.Connection] = {}

    def hold(connection: object, _: object) -> None:
        if not isinstance(connection, sqlite3.Connection) or not _is_in_wal(connection):
            return
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


def _is_in_wal(connection: sqlite3.Connection) -> bool:
    """Whether the file has SQLite's write-ahead log, without which it is unsafe to write without haste. A new file gets it
    here: Dagster asks for it only when all tables are made, each an effort. Not where somebody writes just now, nor on a
    network drive.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return True
    try:
        return bool(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal")
    except sqlite3.OperationalError:
        return False
