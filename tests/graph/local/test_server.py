"""The local server as a person uses it, on real processes. One home is used by all tests here; each brings it into the state it needs."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase

from pipelines.errors import CredentialsError, StartError, UnreachableError
from pipelines.graph import local
from pipelines.graph.local import server
from pipelines.graph.local.home import Home
from pipelines.graph.local.lock import read_lock
from pipelines.settings import Neo4jAddress, Settings
from tests.conftest import settings_in

START = """
import sys
from pipelines.graph import local
from pipelines.settings import load_settings
server = local.start(load_settings({"NEWSGRAPH_HOME": sys.argv[1], "NEWSGRAPH_CACHE": sys.argv[2]}))
print(server.pid, server.started)
"""


class Heard:
    """A Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, message: str) -> None:
        self.steps.append(message)

    def advance(self, done: int, total: int, what: str) -> None:
        self.steps.append(f"{done}/{total} {what}")

    def __contains__(self, part: str) -> bool:
        return any(part in step for step in self.steps)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, neo4j_address: Neo4jAddress) -> Iterator[Settings]:
    # neo4j_address first: the jars are fetched by then, and one port pair is taken.
    settings = settings_in(tmp_path_factory.mktemp("own"))
    try:
        yield settings
    finally:
        local.stop(settings)


def query(address: Neo4jAddress, text: str) -> list[object]:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password), telemetry_disabled=True) as driver:
        return [record[0] for record in driver.execute_query(text, database_=address.database).records]


def kill(settings: Settings) -> int:
    """End the server as a power cut does; its process id."""
    process = psutil.Process(local.start(settings).pid)
    process.kill()
    process.wait(30)
    return process.pid


def test_two_starts_at_the_same_moment_give_one_server_that_outlives_both(settings: Settings) -> None:
    command = [sys.executable, "-c", START, str(settings.home), str(settings.cache)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [starter.communicate(timeout=120)[0].split() for starter in starters]
    assert answers[0][0] == answers[1][0]
    assert sorted(started for _, started in answers) == ["False", "True"]
    pid = int(answers[0][0])
    assert os.getsid(pid) == pid
    assert query(local.address(settings), "RETURN 1") == [1]


def test_a_second_start_finds_the_first(settings: Settings) -> None:
    first = local.start(settings)
    assert local.start(settings) == replace(first, started=False)
    assert local.ensure(settings) == first.address


def test_a_server_whose_start_was_killed_before_its_pid_was_noted_is_found(settings: Settings) -> None:
    first = local.start(settings)
    file = settings.server / "state.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"pid": None}))
    assert local.start(settings) == replace(first, started=False)


def test_nothing_listens_beyond_the_loopback_address(settings: Settings) -> None:
    connections = psutil.Process(local.start(settings).pid).net_connections("tcp")
    listening = {connection.laddr.ip for connection in connections if connection.status == psutil.CONN_LISTEN}
    assert listening
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1"}


def test_the_password_is_the_owners_alone(settings: Settings) -> None:
    found = local.start(settings)
    file = local.status(settings).password_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(found.home.stat().st_mode) == 0o700
    assert file.read_text() == found.address.password
    assert found.address.password not in repr(found)
    assert found.address.password not in " ".join(psutil.Process(found.pid).cmdline())


def test_status_of_a_running_server(settings: Settings) -> None:
    found = local.start(settings)
    status = local.status(settings)
    assert (status.state, status.pid, status.uri, status.http) == ("running", found.pid, found.address.uri, found.http)
    assert status.version == query(found.address, "CALL dbms.components() YIELD versions RETURN versions[0]")[0] == read_lock().version
    assert status.size > 1_000_000
    assert status.uptime is not None
    assert status.uptime > 0


def test_csv_files_of_this_machine_cannot_be_read_through_it(settings: Settings) -> None:
    address = local.start(settings).address
    assert query(address, "SHOW SETTINGS 'dbms.security.allow_csv_import_from_file_urls' YIELD value") == ["false"]
    assert query(address, "SHOW SETTINGS 'dbms.usage_report.enabled' YIELD value") == ["false"]


def test_stop_keeps_the_data_and_the_ports(settings: Settings) -> None:
    first = local.start(settings)
    query(first.address, "CREATE (:Stopped {n: 1})")
    assert local.stop(settings) is True
    assert not psutil.pid_exists(first.pid)
    assert local.status(settings).state == "stopped"
    with pytest.raises(UnreachableError, match="newsgraph db start"):
        local.address(settings)
    assert local.stop(settings) is False
    again = local.start(settings)
    assert (again.address, again.started) == (first.address, True)
    assert query(again.address, "MATCH (s:Stopped) RETURN s.n") == [1]


def test_a_killed_server_is_stale_and_starts_again_with_its_data(settings: Settings) -> None:
    query(local.start(settings).address, "CREATE (:Killed {n: 2})")
    pid = kill(settings)
    assert local.status(settings).state == "stale"
    with pytest.raises(UnreachableError):
        local.address(settings)
    heard = Heard()
    again = local.start(settings, heard)
    assert f"process {pid}) ended without being stopped" in heard
    assert query(again.address, "MATCH (k:Killed) RETURN k.n") == [2]


def test_a_process_id_that_belongs_to_another_program_by_now(settings: Settings) -> None:
    kill(settings)
    file = settings.server / "state.json"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        file.write_text(json.dumps(json.loads(file.read_text()) | {"pid": other.pid}))
        assert local.status(settings).state == "stale"
        heard = Heard()
        assert local.stop(settings, heard) is False
        assert "had ended without being stopped" in heard
        assert local.status(settings).state == "stopped"
        other.communicate(b"\n")
        assert other.returncode == 0  # it was left alone


def test_a_server_that_does_not_stop_is_killed_and_that_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    found = local.start(settings)
    monkeypatch.setattr(server, "STOP_SECONDS", 0.2)
    os.kill(found.pid, signal.SIGSTOP)
    heard = Heard()
    assert local.stop(settings, heard) is True
    assert "did not stop" in heard
    assert not psutil.pid_exists(found.pid)


def test_other_ports_when_the_last_ones_are_taken(settings: Settings) -> None:
    local.stop(settings)
    last = local.status(settings).uri
    assert last is not None
    with socket.create_server(("127.0.0.1", int(last.rpartition(":")[2]))):
        address = local.start(settings).address
        assert address.uri != last
        assert query(address, "RETURN 1") == [1]


def test_a_wrong_or_lost_password_file_says_what_to_do(settings: Settings) -> None:
    right = local.start(settings).address.password
    file = local.status(settings).password_file
    file.write_text("wrong")
    with pytest.raises(CredentialsError, match=r"password.*newsgraph db reset"):
        local.start(settings)
    file.unlink()
    with pytest.raises(CredentialsError, match=r"password.*newsgraph db reset"):
        local.address(settings)
    local.stop(settings)
    with pytest.raises(CredentialsError, match=r"password.*newsgraph db reset"):
        local.start(settings)
    assert local.status(settings).state == "stopped"
    file.write_text(right)


def test_a_server_that_cannot_start_shows_the_end_of_its_log(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    local.stop(settings)
    monkeypatch.setattr(server, "read_lock", lambda: replace(read_lock(), settings=("server.no.such.setting=1",)))
    with pytest.raises(StartError, match=r"(?s)console\.log.*server\.no\.such\.setting.*newsgraph db"):
        local.start(settings)
    assert local.status(settings).state == "stopped"


def test_reset_deletes_the_data_and_leaves_what_others_put_there(settings: Settings) -> None:
    local.stop(settings)
    theirs = settings.server / "notes.txt"
    theirs.write_text("mine")
    assert (settings.server / "data" / "databases" / "neo4j").is_dir()
    assert local.reset(settings) is True
    assert list(settings.server.iterdir()) == [theirs]
    theirs.unlink()
    settings.server.rmdir()
    assert local.reset(settings) is False


def test_a_first_start_that_was_killed_halfway_begins_anew(settings: Settings) -> None:
    local.reset(settings)
    home = Home(settings.server)
    home.create()
    # As a kill leaves it: the store is there, but nothing that could be opened, and no query was ever answered.
    store = home.path / "data" / "databases" / "system"
    store.mkdir(parents=True)
    (store / "neostore").write_bytes(b"\0" * 100)
    home.remember(server.State(read_lock().version, 7687, 7474))
    with pytest.raises(UnreachableError):
        local.address(settings)
    heard = Heard()
    assert query(local.start(settings, heard).address, "MATCH (n) RETURN count(n)") == [0]
    assert "first start was interrupted" in heard
    local.reset(settings)
    assert not settings.server.exists()


def test_a_folder_that_is_not_ours_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.server.mkdir()
    theirs = settings.server / "data"
    theirs.mkdir()
    for use in (local.start, local.reset):
        with pytest.raises(StartError, match="not made by newsgraph"):
            use(settings)
    assert list(settings.server.rglob("*")) == [theirs]


def test_a_home_that_cannot_be_written_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = settings_in(tmp_path / "file" / "home")
    with pytest.raises(StartError, match="NEWSGRAPH_HOME"):
        local.start(settings)


def test_nothing_is_made_or_started_for_a_server_of_the_users_own(tmp_path: Path) -> None:
    theirs = Neo4jAddress("bolt://db.example:7687", "reader", "secret")
    settings = replace(settings_in(tmp_path / "home"), cache=tmp_path / "cache", neo4j=theirs)
    assert local.ensure(settings) == theirs
    assert list(tmp_path.iterdir()) == []
