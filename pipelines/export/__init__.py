"""Graphs and answers as files that other programs read: GraphML, CSV, JSON Lines, Parquet, neo4j-admin.

Belongs here: records in, files out, a manifest beside them. Does not: reading a server (graph), what a
label or type may hold (graph_schema). Rows are written as they come, so that a graph never lies in
memory; the same rows give the same bytes.
"""

from pipelines.export.bundle import FORMATS, Source, write_bundle
from pipelines.export.tables import Row, Table, tables

__all__ = ["FORMATS", "Row", "Source", "Table", "tables", "write_bundle"]
