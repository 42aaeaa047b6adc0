"""GraphML, as networkx and Gephi read it: one file, written element by element.

A node's id is the label it is merged on and its key. The attribute `label` is what such programs show: the
caption of a node, the type of an edge; `labels` is a node's label. GraphML has no lists, days and
times: they stand there as text. Every edge is directed, since networkx reads no mixed graph.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from graph_schema.spec import PropertyType
from pipelines.errors import ExportError
from pipelines.export.tables import END, START, Row, Table
from pipelines.export.values import text_of

FILE = "graph.graphml"
LABEL, LABELS = "label", "labels"
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {PropertyType.INTEGER: "long", PropertyType.FLOAT: "double", PropertyType.BOOLEAN: "boolean"}
_FOR = {"nodes": "node", "relationships": "edge"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


class GraphMl:
    """A GraphML file. `replaced` counts characters that XML cannot hold and that stand there as U+FFFD."""

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self.replaced = 0
        self._keys = _keys(tables)
        self._file = (folder / FILE).open("wb")
        self._open = etree.xmlfile(self._file, encoding="utf-8")
        self._xml = self._open.__enter__()
        self._xml.write_declaration()
        self._graphml = self._xml.element("graphml", nsmap={None: _SPACE})
        self._graphml.__enter__()
        for (of, name), (id_, type_) in self._keys.items():
            self._write(etree.Element("key", {"id": id_, "for": _FOR[of], "attr.name": name, "attr.type": type_}))
        self._graph = self._xml.element("graph", {"id": "newsgraph", "edgedefault": "directed"})
        self._graph.__enter__()
        self._xml.write("\n")

    def add(self, table: Table, rows: Iterable[Row]) -> int:
        """Write the table; returns how many rows there were."""
        element, number = self._node if table.of == "nodes" else self._edge, 0
        for row in rows:
            made = element(table, row)
            for column in table.properties:
                self._data(made, table, column.name, row[column.name])
            self._write(made)
            number += 1
        return number

    def close(self) -> None:
        """End what is open."""
        for opened in (self._graph, self._graphml, self._open):
            opened.__exit__(None, None, None)
        self._file.close()

    def _node(self, table: Table, row: Row) -> etree._Element:
        made = etree.Element("node", {"id": self._text(_id(table.spaces[0], row[table.key or ""]))})
        self._data(made, table, LABEL, row[table.caption or ""])
        self._data(made, table, LABELS, table.name)
        return made

    def _edge(self, table: Table, row: Row) -> etree._Element:
        ends = [_id(space, row[side]) for space, side in zip(table.spaces, (START, END), strict=True)]
        id_ = _id(table.name, row[table.key] if table.key else " ".join(ends))
        made = etree.Element("edge", {"id": self._text(id_), "source": self._text(ends[0]), "target": self._text(ends[1])})
        self._data(made, table, LABEL, table.name)
        return made

    def _data(self, made: etree._Element, table: Table, name: str, value: object) -> None:
        if value is not None:
            etree.SubElement(made, "data", {"key": self._keys[table.of, name][0]}).text = self._text(text_of(value))

    def _text(self, text: str) -> str:
        kept, number = _NOT_XML.subn(_REPLACEMENT, text)
        self.replaced += number
        return kept

    def _write(self, made: etree._Element) -> None:
        self._xml.write(made)
        self._xml.write("\n")


def _id(space: str, key: object) -> str:
    return f"{space}:{key}"


def _keys(tables: Sequence[Table]) -> dict[tuple[str, str], tuple[str, str]]:
    """Of nodes or of relationships, and name → id and type of that attribute.

    Raises ExportError where two properties of one name have two types, or one has a name that is taken.
    """
    types: dict[tuple[str, str], str] = {("nodes", LABEL): "string", ("nodes", LABELS): "string", ("relationships", LABEL): "string"}
    taken = set(types)
    for table in tables:
        for column in table.properties:
            name, type_ = (table.of, column.name), _TYPES.get(column.type, "string")
            if name in taken or types.setdefault(name, type_) != type_:
                fix = "Rename it in graph_schema/model, or take another --format."
                raise ExportError(f"the property `{column.name}` of {table.name} would stand for two things", where="GraphML", fix=fix)
    return {name: (f"d{place}", type_) for place, (name, type_) in enumerate(types.items())}
