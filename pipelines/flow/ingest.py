"""From paths to published claims: read what is new, parse it, extract, publish.

The three steps hand each other staged tables, so that each can be run again alone. Nothing is
visible in the record before `extract_claims` publishes all of it in one rename.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from pipelines.flow.run import Run, Tally
from pipelines.language import Extractor
from pipelines.record import Batch, day_of, tables
from pipelines.records import Article, Claim, Extraction, Mention, RawDocument, Refusal
from pipelines.sources import parse, read, without_doubles

Key = tuple[str, str]  # source, own_id


def read_documents(run: Run, version: str) -> Tally:
    """Read the paths and stage every document that is new or changed, or was seen by another `version`."""
    known = _known(run)
    documents: list[RawDocument] = []
    refusals: list[Refusal] = []
    unchanged = not_of_this_day = 0
    run.watch.step("Reading")
    for item in read(run.paths, run.source, run.now):
        run.watch.advance(len(documents) + len(refusals) + unchanged + not_of_this_day + 1, 0, "documents")
        if isinstance(item, Refusal):
            refusals.append(item)
            continue
        seen = known.get((item.source, item.own_id))
        if not run.is_today and (seen is None or day_of(seen["seen_at"]) != run.day):
            not_of_this_day += 1
        elif seen is not None and (seen["raw_hash"], seen["version"]) == (item.raw_hash, version):
            unchanged += 1
        else:
            documents.append(item)
    run.record.stage(run.day, "raw", tables.to_table([tables.raw_row(d) for d in documents], tables.RAW))
    _stage_refusals(run, "raw_refusals", refusals)
    counts = {"read": len(documents) + unchanged + not_of_this_day, "new or changed": len(documents), "unchanged": unchanged}
    return Tally(counts | {"of another day": not_of_this_day, "refused": len(refusals)}, tuple(refusals))


def parse_documents(run: Run) -> Tally:
    """Make articles of the staged documents; each becomes an article or a refusal."""
    raws = [tables.raw_from(row) for row in run.record.staged(run.day, "raw").to_pylist()]
    parsed: list[Article | Refusal] = []
    run.watch.step("Parsing")
    for raw in raws:
        parsed.append(parse(raw))
        run.watch.advance(len(parsed), len(raws), "documents")
    refusals = [item for item in parsed if isinstance(item, Refusal)]
    articles, doubles = without_doubles(item for item in parsed if isinstance(item, Article))
    refusals += doubles
    rows = [tables.article_row(a, first_ingested_at=run.now, extractor_version="") for a in articles]
    run.record.stage(run.day, "articles", tables.to_table(rows, tables.ARTICLES))
    _stage_refusals(run, "article_refusals", refusals)
    sample = pd.DataFrame(
        [{"title": a.title, "publisher": a.publisher, "published": a.published.at, "characters": len(a.text)} for a in articles[:5]]
    )
    return Tally({"documents": len(raws), "articles": len(articles), "refused": len(refusals)}, tuple(refusals), sample)


def extract_claims(run: Run, extractor: Extractor | None, version: str) -> Tally:
    """Extract from the staged articles and publish articles, mentions and claims together.

    `extractor` may be None when nothing is staged: an unchanged input loads no model.
    """
    articles = [tables.article_from(row) for row in run.record.staged(run.day, "articles").to_pylist()]
    first = _first_ingested(run)
    batches: dict[str, Batch] = {}
    refusals: list[Refusal] = []
    counts = {"articles": len(articles), "mentions": 0, "claims": 0}
    sample: list[Claim] = []
    run.watch.step("Extracting claims")
    for done, (article, found) in enumerate(_extractions(articles, extractor), 1):
        since = first.get(article.article_id, run.now)
        row = tables.article_row(article, first_ingested_at=since, extractor_version=version)
        _add(batches.setdefault(day_of(since), Batch()), row, found, run.now, version)
        refusals += found.refusals
        counts["mentions"] += len(_mentions(found))
        counts["claims"] += len(found.claims)
        sample += found.claims[: max(0, 10 - len(sample))]
        run.watch.advance(done, len(articles), "articles")
    _drop_renamed(run, batches, articles, first)
    _publish(run, batches, articles, refusals, version)
    days = tuple(sorted(batches))
    return Tally(
        counts | {"refused": len(refusals)},
        tuple(refusals),
        _claim_sample(sample),
        days,
        run.record.table("claims", columns=["claim_id"]).num_rows,
    )


def _extractions(articles: list[Article], extractor: Extractor | None) -> Iterator[tuple[Article, Extraction]]:
    if extractor is None:
        return
    yield from zip(articles, extractor.extract(articles), strict=True)


def _add(batch: Batch, article: dict[str, Any], found: Extraction, now: datetime, version: str) -> None:
    batch.replaced.add(article["article_id"])
    batch.rows["articles"].append(article)
    batch.rows["mentions"] += [tables.mention_row(mention) for mention in _mentions(found)]
    batch.rows["claims"] += [tables.claim_row(claim, extractor_version=version, extracted_at=now) for claim in found.claims]


def _drop_renamed(run: Run, batches: dict[str, Batch], articles: list[Article], first: Mapping[str, datetime]) -> None:
    """A document whose article has another id than before (its URL changed) takes the former article away."""
    known = _known(run)
    for article in articles:
        former = known.get((article.source, article.own_id), {}).get("article_id")
        if former is not None and former in first and former != article.article_id:
            batches.setdefault(day_of(first[former]), Batch()).replaced.add(former)


def _mentions(found: Extraction) -> list[Mention]:
    """The article's mentions, one per place, those of its claims first and always among them."""
    of_claims = [mention for claim in found.claims for mention in (claim.subject, claim.object)]
    return list({(m.start, m.end): m for m in [*found.mentions, *of_claims]}.values())


def _publish(run: Run, batches: Mapping[str, Batch], articles: list[Article], found: list[Refusal], version: str) -> None:
    """Switch the record to the new rows, documents and refusals; without any, leave it untouched."""
    raws = [tables.raw_from(row) for row in run.record.staged(run.day, "raw").to_pylist()]
    before = [*run.record.staged(run.day, "raw_refusals").to_pylist(), *run.record.staged(run.day, "article_refusals").to_pylist()]
    refusals = [*before, *(tables.refusal_row(refusal, run.now) for refusal in found)]
    if raws or _news(run, refusals):
        documents = _documents(run, raws, articles, refusals, version)
        run.record.publish(batches, {"documents": documents, "refusals": _refusals(run, raws, refusals)})


def _news(run: Run, refusals: list[dict[str, Any]]) -> bool:
    known = set(run.record.table("refusals", columns=["refusal_id"])["refusal_id"].to_pylist())
    return any(row["refusal_id"] not in known for row in refusals)


def _documents(run: Run, raws: list[RawDocument], articles: list[Article], refusals: list[dict[str, Any]], version: str) -> pa.Table:
    ids = {(a.source, a.own_id): a.article_id for a in articles}
    reasons = {(row["source"], row["own_id"]): row["reason"] for row in refusals}
    seen = _known(run)
    for raw in raws:
        key = (raw.source, raw.own_id)
        seen[key] = {
            "source": raw.source,
            "own_id": raw.own_id,
            "locator": raw.locator,
            "raw_hash": raw.raw_hash,
            "version": version,
            "article_id": ids.get(key) or seen.get(key, {}).get("article_id"),  # refused now: its former article stays
            "outcome": "article" if key in ids else reasons[key],
            "seen_at": seen[key]["seen_at"] if key in seen else run.now,
        }
    return tables.to_table(list(seen.values()), tables.DOCUMENTS)


def _refusals(run: Run, raws: list[RawDocument], new: list[dict[str, Any]]) -> pa.Table:
    """Former refusals, less those of documents looked at anew, and the new; a known one keeps its time."""
    touched = {(raw.source, raw.own_id) for raw in raws} | {(row["source"], row["own_id"]) for row in new}
    old = {row["refusal_id"]: row for row in run.record.table("refusals").to_pylist()}
    kept = [row for row in old.values() if (row["source"], row["own_id"]) not in touched]
    fresh = {row["refusal_id"]: old.get(row["refusal_id"], row) for row in new}
    return tables.to_table([*kept, *fresh.values()], tables.REFUSALS)


def _known(run: Run) -> dict[Key, dict[str, Any]]:
    return {(row["source"], row["own_id"]): row for row in run.record.table("documents").to_pylist()}


def _first_ingested(run: Run) -> dict[str, datetime]:
    table = run.record.table("articles", columns=["article_id", "first_ingested_at"])
    return dict(zip(table["article_id"].to_pylist(), table["first_ingested_at"].to_pylist(), strict=True))


def _stage_refusals(run: Run, name: str, refusals: list[Refusal]) -> None:
    run.record.stage(run.day, name, tables.to_table([tables.refusal_row(r, run.now) for r in refusals], tables.REFUSALS))


def _claim_sample(claims: list[Claim]) -> pd.DataFrame:
    columns = ["type", "subject", "object", "status", "sentence"]
    return pd.DataFrame([[c.type, c.subject.name, c.object.name, c.status, c.sentence] for c in claims], columns=columns)
