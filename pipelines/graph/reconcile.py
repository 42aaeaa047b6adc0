"""The writer: makes the graph equal to the given frames, and touches only what differs.

What is there is read back as keys and hashes; rows that are new or differ are upserted, what is ours
(carries `row_hash`) and no longer wanted is deleted, a stranger's data stay. Order: nodes, stale
relationships, relationships, stale nodes; so a run killed anywhere is mended by the next one. Twice
is the same as once: the second run writes nothing. The Cypher comes from `graph_schema.upsert`, the
comparison from `pipelines.graph.difference`. One writer at a time is the caller's business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd
from neo4j import Driver, ManagedTransaction, Session

from graph_schema import upsert
from graph_schema.spec import ROW_HASH, RelationshipType, Schema
from pipelines.errors import WriteError
from pipelines.graph.difference import Difference, compare, hashed
from pipelines.graph.local.progress import SILENT, Progress

NODE_BATCH = 10_000
RELATIONSHIP_BATCH = 5_000

Pair = tuple[str, str, str]  # relationship type, start label, end label


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one label's or type's rows."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class WriteReport:
    """By label or relationship type; entities deleted are counted under the label merged on."""

    counts: Mapping[str, Written] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many nodes and relationships were created, updated or deleted."""
        return sum(w.created + w.updated + w.deleted for w in self.counts.values())


def reconcile(  # noqa: PLR0913 where to, what it may hold, what it shall hold
    driver: Driver,
    database: str,
    schema: Schema,
    nodes: Mapping[str, pd.DataFrame],
    relationships: Mapping[Pair, pd.DataFrame],
    *,
    progress: Progress = SILENT,
) -> WriteReport:
    """Make nodes and relationships of ours equal to the frames, as `graph_schema.frames` accepted them.

    `nodes` holds a frame per label, `relationships` one per (type, start label, end label) with
    columns start, end and properties; what has no frame is wanted empty. The schema has to be applied
    before. Raises WriteError when fewer rows came out than went in, or a key stands under two labels.
    """
    wanted = {label: hashed(label, schema.nodes[label], frame) for label, frame in nodes.items()}
    edges = _by_merge_labels(schema, relationships)
    with driver.session(database=database) as session:
        writer = _Writer(session, schema, progress)
        stale = writer.upsert_nodes(wanted)
        differences = {pair: writer.compare_relationships(pair, frame) for pair, frame in edges.items()}
        for pair, difference in differences.items():
            writer.delete(upsert.relationship_delete(schema, *pair), difference.stale, pair[0], RELATIONSHIP_BATCH)
        for pair, difference in differences.items():
            writer.upsert_relationships(pair, difference)
        for label, keys in stale.items():
            writer.delete(upsert.node_delete(schema, label), keys, label, NODE_BATCH)
    return writer.report()


def _by_merge_labels(schema: Schema, given: Mapping[Pair, pd.DataFrame]) -> dict[Pair, pd.DataFrame]:
    """One frame per type and labels merged on, for every pair that the declaration allows."""
    frames: dict[Pair, list[pd.DataFrame]] = {}
    for relationship in schema.relationships.values():
        for start, end in relationship.endpoints:
            frames.setdefault((relationship.type, schema.nodes[start].merge_label, schema.nodes[end].merge_label), [])
    for (type_, start, end), frame in given.items():
        frames[(type_, schema.nodes[start].merge_label, schema.nodes[end].merge_label)].append(frame)
    return {pair: _one_frame(schema.relationships[pair[0]], parts) for pair, parts in frames.items()}


def _one_frame(relationship: RelationshipType, parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if not part.empty]
    columns = ["start", "end", *([relationship.key] if relationship.key else [])]
    return hashed(
        relationship.type, relationship, pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns, dtype=object)
    )


@dataclass(frozen=True, slots=True)
class _Upsert:
    """How rows of one label or type are written; `missing` names what a short batch lacks."""

    what: str
    statement: str
    order: list[str]
    batch: int
    missing: str | None = None


class _Writer:
    """One session, and the counts of what it did."""

    def __init__(self, session: Session, schema: Schema, progress: Progress) -> None:
        self._session, self._schema, self._progress = session, schema, progress
        self._counts: dict[str, Written] = {}

    def report(self) -> WriteReport:
        return WriteReport(dict(sorted(self._counts.items())))

    def upsert_nodes(self, wanted: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Write new and changed nodes; returns the stale keys by label merged on."""
        stale: dict[str, pd.DataFrame] = {}
        for merge_label in (n.label for n in self._schema.nodes.values() if n.base is None):
            key = self._schema.nodes[merge_label].key
            present = self._read(upsert.node_keys(self._schema, merge_label), [key, ROW_HASH])
            group = {label: frame for label, frame in wanted.items() if self._schema.nodes[label].is_a(merge_label)}
            _refuse_shared_keys(group, key)
            for label, frame in group.items():
                difference = compare(frame, present, [key])
                self._count(label, difference)
                self._upsert(_Upsert(label, upsert.node_upsert(self._schema, label), [key], NODE_BATCH), difference.rows)
            kept = {value for frame in group.values() for value in frame[key]}
            stale[merge_label] = present[~present[key].isin(kept)][[key]]
        return stale

    def compare_relationships(self, pair: Pair, frame: pd.DataFrame) -> Difference:
        key = self._schema.relationships[pair[0]].key
        columns = ["start", "end", key or "key", ROW_HASH]
        difference = compare(frame, self._read(upsert.relationship_keys(self._schema, *pair), columns), _identity(key))
        self._count(pair[0], difference)
        return difference

    def upsert_relationships(self, pair: Pair, difference: Difference) -> None:
        type_, start, end = pair
        self._upsert(
            _Upsert(
                what=type_,
                statement=upsert.relationship_upsert(self._schema, *pair),
                order=_identity(self._schema.relationships[type_].key),
                batch=RELATIONSHIP_BATCH,
                missing=upsert.missing_ends(self._schema, start, end),
            ),
            difference.rows,
        )

    def delete(self, statement: str, keys: pd.DataFrame, what: str, size: int) -> None:
        # Fewer than asked for is no loss here: somebody else deleted them already.
        deleted = sum(self._session.execute_write(_delete, statement, rows) for rows in _batches(keys, size))
        if deleted:
            self._add(what, Written(deleted=deleted))

    def _read(self, statement: str, columns: list[str]) -> pd.DataFrame:
        rows = self._session.execute_read(lambda tx: tx.run(statement).values())
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def _upsert(self, how: _Upsert, frame: pd.DataFrame) -> None:
        done = 0
        # Every transaction takes its locks in the same order, so two writers do not deadlock.
        for rows in _batches(frame.sort_values(how.order), how.batch):
            self._session.execute_write(_write, how, rows)
            done += len(rows)
            self._progress.advance(done, len(frame), how.what)

    def _count(self, what: str, difference: Difference) -> None:
        self._add(what, Written(difference.created, difference.updated, 0, difference.unchanged))

    def _add(self, what: str, more: Written) -> None:
        old = self._counts.get(what, Written())
        self._counts[what] = Written(
            old.created + more.created, old.updated + more.updated, old.deleted + more.deleted, old.unchanged + more.unchanged
        )


def _identity(key: str | None) -> list[str]:
    return ["start", "end", *([key] if key else [])]


def _batches(frame: pd.DataFrame, size: int) -> Iterator[list[dict[str, object]]]:
    for begin in range(0, len(frame), size):
        yield [{str(name): value for name, value in row.items()} for row in frame.iloc[begin : begin + size].to_dict("records")]


def _write(tx: ManagedTransaction, how: _Upsert, rows: list[dict[str, object]]) -> None:
    """One batch in one transaction, which is rolled back when a row is lost."""
    written = int(tx.run(how.statement, rows=rows).single(strict=True)["written"])
    if written >= len(rows):
        return
    lost = [f"{record['label']} {record['key']}" for record in tx.run(how.missing, rows=rows)] if how.missing else []
    raise WriteError(
        f"{len(rows)} rows went in and {written} came out{'; not in the graph: ' + ', '.join(lost) if lost else ''}",
        where=how.what,
        fix="Nothing of this batch was kept. Run again; if it persists, another program changes the same database.",
    )


def _delete(tx: ManagedTransaction, statement: str, rows: list[dict[str, object]]) -> int:
    return int(tx.run(statement, rows=rows).single(strict=True)["deleted"])


def _refuse_shared_keys(group: Mapping[str, pd.DataFrame], key: str) -> None:
    seen: dict[object, str] = {}
    for label, frame in group.items():
        for value in frame[key]:
            if value in seen:
                raise WriteError(f"{key} {value!r} stands under {seen[value]} and {label}", where=label, fix="Give each node one kind.")
            seen[value] = label
