"""The server as a process: start it, find it again, know when it answers, stop it. Files and ports are home.py's."""

import os
import subprocess
import tempfile
import time

import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from pipelines.errors import CredentialsError, StartError
from pipelines.graph.local.home import Home
from pipelines.graph.local.install import Installation
from pipelines.settings import Neo4jAddress

HEAP = ("-Xms512m", "-Xmx1g")
START_SECONDS = 180.0
POLL_SECONDS = 0.25
LOG_LINES = 15
# What a JVM may see of the user's environment: a stray JAVA_TOOL_OPTIONS or NEO4J_CONF would change the server.
KEPT_VARIABLES = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")


def set_initial_password(neo4j: Installation, home: Home, password: str) -> None:
    """Tell a server that never ran its first password. Raises StartError."""
    # In a file of Java arguments (0600), because others can read a command line.
    with tempfile.NamedTemporaryFile("w", dir=home.path / "run", encoding="utf-8") as arguments:
        arguments.write(f"org.neo4j.cli.AdminTool dbms set-initial-password {password}\n")
        arguments.flush()
        environment = _environment(neo4j) | {"NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.path / "conf")}
        done = subprocess.run([neo4j.java, f"@{arguments.name}"], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StartError(
            f"neo4j-admin could not set the first password:\n{_last_lines(done.stdout + done.stderr)}",
            where=str(home.path),
            fix="Begin anew: newsgraph db reset.",
        )


def spawn(neo4j: Installation, home: Home) -> psutil.Process:
    """Start the server apart from this terminal and session."""
    command = [
        str(neo4j.java),
        *HEAP,
        *neo4j.lock.jvm_options,
        f"-XX:ErrorFile={home.path / 'logs' / 'crash-%p.log'}",
        neo4j.lock.main_class,
        _mark(home),
        f"--config-dir={home.path / 'conf'}",
        "--console-mode",
    ]
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(home.console), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    # Not Popen: it complains when it is collected while its process lives on, which is what this one is for.
    return psutil.Process(os.posix_spawn(neo4j.java, command, _environment(neo4j), file_actions=files, setsid=True))


def find(home: Home, pid: int | None) -> psutil.Process | None:
    """The living server of this home, looked for under `pid`, or among all processes when that is None."""
    for candidate in psutil.pids() if pid is None else [pid]:
        try:
            process = psutil.Process(candidate)
            # A dead process's id may belong to anything by now; the command line tells, a start time shifts with the clock.
            if _mark(home) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except psutil.Error:
            continue
    return None


def await_answer(process: psutil.Process, home: Home, address: Neo4jAddress) -> None:
    """Return when the server answers queries. Raises StartError when its process ends or three minutes have passed."""
    deadline = time.monotonic() + START_SECONDS
    while not (_listens(process, address) and _answers(address, home)):
        if ended(process, POLL_SECONDS):
            raise StartError(_story("Neo4j stopped while it was starting", home), where=str(home.console), fix=_way_on(home))
        if time.monotonic() > deadline:
            raise StartError(
                _story(f"Neo4j (process {process.pid}) does not answer after {START_SECONDS:.0f} s", home),
                where=str(home.console),
                fix="It is still running: wait for it with newsgraph db start, or end it with newsgraph db stop.",
            )


def ended(process: psutil.Process, seconds: float) -> bool:
    """Whether the process has ended, after waiting for that up to `seconds`."""
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True


def _listens(process: psutil.Process, address: Neo4jAddress) -> bool:
    """Whether this process owns the port: another server may answer there."""
    port = int(address.uri.rpartition(":")[2])
    try:
        return any(it.status == psutil.CONN_LISTEN and it.laddr.port == port for it in process.net_connections("tcp"))
    except psutil.Error:
        return False


def _answers(address: Neo4jAddress, home: Home) -> bool:
    try:
        with GraphDatabase.driver(address.uri, auth=(address.user, address.password), telemetry_disabled=True) as driver:
            driver.execute_query("RETURN 1", database_=address.database)
    except AuthError as error:
        raise CredentialsError(
            f"the local server refuses the password in this file ({error.message})",
            where=str(home.password_file),
            fix="Put the right password into it, or begin anew with an empty database: newsgraph db reset.",
        ) from error
    except (DriverError, Neo4jError):
        return False
    return True


def _mark(home: Home) -> str:
    return f"--home-dir={home.path}"


def _environment(neo4j: Installation) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"CLASSPATH": os.pathsep.join(map(str, neo4j.jars))}


def _story(what: str, home: Home) -> str:
    log = home.console.read_text(encoding="utf-8", errors="replace") if home.console.exists() else ""
    return f"{what}. The end of its log:\n{_last_lines(log)}\n"


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-LOG_LINES:])


def _way_on(home: Home) -> str:
    text = home.console.read_text(encoding="utf-8", errors="replace") if home.console.exists() else ""
    if "No space left" in text:
        return "Free some space on that disk and start again."
    if "insufficient memory" in text or "Could not reserve" in text:
        return "It needs about 1.5 GB of memory: close something and start again."
    return "Start again with newsgraph db start; if it stays so, newsgraph db reset begins with an empty database."
