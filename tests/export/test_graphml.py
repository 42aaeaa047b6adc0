"""GraphML is read by networkx, with every value."""

import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.load import load_schema
from graph_schema.spec import PropertyType
from pipelines.errors import ExportError
from pipelines.export import tables, write_bundle
from pipelines.export.graphml import GraphMl
from pipelines.export.values import moment
from tests.export.given import AWKWARD, Given

PLAIN = {PropertyType.STRING, PropertyType.INTEGER, PropertyType.FLOAT, PropertyType.BOOLEAN}


def exported(folder: Path, source: Given) -> "nx.MultiDiGraph[str]":
    write_bundle(folder / "out", "graphml", source, {})
    return nx.read_graphml(folder / "out" / "graph.graphml", force_multigraph=True)


def test_networkx_reads_every_node_edge_and_value(tmp_path: Path) -> None:
    source = Given()
    graph = exported(tmp_path, source)
    whole = tables(source.schema)
    rows = {table: list(source.rows(table)) for table in whole}
    assert graph.number_of_nodes() == sum(len(found) for table, found in rows.items() if table.of == "nodes")
    assert graph.number_of_edges() == sum(len(found) for table, found in rows.items() if table.of == "relationships")
    edges = {key: data | {"ends": (start, end)} for start, end, key, data in graph.edges(keys=True, data=True)}
    for table, found in rows.items():
        for row in found:
            if table.of == "nodes":
                data = graph.nodes[f"{table.spaces[0]}:{row[table.key or '']}"]
                assert (data.get("label"), data["labels"]) == (row[table.caption or ""], table.name)
            else:
                ends = tuple(f"{space}:{row[side]}" for space, side in zip(table.spaces, ("start", "end"), strict=True))
                data = edges[f"{table.name}:{row[table.key] if table.key else ' '.join(ends)}"]
                assert (data["label"], data["ends"]) == (table.name, ends)
            for column in table.properties:
                value = row[column.name]
                assert data.get(column.name) == (value if value is None or column.type in PLAIN else _as_text(value)), column.name


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else moment(value)


def test_awkward_texts_are_captions_as_they_are(tmp_path: Path) -> None:
    graph = exported(tmp_path, Given())
    assert [graph.nodes[f"Entity:e-odd-{place}"]["label"] for place in range(len(AWKWARD))] == list(AWKWARD)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_but_for_what_xml_cannot_hold(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("graphml")
    table = next(table for table in tables(load_schema()) if table.name == "Company")
    writer = GraphMl(folder, [table])
    writer.add(table, iter([dict.fromkeys(column.name for column in table.columns) | {"entity_id": "e", "name": text}]))
    writer.close()
    (name,) = (data["name"] for _, data in nx.read_graphml(folder / "graph.graphml").nodes(data=True))
    odd = [char for char in text if (char < " " and char not in "\t\n\r") or char in "\ufffe\uffff"]
    assert name == "".join("\ufffd" if char in odd else char for char in text)
    assert writer.replaced == len(odd) * (2 if table.caption == "name" else 1)  # it is the caption too


def test_a_property_that_would_stand_for_two_things_is_refused(tmp_path: Path) -> None:
    company, *_ = (table for table in tables(load_schema()) if table.name == "Company")
    column = next(column for column in company.columns if column.name == "known")
    odd = replace(company, name="Odd", columns=(replace(column, type=PropertyType.STRING),))
    with pytest.raises(ExportError, match="property `known` of Odd would stand for two things"):
        GraphMl(tmp_path, [company, odd])
    with pytest.raises(ExportError, match="property `label` of Odd"):
        GraphMl(tmp_path, [replace(odd, columns=(replace(column, name="label"),))])
