"""From paths to published claims: read what is new, parse it, extract, publish.

The three steps hand each other staged tables. Nothing is visible in the record before
`extract_claims` publishes all of it in one rename, and what is staged is forgotten then.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from graph_schema.spec import Schema
from pipelines.flow.documents import GONE, Key, Known, Row, refusal_table, standing_refusals
from pipelines.flow.readings import Readings
from pipelines.flow.run import Run, Tally
from pipelines.flow.soundness import only_sound
from pipelines.flow.vanished import WHOLE, WHY, vanished
from pipelines.record import Batch, tables
from pipelines.records import Article, Claim, Extraction, RawDocument, Refusal
from pipelines.sources import read, without_doubles

if TYPE_CHECKING:  # spaCy takes a third of a second to load; a run over nothing new does without
    from pipelines.language.extractor import Extractor


def read_documents(run: Run, version: str) -> Tally:
    """Read the paths and stage every document that is new or changed, or was seen by another `version`.

    An unchanged one is staged too when the owner of its article changed or is gone.
    """
    known = Known(run)
    found = _Reading()
    run.watch.step("Reading")
    for done, item in enumerate(read(run.paths, run.source, run.now), 1):
        found.take(item, known, version)
        run.watch.advance(done, 0, "documents")
    gone = found.vanished(run, known)
    documents = found.staged(known, gone)
    run.record.stage(run.day, "gone", tables.to_table([known.rows[key] for key in gone], tables.DOCUMENTS))
    run.record.stage(run.day, "raw", tables.to_table([tables.raw_row(d) for d in documents], tables.RAW))
    run.record.stage(run.day, "raw_refusals", refusal_table(run, found.refusals))
    files = [{"source": source, "file": file} for source, file in sorted(found.files)]
    run.record.stage(run.day, "read_files", tables.to_table(files, tables.READ_FILES))
    return Tally(found.counts | {"new or changed": len(documents), "gone": len(gone)}, tuple(found.refusals))


class _Reading:
    """What came of reading so far."""

    def __init__(self) -> None:
        self.changed: list[RawDocument] = []
        self.sharing: list[RawDocument] = []
        self.refusals: list[Refusal] = []
        self.files: set[Key] = set()
        self.keys: set[Key] = set()
        self.counts = {"read": 0, "new or changed": 0, "unchanged": 0, "of another day": 0, "set aside before": 0, "refused": 0}

    def take(self, item: RawDocument | Refusal, known: Known, version: str) -> None:
        self.files.add((item.source, item.file))
        if isinstance(item, Refusal):
            self.refusals.append(item)
            self.counts["refused"] += 1
            return
        self.counts["read"] += 1
        self.keys.add((item.source, item.own_id))
        if known.is_of_another_day((item.source, item.own_id)):
            self.counts["of another day"] += 1
        elif not known.is_unchanged(item, version):
            self.changed.append(item)
        else:
            self.counts["unchanged"] += 1
            self.counts["set aside before"] += known.is_set_aside(item)
            if known.shares(item):
                self.sharing.append(item)

    def vanished(self, run: Run, known: Known) -> tuple[Key, ...]:
        """Documents that are gone from a source declared complete."""
        if not run.complete or not run.takes_new:
            return ()
        gone: list[Key] = []
        for source in sorted({source for source, _ in self.files}):
            self.files.add((source, WHOLE))  # what was said of the source as a whole is said anew, or no longer
            found = vanished(known.rows, self.keys, self.refusals, source, any_number=run.any_number)
            gone += found.keys
            self.refusals += found.refusals
            self.counts["refused"] += len(found.refusals)
        return tuple(gone)

    def staged(self, known: Known, gone: tuple[Key, ...]) -> list[RawDocument]:
        """The changed documents, and the unchanged ones whose article is owned by one of them or by one that is gone."""
        touched = {known.article_of(key) for key in (*((raw.source, raw.own_id) for raw in self.changed), *gone) if known.owns(key)}
        return self.changed + [raw for raw in self.sharing if known.article_of((raw.source, raw.own_id)) in touched]


def parse_documents(run: Run) -> Tally:
    """Make articles of the staged documents; each becomes an article or a refusal.

    One that another document owns already is kept where it counts more; then the owner is refused.
    """
    raws = [tables.raw_from(row) for row in run.record.staged(run.day, "raw").to_pylist()]
    parsed: list[Article | Refusal] = []
    run.watch.step("Parsing")
    for item in _parsings(raws):
        parsed.append(item)
        run.watch.advance(len(parsed), len(raws), "documents")
    all_articles = [item for item in parsed if isinstance(item, Article)]
    found = {(a.source, a.own_id): a.article_id for a in all_articles}
    kept, doubles = without_doubles([*all_articles, *(Known(run).owners(found, _gone(run)) if found else [])])
    articles = [a for a in kept if (a.source, a.own_id) in found]
    refusals = [*(item for item in parsed if isinstance(item, Refusal)), *doubles]
    ids = [{"source": source, "own_id": own_id, "article_id": id_} for (source, own_id), id_ in found.items()]
    rows = [tables.article_row(a) for a in articles]
    run.record.stage(run.day, "parsed", tables.to_table(ids, tables.PARSED))
    run.record.stage(run.day, "articles", tables.to_table(rows, tables.ARTICLES))
    run.record.stage(run.day, "article_refusals", refusal_table(run, refusals))
    shown = [{"title": a.title, "publisher": a.publisher, "published": a.published.at, "characters": len(a.text)} for a in articles[:5]]
    counts = {"documents": len(raws), "articles": len(articles), "refused": len(refusals)}
    return Tally(counts, tuple(refusals), pd.DataFrame(shown))


def _parsings(raws: list[RawDocument]) -> Iterator[Article | Refusal]:
    if raws:
        from pipelines.sources.parsing import parse  # noqa: PLC0415 takes a tenth of a second to load; a run over nothing new does without

        yield from map(parse, raws)


def extract_claims(run: Run, extractor: "Extractor | None", schema: Schema, version: str) -> Tally:
    """Extract from the staged articles and publish articles, mentions and claims together.

    `extractor` may be None when no article is staged: an unchanged input loads no model.
    """
    articles = [tables.article_from(row) for row in run.record.staged(run.day, "articles").to_pylist()]
    readings = Readings(run.record, run.now, version)
    found: list[Extraction] = []
    run.watch.step("Extracting claims")
    for article, extraction in _extractions(articles, extractor, schema):
        found.append(extraction)
        readings.add(article, extraction)
        run.watch.advance(len(found), len(articles), "articles")
    refusals = tuple(refusal for extraction in found for refusal in extraction.refusals)
    _publish(run, readings, refusals, version)
    run.record.unstage(run.day)
    return _tally(run, found, refusals, readings.batches)


def _extractions(articles: list[Article], extractor: "Extractor | None", schema: Schema) -> Iterator[tuple[Article, Extraction]]:
    if extractor is None:
        if articles:
            raise ValueError(f"{len(articles)} articles are staged, but no extractor was given")
        return
    for article, found in zip(articles, extractor.extract(articles), strict=True):
        yield article, only_sound(article, found, schema)


def _publish(run: Run, readings: Readings, found: tuple[Refusal, ...], version: str) -> None:
    """Switch the record to the new rows, documents and refusals; where nothing is new, leave it untouched."""
    staged, known, parsed, gone = run.record.staged, Known(run), _parsed(run), _gone(run)
    raws = [tables.raw_from(row) for row in staged(run.day, "raw").to_pylist()]
    before = [*staged(run.day, "raw_refusals").to_pylist(), *staged(run.day, "article_refusals").to_pylist()]
    new = [*before, *refusal_table(run, found).to_pylist()]
    reasons = {(row["source"], row["own_id"]): row["reason"] for row in new if row["stage"] == "parse"}
    files = [(row["source"], row["file"]) for row in staged(run.day, "read_files").to_pylist()]
    refusals = standing_refusals(run, new, {*((raw.source, raw.own_id) for raw in raws), *gone, *reasons}, files)
    documents = known.after(raws, parsed, reasons, gone, version)
    _end_left(readings, known, documents, parsed, gone)
    if raws or gone or readings.batches or _ids(refusals) != _ids(run.record.table("refusals")):
        table = tables.to_table(list(documents.values()), tables.DOCUMENTS)
        run.record.publish(readings.batches, {"documents": table, "refusals": refusals})


def _end_left(readings: Readings, known: Known, documents: Mapping[Key, Row], parsed: Mapping[Key, str], gone: Collection[Key]) -> None:
    """Take back the articles that no document is any more: the last is gone, or is another article now (its URL changed)."""
    held = {row["article_id"] for row in documents.values() if row["outcome"] != GONE}
    left = {id_ for key in (*parsed, *gone) if (id_ := known.article_of(key)) and id_ in readings.owned}
    for article_id in sorted(left - held):
        owner = readings.owned[article_id]
        now = parsed.get((owner["source"], owner["own_id"]))
        readings.end(article_id, f"its document is the article {now} now" if now else WHY)


def _ids(refusals: Any) -> set[str]:
    return set(refusals["refusal_id"].to_pylist())


def _parsed(run: Run) -> dict[Key, str]:
    return {(row["source"], row["own_id"]): row["article_id"] for row in run.record.staged(run.day, "parsed").to_pylist()}


def _gone(run: Run) -> set[Key]:
    return {(row["source"], row["own_id"]) for row in run.record.staged(run.day, "gone").to_pylist()}


def _tally(run: Run, found: list[Extraction], refusals: tuple[Refusal, ...], batches: Mapping[str, Batch]) -> Tally:
    claims = [claim for extraction in found for claim in extraction.claims]
    withdrawn = sum(why is not None for batch in batches.values() for why in batch.ended.values())
    counts = {"articles": len(found), "mentions": sum(len(e.places) for e in found), "claims": len(claims), "refused": len(refusals)}
    held = run.record.table("claims", columns=["claim_id"]).num_rows
    return Tally(counts | {"readings withdrawn": withdrawn}, refusals, _claim_sample(claims[:10]), tuple(sorted(batches)), held)


def _claim_sample(claims: list[Claim]) -> pd.DataFrame:
    columns = ["type", "subject", "object", "status", "sentence"]
    return pd.DataFrame([[c.type, c.subject.name, c.object.name, c.status, c.sentence] for c in claims], columns=columns)
