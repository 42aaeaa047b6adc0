"""newsgraph as a process of its own that has everything loaded: a command is forked from one that did nothing but load.

What a command writes, its exit code, its environment and its pid are those of a process; what a run loads, ten seconds
of it, is there already. The commands themselves (pipelines.cli) are imported in the child, when its output is in place.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

ROOT = Path(__file__).parent.parent.parent
SECONDS = 300  # a command that takes longer is ended by SIGALRM


def is_setting(name: str) -> bool:
    """Whether an environment variable is a setting that may not reach the tests; where the jars are, they have to know."""
    return name.startswith(("NEO4J_", "NEWSGRAPH_", "DAGSTER_")) and name != "NEWSGRAPH_CACHE"


class Loaded:
    """The process that has everything loaded. Commands are run one after the other."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.cli.loaded"]
        clean = {name: value for name, value in os.environ.items() if not is_setting(name)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        """The command to its end, as subprocess.run gives it."""
        assert self._process.stdin
        assert self._process.stdout
        with TemporaryDirectory(prefix="newsgraph-output-") as outputs:
            files = [Path(outputs) / name for name in ("stdout", "stderr")]
            order = {"arguments": list(command), "folder": str(folder), "env": dict(env), "files": [str(file) for file in files]}
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            if not (answer := self._process.stdout.readline()):
                raise RuntimeError("the process that has everything loaded has ended; what it said stands above")
            status = int(answer)
            return subprocess.CompletedProcess(command, status, *(file.read_text(encoding="utf-8") for file in files))

    def end(self) -> None:
        """No more commands."""
        self._process.communicate()


def load() -> None:
    """Load what a command loads when it runs, by a run over one article: in a home that is thrown away, for a server that is not there."""
    from pipelines.defs import assets  # noqa: PLC0415
    from pipelines.defs.launch import launch  # noqa: PLC0415
    from pipelines.flow import Unwatched  # noqa: PLC0415
    from pipelines.settings import load_settings  # noqa: PLC0415

    retries, assets.RETRIES = assets.RETRIES, 0
    with TemporaryDirectory(prefix="newsgraph-loading-") as home:
        os.environ |= {"NEWSGRAPH_HOME": home, "DAGSTER_HOME": "", "NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "none"}
        article = Path(home) / "article.txt"
        article.write_text("AMD competes with Nvidia in data-centre chips. Both companies report this week.", encoding="utf-8")
        outcome = launch(load_settings(), [article], None, Unwatched())
    assert outcome.failures.keys() == {"graph"}, outcome
    assets.RETRIES = retries


def serve() -> list[str] | None:
    """Fork a process for each order that comes. In that process: its arguments; in this one, after the last order: None."""
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        child = os.fork()
        if not child:
            become(order["folder"], order["env"], order["files"])
            return [str(argument) for argument in order["arguments"]]
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    return None


def become(folder: str, env: Mapping[str, str], files: Sequence[str]) -> None:
    """Be a process that was started in that folder and environment, without a terminal, with its output going to files."""
    signal.alarm(SECONDS)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for number, name in enumerate([os.devnull, *files]):
        opened = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, number)
        os.close(opened)


def leave(work: Callable[[], object]) -> NoReturn:
    """Do the work and exit as a process does, but for what libraries tidy up last: onnxruntime waits for a thread that no fork has."""
    status: object = 1
    try:
        work()
        status = 0
    except SystemExit as left:
        status = left.code
        if isinstance(status, str):
            print(status, file=sys.stderr)
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        _tidy()
        os._exit(status if isinstance(status, int) else int(status is not None))


def _tidy() -> None:
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


if __name__ == "__main__":
    load()
    if (arguments := serve()) is not None:
        from pipelines.cli import main

        sys.argv = ["newsgraph", *arguments]
        leave(main)
