"""How a new reading of an article takes the place of the one before, and what of the old one is kept.

A reading is what one version of the extractor found in one version of a text. It is replaced whole.
The old one stays among the withdrawn rows when something ends with it: its text, its document, or a claim
that the new one lacks or states otherwise. A claim that both state stands since it was first learnt.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pipelines.flow.documents import Row
from pipelines.record import Batch, Record, day_of, tables
from pipelines.records import Article, Extraction, stable_id
from pipelines.sources.sketch import sketch

REPLACED = "the article's text changed"
TAKEN_OVER = "another document with its URL counts more, or alone now"
REREAD = "a later version of the extractor reads the article otherwise"
_NOT_STATED = {"reading_id", "extractor_version", "extracted_at", "learnt_at"}  # a claim's columns that say nothing of what it states


class Readings:
    """The readings that the record holds, and the batches of a run that replaces some of them."""

    def __init__(self, record: Record, now: datetime, version: str) -> None:
        self._record, self._now, self._version = record, now, version
        self.batches: dict[str, Batch] = {}
        self._claims: dict[str, dict[str, list[Row]]] = {}  # by day and article, as they are asked for
        columns = ["article_id", "source", "own_id", "content_hash", "first_ingested_at", "learnt_at", "extractor_version"]
        live = record.table("articles", columns=columns).to_pylist()
        past = record.table("withdrawn_articles", columns=["article_id", "first_ingested_at"]).to_pylist()
        self.owned: dict[str, Row] = {row["article_id"]: row for row in live}
        # An article that comes back belongs to the day it was first read on.
        self._since = {row["article_id"]: row["first_ingested_at"] for row in (*past, *live)}

    def of_article(self, article_id: str) -> list[Row]:
        """The claims that stand for an article."""
        day = day_of(self._since[article_id])
        if day not in self._claims:
            self._claims[day] = defaultdict(list)
            for row in self._record.table("claims", [day]).to_pylist():
                self._claims[day][row["article_id"]].append(row)
        return self._claims[day][article_id]

    def add(self, article: Article, found: Extraction) -> None:
        """Put the new reading in the place of the article's old one."""
        old = self.owned.get(article.article_id)
        claims = tables.to_table([tables.claim_row(claim) for claim in found.claims], tables.CLAIMS).to_pylist()  # as they come back
        before = {row["claim_id"]: row for row in (self.of_article(article.article_id) if old else [])}
        why = _why(old, article, before.values(), claims)
        learnt_at = old["learnt_at"] if old and not why else self._now
        reading = stable_id("v", article.article_id, article.content_hash, self._version, learnt_at.isoformat())
        since = self._since.get(article.article_id, self._now)
        batch = self._batch(since)
        if old:
            batch.ended[article.article_id] = why
        batch.rows["articles"].append(
            tables.article_row(article)
            | {"reading_id": reading, "learnt_at": learnt_at, "first_ingested_at": since, "extractor_version": self._version}
            | {"sketch": sketch(article.text)}
        )
        batch.rows["mentions"] += [tables.mention_row(mention) | {"reading_id": reading} for mention in found.places]
        for row in claims:
            known = before.get(row["claim_id"])
            stood = known["learnt_at"] if known and _stated(known) == _stated(row) else self._now
            times = {"learnt_at": stood, "extracted_at": self._now}
            batch.rows["claims"].append(row | times | {"reading_id": reading, "extractor_version": self._version})

    def end(self, article_id: str, why: str) -> None:
        """Take an article back."""
        self._batch(self.owned[article_id]["first_ingested_at"]).ended[article_id] = why

    def _batch(self, since: datetime) -> Batch:
        return self.batches.setdefault(day_of(since), Batch(self._now))


def _why(old: Row | None, article: Article, before: Iterable[Row], claims: Iterable[Row]) -> str | None:
    """Why the old reading is kept as withdrawn; None when nothing ends with it."""
    if old is None:
        return None
    if (old["source"], old["own_id"]) != (article.source, article.own_id):
        return TAKEN_OVER
    if old["content_hash"] != article.content_hash:
        return REPLACED
    return None if _all(before) <= _all(claims) else REREAD


def _all(claims: Iterable[Row]) -> set[tuple[Any, ...]]:
    return {_stated(row) for row in claims}


def _stated(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a claim states, without when and by which version it was found."""
    return tuple(str(row[name]) for name in sorted(tables.CLAIMS.names) if name not in _NOT_STATED)
