"""From paths to published claims: read what is new, parse it, extract, publish.

The three steps hand each other staged tables. Nothing is visible in the record before
`extract_claims` publishes all of it in one rename, and what is staged is forgotten then.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa

from graph_schema.spec import Schema
from pipelines.flow.documents import Key, Known, Row, refusal_table, standing_refusals
from pipelines.flow.run import Run, Tally
from pipelines.flow.soundness import only_sound
from pipelines.language import Extractor
from pipelines.record import Batch, day_of, tables
from pipelines.records import Article, Claim, Extraction, RawDocument, Refusal
from pipelines.sources import parse, read, without_doubles


def read_documents(run: Run, version: str) -> Tally:
    """Read the paths and stage every document that is new or changed, or was seen by another `version`.

    An unchanged one is staged too when it shares its article with one that changed.
    """
    known = Known(run)
    found = _Reading()
    run.watch.step("Reading")
    for done, item in enumerate(read(run.paths, run.source, run.now), 1):
        found.take(item, known, version)
        run.watch.advance(done, 0, "documents")
    documents = found.staged(known)
    run.record.stage(run.day, "raw", tables.to_table([tables.raw_row(d) for d in documents], tables.RAW))
    run.record.stage(run.day, "raw_refusals", refusal_table(run, found.refusals))
    files = [{"source": source, "file": file} for source, file in sorted(found.files)]
    run.record.stage(run.day, "read_files", tables.to_table(files, tables.READ_FILES))
    return Tally(found.counts | {"new or changed": len(documents)}, tuple(found.refusals))


class _Reading:
    """What came of reading so far."""

    def __init__(self) -> None:
        self.changed: list[RawDocument] = []
        self.sharing: list[RawDocument] = []
        self.refusals: list[Refusal] = []
        self.files: set[Key] = set()
        self.counts = {"read": 0, "new or changed": 0, "unchanged": 0, "of another day": 0, "set aside before": 0, "refused": 0}

    def take(self, item: RawDocument | Refusal, known: Known, version: str) -> None:
        self.files.add((item.source, item.file))
        if isinstance(item, Refusal):
            self.refusals.append(item)
            self.counts["refused"] += 1
            return
        self.counts["read"] += 1
        if known.is_of_another_day((item.source, item.own_id)):
            self.counts["of another day"] += 1
        elif not known.is_unchanged(item, version):
            self.changed.append(item)
        else:
            self.counts["unchanged"] += 1
            self.counts["set aside before"] += known.is_set_aside(item)
            if known.shares(item):
                self.sharing.append(item)

    def staged(self, known: Known) -> list[RawDocument]:
        """The changed documents, and the unchanged ones that are the same article as one of them."""
        touched = {known.article_of((raw.source, raw.own_id)) for raw in self.changed} - {None}
        return self.changed + [raw for raw in self.sharing if known.article_of((raw.source, raw.own_id)) in touched]


def parse_documents(run: Run) -> Tally:
    """Make articles of the staged documents; each becomes an article or a refusal."""
    raws = [tables.raw_from(row) for row in run.record.staged(run.day, "raw").to_pylist()]
    parsed: list[Article | Refusal] = []
    run.watch.step("Parsing")
    for raw in raws:
        parsed.append(parse(raw))
        run.watch.advance(len(parsed), len(raws), "documents")
    all_articles = [item for item in parsed if isinstance(item, Article)]
    articles, doubles = without_doubles(all_articles)
    refusals = [*(item for item in parsed if isinstance(item, Refusal)), *doubles]
    ids = [{"source": a.source, "own_id": a.own_id, "article_id": a.article_id} for a in all_articles]
    rows = [tables.article_row(a, first_ingested_at=run.now, extractor_version="") for a in articles]
    run.record.stage(run.day, "parsed", tables.to_table(ids, tables.PARSED))
    run.record.stage(run.day, "articles", tables.to_table(rows, tables.ARTICLES))
    run.record.stage(run.day, "article_refusals", refusal_table(run, refusals))
    shown = [{"title": a.title, "publisher": a.publisher, "published": a.published.at, "characters": len(a.text)} for a in articles[:5]]
    counts = {"documents": len(raws), "articles": len(articles), "refused": len(refusals)}
    return Tally(counts, tuple(refusals), pd.DataFrame(shown))


def extract_claims(run: Run, extractor: Extractor | None, schema: Schema, version: str) -> Tally:
    """Extract from the staged articles and publish articles, mentions and claims together.

    `extractor` may be None when no article is staged: an unchanged input loads no model.
    """
    articles = [tables.article_from(row) for row in run.record.staged(run.day, "articles").to_pylist()]
    owned, known, parsed = _owned(run), Known(run), _parsed(run)
    batches: dict[str, Batch] = {}
    found: list[Extraction] = []
    run.watch.step("Extracting claims")
    for article, extraction in _extractions(articles, extractor, schema):
        found.append(extraction)
        since = owned[article.article_id]["first_ingested_at"] if article.article_id in owned else run.now
        row = tables.article_row(article, first_ingested_at=since, extractor_version=version)
        _add(batches.setdefault(day_of(since), Batch()), row, extraction, run.now, version)
        run.watch.advance(len(found), len(articles), "articles")
    _drop_left(batches, owned, known, parsed)
    refusals = tuple(refusal for extraction in found for refusal in extraction.refusals)
    _publish(run, batches, refusals, partial(known.after, ids=parsed, version=version))
    run.record.unstage(run.day)
    return _tally(run, found, refusals, tuple(sorted(batches)))


def _extractions(articles: list[Article], extractor: Extractor | None, schema: Schema) -> Iterator[tuple[Article, Extraction]]:
    if extractor is None:
        if articles:
            raise ValueError(f"{len(articles)} articles are staged, but no extractor was given")
        return
    for article, found in zip(articles, extractor.extract(articles), strict=True):
        yield article, only_sound(article, found, schema)


def _add(batch: Batch, article: Row, found: Extraction, now: datetime, version: str) -> None:
    batch.replaced.add(article["article_id"])
    batch.rows["articles"].append(article)
    batch.rows["mentions"] += [tables.mention_row(mention) for mention in found.places]
    batch.rows["claims"] += [tables.claim_row(claim, extractor_version=version, extracted_at=now) for claim in found.claims]


def _drop_left(batches: dict[str, Batch], owned: Mapping[str, Row], known: Known, parsed: Mapping[Key, str]) -> None:
    """A document whose article has another id than before (its URL changed) takes the former one away, if it was its own."""
    now = set(parsed.values())
    for key in parsed:
        former = known.article_of(key)
        row = owned.get(former) if former and former not in now else None
        if row is not None and (row["source"], row["own_id"]) == key:
            batches.setdefault(day_of(row["first_ingested_at"]), Batch()).replaced.add(row["article_id"])


def _publish(run: Run, batches: Mapping[str, Batch], found: tuple[Refusal, ...], documents_after: Callable[..., pa.Table]) -> None:
    """Switch the record to the new rows, documents and refusals; where nothing is new, leave it untouched."""
    staged = run.record.staged
    raws = [tables.raw_from(row) for row in staged(run.day, "raw").to_pylist()]
    before = [*staged(run.day, "raw_refusals").to_pylist(), *staged(run.day, "article_refusals").to_pylist()]
    new = [*before, *refusal_table(run, found).to_pylist()]
    files = [(row["source"], row["file"]) for row in staged(run.day, "read_files").to_pylist()]
    refusals = standing_refusals(run, new, raws, files)
    if raws or _ids(refusals) != _ids(run.record.table("refusals")):
        reasons = {(row["source"], row["own_id"]): row["reason"] for row in new if row["stage"] == "parse"}
        run.record.publish(batches, {"documents": documents_after(raws, reasons=reasons), "refusals": refusals})


def _ids(refusals: Any) -> set[str]:
    return set(refusals["refusal_id"].to_pylist())


def _parsed(run: Run) -> dict[Key, str]:
    return {(row["source"], row["own_id"]): row["article_id"] for row in run.record.staged(run.day, "parsed").to_pylist()}


def _owned(run: Run) -> dict[str, Row]:
    """Per article its owner, the document whose version is kept, and when it was first read."""
    columns = ["article_id", "source", "own_id", "first_ingested_at"]
    return {row["article_id"]: row for row in run.record.table("articles", columns=columns).to_pylist()}


def _tally(run: Run, found: list[Extraction], refusals: tuple[Refusal, ...], days: tuple[str, ...]) -> Tally:
    claims = [claim for extraction in found for claim in extraction.claims]
    counts = {"articles": len(found), "mentions": sum(len(e.places) for e in found), "claims": len(claims), "refused": len(refusals)}
    held = run.record.table("claims", columns=["claim_id"]).num_rows
    return Tally(counts, refusals, _claim_sample(claims[:10]), days, held)


def _claim_sample(claims: list[Claim]) -> pd.DataFrame:
    columns = ["type", "subject", "object", "status", "sentence"]
    return pd.DataFrame([[c.type, c.subject.name, c.object.name, c.status, c.sentence] for c in claims], columns=columns)
