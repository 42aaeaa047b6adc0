"""What is known of each document ever looked at, and which refusals stand.

A document is known by its source and its id there; the article that it became by its URL, which
several documents may share. One of them owns the article: that of the latest publication date
(`pipelines.sources.without_doubles`). Whoever joins competes with the owner as it stands; when the
owner itself changes or goes, the others are looked at anew, at the latest when they are next met.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.flow.run import Run
from pipelines.record import day_of, tables
from pipelines.records import Article, RawDocument, Refusal

Key = tuple[str, str]  # source, own_id
Row = dict[str, Any]
ARTICLE = "article"  # outcome of a document that became one
GONE = "gone"  # outcome of one that its complete source no longer has


class Known:
    """The documents that the record knows."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._takes_new = run.takes_new
        self.rows: dict[Key, Row] = {_key(row): row for row in run.record.table("documents").to_pylist()}
        columns = ["article_id", "source", "own_id", "first_ingested_at"]
        self._owned: dict[str, Row] = {row["article_id"]: row for row in run.record.table("articles", columns=columns).to_pylist()}
        self._sharing = Counter(row["article_id"] for row in self.rows.values() if row["article_id"])

    def article_of(self, key: Key) -> str | None:
        """The article that the document was last time, where it was one."""
        row = self.rows.get(key)
        return row["article_id"] if row else None

    def owns(self, key: Key) -> bool:
        """Whether its article stands as this document has it."""
        row = self._owned.get(self.article_of(key) or "")
        return row is not None and _key(row) == key

    def owners(self, ids: Mapping[Key, str], gone: Collection[Key]) -> list[Article]:
        """The articles that stand under one of `ids`, of documents that are there and not themselves among these."""
        found = [self._owned[id_] for id_ in {*ids.values()} & self._owned.keys()]
        there = {row["article_id"]: row for row in found if self._stays(row, ids, gone)}
        days = {day_of(row["first_ingested_at"]) for row in there.values()}
        rows = self.run.record.table("articles", days).to_pylist() if days else []
        return [tables.article_from(row) for row in rows if row["article_id"] in there]

    def _stays(self, owned: Row, ids: Mapping[Key, str], gone: Collection[Key]) -> bool:
        key = _key(owned)
        left = self.article_of(key) != owned["article_id"] or self.rows[key]["outcome"] == GONE
        return not left and key not in ids and key not in gone

    def is_of_another_day(self, key: Key) -> bool:
        """Whether a run over this partition passes the document by."""
        row = self.rows.get(key)
        return not self._takes_new and (row is None or day_of(row["seen_at"]) != self.run.day)

    def is_unchanged(self, raw: RawDocument, version: str) -> bool:
        """Whether it is as it was when `version` looked at it."""
        row = self.rows.get((raw.source, raw.own_id))
        return row is not None and (row["raw_hash"], row["version"]) == (raw.raw_hash, version)

    def is_set_aside(self, raw: RawDocument) -> bool:
        """Whether it was refused when it was looked at."""
        return bool(self.rows[(raw.source, raw.own_id)]["outcome"] not in {ARTICLE, GONE})

    def shares(self, raw: RawDocument) -> bool:
        """Whether other documents are the same article."""
        return self._sharing[self.article_of((raw.source, raw.own_id))] > 1

    def after(
        self, raws: Sequence[RawDocument], ids: Mapping[Key, str], reasons: Mapping[Key, str], gone: Collection[Key], version: str
    ) -> dict[Key, Row]:
        """The rows of documents after a run that looked at `raws`.

        `ids` says which article each turned out to be, `reasons` why one was refused; `gone` are those
        that their source no longer has. One that is refused now keeps its former article. One whose
        article's owner was looked at or left, and one that is gone, is read again when it is next met.
        """
        rows = dict(self.rows)
        looked_at = {(raw.source, raw.own_id) for raw in raws}
        open_ = {self.article_of(key) for key in (*looked_at, *gone) if self.owns(key)}
        for raw in raws:
            key = (raw.source, raw.own_id)
            former = self.rows.get(key)
            rows[key] = {
                "source": raw.source,
                "own_id": raw.own_id,
                "locator": raw.locator,
                "raw_hash": raw.raw_hash,
                "version": version,
                "article_id": ids.get(key) or self.article_of(key),
                "outcome": reasons.get(key, ARTICLE),
                "seen_at": former["seen_at"] if former else self.run.now,
            }
        for key in self.rows.keys() - looked_at:
            row = rows[key]
            if key in gone:
                rows[key] = row | {"raw_hash": "", "outcome": GONE}
            elif row["article_id"] in open_:
                rows[key] = row | {"raw_hash": ""}
            elif key in reasons:  # another document owns its article now
                rows[key] = row | {"outcome": reasons[key]}
        return rows


def standing_refusals(run: Run, new: Iterable[Row], looked_at: Collection[Key], read_files: Iterable[Key]) -> pa.Table:
    """The table of refusals after a run; a known one keeps the time when it was first seen.

    What was refused while reading a file stands until that file is read again; what was refused of a
    document, until that document is looked at again, or is gone.
    """
    files = set(read_files)
    old = {row["refusal_id"]: row for row in run.record.table("refusals").to_pylist()}
    kept = {
        i: row
        for i, row in old.items()
        if ((row["source"], row["file"]) not in files if row["stage"] == "read" else _key(row) not in looked_at)
    }
    fresh = {row["refusal_id"]: old.get(row["refusal_id"], row) for row in new}
    return tables.to_table(list((kept | fresh).values()), tables.REFUSALS)


def refusal_table(run: Run, refusals: Iterable[Refusal]) -> pa.Table:
    """Refusals of this run as a table."""
    return tables.to_table([tables.refusal_row(refusal, run.now) for refusal in refusals], tables.REFUSALS)


def _key(row: Mapping[str, Any]) -> Key:
    return row["source"], row["own_id"]
