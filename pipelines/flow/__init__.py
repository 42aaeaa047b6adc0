"""The steps from room to room, each from the record to the record.

    read_documents → parse_documents → extract_claims → resolve_entities → write_graph
                                           load_lists ↗
    view → naming, citing → deciding → a judgement
         → review, changes

Belongs here: which documents a run takes up, and the order of things. Does not: how a file is read
(sources), what a sentence says (language), who is who (resolution), Cypher (graph), Dagster (defs).
Each step counts what went in and what came out, and says so in a `Tally`.
"""

from pipelines.flow.ingest import extract_claims, parse_documents, read_documents
from pipelines.flow.lists import load_lists
from pipelines.flow.preview import Preview, preview, read_articles
from pipelines.flow.project import Knowledge, resolve_entities, wanted, write_graph
from pipelines.flow.run import Run, Tally, Unwatched, Watch
from pipelines.flow.vanished import HELD_BACK

__all__ = [
    "HELD_BACK",
    "Knowledge",
    "Preview",
    "Run",
    "Tally",
    "Unwatched",
    "Watch",
    "extract_claims",
    "load_lists",
    "parse_documents",
    "preview",
    "read_articles",
    "read_documents",
    "resolve_entities",
    "wanted",
    "write_graph",
]
