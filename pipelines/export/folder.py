"""The folder of an export: whole or not there at all, and never in place of something else.

It is written beside its place and put there by renaming. What stands there is replaced only if it is an
export: its manifest lists every file in it.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from pipelines.errors import ExportError

MANIFEST = "manifest.json"
MARK = "newsgraph_export"  # key of the manifest that says it is one, and of which format
FORMAT = 1
_LEFT_BEHIND = "import.report"  # by neo4j-admin, where it is run


@contextmanager
def put_in_place(folder: Path) -> Iterator[Path]:
    """An empty folder to write to, which becomes `folder` when the block ends well.

    Raises ExportError where `folder` holds what is no export, or the disk refuses.
    """
    folder = folder.resolve()
    check_ours(folder)
    part, before = (folder.with_name(f".{folder.name}.newsgraph-{what}") for what in ("part", "before"))
    try:
        _settle(folder, part, before)  # what an export left that was killed
        part.mkdir(parents=True)
        yield part
        if folder.exists():
            folder.rename(before)
        part.rename(folder)
    except OSError as error:
        fix = "Free some space, or name a folder that you may write to."
        raise ExportError(f"cannot be written ({error.strerror or error})", where=str(error.filename or folder), fix=fix) from error
    finally:
        _settle(folder, part, before)


def _settle(folder: Path, part: Path, before: Path) -> None:
    """Take away what is unfinished; what stood at `folder` stands there again unless something newer does."""
    shutil.rmtree(part, ignore_errors=True)
    if before.exists() and not folder.exists():
        before.rename(folder)
    shutil.rmtree(before, ignore_errors=True)


def check_ours(folder: Path) -> None:
    """Raise ExportError unless `folder` is absent, empty, or an export of ours and nothing else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    listed = _listed(folder / MANIFEST)
    if listed is None:
        fix = "Name a folder that is not there yet."
        raise ExportError("is there already and is no export of newsgraph", where=str(folder), fix=fix)
    stray = sorted(set(files(folder)) - listed - {MANIFEST, _LEFT_BEHIND})
    if stray:
        fix = "Move it away, or name another folder: an export replaces the whole of it."
        raise ExportError(f"holds what no export wrote: {stray[0]}", where=str(folder), fix=fix)


def files(folder: Path) -> list[str]:
    """Every file below `folder`, by its path from there, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def sums(folder: Path) -> dict[str, dict[str, object]]:
    """Size in bytes and SHA-256 of every file below `folder`."""
    found: dict[str, dict[str, object]] = {}
    for name in files(folder):
        with (folder / name).open("rb") as file:
            found[name] = {"bytes": (folder / name).stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}
    return found


def _listed(manifest: Path) -> set[str] | None:
    """The files that a manifest lists; None for what is none."""
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        return set(told["files"]) if told[MARK] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
