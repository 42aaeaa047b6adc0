"""Declaration → the Cypher that reads, writes and deletes rows. Static text from declared names only.

Each statement takes `$rows`, a list of maps. A row of a node holds its properties; a row of a
relationship also holds `start` and `end`, the keys of its two nodes. Writes name every property:
`SET n += row` would let data choose names, and puts an Eager into the plan. A relationship is
identified by start, end and, where its type declares one, its key. A node that was taken back has the
label Withdrawn beside its own. What lacks `row_hash` is not ours and is never deleted.
"""

from graph_schema.cypher import labelled, quoted
from graph_schema.errors import SchemaError
from graph_schema.spec import ROW_HASH, WITHDRAWN, NodeType, RelationshipType, Schema

OURS = quoted(ROW_HASH)


def node_upsert(schema: Schema, label: str, *, withdrawn: bool = False) -> str:
    """MERGE rows on the key, set the properties and the label, take off what a former kind left; returns `written`.

    Rows with `withdrawn_why` are written by the statement for `withdrawn`, all others by the one without:
    one that looks at each row has an Eager in its plan.
    """
    node = concrete(schema, label)
    siblings = [n for n in schema.nodes.values() if node.base and n.base == node.base and n.label != label]
    stale = [labelled([n.label for n in siblings])] if siblings else []
    stale += [f".{quoted(p)}" for p in sorted({p for n in siblings for p in n.properties} - set(node.properties))]
    stale += [labelled([WITHDRAWN])] if node.withdrawable and not withdrawn else []
    lines = [
        "UNWIND $rows AS row",
        f"MERGE (n{_by_key(node, f'row.{quoted(node.key)}')})",
        f"SET {', '.join([*_labels(node, withdrawn=withdrawn), *_assignments('n', node)])}",
        *([f"REMOVE {', '.join(f'n{part}' for part in stale)}"] if stale else []),
        "RETURN count(n) AS written",
    ]
    return "\n".join(lines)


def node_keys(schema: Schema, label: str) -> str:
    """Read `key` and `row_hash` of every node of ours with the label that is merged on."""
    node = schema.nodes[label]
    return f"MATCH (n:{quoted(node.merge_label)}) WHERE n.{OURS} IS NOT NULL RETURN n.{quoted(node.key)} AS key, n.{OURS} AS row_hash"


def node_delete(schema: Schema, label: str) -> str:
    """Delete our nodes whose keys are in `$rows`, with their relationships; returns `deleted`."""
    node = schema.nodes[label]
    return "\n".join(
        [
            "UNWIND $rows AS row",
            f"MATCH (n{_by_key(node, f'row.{quoted(node.key)}')})",
            f"WHERE n.{OURS} IS NOT NULL",
            "DETACH DELETE n",
            "RETURN count(*) AS deleted",
        ]
    )


def relationship_upsert(schema: Schema, type_: str, start_label: str, end_label: str) -> str:
    """Match both nodes, MERGE the relationship, set its properties; returns `written`, short by the rows whose node is missing."""
    relationship = schema.relationships[type_]
    return "\n".join(
        [
            "UNWIND $rows AS row",
            *_ends(schema, start_label, end_label),
            f"MERGE (a)-[r:{quoted(type_)}{_edge_key(relationship)}]->(b)",
            f"SET {', '.join(_assignments('r', relationship))}",
            "RETURN count(r) AS written",
        ]
    )


def relationship_keys(schema: Schema, type_: str, start_label: str, end_label: str) -> str:
    """Read `start`, `end`, `key` (null where none is declared) and `row_hash` of every relationship of ours."""
    start, end = schema.nodes[start_label], schema.nodes[end_label]
    key = schema.relationships[type_].key
    key_value = f"r.{quoted(key)}" if key else "null"
    return "\n".join(
        [
            f"MATCH (a:{quoted(start.merge_label)})-[r:{quoted(type_)}]->(b:{quoted(end.merge_label)})",
            f"WHERE r.{OURS} IS NOT NULL",
            f"RETURN a.{quoted(start.key)} AS start, b.{quoted(end.key)} AS `end`, {key_value} AS key, r.{OURS} AS row_hash",
        ]
    )


def relationship_delete(schema: Schema, type_: str, start_label: str, end_label: str) -> str:
    """Delete our relationships whose start, end and key are in `$rows`; returns `deleted`."""
    return "\n".join(
        [
            "UNWIND $rows AS row",
            *_ends(schema, start_label, end_label),
            f"MATCH (a)-[r:{quoted(type_)}{_edge_key(schema.relationships[type_])}]->(b)",
            f"WHERE r.{OURS} IS NOT NULL",
            "DELETE r",
            "RETURN count(*) AS deleted",
        ]
    )


def missing_ends(schema: Schema, start_label: str, end_label: str) -> str:
    """Read the first few keys among `$rows` that belong to no node, as `label` and `key`."""
    start, end = schema.nodes[start_label], schema.nodes[end_label]
    halves = [
        f"UNWIND $rows AS row WITH row WHERE NOT EXISTS {{ (x{_by_key(node, f'row.{quoted(side)}')}) }}"
        f" RETURN '{node.merge_label}' AS label, row.{quoted(side)} AS key LIMIT 5"
        for node, side in ((start, "start"), (end, "end"))
    ]
    return "\nUNION\n".join(halves)


def concrete(schema: Schema, label: str) -> NodeType:
    """The declaration of a label that nodes can have as their own; raises SchemaError for any other."""
    node = schema.nodes.get(label)
    if node is None or node.abstract:
        usable = ", ".join(n.label for n in schema.nodes.values() if not n.abstract)
        raise SchemaError(f"{label!r} is no label that a row can have", where="nodes", fix=f"Use one of {usable}.")
    return node


def _by_key(node: NodeType, value: str) -> str:
    return f":{quoted(node.merge_label)} {{{quoted(node.key)}: {value}}}"


def _ends(schema: Schema, start_label: str, end_label: str) -> list[str]:
    start, end = schema.nodes[start_label], schema.nodes[end_label]
    return [f"MATCH (a{_by_key(start, 'row.start')})", f"MATCH (b{_by_key(end, 'row.`end`')})"]


def _edge_key(relationship: RelationshipType) -> str:
    return f" {{{quoted(relationship.key)}: row.{quoted(relationship.key)}}}" if relationship.key else ""


def _labels(node: NodeType, *, withdrawn: bool) -> list[str]:
    """What is set beside the label merged on."""
    if withdrawn and not node.withdrawable:
        raise SchemaError(f"{node.label} is not withdrawable", where="nodes", fix="Declare `withdrawable: true`, or delete the node.")
    labels = [*([node.label] if node.base else []), *([WITHDRAWN] if withdrawn else [])]
    return [f"n{labelled(labels)}"] if labels else []


def _assignments(variable: str, declared: NodeType | RelationshipType) -> list[str]:
    return [f"{variable}.{quoted(name)} = row.{quoted(name)}" for name in declared.properties if name != declared.key]
