"""A project whose runs are children of this process, to be killed: for tests/kill_at_random.py and the tests that kill at fixed points.

The process has everything loaded that a run needs, so that a run costs a second or two, not ten.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pipelines.defs import assets
from pipelines.defs.launch import launch
from pipelines.defs.resources import Workspace
from pipelines.flow import Run, Unwatched, edition
from pipelines.graph import local, reconcile, steps
from pipelines.graph.canonical import differences, graph_hash
from pipelines.graph.connection import connect
from pipelines.graph.ownership import written_projection
from pipelines.graph.projection import Projection
from pipelines.graph.support import miscounted, unsupported
from pipelines.language.extractor import Extractor, load_extractor
from pipelines.record import Record
from pipelines.settings import Neo4jAddress, Settings, load_settings

SOURCE = "kills"
FEW = 4  # rows in a transaction of a run that writes in small ones


class Phases(Unwatched):
    """Tells a pipe how far the run is."""

    def __init__(self, pipe: int) -> None:
        self._pipe, self._phase = pipe, ""

    def step(self, message: str) -> None:
        """A new phase."""
        self._tell(message)

    def advance(self, done: int, total: int, what: str) -> None:
        """In the last phase this is the writer."""
        if self._phase in {"Projecting the record", "Writing the graph"}:
            self._tell("Writing the graph")

    def finished(self, step: str, tally: object) -> None:
        """Between two steps: checks, and Dagster's own work."""
        self._tell(f"After {step}")

    def _tell(self, phase: str) -> None:
        self._phase = phase
        os.write(self._pipe, f"{phase}\n".encode())


@dataclass
class Project:
    """A home with its server; runs are children of this process, which has everything loaded."""

    settings: Settings
    folder: Path

    @property
    def record(self) -> Record:
        """Its record."""
        return Record(self.settings.record)

    def start(self, prepare: Callable[[], object]) -> tuple[int, int]:
        """A run that has begun, after `prepare` in its own process: that process, and the pipe that tells its phase."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            self._run(writing, prepare)
        os.close(writing)
        return process, reading

    def finish(self, prepare: Callable[[], object] = int) -> float:
        """Run to the end; how many seconds it took."""
        begun = time.monotonic()
        process, pipe = self.start(prepare)
        _, status = os.waitpid(process, 0)
        os.close(pipe)
        if status:
            raise SystemExit(f"A run failed that nobody killed:\n{self._log.read_text(encoding='utf-8')[-3000:]}")
        return time.monotonic() - begun

    def killed(self, after: float, prepare: Callable[[], object]) -> str:
        """Begin a run and kill it after so many seconds; the phase it was in."""
        process, pipe = self.start(prepare)
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        with os.fdopen(pipe, encoding="utf-8") as told:
            phases = told.read().split("\n")[:-1]
        return phases[-1] if phases else "Starting"

    def dies(self, prepare: Callable[[], object]) -> int:
        """Run in a process that `prepare` makes kill itself; the signal that ended it, 0 when it came to its end."""
        process, pipe = self.start(prepare)
        _, status = os.waitpid(process, 0)
        os.close(pipe)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def faults(self, *, whole: bool) -> list[str]:
        """What lacks its proof; of a graph that is whole also what is counted wrongly."""
        with connect(self._address) as driver:
            found = unsupported(driver, self._address.database, assets.schema())
            return found + (miscounted(driver, self._address.database, assets.schema()) if whole else [])

    def is_whole(self) -> bool:
        """Whether the graph was written to its end."""
        with connect(self._address) as driver:
            return written_projection(driver, self._address.database) is not None

    def differences(self, wanted: Projection) -> list[str]:
        """Where its graph is not `wanted`, in words."""
        with connect(self._address) as driver:
            return differences(driver, self._address.database, assets.schema(), wanted)

    def hash(self) -> str:
        """The graph's hash."""
        with connect(self._address) as driver:
            return graph_hash(driver, self._address.database, assets.schema())

    @property
    def _address(self) -> Neo4jAddress:
        return self.settings.neo4j or local.address(self.settings)

    @property
    def _log(self) -> Path:
        return self.settings.home / "run.log"

    def _run(self, pipe: int, prepare: Callable[[], object]) -> NoReturn:
        status = 2
        try:
            self.settings.home.mkdir(parents=True, exist_ok=True)
            log = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.environ.update(environment(self.settings))
            self.settings.judgements.touch()  # one that is named has to be there
            prepare()
            outcome = launch(self.settings, [self.folder], SOURCE, Phases(pipe), complete=True, any_number=True)
            print(outcome, flush=True)
            status = 1 if outcome.failures or outcome.failed_checks else 0
        finally:
            if sys.exc_info()[0]:
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(status)


def environment(settings: Settings) -> dict[str, str]:
    """What a run of this project finds in its environment."""
    names = {"NEWSGRAPH_HOME": settings.home, "NEWSGRAPH_CACHE": settings.cache, "NEWSGRAPH_JUDGEMENTS": settings.judgements}
    server = settings.neo4j or Neo4jAddress("", "", "")
    named = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    return {name: str(path) for name, path in names.items()} | named | {"NEO4J_DATABASE": "", "DAGSTER_HOME": ""}


def in_small_transactions() -> None:
    """From here on a graph is written a few rows at a time."""
    reconcile.ATOMIC_ROWS, steps.NODE_BATCH, steps.RELATIONSHIP_BATCH = 0, FEW, FEW


def warm_up() -> Extractor:
    """Load here, once, what each run would load; every run of this process and its children takes it from here."""
    extractor = load_extractor(load_settings({}).model)

    def loaded(run: Run, workspace: Workspace) -> Extractor | None:
        return extractor if run.record.staged(run.day, "articles").num_rows else None

    def version(workspace: Workspace) -> str:
        return extractor.version if workspace else ""

    # The program is what it was when this process began, even if somebody edits its files meanwhile.
    assets._extractor, assets._version = loaded, version
    edition.code()
    return extractor
