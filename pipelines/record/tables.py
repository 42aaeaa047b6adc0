"""The record's tables: their columns, and records of `pipelines.records` to rows and back.

A row is a flat dictionary of what Parquet can hold; attributes of a claim are a JSON object, since
they differ by type. Where the files lie is the store's business, not this module's.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, cast

import pyarrow as pa

from pipelines.records import Article, Claim, MediaType, Mention, Precision, Published, RawDocument, Refusal

Row = dict[str, Any]

_TIME = pa.timestamp("ms", tz="UTC")
_EVIDENCE = pa.list_(pa.struct([("role", pa.string()), ("start", pa.int64()), ("end", pa.int64())]))


def _schema(text: str, integers: str = "", **others: pa.DataType) -> pa.Schema:
    fields = [(name, pa.string()) for name in text.split()] + [(name, pa.int64()) for name in integers.split()]
    return pa.schema([*fields, *others.items()])


RAW = _schema("source own_id locator media_type payload file", retrieved_at=_TIME)
PARSED = _schema("source own_id article_id")  # which article a document turned out to be, kept or not; or was, when it is gone
READ_FILES = _schema("source file")  # every file that a run looked into
# Every document ever looked at, with what became of it; an unchanged one is not looked at again.
DOCUMENTS = _schema("source own_id locator raw_hash version article_id outcome", seen_at=_TIME)
# A reading is what one version of the extractor found in one version of an article; it lives and dies as a whole.
ARTICLES = _schema(
    "article_id reading_id source own_id locator media_type url title publisher published_precision language text content_hash "
    "extractor_version",
    published_at=_TIME,
    first_ingested_at=_TIME,  # of the article
    retrieved_at=_TIME,
    learnt_at=_TIME,  # of this reading
    sketch=pa.list_(pa.int64()),  # of the text, by which near-identical ones are known
)
MENTIONS = _schema("article_id reading_id text kind name registry_id", "start end")
CLAIMS = _schema(
    "claim_id article_id reading_id type status attrs sentence subject_text object_text subject_name object_name pattern "
    "event_date_precision extractor_version",
    "start end subject_start subject_end object_start object_end",
    evidence=_EVIDENCE,
    confidence=pa.float64(),
    event_date=pa.date32(),
    learnt_at=_TIME,  # since when it stands without a break
    extracted_at=_TIME,
)
REFUSALS = _schema("refusal_id stage reason message locator source own_id file sample", seen_at=_TIME)
ENTITIES = _schema(
    "entity_id name kind wikidata_id country ticker lei authority source_url edition withdrawn_why",
    aliases=pa.list_(pa.string()),
    identifiers=pa.list_(pa.string()),
    known=pa.bool_(),
)
LINKS = _schema("article_id reading_id entity_id", "start end")
# Official lists, one row per list and per entry that any edition held.
LISTS = _schema("list_id name authority format source_url edition", loaded_at=_TIME)
LIST_ENTRIES = _schema(
    "list_id entry_id name kind source_type country source_url",  # kind: a label, empty where no label fits source_type
    since=pa.date32(),
    until=pa.date32(),
    programs=pa.list_(pa.string()),
    aliases=pa.list_(pa.string()),
    identifiers=pa.list_(pa.string()),  # SCHEME:VALUE
    learnt_at=_TIME,
    withdrawn_at=_TIME,
)
# Which entity each entry is, and why.
LISTINGS = _schema("list_id entry_id entity_id matched_by match")


def _ended(schema: pa.Schema) -> pa.Schema:
    """A table's rows after they were taken back."""
    return schema.append(pa.field("withdrawn_at", _TIME)).append(pa.field("withdrawn_why", pa.string()))


# Tables that are partitioned by the day of first ingestion, and those that span the whole record.
LIVE: Mapping[str, pa.Schema] = {"articles": ARTICLES, "mentions": MENTIONS, "claims": CLAIMS}
WITHDRAWN = "withdrawn_"  # before a live table's name: its rows that were taken back
BY_DAY: Mapping[str, pa.Schema] = {**LIVE, **{WITHDRAWN + name: _ended(schema) for name, schema in LIVE.items()}}
WHOLE: Mapping[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "refusals": REFUSALS,
    "entities": ENTITIES,
    "links": LINKS,
    "refused_rows": REFUSALS,
    "unfollowed": REFUSALS,  # judgements
    "lists": LISTS,
    "list_entries": LIST_ENTRIES,
    "listings": LISTINGS,
}


def raw_row(raw: RawDocument) -> Row:
    """A raw document as a row of RAW."""
    return asdict(raw)


def raw_from(row: Mapping[str, Any]) -> RawDocument:
    """The raw document of a row of RAW."""
    return RawDocument(**{name: row[name] for name in RAW.names})


def article_row(article: Article) -> Row:
    """An article as a row of ARTICLES, without what only its reading knows."""
    row = asdict(article)
    published = row.pop("published")
    return row | {"published_at": published["at"], "published_precision": published["precision"]}


def article_from(row: Mapping[str, Any]) -> Article:
    """The article of a row of ARTICLES."""
    return Article(
        article_id=row["article_id"],
        source=row["source"],
        own_id=row["own_id"],
        locator=row["locator"],
        media_type=cast(MediaType, row["media_type"]),
        text=row["text"],
        language=row["language"],
        content_hash=row["content_hash"],
        retrieved_at=row["retrieved_at"],
        url=row["url"],
        title=row["title"],
        publisher=row["publisher"],
        published=Published(row["published_at"], cast(Precision, row["published_precision"])),
    )


def mention_row(mention: Mention) -> Row:
    """A mention as a row of MENTIONS, without its reading."""
    return asdict(mention)


def claim_row(claim: Claim) -> Row:
    """A claim as a row of CLAIMS, without what only its reading knows; its mentions are kept as offsets and words."""
    return {
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "type": claim.type,
        "status": claim.status,
        "attrs": json.dumps(dict(claim.attrs), sort_keys=True, ensure_ascii=False),
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "subject_text": claim.subject.text,
        "subject_name": claim.subject.name,
        "object_name": claim.object.name,
        "subject_start": claim.subject.start,
        "subject_end": claim.subject.end,
        "object_text": claim.object.text,
        "object_start": claim.object.start,
        "object_end": claim.object.end,
        "evidence": [asdict(e) for e in claim.evidence],
        "confidence": claim.confidence,
        "pattern": claim.pattern,
        "event_date": claim.event_date,
        "event_date_precision": claim.event_date_precision,
    }


def refusal_row(refusal: Refusal, seen_at: datetime) -> Row:
    """A refusal as a row of REFUSALS."""
    return asdict(refusal) | {"refusal_id": refusal.refusal_id, "seen_at": seen_at}


def refusal_from(row: Mapping[str, Any]) -> Refusal:
    """The refusal of a row of REFUSALS."""
    return Refusal(**{field.name: row[field.name] for field in fields(Refusal)})


def to_table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Rows as an Arrow table of exactly `schema`'s columns."""
    return pa.Table.from_pylist(rows, schema=schema)
