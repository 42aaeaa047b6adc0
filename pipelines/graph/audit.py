"""Does the data in a database keep to the declaration? Community enforces uniqueness only, so it is asked.

Each finding is a sentence with a count. Constraints and indexes are the business of
`pipelines.graph.schema`. What others wrote into the same database is found too.
"""

from collections.abc import Iterator, Mapping

from neo4j import Driver

from graph_schema.cypher import quoted
from graph_schema.spec import WITHDRAWN, WITHDRAWN_WHY, NodeType, RelationshipType, Schema

OTHER_TOOLS = "_Bloom_"  # labels that Bloom keeps for itself
_LABELS = "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS count ORDER BY name"
_TYPES = "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS count ORDER BY name"


def audit(driver: Driver, database: str, schema: Schema) -> list[str]:
    """Undeclared labels, types and properties, missing required ones, wrong endpoints, entities without one kind.

    And nodes that are Withdrawn without a reason, or the other way round.
    """

    def ask(cypher: str, **parameters: object) -> list[dict[str, object]]:
        return [record.data() for record in driver.execute_query(cypher, parameters, database_=database, routing_="r").records]

    labels = {str(row["name"]): row["count"] for row in ask(_LABELS)}
    types = {str(row["name"]): row["count"] for row in ask(_TYPES)}
    found = [f"Nodes with the undeclared label {name}: {labels[name]}." for name in labels if _strange(name, schema.nodes)]
    found += [f"Relationships of the undeclared type {name}: {types[name]}." for name in types if name not in schema.relationships]
    for node in (n for n in schema.nodes.values() if n.label in labels):
        pattern = f"(x:{quoted(node.label)})"
        found += _node_findings(node, schema, ask(_kinds(node, schema)) if node.abstract else [])
        if not node.abstract:
            found += _property_findings(node.label, ask(_properties(pattern, node), declared=list(node.properties)))
    found += [f"{row['name']}: {row['count']}." for row in ask(_withdrawn(schema)) if row["count"]]
    for edge in (r for r in schema.relationships.values() if r.type in types):
        pattern = f"()-[x:{quoted(edge.type)}]->()"
        found += _property_findings(edge.type, ask(_properties(pattern, edge), declared=list(edge.properties)))
        found += [f"{edge.type} between nodes that it may not join: {row['count']}." for row in ask(_misplaced(edge)) if row["count"]]
    return found


def _strange(label: str, declared: Mapping[str, NodeType]) -> bool:
    return label not in declared and label != WITHDRAWN and not label.startswith(OTHER_TOOLS)


def _withdrawn(schema: Schema) -> str:
    """Counts of nodes that carry the label without its property or the other way round, or may not carry it at all."""
    labels = [n.label for n in schema.nodes.values() if n.withdrawable and n.base is None]
    why = f"x.{quoted(WITHDRAWN_WHY)} IS NOT NULL"
    parts = [
        f"MATCH (x:{quoted(label)}) WHERE (x:{quoted(WITHDRAWN)}) <> ({why})"
        f" RETURN '{label} with the label {WITHDRAWN} but without {WITHDRAWN_WHY}, or the other way round' AS name, count(*) AS count"
        for label in labels
    ]
    others = " AND ".join(f"NOT x:{quoted(label)}" for label in labels) or "true"
    parts.append(
        f"MATCH (x:{quoted(WITHDRAWN)}) WHERE {others} RETURN 'Nodes of other labels with the label {WITHDRAWN}' AS name, count(*) AS count"
    )
    return "\nUNION ALL\n".join(parts)


def _properties(pattern: str, declared: NodeType | RelationshipType) -> str:
    """Counts by property: of undeclared ones that are there, of required ones that are not."""
    required = "".join(
        f"\nUNION ALL MATCH {pattern} WHERE x.{quoted(p.name)} IS NULL RETURN {_text(p.name)} AS name, count(*) AS count, true AS missing"
        for p in declared.properties.values()
        if p.required
    )
    return (
        f"MATCH {pattern} UNWIND keys(x) AS name WITH name, count(*) AS count WHERE NOT name IN $declared"
        f" RETURN name, count, false AS missing{required}"
    )


def _property_findings(what: str, rows: list[dict[str, object]]) -> Iterator[str]:
    for row in (row for row in rows if row["count"]):
        manner = "without the required" if row["missing"] else "with the undeclared"
        yield f"{what} {manner} property {row['name']}: {row['count']}."


def _kinds(node: NodeType, schema: Schema) -> str:
    kinds = ", ".join(_text(n.label) for n in schema.nodes.values() if n.base == node.label)
    counted = f"size([l IN labels(x) WHERE l IN [{kinds}]])"
    return f"MATCH (x:{quoted(node.label)}) WITH {counted} AS kinds WHERE kinds <> 1 RETURN count(*) AS count"


def _node_findings(node: NodeType, schema: Schema, rows: list[dict[str, object]]) -> Iterator[str]:
    kinds = ", ".join(n.label for n in schema.nodes.values() if n.base == node.label)
    for row in (row for row in rows if row["count"]):
        yield f"{node.label} with none or several of the labels {kinds}: {row['count']}."


def _misplaced(edge: RelationshipType) -> str:
    allowed = " OR ".join(f"(a:{quoted(a)} AND b:{quoted(b)})" for a, b in edge.endpoints)
    return f"MATCH (a)-[x:{quoted(edge.type)}]->(b) WHERE NOT ({allowed}) RETURN count(*) AS count"


def _text(name: str) -> str:
    """A declared name as a Cypher string; the loader lets identifiers only through."""
    return f"'{name}'"
