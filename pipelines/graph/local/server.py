"""Start, stop, look at and delete the local Neo4j server of a project. Each is safe to repeat and to interrupt."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import psutil

from pipelines.errors import ServerError, StartError, UnreachableError
from pipelines.graph.local import process
from pipelines.graph.local.home import LOOPBACK, UNFINISHED, Home, State, choose_ports, port_is_free
from pipelines.graph.local.install import Installation, install
from pipelines.graph.local.lock import read_lock
from pipelines.graph.local.progress import SILENT, Progress
from pipelines.graph.local.turn import take_turn
from pipelines.settings import Neo4jAddress, Settings

STOP_SECONDS = 120.0
KILL_SECONDS = 30.0
PORT_TRIES = 3


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running local server. `started` is False when it was found running."""

    address: Neo4jAddress
    http: str
    pid: int
    home: Path
    version: str
    started: bool


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What is known of the local server without asking it.

    `state` is "stale" when its process is gone without `stop`; `size` is in bytes, `uptime` in seconds. `uri` and
    `http` are those of the last start, None before the first.
    """

    state: Literal["running", "stopped", "stale"]
    version: str
    uri: str | None
    http: str | None
    pid: int | None
    home: Path
    size: int
    uptime: float | None
    password_file: Path


def ensure(settings: Settings, progress: Progress = SILENT) -> Neo4jAddress:
    """The server to use: the user's own when settings.neo4j is set, else the local one, started if need be."""
    return settings.neo4j or start(settings, progress).address


def start(settings: Settings, progress: Progress = SILENT) -> LocalServer:
    """Start the local server, or find the one that runs; either way it answers when this returns.

    Fetches the server first where the cache lacks it. The server lives on after this process.
    Raises InstallError, StartError, CredentialsError.
    """
    home = Home(settings.server)
    with _alone(settings, progress):
        found = _running(home)
        if found:
            state, running = found
            process.await_answer(running, home, home.address(state))
            home.remember(replace(state, answered=True))
            return _local_server(home, state, running.pid, started=False)
        home.create()
        return _start(home, install(read_lock(), settings.cache, progress), progress)


def stop(settings: Settings, progress: Progress = SILENT) -> bool:
    """Stop the local server and wait until it is gone; False when none ran. Its data stay."""
    with _alone(settings, progress):
        return _stop(Home(settings.server), progress)


def reset(settings: Settings, progress: Progress = SILENT) -> bool:
    """Stop the local server and delete its data and password; False when there was none.

    Raises StartError when the folder was not made by `start`: nothing is deleted then.
    """
    home = Home(settings.server)
    with _alone(settings, progress):
        if not home.path.exists():
            return False
        home.check_ours()
        _stop(home, progress)
        home.delete()
        return True


def status(settings: Settings) -> ServerStatus:
    """What is known of the local server; starts and changes nothing."""
    home = Home(settings.server)
    with _disk(settings):
        state, found, size = home.state(), _running(home), home.size()
    return ServerStatus(
        state="running" if found else "stale" if state and state.pid else "stopped",
        version=state.version if state else read_lock().version,
        uri=f"bolt://{LOOPBACK}:{state.bolt}" if state else None,
        http=f"http://{LOOPBACK}:{state.http}" if state else None,
        pid=found[1].pid if found else None,
        home=home.path,
        size=size,
        uptime=time.time() - found[1].create_time() if found else None,
        password_file=home.password_file,
    )


def address(settings: Settings) -> Neo4jAddress:
    """Where the running local server is. Raises UnreachableError when none runs."""
    home = Home(settings.server)
    with _disk(settings):
        found = _running(home)
    if not found or not found[0].answered:
        what = "the local Neo4j is still starting" if found else "the local Neo4j is not running"
        raise UnreachableError(what, where=str(home.path), fix="Start it: newsgraph db start.")
    return home.address(found[0])


def _start(home: Home, neo4j: Installation, progress: Progress) -> LocalServer:
    last = home.state()
    if last and not last.answered and not home.empty:
        # Killed while it made its system database, Neo4j can never open it again. Nobody has written to it yet.
        progress.step(f"The first start was interrupted; beginning anew ({UNFINISHED} holds what it left).")
        home.set_data_aside()
    elif last and last.pid:
        progress.step(f"The local Neo4j (process {last.pid}) ended without being stopped; starting it again with its data.")
    answered = last.answered if last else not home.empty
    for attempt in range(PORT_TRIES):
        bolt, http = choose_ports(last)
        state = State(neo4j.lock.version, bolt, http, answered=answered)
        try:
            return _start_at(home, state, neo4j, progress)
        except StartError:
            # Another program may have taken a port after it was seen free.
            if _running(home):
                raise
            home.remember(state)
            if attempt + 1 == PORT_TRIES or (port_is_free(bolt) and port_is_free(http)):
                raise
    raise AssertionError("the last attempt returns or raises")


def _start_at(home: Home, state: State, neo4j: Installation, progress: Progress) -> LocalServer:
    home.configure(state, neo4j.lock.settings)
    home.remember(state)  # before the process exists, so that a kill in between leaves one that `find` finds
    if home.empty:
        progress.step("Setting up a new database with a password of its own …")
        process.set_initial_password(neo4j, home, home.make_password())
    address = home.address(state)  # fails without a password, before anything runs
    progress.step(f"Starting Neo4j {state.version} (5 to 15 seconds) …")
    server = process.spawn(neo4j, home)
    home.remember(replace(state, pid=server.pid))
    process.await_answer(server, home, address)
    home.remember(replace(state, pid=server.pid, answered=True))
    return _local_server(home, state, server.pid, started=True)


def _stop(home: Home, progress: Progress) -> bool:
    state = home.state()
    found = _running(home)
    if state and state.pid and not found:
        progress.step(f"The local Neo4j (process {state.pid}) had ended without being stopped.")
    if found:
        _end(found[1], progress)
    if state:
        home.remember(replace(state, pid=None))
    return found is not None


def _end(server: psutil.Process, progress: Progress) -> None:
    try:
        server.terminate()
        if not process.ended(server, STOP_SECONDS):
            progress.step(f"Neo4j (process {server.pid}) did not stop within {STOP_SECONDS:.0f} s; killing it. Its next start recovers.")
            server.kill()
            if not process.ended(server, KILL_SECONDS):
                raise ServerError(f"process {server.pid} does not end even when killed", fix="Its disk may hang; see the system's log.")
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise ServerError(f"process {server.pid} may not be stopped by you", fix=f"Ask the user {server.username()}.") from error


def _running(home: Home) -> tuple[State, psutil.Process] | None:
    state = home.state()
    server = process.find(home, state.pid) if state else None
    return (state, server) if state and server else None


def _local_server(home: Home, state: State, pid: int, *, started: bool) -> LocalServer:
    return LocalServer(home.address(state), f"http://{LOOPBACK}:{state.http}", pid, home.path, state.version, started)


@contextmanager
def _alone(settings: Settings, progress: Progress) -> Iterator[None]:
    """Only one process at a time changes a home's server."""
    with _disk(settings):
        settings.home.mkdir(parents=True, exist_ok=True)
        waiting = "Another process is starting or stopping the local Neo4j; waiting for it …"
        with take_turn(settings.server.with_suffix(".lock"), progress, waiting):
            yield


@contextmanager
def _disk(settings: Settings) -> Iterator[None]:
    """What the disk refuses inside the block becomes a StartError."""
    try:
        yield
    except OSError as error:
        raise StartError(
            f"the local server's folder cannot be used ({error.strerror or error})",
            where=str(error.filename or settings.server),
            fix="Free some space, or set NEWSGRAPH_HOME to a folder that you may write to.",
        ) from error
