"""Do the data in a database keep to the declaration? Community enforces uniqueness only, so it is asked.

The database is gone through once: it tells which labels and properties stand together, and how often;
what the declaration says of that is looked up here. Each finding is a sentence with a count. Constraints and
indexes are the business of `pipelines.graph.schema`. What others wrote into the same database is found too.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from neo4j import Driver, Record, RoutingControl

from graph_schema.spec import WITHDRAWN, WITHDRAWN_WHY, NodeType, RelationshipType, Schema

OTHER_TOOLS = "_Bloom_"  # labels that Bloom keeps for itself
_NODES = "MATCH (n) RETURN labels(n) AS labels, keys(n) AS keys, count(*) AS count"
_RELATIONSHIPS = "MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a) AS starts, labels(b) AS ends, keys(r) AS keys, count(*) AS count"


@dataclass(frozen=True, slots=True)
class _Nodes:
    """How many nodes have exactly these labels and properties."""

    labels: frozenset[str]
    keys: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class _Relationships:
    """How many relationships of a type have exactly these properties, and go from such nodes to such nodes."""

    type: str
    starts: frozenset[str]
    ends: frozenset[str]
    keys: frozenset[str]
    count: int


def audit(driver: Driver, database: str, schema: Schema) -> list[str]:
    """Undeclared labels, types and properties, missing required ones, wrong endpoints, entities without one kind.

    And nodes that are Withdrawn without a reason, or the other way round.
    """

    def ask(cypher: str) -> list[Record]:
        return driver.execute_query(cypher, database_=database, routing_=RoutingControl.READ).records

    nodes = [_Nodes(frozenset(row["labels"]), frozenset(row["keys"]), row["count"]) for row in ask(_NODES)]
    edges = [
        _Relationships(row["type"], frozenset(row["starts"]), frozenset(row["ends"]), frozenset(row["keys"]), row["count"])
        for row in ask(_RELATIONSHIPS)
    ]
    return [*_undeclared(nodes, edges, schema), *_node_findings(nodes, schema), *_withdrawn(nodes, schema), *_edge_findings(edges, schema)]


def _undeclared(nodes: Iterable[_Nodes], edges: Iterable[_Relationships], schema: Schema) -> Iterator[str]:
    labels = _totals((label, shape.count) for shape in nodes for label in shape.labels)
    types = _totals((shape.type, shape.count) for shape in edges)
    yield from (f"Nodes with the undeclared label {name}: {count}." for name, count in labels if _strange(name, schema.nodes))
    yield from (f"Relationships of the undeclared type {name}: {count}." for name, count in types if name not in schema.relationships)


def _strange(label: str, declared: Container[str]) -> bool:
    return label not in declared and label != WITHDRAWN and not label.startswith(OTHER_TOOLS)


def _node_findings(nodes: Iterable[_Nodes], schema: Schema) -> Iterator[str]:
    for node in schema.nodes.values():
        found = [shape for shape in nodes if node.label in shape.labels]
        if not node.abstract:
            yield from _property_findings(node.label, node, found)
            continue
        kinds = [n.label for n in schema.nodes.values() if n.base == node.label]
        if odd := sum(shape.count for shape in found if len(shape.labels.intersection(kinds)) != 1):
            yield f"{node.label} with none or several of the labels {', '.join(kinds)}: {odd}."


def _withdrawn(nodes: Iterable[_Nodes], schema: Schema) -> Iterator[str]:
    """Nodes that carry the label without its property or the other way round, or may not carry it at all."""
    labels = [n.label for n in schema.nodes.values() if n.withdrawable and n.base is None]
    for label in labels:
        if odd := sum(n.count for n in nodes if label in n.labels and (WITHDRAWN in n.labels) != (WITHDRAWN_WHY in n.keys)):
            yield f"{label} with the label {WITHDRAWN} but without {WITHDRAWN_WHY}, or the other way round: {odd}."
    if others := sum(n.count for n in nodes if WITHDRAWN in n.labels and n.labels.isdisjoint(labels)):
        yield f"Nodes of other labels with the label {WITHDRAWN}: {others}."


def _edge_findings(edges: Iterable[_Relationships], schema: Schema) -> Iterator[str]:
    for edge in schema.relationships.values():
        found = [shape for shape in edges if shape.type == edge.type]
        yield from _property_findings(edge.type, edge, found)
        if odd := sum(shape.count for shape in found if not _joins(edge, shape)):
            yield f"{edge.type} between nodes that it may not join: {odd}."


def _joins(edge: RelationshipType, shape: _Relationships) -> bool:
    return any(start in shape.starts and end in shape.ends for start, end in edge.endpoints)


def _property_findings(what: str, declared: NodeType | RelationshipType, found: Iterable[_Nodes | _Relationships]) -> Iterator[str]:
    required = {name for name, property_ in declared.properties.items() if property_.required}
    strange = _totals((key, shape.count) for shape in found for key in shape.keys - declared.properties.keys())
    missing = _totals((key, shape.count) for shape in found for key in required - shape.keys)
    yield from (f"{what} with the undeclared property {name}: {count}." for name, count in strange)
    yield from (f"{what} without the required property {name}: {count}." for name, count in missing)


def _totals(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The sum of each name, in order of name."""
    totals: Counter[str] = Counter()
    for name, count in counts:
        totals[name] += count
    return sorted(totals.items())
