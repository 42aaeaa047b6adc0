"""A file of an official list: which format it is, its rows, and what could not be read."""

import csv
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import TextIO

from pipelines.errors import SourceError
from pipelines.lists import csl, opensanctions
from pipelines.lists.entries import ListEntry, OfficialList, RowError
from pipelines.records import Refusal

SUFFIXES = (".csv", ".csv.gz")
_LONGEST_CELL = 10_000_000  # characters; some parties have thousands of aliases
_SAMPLE = 300
_AGAIN = "Download it again."


@dataclass(frozen=True, slots=True)
class _Format:
    """How rows of one format are told and understood."""

    marks: frozenset[str]  # columns by which it is known
    needed: frozenset[str]
    lists_of: Callable[[Mapping[str, str]], tuple[OfficialList, ...]]
    entry_of: Callable[[Mapping[str, str], OfficialList], ListEntry]


_FORMATS = (
    _Format(csl.MARKS, csl.NEEDED, csl.lists_of, csl.entry_of),
    _Format(opensanctions.MARKS, opensanctions.NEEDED, opensanctions.lists_of, opensanctions.entry_of),
)


@dataclass(slots=True)
class ListFile:
    """What one file held: lists by id, entries by list and id, and rows set aside.

    `unread` are ids of entries whose row could not be read: that such an entry is missing means nothing.
    """

    path: Path
    lists: dict[str, OfficialList] = field(default_factory=dict)
    entries: dict[tuple[str, str], ListEntry] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def refuse(self, reason: str, message: str, line: int, row: str) -> None:
        """Set one row aside."""
        place = f"{self.path}:{line}"
        self.refusals.append(Refusal("list", reason, f"{place}: {message}", place, "lists", f"{self.path.name}:{line}", row[:_SAMPLE]))


def edition(path: Path) -> str:
    """SHA-256 of the file.

    Raises SourceError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})", where=str(path), fix="Check the path and its permissions.") from error


def read_list_file(path: Path) -> ListFile:
    """Read a .csv or .csv.gz in one of the formats known here.

    Raises SourceError, naming file and fix, where it is none, or is damaged so that its end is unknown.
    """
    found, line = ListFile(path), 1
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with _opened(path) as file:
            rows = csv.reader(file, strict=True)
            header = [name.strip() for name in next(rows, [])]
            format_ = _format(path, header)
            line, cells = rows.line_num + 1, header
            for cells in rows:
                if cells:  # a blank line is no row
                    _add(found, format_, header, line, cells)
                line = rows.line_num + 1
            if 0 < len(cells) < len(header):
                raise SourceError("ends in the middle of a row", where=f"{path}:{rows.line_num}", fix=_AGAIN)
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 ({error.reason})", where=str(path), fix="Save it as UTF-8.") from error
    except csv.Error as error:
        raise SourceError(f"is damaged as CSV ({error})", where=f"{path}:{line}", fix=_AGAIN) from error
    except (OSError, EOFError) as error:
        raise SourceError(f"cannot be read ({error})", where=str(path), fix=_AGAIN) from error
    return found


def _opened(path: Path) -> TextIO:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _format(path: Path, header: list[str]) -> _Format:
    columns = set(header)
    format_ = next((known for known in _FORMATS if columns >= known.marks), None)
    if format_ is None:
        fix = "Give the Consolidated Screening List as CSV, or OpenSanctions' targets.simple.csv; docs/lists.md says where they are."
        raise SourceError("its header is of no list that is known here", where=f"{path}:1", fix=fix)
    missing = sorted(format_.needed - columns)
    if missing:
        raise SourceError(f"lacks the columns {', '.join(missing)}", where=f"{path}:1", fix=_AGAIN)
    return format_


def _add(found: ListFile, format_: _Format, header: list[str], line: int, cells: list[str]) -> None:
    row = dict(zip(header, cells, strict=False))
    try:
        _check_size(header, cells)
        _take(found, format_, row)
    except RowError as error:
        found.unread.add(row.get("_id", row.get("id", "")).strip())
        found.refuse(error.reason, str(error), line, ",".join(cells))


def _check_size(header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        raise RowError("bad_row", f"has {len(cells)} cells, the header has {len(header)}", _AGAIN)


def _take(found: ListFile, format_: _Format, row: Mapping[str, str]) -> None:
    lists = format_.lists_of(row)
    entries = [format_.entry_of(row, list_) for list_ in lists]
    doubled = next((entry for entry in entries if (entry.list_id, entry.entry_id) in found.entries), None)
    if doubled:
        raise RowError("doubled_entry", f"{doubled.entry_id} stands on {doubled.list_id} already", "The first row counts.")
    for list_, entry in zip(lists, entries, strict=True):
        found.lists.setdefault(list_.list_id, list_)
        found.entries[entry.list_id, entry.entry_id] = entry
