"""From the published claims to the graph: who is who, which rows, write them.

Both steps look at the whole record, since one new article can change a roll-up or a name anywhere.
"""

from collections import Counter

import pandas as pd
import pyarrow as pa

from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.flow.run import Tally, Watch
from pipelines.graph.ownership import claim_ownership
from pipelines.graph.projection import Projection, project
from pipelines.graph.reconcile import WriteReport, reconcile
from pipelines.graph.schema import apply_schema
from pipelines.graph.server import Server
from pipelines.record import Record, tables
from pipelines.records import Refusal, utc_now
from pipelines.resolution import resolve

EXTRACTOR = "newsgraph-rules"


def resolve_entities(record: Record, registry: Registry, watch: Watch) -> Tally:
    """Resolve every mention of the record and publish entities and links."""
    watch.step("Resolving entities")
    mentions = record.frame("mentions")
    resolution = resolve(mentions, registry)
    found = {
        "entities": pa.Table.from_pandas(resolution.entities, schema=tables.ENTITIES, preserve_index=False),
        "links": pa.Table.from_pandas(resolution.links, schema=tables.LINKS, preserve_index=False),
    }
    if any(not table.equals(record.table(name)) for name, table in found.items()):
        record.publish({}, found)
    sample = resolution.entities.head(10)[["name", "kind", "country", "known"]]
    kinds = {str(kind): int(count) for kind, count in resolution.entities["kind"].value_counts().items()}
    counts = {"mentions": len(mentions), "entities": len(resolution.entities), "known": int(resolution.entities["known"].sum())}
    return Tally(counts | kinds, sample=sample, held=len(resolution.entities))


def write_graph(record: Record, schema: Schema, server: Server, watch: Watch, *, adopt: bool = False) -> Tally:
    """Make the graph equal to the record; what the declaration does not allow is set aside.

    Raises WriteError when the graph is another record's and `adopt` does not allow to replace it.
    """
    watch.step("Projecting the record")
    names = ("articles", "mentions", "claims", "entities", "links")
    columns = [name for name in tables.ARTICLES.names if name != "text"]
    frames = {name: record.frame(name, columns=columns if name == "articles" else None) for name in names}
    record_id = record.identity()
    claim_ownership(server.driver, server.database, record_id, adopt=adopt)
    wanted = project(frames, schema, extractor=EXTRACTOR, record_id=record_id)
    refusals = _refusals(wanted)
    _publish_refused(record, refusals)
    apply_schema(server.driver, server.database, schema)
    report = reconcile(server.driver, server.database, schema, wanted.nodes, wanted.relationships, progress=watch)
    counts = {label: len(frame) for label, frame in wanted.nodes.items()} | _by_type(wanted)
    held = sum(len(frame) for frame in wanted.nodes.values())
    return Tally(_changes(report) | counts | {"refused": len(refusals)}, refusals, _fact_sample(wanted), held=held)


def _fact_sample(wanted: Projection) -> pd.DataFrame:
    """The ten facts that most articles state."""
    names = {row["entity_id"]: row["name"] for frame in wanted.nodes.values() if "entity_id" in frame for row in frame.to_dict("records")}
    columns = ["status", "article_count"]
    facts = [
        {"subject": names[row["start"]], "type": type_, "object": names[row["end"]]} | {column: row[column] for column in columns}
        for (type_, _, _), frame in wanted.relationships.items()
        if "fact_id" in frame
        for row in frame.sort_values("article_count", ascending=False).head(10).to_dict("records")
    ]
    return pd.DataFrame(facts).sort_values("article_count", ascending=False).head(10) if facts else pd.DataFrame()


def _changes(report: WriteReport) -> dict[str, int]:
    return {what: sum(getattr(written, what) for written in report.counts.values()) for what in ("created", "updated", "deleted")}


def _by_type(wanted: Projection) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (type_, _, _), frame in wanted.relationships.items():
        counts[type_] += len(frame)
    return dict(counts)


def _refusals(wanted: Projection) -> tuple[Refusal, ...]:
    return tuple(
        Refusal("graph", row["reason"], row["message"], f"{row['what']} {row['key']}", "record", row["key"], row["sample"])
        for row in wanted.refused
    )


def _publish_refused(record: Record, refusals: tuple[Refusal, ...]) -> None:
    table = tables.to_table([tables.refusal_row(refusal, utc_now()) for refusal in refusals], tables.REFUSALS)
    before = set(record.table("refused_rows", columns=["refusal_id"])["refusal_id"].to_pylist())
    if before != set(table["refusal_id"].to_pylist()):
        record.publish({}, {"refused_rows": table})
