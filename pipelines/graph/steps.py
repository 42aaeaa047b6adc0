"""What a write does, and in which order: differences as statements with their rows. Pure functions; nothing is run here.

A write is a list of `Work`, each of which can be cut into transactions of its own. Wherever it stops,
every typed relationship has a live claim: those that go or change are deleted first and written last,
and a claim is written, changed or deleted in one transaction with all that ties it to article and
entities. Whose projection the graph is (`Record`) is written at the very end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from graph_schema import upsert
from graph_schema.spec import CLAIM, DEAL, WITHDRAWN_WHY, NodeType, Schema
from pipelines.graph.difference import Difference

NODE_BATCH = 10_000
RELATIONSHIP_BATCH = 5_000

Pair = tuple[str, str, str]  # relationship type, start label, end label
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement and all its rows, in the order in which they are sent; `missing` names what a short batch lacks."""

    what: str
    statement: str
    rows: pd.DataFrame
    deletes: bool = False
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one step that go into one transaction; `done` of the step's `total` are written after it."""

    step: Step
    rows: Rows
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Work:
    """Steps whose rows belong together where they have the same value in the column named for each step."""

    steps: Sequence[Step]
    by: Sequence[str]
    size: int

    def transactions(self) -> Iterator[list[Part]]:
        """The steps cut by their common values, `size` values at a time; a single step by its rows."""
        if len(self.steps) == 1:
            yield from ([part] for part in _slices(self.steps[0], self.size))
            return
        sorted_ = [step.rows.sort_values(column, kind="stable") for step, column in zip(self.steps, self.by, strict=True)]
        values = sorted({value for rows, column in zip(sorted_, self.by, strict=True) for value in rows[column]})
        for begin in range(0, len(values), self.size):
            last = values[min(begin + self.size, len(values)) - 1]
            yield [
                part
                for step, rows, column in zip(self.steps, sorted_, self.by, strict=True)
                if (part := _between(step, rows, column, values[begin], last))
            ]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is to be done: nodes by label, stale node keys by label merged on, relationships by type and labels merged on.

    `marks` are all wanted rows of the labels declared bookkeeping, changed or not.
    """

    nodes: Mapping[str, Difference]
    stale: Mapping[str, pd.DataFrame]
    edges: Mapping[Pair, Difference]
    marks: Mapping[str, pd.DataFrame]

    @property
    def rows(self) -> int:
        """How many rows are to be written or deleted."""
        changed = sum(len(difference.rows) for difference in (*self.nodes.values(), *self.edges.values()))
        return changed + sum(len(difference.stale) for difference in self.edges.values()) + sum(len(keys) for keys in self.stale.values())


def ordered(schema: Schema, differences: Differences, *, apart: bool) -> list[Work]:
    """The work in its order, without what is empty. `apart` says that each transaction may be the last one for a while."""
    edges = differences.edges
    typed = [pair for pair in edges if schema.relationships[pair[0]].claims is not None]
    of_claims = [pair for pair in edges if pair[1] == CLAIM and pair[2] != DEAL]
    others = [pair for pair in edges if pair not in typed and pair not in of_claims]
    kept = [label for label in differences.nodes if label != CLAIM and not schema.nodes[label].bookkeeping]
    gone = [label for label in differences.stale if label != CLAIM and not schema.nodes[label].bookkeeping]
    work = [
        *(_alone(_deletion(schema, pair, _leaving(edges[pair], apart=apart)), RELATIONSHIP_BATCH) for pair in typed),
        *(_alone(_deletion(schema, pair, edges[pair].stale), RELATIONSHIP_BATCH) for pair in others),
        *(_alone(step, NODE_BATCH) for label in kept for step in _node_steps(schema, label, differences.nodes[label].rows)),
        _claims(schema, differences, of_claims),
        *(_alone(_upsert(schema, pair, edges[pair].rows), RELATIONSHIP_BATCH) for pair in (*others, *typed)),
        *(_alone(_node_deletion(schema, label, differences.stale[label]), NODE_BATCH) for label in gone),
        *_bookkeeping(schema, differences, apart=apart),
    ]
    return [each for each in work if each.steps]


def _alone(step: Step, size: int) -> Work:
    return Work([step] if len(step.rows) else [], [""], size)


def _claims(schema: Schema, differences: Differences, pairs: Sequence[Pair]) -> Work:
    """Claims with their relationships to article and entities, tied together by the claim's key."""
    edges, key = differences.edges, schema.nodes[CLAIM].key
    deletions = [_deletion(schema, pair, edges[pair].stale) for pair in pairs]
    nodes = [_node_deletion(schema, CLAIM, differences.stale[CLAIM])] if CLAIM in differences.stale else []
    nodes += _node_steps(schema, CLAIM, differences.nodes[CLAIM].rows) if CLAIM in differences.nodes else []
    upserts = [_upsert(schema, pair, edges[pair].rows) for pair in pairs]
    tied = [
        (step, column) for steps, column in ((deletions, "start"), (nodes, key), (upserts, "start")) for step in steps if len(step.rows)
    ]
    return Work([step for step, _ in tied], [column for _, column in tied], RELATIONSHIP_BATCH)


def _bookkeeping(schema: Schema, differences: Differences, *, apart: bool) -> Iterator[Work]:
    """The nodes about the graph, in one transaction; one that was begun apart has taken their values away."""
    for label in (label for label, node in schema.nodes.items() if node.bookkeeping and label in differences.stale):
        key = schema.nodes[label].key
        rows = differences.marks.get(label) if apart else differences.nodes[label].rows if label in differences.nodes else None
        steps = [_node_deletion(schema, label, differences.stale[label]), *(_node_steps(schema, label, rows) if rows is not None else [])]
        filled = [step for step in steps if len(step.rows)]
        yield Work(filled, [key] * len(filled), NODE_BATCH)


def _leaving(difference: Difference, *, apart: bool) -> pd.DataFrame:
    return pd.concat([difference.stale, difference.replaced], ignore_index=True) if apart else difference.stale


def _node_steps(schema: Schema, label: str, rows: pd.DataFrame) -> list[Step]:
    """What stands, and what was taken back: each has its statement."""
    node = schema.nodes[label]
    taken_back = _taken_back(node, rows)
    parts = [(False, rows[~taken_back]), (True, rows[taken_back])]
    return [
        Step(label, upsert.node_upsert(schema, label, withdrawn=withdrawn), part.sort_values(node.key))
        for withdrawn, part in parts
        if len(part)
    ]


def _taken_back(node: NodeType, rows: pd.DataFrame) -> "pd.Series[bool]":
    if node.withdrawable and WITHDRAWN_WHY in rows.columns:
        return rows[WITHDRAWN_WHY].notna()
    return pd.Series(data=False, index=rows.index, dtype=bool)


def _node_deletion(schema: Schema, label: str, keys: pd.DataFrame) -> Step:
    return Step(label, upsert.node_delete(schema, label), keys, deletes=True)


def _upsert(schema: Schema, pair: Pair, rows: pd.DataFrame) -> Step:
    # Every transaction takes its locks in the same order, so two writers do not deadlock.
    statement, missing = upsert.relationship_upsert(schema, *pair), upsert.missing_ends(schema, *pair[1:])
    return Step(pair[0], statement, rows.sort_values(identity(schema.relationships[pair[0]].key)), missing=missing)


def _deletion(schema: Schema, pair: Pair, keys: pd.DataFrame) -> Step:
    return Step(pair[0], upsert.relationship_delete(schema, *pair), keys, deletes=True)


def identity(key: str | None) -> list[str]:
    """The columns that identify a relationship of a type with this key."""
    return ["start", "end", *([key] if key else [])]


def _slices(step: Step, size: int) -> Iterator[Part]:
    for begin in range(0, len(step.rows), size):
        end = min(begin + size, len(step.rows))
        yield Part(step, _plain(step.rows.iloc[begin:end]), end, len(step.rows))


def _between(step: Step, rows: pd.DataFrame, column: str, first: str, last: str) -> Part | None:
    begin, end = int(rows[column].searchsorted(first, "left")), int(rows[column].searchsorted(last, "right"))
    return Part(step, _plain(rows.iloc[begin:end]), end, len(rows)) if end > begin else None


def _plain(rows: pd.DataFrame) -> Rows:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
