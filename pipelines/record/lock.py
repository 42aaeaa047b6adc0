"""One writer at a time: an operating-system file lock, which dies with its process.

Beside the lock lies a note of who holds it, for the message that the second one gets. Who only reads
needs no lock, but may ask whether somebody is writing.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import BusyError, SettingsError
from pipelines.record.migration import migrate
from pipelines.records import utc_now

_LOCK, _HOLDER = "writer.lock", "writer.json"


@contextmanager
def writing(folder: Path, *, wait: float, told: Callable[[str], None]) -> Iterator[None]:
    """Hold the record in `folder` for writing, waiting up to `wait` seconds for another run.

    A record of an earlier format is brought up to date first. `told` gets a message when there is
    something to wait for, or to tell. Raises BusyError, which says who
    holds the lock, when the time is up, and SettingsError where this user may not write.
    """
    lock, holder = FileLock(folder / _LOCK), folder / _HOLDER
    note = {"pid": os.getpid(), "since": utc_now().isoformat(timespec="seconds"), "command": Path(sys.argv[0]).name}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _acquire(lock, holder, wait, told)
        holder.write_text(json.dumps(note))
    except OSError as error:
        lock.release()
        fix = "Set NEWSGRAPH_HOME to a folder that this user can write, or let this user write to that one."
        raise SettingsError(f"cannot be written ({error.strerror or error})", where=str(folder), fix=fix) from error
    try:
        if migrate(folder):
            told("The record was written by an earlier version of newsgraph; it is up to date now.")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def writer(folder: Path) -> str | None:
    """Who is writing to the record in `folder` now, in words; None when nobody is, or this user may not ask."""
    if not (folder / _LOCK).exists():
        return None
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return None
    except Timeout:
        return _who(folder / _HOLDER)
    except OSError:
        return None


def _acquire(lock: FileLock, holder: Path, wait: float, told: Callable[[str], None]) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        told(f"{_who(holder)} is writing; waiting up to {wait:.0f} s for it to finish.")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise BusyError(
                f"{_who(holder)} is writing", where=str(holder.parent), fix="Wait for it, or stop it, then run again."
            ) from None


def _who(holder: Path) -> str:
    try:
        note = json.loads(holder.read_text())
    except (OSError, ValueError):
        return "Another run"
    return f"Another run ({note.get('command')}, process {note.get('pid')}, since {note.get('since')})"
