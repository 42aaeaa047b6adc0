"""The record's files: one Parquet file per table and day, named by one manifest.

    record/manifest.json                 which files are the record now; replaced in one rename
    record/articles/2026-11-25.3-5f1c09ab.parquet (mentions, claims, withdrawn_articles and so on alike)
    record/documents/all.3-0b9e7d21.parquet       (refusals, entities, links and so on alike)
    record/staging/2026-11-25/*.parquet  what one asset hands the next, before it is published

A publication writes new files and then renames the manifest, so that a run killed at any moment
leaves the record as it was or as it will be, and articles, mentions and claims appear together.
An article is replaced whole: its old rows leave in the same publication that brings the new, and go to
the withdrawn tables (withdrawn_articles and so on) unless nothing that anybody could ask for ends.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.errors import RecordError
from pipelines.record.tables import BY_DAY, LIVE, WHOLE, WITHDRAWN, Row, to_table
from pipelines.records import utc_now

FORMAT = 2
VERSION = b"newsgraph.format"  # key in each Parquet file's own metadata
_DAY_FORMAT = "%Y-%m-%d"
_RESTORE = "Restore it from a backup, or move the record away and run again."


def day_of(moment: datetime) -> str:
    """The UTC day of a moment, the record's partition key."""
    return moment.astimezone(UTC).strftime(_DAY_FORMAT)


@dataclass(slots=True)
class Batch:
    """What one publication brings for one day.

    `ended` says of each article whose live rows leave why they are withdrawn; None where they are only
    brought up to date. `rows` are new rows by table.
    """

    at: datetime
    ended: dict[str, str | None] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in LIVE})

    def withdrawn(self, row: Row) -> Row | None:
        """A live row that leaves as it is kept; None when it only makes room."""
        why = self.ended[row["article_id"]]
        return None if why is None else row | {"withdrawn_at": self.at, "withdrawn_why": why}


class Record:
    """The record in one folder. Reading needs no lock; whoever publishes holds `lock.writing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- reading

    def manifest(self) -> dict[str, Any]:
        """The current manifest; that of an empty record where there is none yet."""
        path = self.folder / "manifest.json"
        try:
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"format": FORMAT, "record_id": None, "generation": 0, "notes": {}, "files": {}}
        except ValueError as error:
            raise RecordError(f"is no JSON ({error})", where=str(path), fix=_RESTORE) from error
        found = manifest.get("format")
        if found != FORMAT:
            older = isinstance(found, int) and found < FORMAT
            fix = "`newsgraph run` brings it up to date." if older else "Use the newsgraph that wrote it."
            raise RecordError(f"has format {found}, this version reads {FORMAT}", where=str(path), fix=fix)
        return manifest

    def table(self, name: str, days: Iterable[str] | None = None, columns: list[str] | None = None) -> pa.Table:
        """One table, of all days or of `days`, as Arrow."""
        schema = BY_DAY.get(name) or WHOLE[name]
        schema = schema if columns is None else pa.schema([schema.field(column) for column in columns])
        files: Mapping[str, str] = self.manifest()["files"].get(name, {})
        wanted = set(files) if days is None else set(days)
        chosen = [files[day] for day in sorted(files) if day in wanted]
        parts = [self._read(self.folder / file, schema) for file in chosen]
        return pa.concat_tables(parts) if parts else schema.empty_table()

    def frame(self, name: str, days: Iterable[str] | None = None, columns: list[str] | None = None) -> pd.DataFrame:
        """One table as a DataFrame; what is missing is missing the way pandas says it (NaN, NaT)."""
        frame: pd.DataFrame = self.table(name, days, columns).to_pandas()
        return frame

    @staticmethod
    def _read(path: Path, schema: pa.Schema | None) -> pa.Table:
        try:
            with pq.ParquetFile(path) as file:  # not read_table, which makes a data set of each file first: half the time
                there = file.schema_arrow.names
                missing = [name for name in schema.names if name not in there] if schema else []
                table = file.read(columns=schema.names if schema and not missing else None)
        except (OSError, pa.ArrowInvalid) as error:
            raise RecordError(f"cannot be read ({error})", where=str(path), fix=_RESTORE) from error
        if missing:
            problem = f"lacks the columns {', '.join(missing)}: another version of newsgraph wrote it"
            raise RecordError(problem, where=str(path), fix=_RESTORE)
        return table.select(schema.names).cast(schema) if schema else table

    def identity(self) -> str:
        """The record's own id, by which a graph knows whose projection it is; made at the first publication."""
        manifest = self.manifest()
        if manifest["record_id"] is None:
            self.publish({}, {})
            manifest = self.manifest()
        return str(manifest["record_id"])

    def snapshot(self) -> "Record":
        """The record as it is now, for reading several tables that belong together while another run publishes.

        It holds for one publication: the files of the last manifest are kept, older ones are deleted.
        """
        return _Snapshot(self.folder, self.manifest())

    # -- staging between assets

    def stage(self, day: str, name: str, table: pa.Table) -> None:
        """Leave `table` for the next asset of the same day, in place of an earlier one."""
        self._write(self._staged_path(day, name), table)

    def staged(self, day: str, name: str) -> pa.Table:
        """What the asset before left for `day`.

        Raises RecordError when it was never run for that day.
        """
        path = self._staged_path(day, name)
        if not path.exists():
            raise RecordError("is not there", where=str(path), fix=f"Materialise the asset before it for {day} first.")
        return self._read(path, None)

    def unstage(self, day: str) -> None:
        """Forget what is staged for `day`: it is published, and must not be published again over later rows."""
        shutil.rmtree(self.folder / "staging" / day, ignore_errors=True)

    def _staged_path(self, day: str, name: str) -> Path:
        return self.folder / "staging" / day / f"{name}.parquet"

    # -- publishing

    def publish(self, batches: Mapping[str, Batch], whole: Mapping[str, pa.Table], notes: Mapping[str, str] | None = None) -> None:
        """Replace articles with their rows day by day, and whole tables, visible all at once.

        `notes` are kept in the manifest, in place of earlier ones of the same names.
        """
        manifest = self.manifest()
        before = _files(manifest)
        generation = manifest["generation"] + 1
        for day, batch in batches.items():
            for name, table in self._after(day, batch).items():
                manifest["files"].setdefault(name, {})[day] = self._put(name, day, generation, table)
        for name, table in whole.items():
            manifest["files"][name] = {"all": self._put(name, "all", generation, table.cast(WHOLE[name]))}
        manifest["notes"] = {**manifest.get("notes", {}), **(notes or {})}
        self._switch(manifest, generation, before)

    def _after(self, day: str, batch: Batch) -> dict[str, pa.Table]:
        """One day's tables after a batch; withdrawn ones only where rows went there."""
        ended = pa.array(sorted(batch.ended), pa.string())
        found = {}
        for name, schema in LIVE.items():
            live = self.table(name, [day])
            leaving = pc.is_in(live["article_id"], value_set=ended)
            found[name] = pa.concat_tables([live.filter(pc.invert(leaving)), to_table(batch.rows[name], schema)])
            past = WITHDRAWN + name
            moved = to_table([row for row in map(batch.withdrawn, live.filter(leaving).to_pylist()) if row], BY_DAY[past])
            if moved.num_rows:
                found[past] = pa.concat_tables([self.table(past, [day]), moved])
        return found

    def _put(self, name: str, part: str, generation: int, table: pa.Table) -> str:
        # A name is never used twice, not even after a backup was restored: equal names are equal files.
        file = f"{name}/{part}.{generation}-{uuid4().hex[:8]}.parquet"
        self._write(self.folder / file, table)
        return file

    def replace_files(self, manifest: dict[str, Any], tables: Mapping[str, Mapping[str, pa.Table]]) -> None:
        """Switch from an earlier format's manifest to `tables` (by name and part) in place of those of the same names."""
        before, generation = _files(manifest), manifest["generation"] + 1
        files = {name: {part: self._put(name, part, generation, table) for part, table in parts.items()} for name, parts in tables.items()}
        self._switch(manifest | {"format": FORMAT, "notes": {}, "files": {**manifest["files"], **files}}, generation, before)

    def _switch(self, manifest: dict[str, Any], generation: int, before: set[str]) -> None:
        record_id = manifest["record_id"] or uuid4().hex[:12]
        manifest |= {"record_id": record_id, "generation": generation, "written_at": utc_now().isoformat()}
        path = self.folder / "manifest.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".json.new")
        temporary.write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        _to_disk(temporary)
        temporary.replace(path)
        self._sweep(_files(manifest) | before)

    def _sweep(self, current: set[str]) -> None:
        """Delete what neither this nor the last manifest names: a reader may still hold the last one."""
        for name in (*BY_DAY, *WHOLE):
            for path in (self.folder / name).glob("*.parquet*"):
                if f"{name}/{path.name}" not in current:
                    path.unlink(missing_ok=True)

    @staticmethod
    def _write(path: Path, table: pa.Table) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".parquet.new")
        pq.write_table(table.replace_schema_metadata({VERSION: str(FORMAT)}), temporary, compression="zstd")
        _to_disk(temporary)
        temporary.replace(path)


class _Snapshot(Record):
    """A record that stands still."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        super().__init__(folder)
        self._manifest = manifest

    def manifest(self) -> dict[str, Any]:
        """The manifest of then."""
        return self._manifest


def _files(manifest: Mapping[str, Any]) -> set[str]:
    return {file for files in manifest["files"].values() for file in files.values()}


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
