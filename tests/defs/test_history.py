"""Dagster's history on this machine: who else reads it, and what it leaves behind."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import create_engine, text

from pipelines.defs.history import history, instance
from pipelines.errors import SettingsError
from pipelines.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NEWSGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    return load_settings()


def told(storage: dg.DagsterInstance) -> dg.DagsterRun:
    """A run in the history, with an event of its own."""
    run = dg.DagsterRun(job_name="told")
    storage.add_run(run)
    storage.report_engine_event("something happened", run)
    return run


def test_others_read_at_once_what_is_written_and_still_do_afterwards(settings: Settings) -> None:
    with history(settings) as storage:
        run = told(storage)
        with instance(settings) as other:
            assert [event.message for event in other.all_logs(run.run_id)] == ["something happened"]
    with instance(settings) as later:
        assert [event.message for event in later.all_logs(run.run_id)] == ["something happened"]


def test_all_is_in_the_files_themselves_when_it_is_over(settings: Settings) -> None:
    with history(settings) as storage:
        told(storage)
        assert [*settings.dagster.rglob("*.db-wal")]
    assert not [*settings.dagster.rglob("*.db-wal")]
    for file in settings.dagster.rglob("*.db"):
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def test_files_of_others_are_opened_as_ever_afterwards(settings: Settings, tmp_path: Path) -> None:
    with history(settings):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'theirs.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "delete"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


def test_several_who_make_a_new_history_at_once_make_one(settings: Settings) -> None:
    made = "from pipelines.defs.history import history; from pipelines.settings import load_settings\nwith history(load_settings()): pass"
    started = [subprocess.Popen([sys.executable, "-W", "ignore", "-c", made]) for _ in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]


def test_a_file_that_somebody_writes_to_without_a_log_is_left_as_it_is(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "restored.db"
    with sqlite3.connect(file) as theirs:
        theirs.execute("CREATE TABLE t (x)")
        theirs.execute("INSERT INTO t VALUES (1)")  # in a transaction that is still open
        with history(settings):
            engine = create_engine(f"sqlite:///{file}")
            with engine.connect() as connection:
                assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            engine.dispose()
    theirs.close()


def test_a_setting_that_stands_there_already_stays(settings: Settings) -> None:
    settings.dagster.mkdir(parents=True)
    config = settings.dagster / "dagster.yaml"
    config.write_text("telemetry: { enabled: false }\n")
    with history(settings):
        pass
    assert config.read_text() == "telemetry: { enabled: false }\n"


def test_a_place_that_cannot_be_used_is_told(settings: Settings) -> None:
    settings.dagster.write_text("no folder")
    with pytest.raises(SettingsError, match="cannot be used"), history(settings):
        pass
