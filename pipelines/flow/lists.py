"""From files of official lists to the record's tables lists and list_entries.

An edition is a file, by its SHA-256. A newer edition replaces a list's entries; one that it lacks is
withdrawn, not deleted, and stands again when it returns. A list is left alone when entries of it are gone
while any of the files could not be read, which may hold them; and when more than half of it (and more than
ten entries) is gone at once, unless the operator says that any number may go.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from pipelines.errors import SourceError
from pipelines.flow.run import Tally, Watch
from pipelines.flow.vanished import too_many
from pipelines.lists import SUFFIXES, ListFile, edition, read_list_file
from pipelines.record import Record, tables
from pipelines.record.tables import Row
from pipelines.records import Refusal, to_milliseconds

GAVE = "lists of "  # note in the manifest, with an edition after it: the lists that its file gave
_COUNTS = ("added", "changed", "returned", "withdrawn")
Key = tuple[str, str]  # list and entry


@dataclass(slots=True)
class _State:
    """The two tables by key, as of one moment; what became of them, and what was set aside."""

    now: datetime
    any_number: bool
    lists: dict[str, Row]
    entries: dict[Key, Row] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)

    def refuse(self, reason: str, message: str, path: Path, list_id: str = "") -> None:
        """Set a file, or one list of it, aside."""
        own_id = f"{path.name}:{list_id or reason}"
        self.refusals.append(Refusal("list", reason, message, str(path), "lists", own_id, file=str(path)))

    def cannot_read(self, path: Path, error: SourceError) -> None:
        """Set a file aside of which nobody knows what it holds."""
        self.unread.append(path)
        self.refuse("unreadable", str(error), path)


def load_lists(record: Record, paths: Sequence[Path], now: datetime, watch: Watch, *, any_number: bool = False) -> Tally:
    """Bring the record's official lists up to the editions in `paths`: files, and the .csv and .csv.gz of folders.

    Twice is the same as once; where every file is of an edition that the record has, none is read. Rows
    and files that cannot be read are set aside with their reason. Held: the entries that stand.
    """
    watch.step("Reading official lists")
    before = record.table("lists").to_pylist()
    state = _State(to_milliseconds(now), any_number, {row["list_id"]: row for row in before})
    editions = _editions(state, paths)
    entries = record.table("list_entries")
    if not any_number and not state.refusals and all(_is_current(record, state, edition_) for edition_ in editions.values()):
        return _tally(state, entries, len(editions))
    state.entries = {(row["list_id"], row["entry_id"]): row for row in entries.to_pylist()}
    read = [file for file in (_read(state, path) for path in editions) if file is not None]
    latest = _latest(state, read)
    for list_id, file in latest.items():
        _replace(state, list_id, file, editions[file.path])
    gave = {GAVE + editions[file.path]: " ".join(sorted(i for i, winner in latest.items() if winner is file)) for file in read}
    return _tally(state, _publish(record, state, before, entries, gave), len(editions))


def _is_current(record: Record, state: _State, edition_: str) -> bool:
    """Whether every list that the file of this edition gave still is of this edition."""
    gave = record.manifest()["notes"].get(GAVE + edition_)
    return gave is not None and all(state.lists.get(list_id, {}).get("edition") == edition_ for list_id in gave.split())


def _editions(state: _State, paths: Sequence[Path]) -> dict[Path, str]:
    """The edition of every file, in order of name."""
    files = {file for path in paths for file in (_inside(path) if path.is_dir() else [path])}
    found = {}
    for path in sorted(files, key=lambda file: (file.name, file)):
        try:
            found[path] = edition(path)
        except SourceError as error:
            state.cannot_read(path, error)
    return found


def _inside(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.lower().endswith(SUFFIXES) and not path.name.startswith(".")]


def _read(state: _State, path: Path) -> ListFile | None:
    try:
        file = read_list_file(path)
    except SourceError as error:
        state.cannot_read(path, error)
        return None
    state.refusals += file.refusals
    return file


def _latest(state: _State, files: Iterable[ListFile]) -> dict[str, ListFile]:
    """The file that gives each list: of two, the later by name, and the other is told of."""
    chosen: dict[str, ListFile] = {}
    for file in files:
        for list_id, list_ in file.lists.items():
            if list_id in chosen:
                older = chosen[list_id].path
                state.refuse(
                    "older_file", f"{older}: {list_.name} is also in {file.path.name}, which counts. Keep one of the two.", older, list_id
                )
            chosen[list_id] = file
    return chosen


def _replace(state: _State, list_id: str, file: ListFile, edition_: str) -> None:
    """Replace one list by what `file` holds of it."""
    new = {key: entry for key, entry in file.entries.items() if key[0] == list_id}
    stood = [key for key, row in state.entries.items() if key[0] == list_id and row["withdrawn_at"] is None]
    gone = [key for key in stood if key not in new and key[1] not in file.unread]
    if gone and _holds_back(state, list_id, file, len(gone), len(stood)):
        return
    for key, entry in new.items():
        _stand(state, key, {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(entry).items()})
    for key in gone:
        state.entries[key] = state.entries[key] | {"withdrawn_at": state.now}
    state.counts["withdrawn"] += len(gone)
    former = state.lists.get(list_id)
    loaded_at = former["loaded_at"] if former and former["edition"] == edition_ else state.now
    state.lists[list_id] = asdict(file.lists[list_id]) | {"edition": edition_, "loaded_at": loaded_at}


def _holds_back(state: _State, list_id: str, file: ListFile, gone: int, stood: int) -> bool:
    """Whether it is not believed that entries are gone, which is told; then their list is left alone."""
    lacks = f"{file.path}: {gone} of the {stood} entries of {file.lists[list_id].name}"
    if state.unread:
        said = f"{lacks} are not in it, but may be in {state.unread[0]}, which could not be read; the list was left alone."
        state.refuse("incomplete_reading", f"{said} Mend that file or take it away.", file.path, list_id)
        return True
    if not state.any_number and too_many(gone, stood):
        said = f"{lacks} are gone at once; the list was left alone."
        state.refuse(
            "mass_withdrawal", f"{said} If that is right, run `newsgraph lists load --any-number` on the file.", file.path, list_id
        )
        return True
    return False


def _stand(state: _State, key: Key, entry: Row) -> None:
    """Put an entry in its place; it keeps the time when it was first loaded."""
    former = state.entries.get(key)
    row = entry | {"learnt_at": former["learnt_at"] if former else state.now, "withdrawn_at": None}
    if former is None:
        state.counts["added"] += 1
    elif former["withdrawn_at"] is not None:
        state.counts["returned"] += 1
    elif former != row:
        state.counts["changed"] += 1
    state.entries[key] = row


def _publish(record: Record, state: _State, before: list[Row], entries: pa.Table, gave: Mapping[str, str]) -> pa.Table:
    """Switch the record to the new tables, those that changed; returns list_entries as it is now."""
    whole: dict[str, pa.Table] = {}
    lists = [state.lists[list_id] for list_id in sorted(state.lists)]
    if lists != before:
        whole["lists"] = tables.to_table(lists, tables.LISTS)
    if any(state.counts[what] for what in _COUNTS):
        entries = whole["list_entries"] = tables.to_table([state.entries[key] for key in sorted(state.entries)], tables.LIST_ENTRIES)
    refusals = _standing_refusals(record, state)
    if refusals is not None:
        whole["refusals"] = refusals
    if whole or not gave.items() <= record.manifest()["notes"].items():
        record.publish({}, whole, gave)
    return entries


def _standing_refusals(record: Record, state: _State) -> pa.Table | None:
    """The table of refusals with these for what was set aside of lists before; None where it stays as it is."""
    old = record.table("refusals").to_pylist()
    former: Mapping[str, Row] = {row["refusal_id"]: row for row in old if row["stage"] == "list"}
    fresh = {refusal.refusal_id: tables.refusal_row(refusal, state.now) for refusal in state.refusals}
    if former.keys() == fresh.keys():
        return None
    others = [row for row in old if row["stage"] != "list"]
    return tables.to_table(others + [former.get(id_, row) for id_, row in fresh.items()], tables.REFUSALS)


def _tally(state: _State, entries: pa.Table, files: int) -> Tally:
    live = [row for row in entries.select(["kind", "source_type", "withdrawn_at"]).to_pylist() if row["withdrawn_at"] is None]
    odd = Counter(row["source_type"] or "no type" for row in live if row["kind"] is None)
    counts = {"files": files, "lists": len(state.lists), "entries": len(live)} | {what: state.counts[what] for what in _COUNTS}
    counts |= {f"without a kind ({', '.join(f'{type_} {odd[type_]}' for type_ in sorted(odd))})": odd.total()} if odd else {}
    return Tally(counts | {"refused": len(state.refusals)}, tuple(state.refusals), held=len(live))
