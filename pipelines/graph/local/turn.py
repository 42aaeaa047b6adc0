"""One process at a time: a file lock that says when it has to wait. The lock dies with its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.graph.local.progress import Progress


@contextmanager
def take_turn(file: Path, progress: Progress, waiting: str) -> Iterator[None]:
    """Hold the lock `file` inside the block; say `waiting` if another process holds it first. Raises OSError."""
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.step(waiting)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
