"""A graph as rows, one at a time and always in the same order: nodes by their key, relationships by those of their ends.

For the whole graph, the server walks the index of a key and sorts only what hangs on one node, so that neither
it nor we ever hold it; of a part the ids are held, its rows are not. Only what is declared is read; what others wrote beside it is not.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import pandas as pd
from neo4j import READ_ACCESS, Record, Transaction

from graph_schema.cypher import quoted
from graph_schema.queries import Query
from graph_schema.spec import FACT_ID, ROW_HASH, WITHDRAWN, WITHDRAWN_WHY, Schema
from pipelines.errors import ServerError
from pipelines.graph.ask import ask_in, plain
from pipelines.graph.canonical import graph_hash_in
from pipelines.graph.ownership import owners, written_projection
from pipelines.graph.selection import Part, of_answer, of_period, slices
from pipelines.graph.server import Server


class Asked(Protocol):
    """A table of an export, as `pipelines.export.tables` makes it."""

    @property
    def of(self) -> Literal["nodes", "relationships"]:
        """What it is a table of."""

    @property
    def name(self) -> str:
        """Their label or type."""

    @property
    def spaces(self) -> tuple[str, ...]:
        """The labels that the nodes, or those of start and end, are merged on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a graph is read, in a transaction: all, or a part; what was taken back only where `withdrawn` says so."""

    tx: Transaction
    schema: Schema
    part: Part | None = None
    withdrawn: bool = False

    def rows(self, table: Asked) -> Iterator[Mapping[str, object]]:
        """The nodes of one label, or the relationships of one type, with every declared property but the writer's row_hash.

        Relationships begin with the keys of both ends and their labels: start, end, start_label, end_label.
        """
        nodes = table.of == "nodes"
        declared = self.schema.nodes[table.name] if nodes else self.schema.relationships[table.name]
        names = [name for name in declared.properties if name != ROW_HASH]
        for record in self._records(self.statement(table), table.spaces[0]):
            ends = {} if nodes else self._ends(record)
            if nodes or self._within(table, ends["end"], record["properties"]):
                yield {**ends, **{name: plain(record["properties"].get(name)) for name in names}}

    def statement(self, table: Asked) -> str:
        """The Cypher that reads the table, with the keys of (start) nodes in $keys where only a part is read."""
        return self._nodes(table) if table.of == "nodes" else self._relationships(table)

    def _records(self, statement: str, merged: str) -> Iterator[Record]:
        if self.part is None:
            yield from self.tx.run(statement)
            return
        for keys in slices(self.part.nodes.get(merged, ())):
            yield from self.tx.run(statement, keys=keys)

    def _within(self, table: Asked, end: object, properties: Mapping[str, object]) -> bool:
        """Whether a relationship that begins in the part is in it."""
        if self.part is None:
            return True
        supported = self.schema.relationships[table.name].claims is None or properties.get(FACT_ID) in self.part.facts
        return supported and end in self.part.nodes.get(table.spaces[1], ())

    def _nodes(self, table: Asked) -> str:
        return f"{self._in_order('n', table.spaces[0], table.name)} RETURN properties(n) AS properties"

    def _relationships(self, table: Asked) -> str:
        declared, (start, end) = self.schema.relationships[table.name], table.spaces
        keys = f"a.{quoted(self.schema.nodes[start].key)}", f"b.{quoted(self.schema.nodes[end].key)}"
        order = [*keys, *([f"r.{quoted(declared.key)}"] if declared.key else [])]
        found = f"MATCH (a)-[r:{quoted(table.name)}]->(b:{quoted(end)}) WHERE {keys[1]} IS NOT NULL{self._standing('b')}"
        if WITHDRAWN_WHY in declared.properties and not self.withdrawn:
            found += f" AND r.{quoted(WITHDRAWN_WHY)} IS NULL"
        ends = f"{keys[0]} AS start, labels(a) AS starts, {keys[1]} AS end, labels(b) AS ends"
        return f"{self._in_order('a', start, start)} {found} RETURN {ends}, properties(r) AS properties ORDER BY {', '.join(order)}"

    def _in_order(self, variable: str, merged: str, label: str) -> str:
        """Nodes of a label by their key: along its index, or those of $keys. Conditions come after: else a plan may scan and sort."""
        key = f"{variable}.{quoted(self.schema.nodes[merged].key)}"
        chosen = f"{key} IS NOT NULL" if self.part is None else f"{key} IN $keys"
        kept = f"{variable}:{quoted(label)}{self._standing(variable)}"
        return f"MATCH ({variable}:{quoted(merged)}) WHERE {chosen} WITH {variable} ORDER BY {key} WHERE {kept}"

    def _standing(self, variable: str) -> str:
        return "" if self.withdrawn else f" AND NOT {variable}:{quoted(WITHDRAWN)}"

    def _ends(self, record: Record) -> dict[str, object]:
        labels = {f"{side}_label": self._label(record[f"{side}s"]) for side in ("start", "end")}
        return {"start": record["start"], "end": record["end"], **labels}

    def _label(self, labels: list[str]) -> str:
        """The one of a node's labels that no other of them extends."""
        return next(label for label in sorted(labels) if label in self.schema.nodes and not self.schema.nodes[label].abstract)


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph as a transaction sees it; `indexed` says whether its full-text indexes can be trusted."""

    tx: Transaction
    schema: Schema
    indexed: bool = True

    def hash(self) -> str:
        """As `pipelines.graph.canonical.graph_hash`."""
        return graph_hash_in(self.tx, self.schema)

    def answer(self, query: Query, params: Mapping[str, object]) -> pd.DataFrame:
        """As `pipelines.graph.ask.ask`."""
        return ask_in(self.tx, query.cypher if self.indexed else query.by_scan, params)

    def reading(self, part: Part | None = None, *, withdrawn: bool = False) -> Reading:
        """All of it or a part, row by row."""
        return Reading(self.tx, self.schema, part, withdrawn)

    def part_of_period(self, since: date | None, until: date | None) -> Part:
        """As `pipelines.graph.selection.of_period`."""
        return of_period(self.tx, since, until)

    def part_of_answer(self, claims: Collection[str], facts: Collection[str]) -> Part:
        """As `pipelines.graph.selection.of_answer`."""
        return of_answer(self.tx, claims, facts)


@contextmanager
def graph_of_now(server: Server, schema: Schema) -> Iterator[Graph]:
    """The graph as it is, to be read as a whole.

    Raises ServerError where a write is under way or was killed, and at the end of the block where somebody wrote meanwhile.
    """
    before = _whole(server)
    with server.driver.session(database=server.database, default_access_mode=READ_ACCESS) as session, session.begin_transaction() as tx:
        yield Graph(tx, schema)
    if _whole(server) != before:
        raise ServerError("the graph was written to while it was read", fix="Run the command again when that is done.")


def _whole(server: Server) -> tuple[str, str] | None:
    found = written_projection(server.driver, server.database)
    if found is None and owners(server.driver, server.database):
        fix = "Wait for it to end; after one that was killed, `newsgraph run` or `newsgraph check --fix` goes on."
        raise ServerError("the graph is not whole: a write is under way, or was killed", fix=fix)
    return found
