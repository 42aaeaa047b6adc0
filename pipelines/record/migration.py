"""Records of earlier formats, brought up to date before anything is written to them.

A migration reads the old files as they are, writes new ones beside them and switches the manifest in
one rename, as every publication does; killed before that, it has done nothing.

| Format | What changed |
|---|---|
| 1 | |
| 2 | readings: articles, mentions and claims say which reading they belong to and since when they stand; \
      a claim's id takes in its sentence; sketches of texts; withdrawn rows; official lists |
"""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import RecordError
from pipelines.record.store import Record
from pipelines.record.tables import LIVE, Row, to_table
from pipelines.records import claim_id, stable_id
from pipelines.sources.sketch import sketch

_PLACE = ("article_id", "start", "end")


def migrate(folder: Path) -> bool:
    """Bring the record in `folder` to the present format; says whether there was anything to do.

    The caller holds the record's lock.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False  # a damaged one is told by whoever reads it
    if manifest.get("format") != 1:
        return False
    Record(folder).replace_files(manifest, _second(folder, manifest))
    return True


def _second(folder: Path, manifest: dict[str, Any]) -> dict[str, dict[str, pa.Table]]:
    """The tables of format 2 that differ, by name and part. Entities and links are made anew by the next run."""
    files = manifest["files"]
    found: dict[str, dict[str, pa.Table]] = {name: {} for name in (*LIVE, "entities", "links")}
    for day in files.get("articles", {}):
        rows = {name: _rows(folder / files[name][day]) for name in LIVE}
        articles = {row["article_id"]: _article(row) for row in rows["articles"]}
        names = {tuple(row[key] for key in _PLACE): row["name"] for row in rows["mentions"]}
        mentions = [row | {"reading_id": articles[row["article_id"]]["reading_id"]} for row in rows["mentions"]]
        claims = [_claim(row, articles[row["article_id"]], names) for row in rows["claims"]]
        for name, new in (("articles", list(articles.values())), ("mentions", mentions), ("claims", claims)):
            found[name][day] = to_table(new, LIVE[name])
    return found


def _rows(path: Path) -> list[Row]:
    try:
        rows: list[Row] = pq.read_table(path).to_pylist()
    except (OSError, pa.ArrowInvalid) as error:
        fix = "Restore it from a backup, or move the record away and run again."
        raise RecordError(f"cannot be read ({error})", where=str(path), fix=fix) from error
    return rows


def _article(row: Row) -> Row:
    learnt_at = row["retrieved_at"]
    reading = stable_id("v", row["article_id"], row["content_hash"], row["extractor_version"], learnt_at.isoformat())
    return row | {"reading_id": reading, "learnt_at": learnt_at, "sketch": sketch(row["text"])}


def _claim(row: Row, article: Row, names: dict[tuple[Any, ...], str]) -> Row:
    places = [(row["start"], row["end"]), *((row[f"{end}_start"], row[f"{end}_end"]) for end in ("subject", "object"))]
    ends = {f"{end}_name": names[row["article_id"], row[f"{end}_start"], row[f"{end}_end"]] for end in ("subject", "object")}
    id_ = claim_id(row["article_id"], row["type"], row["sentence"], *places)
    return row | ends | {"claim_id": id_, "reading_id": article["reading_id"], "learnt_at": row["extracted_at"]}
