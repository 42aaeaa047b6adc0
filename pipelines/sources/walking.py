"""Which files a person meant: named files, and the files of named folders. Looks, but opens no file."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.records import MediaType, Refusal
from pipelines.sources.refusing import Place, UnfitError, printable

MEDIA_TYPES: dict[str, MediaType] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json",
    ".jsonl.gz": "application/json",
}
KNOWN_SUFFIXES = ", ".join(MEDIA_TYPES)
# Reasons why something was passed by that is no document anybody misses.
PASSED_BY = frozenset({"hidden", "ignored_suffix", "folder_link", "empty_folder", "read_twice"})


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file that looks readable, and the place it is recorded under."""

    path: Path
    place: Place
    media_type: MediaType
    size: int


def find(paths: Sequence[Path], source: str | None) -> Iterator[Found | Refusal]:
    """Every file of `paths` in order; folders recursively, sorted by path, links to folders not followed.

    The root of a file is the outermost named folder above it, else its parent, so that naming a
    folder and a file inside it gives the same ids. A file that is reached twice is refused the second time.
    """
    folders = [real(path) for path in paths if _is_folder(path)]
    seen: set[Path] = set()
    for path in paths:
        inside = _is_folder(path)
        anchor = real(path) if inside else real(path.parent) / path.name
        above = [folder for folder in folders if anchor.is_relative_to(folder)]
        root = min(above, key=lambda folder: len(folder.parts), default=anchor.parent)
        for item in _files(anchor, root, source) if inside else [anchor]:
            yield item if isinstance(item, Refusal) else _found(item, root, source, inside, seen)


def real(path: Path) -> Path:
    """`path` absolute and without links; unlike Path.resolve it takes a loop of links as it is."""
    return Path(os.path.realpath(path))


def from_os(error: OSError) -> UnfitError:
    """What the operating system said, as a reason with a way on."""
    if isinstance(error, FileNotFoundError):
        return UnfitError("not_found", "there is no such file or folder.", "Check the path.")
    if isinstance(error, PermissionError):
        return UnfitError(
            "no_permission", "may not be read by this user.", "Give read permission (chmod u+r, for a folder u+rx) or run as its owner."
        )
    return UnfitError("unreadable", f"cannot be read: {error.strerror or error}.", "Copy it to another place or leave it out.")


def place(path: Path, root: Path, source: str | None) -> Place:
    """Where `path` is recorded: its id is the path below `root`; a person finds it from the current folder."""
    here = Path.cwd()
    locator = path.relative_to(here) if path.is_relative_to(here) else path
    return Place(printable(source or str(root)), path.relative_to(root).as_posix(), str(locator))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no permission to look: what is wrong is said when it is read
        return False


def _files(folder: Path, root: Path, source: str | None) -> Iterator[Path | Refusal]:
    waiting, empty = [folder], True
    while waiting:
        path = waiting.pop()
        unfit = None if path == folder else _unfit_entry(path)
        if unfit is None and _is_folder(path):
            try:
                waiting.extend(sorted(path.iterdir(), reverse=True))
                continue
            except OSError as error:
                unfit = from_os(error)
        empty = False
        yield place(path, root, source).refuse("read", unfit) if unfit else path
    if empty:
        yield place(folder, root, source).refuse(
            "read", UnfitError("empty_folder", "holds no file.", "Name the folder the articles lie in.")
        )


def _unfit_entry(path: Path) -> UnfitError | None:
    """Why an entry of a folder is passed by, if it is."""
    if path.name.startswith("."):
        return UnfitError("hidden", "is hidden, so it was passed by.", "Name it itself to read it.")
    try:
        if path.is_symlink() and path.is_dir():
            return UnfitError("folder_link", "is a link to a folder and was not followed.", "Name it itself to read what is in it.")
    except OSError as error:
        return from_os(error)
    return None


def _found(path: Path, root: Path, source: str | None, inside: bool, seen: set[Path]) -> Found | Refusal:
    where = place(path, root, source)
    try:
        media_type, size = _media_type(path, inside), _size(path)
    except OSError as error:
        return where.refuse("read", from_os(error))
    except UnfitError as error:
        return where.refuse("read", error)
    if real(path) in seen:
        return where.refuse("read", UnfitError("read_twice", "was already read in this run, by this or another name.", "Name it once."))
    seen.add(real(path))
    if media_type == "application/json" and source is None:
        where = Place(str(path), where.own_id, where.locator)
    return Found(path, where, media_type, size)


def _size(path: Path) -> int:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnfitError("not_a_file", "is neither a file nor a folder.", "Save it as a file first.")
    if printable(str(path)) != str(path):
        raise UnfitError("bad_name", "its path is no UTF-8.", "Rename the file or its folder.")
    return status.st_size


def _media_type(path: Path, inside: bool) -> MediaType:
    for suffix, media_type in MEDIA_TYPES.items():
        if path.name.lower().endswith(suffix):
            return media_type
    if not inside:
        path.stat()  # that a named file is missing matters more than its suffix
    reason = "ignored_suffix" if inside else "unknown_suffix"
    raise UnfitError(reason, f"has a suffix that is not read (read are {KNOWN_SUFFIXES}).", "Rename or convert it if it is an article.")
