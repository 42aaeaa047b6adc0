"""Of what the graph is made: one digest over the record, the ledger, the declaration and the code that projects.

Equal digests mean an equal graph, so that a run over nothing new has nothing to do.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

import graph_schema
import pipelines
from graph_schema.spec import Schema
from pipelines.judgements.ledger import Ledger
from pipelines.record import Record

# Tables that the graph is made from; the others are about runs, or are made from these.
_MADE_FROM = ("articles", "mentions", "claims", "withdrawn_articles", "withdrawn_mentions", "withdrawn_claims", "lists", "list_entries")
_ROOMS = ("judgements", "lists", "resolution", "record", "graph", "flow")
_OTHERS = ("records.py", "sources/sketch.py")


def edition(record: Record, ledger: Ledger, schema: Schema) -> str:
    """The digest, in hex. A table's file has a new name whenever it is written anew, so no file is read."""
    files = record.manifest()["files"]
    parts = [record.identity(), ledger.digest(), code(), repr(schema), *(repr(sorted(files.get(name, {}).items())) for name in _MADE_FROM)]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@cache
def code() -> str:
    """Hash of the program text and facts that a projection depends on."""
    schema, program = Path(graph_schema.__file__).parent, Path(pipelines.__file__).parent
    paths = [path for path in schema.rglob("*") if path.suffix in {".py", ".yml", ".csv"}]
    paths += [path for room in _ROOMS for path in (program / room).rglob("*.py")]
    paths += [program / name for name in _OTHERS]
    text = sha256()
    for path in sorted(paths):
        text.update(path.name.encode() + b"\0" + path.read_bytes())
    return text.hexdigest()
