"""Declaration → constraints and indexes, as Cypher. Nothing is run here.

Community takes uniqueness, range and full-text indexes. Presence and property types can be enforced by
Enterprise only: those statements are written out too and marked. Names are the same in every run, so
that a statement can be found again in a database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph_schema.cypher import quoted
from graph_schema.spec import ROW_HASH, NodeType, Property, PropertyType, Schema

CYPHER_TYPES = {
    PropertyType.STRING: "STRING",
    PropertyType.INTEGER: "INTEGER",
    PropertyType.FLOAT: "FLOAT",
    PropertyType.BOOLEAN: "BOOLEAN",
    PropertyType.DATE: "DATE",
    PropertyType.DATETIME: "ZONED DATETIME",
    PropertyType.STRINGS: "LIST<STRING NOT NULL>",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One constraint or index: its name in the database, what it is on, and the Cypher that creates it."""

    name: str
    kind: Literal["CONSTRAINT", "INDEX"]
    on: str  # label or relationship type
    properties: tuple[str, ...]
    cypher: str
    enterprise: bool = False
    fulltext: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    """A label or relationship type as it stands in FOR …, with the properties declared on it itself."""

    name: str
    pattern: str
    properties: Mapping[str, Property]

    def statement(
        self, kind: Literal["CONSTRAINT", "INDEX"], prefix: str, name: str, requirement: str, *, enterprise: bool = False
    ) -> Statement:
        title = f"{prefix}_{self.name}_{name}"
        what = f"CREATE {kind} {quoted(title)} IF NOT EXISTS FOR {self.pattern} {requirement}"
        return Statement(title, kind, self.name, (name,), what, enterprise)

    def unique(self, name: str) -> Statement:
        return self.statement("CONSTRAINT", "unique", name, f"REQUIRE x.{quoted(name)} IS UNIQUE")

    def indexes(self) -> Iterator[Statement]:
        for name in (p.name for p in self.properties.values() if p.index):
            yield self.statement("INDEX", "index", name, f"ON (x.{quoted(name)})")

    def enterprise(self) -> Iterator[Statement]:
        """Presence and types. Not for the mark of ownership: a stranger's node need not carry it."""
        for p in (p for p in self.properties.values() if p.name != ROW_HASH):
            if p.required:
                yield self.statement("CONSTRAINT", "exists", p.name, f"REQUIRE x.{quoted(p.name)} IS NOT NULL", enterprise=True)
            yield self.statement("CONSTRAINT", "type", p.name, f"REQUIRE x.{quoted(p.name)} IS :: {CYPHER_TYPES[p.type]}", enterprise=True)


def constraints(schema: Schema) -> list[Statement]:
    """Every constraint and index that follows from the declaration, in a fixed order.

    A key is unique and, on Enterprise, present: together that is a node key, which may not stand on
    the same property as a uniqueness constraint and is therefore not written.
    """
    nodes = [_Target(n.label, f"(x:{quoted(n.label)})", _own(n, schema)) for n in schema.nodes.values()]
    edges = [_Target(r.type, f"()-[x:{quoted(r.type)}]-()", r.properties) for r in schema.relationships.values()]
    found = [target.unique(schema.nodes[target.name].key) for target in nodes if schema.nodes[target.name].base is None]
    found += [target.unique(key) for target in edges if (key := schema.relationships[target.name].key)]
    found += _each(target.indexes() for target in (*nodes, *edges))
    found += [_fulltext(node) for node in schema.nodes.values() if node.fulltext]
    return found + _each(target.enterprise() for target in (*nodes, *edges))


def _own(node: NodeType, schema: Schema) -> dict[str, Property]:
    inherited = schema.nodes[node.base].properties if node.base else {}
    return {name: p for name, p in node.properties.items() if name not in inherited}


def _fulltext(node: NodeType) -> Statement:
    name = f"text_{node.label}"
    on = ", ".join(f"x.{quoted(p)}" for p in node.fulltext)
    cypher = f"CREATE FULLTEXT INDEX {quoted(name)} IF NOT EXISTS FOR (x:{quoted(node.label)}) ON EACH [{on}]"
    return Statement(name, "INDEX", node.label, node.fulltext, cypher, fulltext=True)


def _each(groups: Iterable[Iterator[Statement]]) -> list[Statement]:
    return [statement for group in groups for statement in group]
