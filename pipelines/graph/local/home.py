"""The server's home folder: what it holds, its settings, password and ports, and how it is deleted.

    .newsgraph-server   marks the folder as made here; nothing is deleted without it
    password            of the user neo4j, readable by its owner only
    state.json          ports last used, and the process while one runs
    conf/ data/ logs/ run/   as Neo4j wants them
    data.unfinished/    data of a server that was killed before it had ever answered

Starting and finding processes belongs in process.py.
"""

import json
import os
import secrets
import shutil
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.errors import CredentialsError, StartError
from pipelines.settings import Neo4jAddress

LOOPBACK = "127.0.0.1"
USER = "neo4j"
USUAL_PORTS = (7687, 7474)  # Bolt, HTTP
MARKER = ".newsgraph-server"
FOLDERS = ("conf", "data", "logs", "run")
UNFINISHED = "data.unfinished"
FILES = ("password", "state.json", MARKER)  # the marker goes last: a reset killed halfway can be run again


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of the last start.

    `pid` is None once the server was stopped; `answered` tells whether this database has ever answered a query.
    """

    version: str
    bolt: int
    http: int
    pid: int | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder `path` of one local server."""

    path: Path

    @property
    def password_file(self) -> Path:
        """File that holds the password of the user neo4j."""
        return self.path / "password"

    @property
    def console(self) -> Path:
        """What the server printed since its last start."""
        return self.path / "logs" / "console.log"

    @property
    def empty(self) -> bool:
        """Whether there is no database yet, so that its first password can be set."""
        return not any((self.path / "data").iterdir())

    def create(self) -> None:
        """Make the folders; existing ones stay. Raises StartError when the folder holds something that is not ours."""
        if self.path.is_dir() and any(self.path.iterdir()):
            self.check_ours()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.path / MARKER).touch()
        for name in FOLDERS:
            (self.path / name).mkdir(exist_ok=True)

    def check_ours(self) -> None:
        """Raise StartError unless this folder was made by `create`."""
        if not (self.path / MARKER).exists():
            raise StartError(
                f"is not empty and was not made by newsgraph (no {MARKER} in it)",
                where=str(self.path),
                fix="Move it away, or set NEWSGRAPH_HOME to another folder.",
            )

    def set_data_aside(self) -> None:
        """Move the data to data.unfinished, and what was there before away."""
        aside = self.path / UNFINISHED
        if aside.exists():
            shutil.rmtree(aside)
        (self.path / "data").rename(aside)
        (self.path / "data").mkdir()

    def delete(self) -> None:
        """Delete what `create` and the server made here, and the folder itself if nothing else is in it."""
        self.check_ours()
        for name in (*FOLDERS, UNFINISHED):
            folder = self.path / name
            if folder.is_symlink():  # someone put the data elsewhere: that place is theirs
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        for name in FILES:
            (self.path / name).unlink(missing_ok=True)
        if not any(self.path.iterdir()):
            self.path.rmdir()

    def size(self) -> int:
        """Bytes that the folder takes on the disk."""
        # Neo4j writes while this counts: files come and go.
        total = 0
        for folder, _, names in os.walk(self.path):
            for name in names:
                try:
                    total += (Path(folder) / name).lstat().st_blocks * 512
                except FileNotFoundError:
                    continue
        return total

    def password(self) -> str:
        """The password. Raises CredentialsError when its file cannot be read."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CredentialsError(
                f"the local server's password cannot be read ({error.strerror})",
                where=str(self.password_file),
                fix="Put the file back, or begin anew with an empty database: newsgraph db reset.",
            ) from error

    def make_password(self) -> str:
        """The password, made now if there is none."""
        if not self.password_file.exists():
            # Hexadecimal, because a leading dash would be an option to neo4j-admin.
            _write(self.password_file, secrets.token_hex(16))
        return self.password()

    def state(self) -> State | None:
        """What is remembered of the last start; None before the first, or when the file is damaged."""
        try:
            return State(**json.loads((self.path / "state.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
            return None

    def remember(self, state: State) -> None:
        """Replace what is remembered."""
        _write(self.path / "state.json", json.dumps(asdict(state)))

    def address(self, state: State) -> Neo4jAddress:
        """Where the server with these ports answers, and how to log in."""
        return Neo4jAddress(f"bolt://{LOOPBACK}:{state.bolt}", USER, self.password())

    def configure(self, state: State, settings: Sequence[str]) -> None:
        """Write conf/neo4j.conf for these ports, with `settings` as further lines."""
        lines = (
            f"server.default_listen_address={LOOPBACK}",
            f"server.bolt.listen_address={LOOPBACK}:{state.bolt}",
            f"server.http.listen_address={LOOPBACK}:{state.http}",
            "server.memory.pagecache.size=256m",
            "db.tx_log.preallocate=false",  # else half a gigabyte of zeros per server
            "dbms.usage_report.enabled=false",
            "dbms.security.allow_csv_import_from_file_urls=false",
            *settings,
        )
        (self.path / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def choose_ports(last: State | None) -> tuple[int, int]:
    """Ports for Bolt and HTTP: those of the last start if both are free, else the usual ones, else any two free ones."""
    candidates = [(last.bolt, last.http)] if last else []
    for bolt, http in [*candidates, USUAL_PORTS]:
        if port_is_free(bolt) and port_is_free(http):
            return bolt, http
    with socket.create_server((LOOPBACK, 0)) as one, socket.create_server((LOOPBACK, 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def port_is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback address."""
    # Asked first, because macOS lets one bind beside a program that listens on every address.
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((LOOPBACK, port)) == 0:
            return False
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


def _write(path: Path, text: str) -> None:
    """Replace the file at once, readable by its owner only."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
