"""From the published claims to the graph: who is who, which rows, write them.

Both steps look at the whole record, since one new article or judgement can change a roll-up or a name
anywhere; what is made from the same as last time is left alone.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
import pyarrow as pa

from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.errors import SettingsError
from pipelines.flow.edition import edition
from pipelines.flow.run import Tally, Watch
from pipelines.flow.standing import Standing, standing
from pipelines.graph.ask import counts
from pipelines.graph.listings import listed_on
from pipelines.graph.ownership import claim_ownership, written_projection
from pipelines.graph.projection import Projection, Provenance, project
from pipelines.graph.reconcile import WriteReport, reconcile
from pipelines.graph.schema import apply_schema
from pipelines.graph.server import Server
from pipelines.judgements.effective import dangling, effective
from pipelines.judgements.entries import Decisions, Judgement
from pipelines.judgements.ledger import Ledger
from pipelines.record import Record, tables
from pipelines.records import Refusal, utc_now
from pipelines.resolution import Problem, resolve
from pipelines.resolution.listed import match_lists
from pipelines.resolution.unattached import of_lists

EXTRACTOR = "newsgraph-rules"
JUDGEMENTS = "judgements"  # note in the manifest: how many there were when that was made
RESOLVED = "resolved"  # note in the manifest: the edition that entities, links and listings were made from


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a graph is made from: the record, people's judgements, the declaration, the known entities."""

    record: Record
    ledger: Ledger
    schema: Schema
    known: Callable[[], Registry]  # called where the registry is needed: over nothing new it is not even read

    @property
    def registry(self) -> Registry:
        """The known entities."""
        return self.known()

    def still(self) -> "Knowledge":
        """The same as it is now, while others go on writing."""
        began = self.record.manifest()["record_id"] is not None
        return replace(self, record=self.record.snapshot()) if began else self

    def judgements(self) -> tuple[list[Judgement], list[Refusal]]:
        """The ledger's judgements, and its unreadable lines.

        Raises SettingsError where the ledger is gone that the graph was made with: its decisions would all be undone in silence.
        """
        followed = int(self.record.manifest()["notes"].get(JUDGEMENTS, "0"))
        if followed and not self.ledger.path.exists():
            fix = f"Restore it from a backup or version control. To go on without what it said, make an empty one: touch {self.ledger.path}"
            raise SettingsError(f"is gone, and with it {followed} judgements", where=str(self.ledger.path), fix=fix)
        return self.ledger.read()

    def decisions(self, at: datetime | None = None) -> Decisions:
        """The judgements that count at a moment."""
        return effective(self.judgements()[0], at)

    def edition(self) -> str:
        """The digest of all of it."""
        return edition(self.record, self.ledger, self.schema)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is who: the tables entities, links and listings, and judgements that could not be followed."""

    entities: pd.DataFrame
    links: pd.DataFrame
    listings: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def wanted(knowledge: Knowledge, at: datetime | None = None) -> Projection:
    """The graph as it should be now, or should have been at a moment, as far as was known then."""
    knowledge = knowledge.still()
    made_from = knowledge.edition()
    decisions = knowledge.decisions(at)
    stands = standing(knowledge.record, decisions, at)
    return _projection(knowledge, made_from, stands, who_is_who(knowledge, decisions, stands, at), at)


def resolve_entities(knowledge: Knowledge, watch: Watch) -> Tally:
    """Resolve every mention and every entry of a list; publish entities, links and listings."""
    watch.step("Resolving entities")
    record, made_from = knowledge.record, knowledge.edition()
    judgements, unread = knowledge.judgements()
    if record.manifest()["notes"].get(RESOLVED) == made_from:
        refusals = tuple(map(tables.refusal_from, record.table("unfollowed").to_pylist()))
        return _resolution_tally(record.frame("entities"), record.table("links", columns=["start"]).num_rows, refusals)
    decisions = effective(judgements)
    stands = standing(record, decisions)
    found = who_is_who(knowledge, decisions, stands)
    frames = {"entities": found.entities, "links": found.links, "listings": found.listings}
    whole = {name: pa.Table.from_pandas(frame, schema=tables.WHOLE[name], preserve_index=False) for name, frame in frames.items()}
    lost = [Problem(entry.id, "unattached", f"It undoes {entry.of}, which is not in the ledger.") for entry in dangling(judgements)]
    refusals = (*unread, *map(_unfollowed, (*found.problems, *stands.problems, *lost)))
    whole["unfollowed"] = tables.to_table([tables.refusal_row(refusal, utc_now()) for refusal in refusals], tables.REFUSALS)
    record.publish({}, whole, {RESOLVED: made_from, JUDGEMENTS: str(len(judgements))})
    return _resolution_tally(found.entities, len(found.links), refusals)


def write_graph(knowledge: Knowledge, server: Server, watch: Watch, *, adopt: bool = False, picture: Projection | None = None) -> Tally:
    """Make the graph equal to the record; what the declaration does not allow is set aside.

    `picture` is the projection, where it is at hand already.

    Raises WriteError when the graph is another record's and `adopt` does not allow to replace it.
    """
    watch.step("Projecting the record")
    record, schema = knowledge.record, knowledge.schema
    claim_ownership(server.driver, server.database, record.identity(), adopt=adopt)
    made_from = knowledge.edition()
    if written_projection(server.driver, server.database) == (record.identity(), made_from):
        there = counts(server.driver, server.database, schema)
        return Tally({"created": 0, "updated": 0, "deleted": 0} | {name: number for name, number in there.items() if number})
    picture = picture or _stored(knowledge, made_from) or wanted(knowledge)
    refusals = _refusals(picture)
    _publish_refused(record, refusals)
    apply_schema(server.driver, server.database, schema)
    report = reconcile(server.driver, server.database, schema, picture.nodes, picture.relationships, progress=watch)
    held = {label: len(frame) for label, frame in picture.nodes.items()}
    tally = _changes(report) | held | _by_type(picture) | {"refused": len(refusals)}
    return Tally(tally, refusals, _fact_sample(picture), held=sum(held.values()))


def _stored(knowledge: Knowledge, made_from: str) -> Projection | None:
    """The projection out of what the step before published, where that is of the same edition."""
    record = knowledge.record
    if record.manifest()["notes"].get(RESOLVED) != made_from:
        return None
    found = Resolved(record.frame("entities"), record.frame("links"), record.frame("listings"))
    return _projection(knowledge, made_from, standing(record, knowledge.decisions()), found)


def who_is_who(knowledge: Knowledge, decisions: Decisions, stands: Standing, at: datetime | None = None) -> Resolved:
    """Everybody who is named by articles and official lists, under the given judgements."""
    found = resolve(stands.mentions, knowledge.registry, decisions)
    entries, lists = _entries(knowledge.record, at), knowledge.record.frame("lists")
    listed = match_lists(entries, lists, found.entities, knowledge.registry, found.identities)
    lost = of_lists(decisions, found.identities, entries, listed.entities, listed.listings)
    return Resolved(listed.entities, found.links, listed.listings, (*found.problems, *lost))


def _projection(knowledge: Knowledge, made_from: str, stands: Standing, found: Resolved, at: datetime | None = None) -> Projection:
    """The graph; `made_from` is the edition from before anything was read, since a judgement may come in meanwhile."""
    lists = knowledge.record.frame("lists")
    frames = {
        "articles": stands.articles,
        "claims": stands.claims,
        "entities": found.entities,
        "links": found.links,
        "listed_on": listed_on(_entries(knowledge.record, at), lists, found.listings),
    }
    return project(frames, knowledge.schema, Provenance(knowledge.record.identity(), made_from, EXTRACTOR))


def _entries(record: Record, at: datetime | None) -> pd.DataFrame:
    """The entries of official lists as they were known at a moment."""
    entries = record.frame("list_entries")
    if at is None or entries.empty:
        return entries
    known = entries[entries["learnt_at"] <= at]
    return known.assign(withdrawn_at=known["withdrawn_at"].mask(known["withdrawn_at"] > at)).reset_index(drop=True)


def _resolution_tally(entities: pd.DataFrame, mentions: int, refusals: tuple[Refusal, ...]) -> Tally:
    sample = entities.head(10)[["name", "kind", "country", "known"]]
    kinds = {str(kind): int(count) for kind, count in entities["kind"].value_counts().items()}
    numbers = {"mentions": mentions, "entities": len(entities), "known": int(entities["known"].sum()), "refused": len(refusals)}
    return Tally(numbers | kinds, refusals, sample, held=len(entities))


def _unfollowed(problem: Problem) -> Refusal:
    message = f"Judgement {problem.judgement_id}: {problem.message}"
    return Refusal("resolve", problem.reason, message, problem.judgement_id, "judgements", problem.judgement_id)


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
    counted: Counter[str] = Counter()
    for (type_, _, _), frame in wanted.relationships.items():
        counted[type_] += len(frame)
    return dict(counted)


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
