"""Records of earlier formats, brought up to date before anything is written to them.

A migration reads the old files as they are, writes new ones beside them and switches the manifest in
one rename, as every publication does; killed before that, it has done nothing. A row that belongs to one
that is not there is set aside, among the refusals.

| Format | What changed |
|---|---|
| 1 | |
| 2 | readings: articles, mentions and claims say which reading they belong to and since when they stand; \
      a claim's id takes in its sentence; sketches of texts; withdrawn rows; official lists |
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import RecordError
from pipelines.record.store import Record
from pipelines.record.tables import LIVE, REFUSALS, Row, refusal_row, to_table
from pipelines.records import Refusal, claim_id, stable_id, utc_now
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
    files, refused = manifest["files"], []
    found: dict[str, dict[str, pa.Table]] = {name: {} for name in (*LIVE, "entities", "links")}
    for day in files.get("articles", {}):
        rows = {name: _rows(folder / files[name][day]) for name in LIVE}
        articles = {row["article_id"]: _article(row) for row in rows["articles"]}
        mentions = [row | {"reading_id": articles[row["article_id"]]["reading_id"]} for row in rows["mentions"] if _known(row, articles)]
        names = {tuple(row[key] for key in _PLACE): row["name"] for row in mentions}
        whole = [row for row in rows["claims"] if all(place in names for place in _ends(row).values())]
        claims = [_claim(row, articles[row["article_id"]], names) for row in whole]
        refused += [_refusal("mention", row, articles) for row in rows["mentions"] if not _known(row, articles)]
        refused += [_refusal("claim", row, articles) for row in rows["claims"] if row not in whole]
        for name, new in (("articles", list(articles.values())), ("mentions", mentions), ("claims", claims)):
            found[name][day] = to_table(new, LIVE[name])
    if refused:
        before = [row for file in files.get("refusals", {}).values() for row in _rows(folder / file)]
        found["refusals"] = {"all": to_table(before + refused, REFUSALS)}
    return found


def _known(row: Row, articles: Mapping[str, Row]) -> bool:
    return row["article_id"] in articles


def _ends(claim: Row) -> dict[str, tuple[Any, ...]]:
    """The places of the mentions that a claim speaks of."""
    return {end: (claim["article_id"], claim[f"{end}_start"], claim[f"{end}_end"]) for end in ("subject", "object")}


def _refusal(what: str, row: Row, articles: Mapping[str, Row]) -> Row:
    """For a row that was damaged by whoever wrote it."""
    article = articles.get(row["article_id"], {"source": "record", "own_id": row["article_id"], "locator": row["article_id"]})
    missing = "a mention that it speaks of" if _known(row, articles) else f"its article {row['article_id']}"
    message = (
        f"{article['locator']}: a {what} was left out of the new format, since {missing} is missing. The article's next reading finds it."
    )
    place = f"{row['start']}-{row['end']}"
    sample = str(row.get("sentence") or row["text"])
    refusal = Refusal("extract", "damaged_row", message, f"{article['locator']}:{place}", article["source"], article["own_id"], sample)
    return refusal_row(refusal, utc_now())


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


def _claim(row: Row, article: Row, names: Mapping[tuple[Any, ...], str]) -> Row:
    places = [(row["start"], row["end"]), *((row[f"{end}_start"], row[f"{end}_end"]) for end in ("subject", "object"))]
    ends = {f"{end}_name": names[place] for end, place in _ends(row).items()}
    id_ = claim_id(row["article_id"], row["type"], row["sentence"], *places)
    return row | ends | {"claim_id": id_, "reading_id": article["reading_id"], "learnt_at": row["extracted_at"]}
