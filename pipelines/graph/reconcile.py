"""The writer: makes the graph equal to the given frames, and touches only what differs.

What is there is read back as keys and hashes; rows that are new or differ are upserted, what is ours
(carries `row_hash`) and no longer wanted is deleted, a stranger's data stay. Twice is the same as once:
the second run writes nothing.

Up to ATOMIC_ROWS rows go in one transaction: readers see the graph before or after, and a run that is
killed leaves it as it was. More rows go in batches, in the order of `pipelines.graph.steps`, and the
node `Record` says meanwhile that the graph is not whole (`pipelines.graph.ownership`); a run killed
anywhere is finished by the next one. One writer at a time is the caller's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import pandas as pd
from neo4j import Driver, ManagedTransaction, Transaction

from graph_schema import upsert
from graph_schema.spec import ROW_HASH, RelationshipType, Schema
from pipelines.errors import WriteError
from pipelines.graph import ownership
from pipelines.graph.difference import Difference, compare, hashed
from pipelines.graph.local.progress import SILENT, Progress
from pipelines.graph.steps import Differences, Pair, Part, Rows, Step, identity, ordered

ATOMIC_ROWS = 50_000

Frames = Mapping[str, pd.DataFrame]
Edges = Mapping[Pair, pd.DataFrame]
AnyTransaction = ManagedTransaction | Transaction


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one label's or type's rows."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.created + other.created,
            self.updated + other.updated,
            self.deleted + other.deleted,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class WriteReport:
    """By label or relationship type; entities deleted are counted under the label merged on. Bookkeeping is not counted."""

    counts: Mapping[str, Written] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many nodes and relationships were created, updated or deleted."""
        return sum(w.created + w.updated + w.deleted for w in self.counts.values())


def reconcile(  # noqa: PLR0913 where to, what it may hold, what it shall hold
    driver: Driver, database: str, schema: Schema, nodes: Frames, relationships: Edges, *, progress: Progress = SILENT
) -> WriteReport:
    """Make nodes and relationships of ours equal to the frames, as `graph_schema.frames` accepted them.

    `nodes` holds a frame per label, `relationships` one per (type, start label, end label) with
    columns start, end and properties; what has no frame is wanted empty. The schema has to be applied
    before. Raises WriteError when fewer rows came out than went in, or a key stands under two labels.
    """
    with driver.session(database=database) as session:
        differences = session.execute_read(partial(_compare, schema=schema, nodes=nodes, relationships=relationships))
        if differences.rows <= ATOMIC_ROWS:
            session.execute_write(partial(_write_all, schema=schema, differences=differences, progress=progress))
        else:
            record_ids = [str(id_) for id_ in nodes[ownership.RECORD]["record_id"]] if ownership.RECORD in nodes else []
            session.execute_write(ownership.begin, record_ids)
            for work in ordered(schema, differences, apart=True):
                for parts in work.transactions():
                    session.execute_write(_write, parts, progress)
    return _report(schema, differences)


def reconcile_in(tx: AnyTransaction, schema: Schema, nodes: Frames, relationships: Edges) -> WriteReport:
    """As `reconcile`, inside a transaction of the caller's, who commits it or rolls it back."""
    differences = _compare(tx, schema, nodes, relationships)
    _write_all(tx, schema, differences, SILENT)
    return _report(schema, differences)


def _compare(tx: AnyTransaction, schema: Schema, nodes: Frames, relationships: Edges) -> Differences:
    """What differs between the graph and the frames; nothing is written."""
    wanted = {label: hashed(label, schema.nodes[label], frame) for label, frame in nodes.items()}
    differences: dict[str, Difference] = {}
    stale: dict[str, pd.DataFrame] = {}
    for merge_label in (n.label for n in schema.nodes.values() if n.base is None):
        key = schema.nodes[merge_label].key
        present = _read(tx, upsert.node_keys(schema, merge_label), [key, ROW_HASH])
        group = {label: frame for label, frame in wanted.items() if schema.nodes[label].is_a(merge_label)}
        _refuse_shared_keys(group, key)
        differences |= {label: compare(frame, present, [key]) for label, frame in group.items()}
        kept = {value for frame in group.values() for value in frame[key]}
        stale[merge_label] = present[~present[key].isin(kept)][[key]]
    edges = {pair: _compare_edges(tx, schema, pair, frame) for pair, frame in _by_merge_labels(schema, relationships).items()}
    marks = {label: frame for label, frame in wanted.items() if schema.nodes[label].bookkeeping}
    return Differences(differences, stale, edges, marks)


def _compare_edges(tx: AnyTransaction, schema: Schema, pair: Pair, frame: pd.DataFrame) -> Difference:
    key = schema.relationships[pair[0]].key
    columns = ["start", "end", key or "key", ROW_HASH]
    return compare(frame, _read(tx, upsert.relationship_keys(schema, *pair), columns), identity(key))


def _read(tx: AnyTransaction, statement: str, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(tx.run(statement).values(), columns=columns, dtype=object)


def _refuse_shared_keys(group: Frames, key: str) -> None:
    seen: dict[object, str] = {}
    for label, frame in group.items():
        for value in frame[key]:
            if value in seen:
                raise WriteError(f"{key} {value!r} stands under {seen[value]} and {label}", where=label, fix="Give each node one kind.")
            seen[value] = label


def _by_merge_labels(schema: Schema, given: Edges) -> dict[Pair, pd.DataFrame]:
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
    empty = pd.DataFrame(columns=identity(relationship.key), dtype=object)
    return hashed(relationship.type, relationship, pd.concat(filled, ignore_index=True) if filled else empty)


def _write_all(tx: AnyTransaction, schema: Schema, differences: Differences, progress: Progress) -> None:
    for work in ordered(schema, differences, apart=False):
        for parts in work.transactions():
            _write(tx, parts, progress)


def _write(tx: AnyTransaction, parts: Iterable[Part], progress: Progress) -> None:
    for part in parts:
        count = int(tx.run(part.step.statement, rows=part.rows).single(strict=True)[0])
        # Fewer deleted than asked for is no loss: somebody else deleted them already.
        if not part.step.deletes:
            if count < len(part.rows):
                raise _loss(tx, part.step, part.rows, count)
            progress.advance(part.done, part.total, part.step.what)


def _loss(tx: AnyTransaction, step: Step, rows: Rows, written: int) -> WriteError:
    lost = [f"{record['label']} {record['key']}" for record in tx.run(step.missing, rows=rows)] if step.missing else []
    return WriteError(
        f"{len(rows)} rows went in and {written} came out{'; not in the graph: ' + ', '.join(lost) if lost else ''}",
        where=step.what,
        fix="Nothing of this transaction was kept. Run again; if it persists, another program changes the same database.",
    )


def _report(schema: Schema, differences: Differences) -> WriteReport:
    counts: dict[str, Written] = {}

    def add(what: str, written: Written) -> None:
        if what not in schema.nodes or not schema.nodes[what].bookkeeping:
            counts[what] = counts.get(what, Written()) + written

    for label, node in differences.nodes.items():
        add(label, Written(node.created, node.updated, 0, node.unchanged))
    for label, keys in differences.stale.items():
        if len(keys):
            add(label, Written(deleted=len(keys)))
    for (type_, _, _), edge in differences.edges.items():
        add(type_, Written(edge.created, edge.updated, len(edge.stale), edge.unchanged))
    return WriteReport(dict(sorted(counts.items())))
