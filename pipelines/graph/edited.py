"""What somebody changed by hand in rows of ours: found by computing each row's hash anew, and marked to be written again.

The writer compares the hashes that stand in the graph, so it does not see a value that was changed
beside its hash. Nor does it see a relationship without one: where type and ends are as declared and an end
is ours, questions would take it for ours, so it counts as an edit. What is missing altogether, and what
strangers added in words of their own, is not the business of this module.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from neo4j import Driver, ManagedTransaction

from graph_schema.cypher import labelled, quoted
from graph_schema.row_hash import row_hash
from graph_schema.spec import ROW_HASH, WITHDRAWN, WITHDRAWN_WHY, NodeType, RelationshipType, Schema
from pipelines.graph import ownership
from pipelines.graph.ask import plain
from pipelines.graph.canonical import called, keys
from pipelines.graph.steps import Rows

BATCH = 5_000
_NODES = "MATCH (x) WHERE x.row_hash IS NOT NULL RETURN elementId(x) AS id, labels(x) AS labels, properties(x) AS properties"


@dataclass(frozen=True, slots=True)
class Edit:
    """One node or relationship of ours that is not as it was written.

    `astray` says that the writer would not find it any more, or that nothing like it is declared.
    """

    element_id: str
    what: str  # label or type
    key: str
    wrong: str
    node: bool
    astray: bool = False
    properties: tuple[str, ...] = ()  # undeclared ones
    labels: tuple[str, ...] = ()  # those that are not its own

    def __str__(self) -> str:
        return f"{self.what} {self.key} was changed by hand: {self.wrong}"


def edited(driver: Driver, database: str, schema: Schema) -> list[Edit]:
    """Every row of ours whose labels, ends or values are not those of its row_hash, and what has none but passes for ours.

    Reads the whole graph once.
    """
    with driver.session(database=database) as session:
        return session.execute_read(lambda tx: [*_edited_nodes(tx, schema), *_edited_relationships(tx, schema)])


def forged(schema: Schema) -> str:
    """Cypher for whether a relationship x from a to b passes for ours and is not: on a node of ours, as declared, without row_hash."""
    merged = {(r.type, *(schema.nodes[end].merge_label for end in pair)) for r in schema.relationships.values() for pair in r.endpoints}
    alike = " OR ".join(f"(x:{quoted(type_)} AND a:{quoted(start)} AND b:{quoted(end)})" for type_, start, end in sorted(merged))
    return f"(x.row_hash IS NULL AND (a.row_hash IS NOT NULL OR b.row_hash IS NOT NULL) AND ({alike or 'false'}))"


def repair(driver: Driver, database: str, edits: Collection[Edit]) -> None:
    """Mark what was edited, so that the next `reconcile` writes it anew, and that the graph is not whole until then.

    Undeclared properties and labels that are not its own are taken off; what is astray is deleted.
    """
    if not edits:
        return
    with driver.session(database=database) as session:
        session.execute_write(ownership.reopen)
        for statement, rows in _repairs(edits):
            for begin in range(0, len(rows), BATCH):
                session.execute_write(lambda tx, s, r: tx.run(s, rows=r).consume(), statement, rows[begin : begin + BATCH])


def _repairs(edits: Collection[Edit]) -> Iterator[tuple[str, Rows]]:
    """Statements with their rows; relationships first, since those of a node that is astray go with it."""
    for node in (False, True):
        pattern = "(x)" if node else "()-[x]->()"
        match = f"UNWIND $rows AS row MATCH {pattern} WHERE elementId(x) = row.id"
        kept = [edit for edit in edits if edit.node is node and not edit.astray]
        for labels in sorted({edit.labels for edit in kept}):
            rows: Rows = [{"id": edit.element_id, "off": dict.fromkeys(edit.properties)} for edit in kept if edit.labels == labels]
            yield f"{match} SET x += row.off, x.{quoted(ROW_HASH)} = ''{f' REMOVE x{labelled(labels)}' if labels else ''}", rows
        astray: Rows = [{"id": edit.element_id} for edit in edits if edit.node is node and edit.astray]
        if astray:
            yield f"{match} {'DETACH DELETE' if node else 'DELETE'} x", astray


def _edited_nodes(tx: ManagedTransaction, schema: Schema) -> Iterator[Edit]:
    for record in tx.run(_NODES):
        labels, properties = set(record["labels"]), _values(record["properties"])
        node = _own(schema, labels, properties)
        if node is None:
            wrong = "it lacks the label and key of a node of ours"
            yield Edit(record["id"], ":".join(sorted(labels)), "without key", wrong, node=True, astray=True)
            continue
        taken_back = node.withdrawable and properties.get(WITHDRAWN_WHY) is not None
        expected = {node.label, node.merge_label, *([WITHDRAWN] if taken_back else [])}
        strays, told = _wrong(node, node.label, properties)
        if labels != expected or node.abstract:
            told.append(f"it carries the labels {', '.join(sorted(labels))}")
        if told:
            extra = tuple(sorted(labels - expected))
            yield Edit(record["id"], node.label, str(properties[node.key]), "; ".join(told), node=True, properties=strays, labels=extra)


def _own(schema: Schema, labels: set[str], properties: Mapping[str, object]) -> NodeType | None:
    """Which label's row this is: of several that it carries the one that its hash tells; at worst the label merged on."""
    found = [n for n in schema.nodes.values() if {n.label, n.merge_label} <= labels and properties.get(n.key) is not None]
    told = [node for node in found if _hash(node, node.label, properties) == properties[ROW_HASH]]
    return next(iter([*told, *sorted(found, key=lambda node: node.abstract)]), None)


def _edited_relationships(tx: ManagedTransaction, schema: Schema) -> Iterator[Edit]:
    for record in tx.run(_relationships(schema)):
        type_, properties = record["type"], _values(record["properties"])
        ends = [called(schema, record[side], record[f"{side}_keys"]) or ":".join(sorted(record[side])) for side in ("a", "b")]
        between = f"from {ends[0]} to {ends[1]}"
        declared = schema.relationships.get(type_)
        if ROW_HASH not in properties:
            yield Edit(record["id"], type_, between, "it has no row_hash, which all that newsgraph writes has", node=False, astray=True)
            continue
        if declared is None or not _joins(declared, schema, record["a"], record["b"]):
            yield Edit(record["id"], type_, between, "nothing like it is declared", node=False, astray=True)
            continue
        strays, told = _wrong(declared, type_, properties)
        if told:
            yield Edit(record["id"], type_, between, "; ".join(told), node=False, properties=strays)


def _relationships(schema: Schema) -> str:
    ends = ", ".join(f"labels({side}) AS {side}, {keys(schema, side)} AS {side}_keys" for side in ("a", "b"))
    return (
        f"MATCH (a)-[x]->(b) WHERE x.row_hash IS NOT NULL OR {forged(schema)}"
        f" RETURN elementId(x) AS id, type(x) AS type, properties(x) AS properties, {ends}"
    )


def _joins(declared: RelationshipType, schema: Schema, start: Collection[str], end: Collection[str]) -> bool:
    """Whether the writer would look for it here: by the labels merged on, not by kind."""
    return any(schema.nodes[a].merge_label in start and schema.nodes[b].merge_label in end for a, b in declared.endpoints)


def _wrong(declared: NodeType | RelationshipType, kind: str, properties: Mapping[str, object]) -> tuple[tuple[str, ...], list[str]]:
    """Undeclared properties, and what is wrong in words."""
    strays = tuple(sorted(name for name in properties if name not in declared.properties))
    wrong = [f"it has the undeclared {', '.join(strays)}"] if strays else []
    if _hash(declared, kind, properties) != properties[ROW_HASH]:
        wrong.append("its values are not those that were written")
    return strays, wrong


def _hash(declared: NodeType | RelationshipType, kind: str, properties: Mapping[str, object]) -> str:
    return row_hash(kind, list(declared.properties.values()), properties)


def _values(properties: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(value) for name, value in properties.items()}
