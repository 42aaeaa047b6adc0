"""The graph as one hash, whatever the order in which it was written: of the database, and of a projection without any.

Hashed are all nodes with their labels and properties, and all relationships with their type, both ends
and properties, strangers' too. Left out are times of processing, the writer's own row_hash, labels
declared bookkeeping and those of other tools.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Protocol, cast

import pandas as pd
from neo4j import Driver, ManagedTransaction, Transaction
from neo4j.time import Date, DateTime

from graph_schema.cypher import quoted
from graph_schema.spec import ROW_HASH, WITHDRAWN, WITHDRAWN_WHY, Property, Schema
from pipelines.graph.audit import OTHER_TOOLS

SHOWN = 20
Pair = tuple[str, str, str]  # relationship type, start label, end label
Properties = Mapping[str, object]
_NODES = "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties"


class Frames(Protocol):
    """A projection, as `pipelines.graph.projection` makes it."""

    nodes: dict[str, pd.DataFrame]
    relationships: dict[Pair, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Item:
    """One node or relationship: what it is called, and all that is hashed of it beside that; what a relationship's ends are called."""

    name: str
    content: Properties
    ends: tuple[str, ...] = ()

    @property
    def digest(self) -> bytes:
        """SHA-256 over name and content."""
        return sha256(_text([self.name, self.content]).encode("ascii")).digest()


def graph_hash(driver: Driver, database: str, schema: Schema) -> str:
    """The hash of what a database holds, 64 hex digits; its nodes and relationships are read as a stream."""
    with driver.session(database=database) as session:
        return session.execute_read(graph_hash_in, schema)


def graph_hash_in(tx: ManagedTransaction | Transaction, schema: Schema) -> str:
    """As `graph_hash`, of what a transaction sees."""
    return _together(item.digest for item in _stored(tx, schema))


def projection_hash(projection: Frames, schema: Schema) -> str:
    """The hash that a graph has which is equal to the projection; no server is asked."""
    return _together(item.digest for item in _wanted(projection, schema))


def differences(driver: Driver, database: str, schema: Schema, projection: Frames) -> list[str]:
    """Where the graph and the projection are not the same: a sentence each for the first 20, then how many more.

    A node that is missing, or there without need, stands for its relationships.
    """
    missing = Counter[bytes]()

    def unexpected(tx: ManagedTransaction) -> list[Item]:
        missing.clear()
        missing.update(item.digest for item in _wanted(projection, schema))
        return [item for item in _stored(tx, schema) if not _taken(missing, item.digest)]

    with driver.session(database=database) as session:
        stored = session.execute_read(unexpected)
    wanted = {item.name: item for item in _wanted(projection, schema) if missing[item.digest]}
    alone = {item.name for item in stored} ^ wanted.keys()
    found = [
        f"{item.name} is in the graph more than once." if item.digest in missing else _compared(item, wanted.pop(item.name, None))
        for item in stored
        if alone.isdisjoint(item.ends)
    ]
    found += [f"{item.name} is not in the graph." for item in wanted.values() if alone.isdisjoint(item.ends)]
    return found[:SHOWN] + ([f"… and {len(found) - SHOWN} more."] if len(found) > SHOWN else [])


def _taken(left: Counter[bytes], digest: bytes) -> bool:
    """Whether one of these was still to be found; if so, it is found now."""
    if not left[digest]:
        return False
    left[digest] -= 1
    return True


def _compared(stored: Item, wanted: Item | None) -> str:
    if wanted is None:
        return f"{stored.name} is in the graph and not in the record."
    names = [n for n in sorted({*stored.content, *wanted.content}) if _text(stored.content.get(n)) != _text(wanted.content.get(n))]
    return f"{stored.name} is not as in the record: {', '.join(names)}."


def _wanted(projection: Frames, schema: Schema) -> Iterator[Item]:
    for label, frame in projection.nodes.items():
        node = schema.nodes[label]
        if not node.bookkeeping:
            for row in frame.to_dict("records"):
                labels = {label, node.merge_label} | ({WITHDRAWN} if row.get(WITHDRAWN_WHY) is not None else set())
                yield _node(schema, labels, {str(name): value for name, value in row.items() if name in node.properties})[1]
    for (type_, start, end), frame in projection.relationships.items():
        declared = schema.relationships[type_]
        merged = schema.nodes[start].merge_label, schema.nodes[end].merge_label
        for row in frame.to_dict("records"):
            ends = f"{merged[0]} {row['start']}", f"{merged[1]} {row['end']}"
            yield _relationship(schema, type_, ends, {str(name): value for name, value in row.items() if name in declared.properties})


def _stored(tx: ManagedTransaction | Transaction, schema: Schema) -> Iterator[Item]:
    strangers: dict[str, str | None] = {}  # what those are called that have no declared key; None for what is left out
    for record in tx.run(_NODES):
        if _left_out(schema, record["labels"]):
            strangers[record["id"]] = None
            continue
        known, item = _node(schema, set(record["labels"]), record["properties"])
        if not known:
            strangers[record["id"]] = item.name
        yield item
    for record in tx.run(_relationships(schema)):
        ends = [
            strangers.get(record[f"{side}_id"], called(schema, record[f"{side}_labels"], record[f"{side}_keys"])) for side in ("a", "b")
        ]
        if ends[0] is not None and ends[1] is not None:
            yield _relationship(schema, record["type"], (ends[0], ends[1]), record["properties"])


def _relationships(schema: Schema) -> str:
    sides = ", ".join(
        f"elementId({side}) AS {side}_id, labels({side}) AS {side}_labels, {keys(schema, side)} AS {side}_keys" for side in ("a", "b")
    )
    return f"MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, {sides}"


def keys(schema: Schema, variable: str) -> str:
    """Cypher for a map of the properties of `variable` that are some label's key, for `called`."""
    names = sorted({node.key for node in schema.nodes.values()})
    return f"{variable} {{{', '.join(f'.{quoted(name)}' for name in names)}}}"


def called(schema: Schema, labels: Collection[str], properties: Properties) -> str | None:
    """The label merged on and the key of a node that has both."""
    for node in schema.nodes.values():
        if node.base is None and node.label in labels and properties.get(node.key) is not None:
            return f"{node.label} {properties[node.key]}"
    return None


def _left_out(schema: Schema, labels: Iterable[str]) -> bool:
    return any(label.startswith(OTHER_TOOLS) or (label in schema.nodes and schema.nodes[label].bookkeeping) for label in labels)


def _node(schema: Schema, labels: set[str], properties: Properties) -> tuple[bool, Item]:
    """Whether the node has a declared key, and its item."""
    declared = [p for label in labels if label in schema.nodes for p in schema.nodes[label].properties.values()]
    content = {"labels": sorted(labels), **_counted(declared, properties)}
    name = called(schema, labels, properties)
    return name is not None, Item(name or f"{':'.join(sorted(labels))} {sha256(_text(content).encode('ascii')).hexdigest()[:12]}", content)


def _relationship(schema: Schema, type_: str, ends: tuple[str, str], properties: Properties) -> Item:
    declared = schema.relationships.get(type_)
    key = f" {properties.get(declared.key)}" if declared and declared.key else ""
    content = _counted(declared.properties.values() if declared else (), properties)
    return Item(f"{type_}{key} from {ends[0]} to {ends[1]}", content, ends)


def _counted(declared: Iterable[Property], properties: Properties) -> Properties:
    """The properties that have a value and take part, as plain values."""
    out = {ROW_HASH, *(p.name for p in declared if p.processing)}
    return {name: _canonical(value) for name, value in properties.items() if value is not None and name not in out}


def _canonical(value: object) -> object:
    """A value as JSON can hold it, the same from the driver and from a frame; a time is not the text that looks like it."""
    value = value.to_native() if isinstance(value, Date | DateTime) else value
    if isinstance(value, datetime):
        return {"time": (value.astimezone(UTC) if value.tzinfo else value).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in cast("list[object]", value)]
    return value if isinstance(value, str | int | float | bool) else {"other": str(value)}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _together(digests: Iterable[bytes]) -> str:
    whole = sha256()
    for digest in sorted(digests):
        whole.update(digest)
    return whole.hexdigest()
