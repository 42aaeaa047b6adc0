"""What an export consists of, from the declaration alone: a table for each label and each relationship type.

Times of processing are in them, the writer's own `row_hash` and labels declared bookkeeping are not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph_schema.spec import ROW_HASH, Property, PropertyType, RelationshipType, Schema

START, START_LABEL, END, END_LABEL = "start", "start_label", "end", "end_label"
_OF_ENDS = (START, START_LABEL, END, END_LABEL)

Row = Mapping[str, object]  # a value, or None, for every column of its table


@dataclass(frozen=True, slots=True)
class Column:
    """One column and the type of its values."""

    name: str
    type: PropertyType


@dataclass(frozen=True, slots=True)
class Table:
    """The nodes of one label, or the relationships of one type between nodes merged on two labels.

    A relationship's columns begin with the keys and labels of its two nodes. `spaces` are the labels that
    keys are unique in: one for nodes; those of start and end for relationships.
    """

    of: Literal["nodes", "relationships"]
    name: str
    file: str  # name of its file, without folder and suffix
    columns: tuple[Column, ...]
    key: str | None
    spaces: tuple[str, ...]
    caption: str | None = None

    @property
    def properties(self) -> tuple[Column, ...]:
        """The columns that are properties."""
        return self.columns if self.of == "nodes" else self.columns[len(_OF_ENDS) :]


def tables(schema: Schema) -> list[Table]:
    """Every table of an export, those of nodes first, each group by name."""
    nodes = [
        Table("nodes", node.label, node.label, _columns(node.properties.values()), node.key, (node.merge_label,), node.caption)
        for _, node in sorted(schema.nodes.items())
        if not node.abstract and not node.bookkeeping
    ]
    return nodes + [table for _, declared in sorted(schema.relationships.items()) for table in _relationships(schema, declared)]


def _relationships(schema: Schema, declared: RelationshipType) -> list[Table]:
    pairs = sorted({(schema.nodes[start].merge_label, schema.nodes[end].merge_label) for start, end in declared.endpoints})
    columns = (*(Column(name, PropertyType.STRING) for name in _OF_ENDS), *_columns(declared.properties.values()))
    names = ["-".join([declared.type, *pair]) if len(pairs) > 1 else declared.type for pair in pairs]
    return [Table("relationships", declared.type, file, columns, declared.key, pair) for file, pair in zip(names, pairs, strict=True)]


def _columns(properties: Iterable[Property]) -> tuple[Column, ...]:
    return tuple(Column(p.name, p.type) for p in properties if p.name != ROW_HASH)
