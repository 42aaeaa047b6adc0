"""The hash of a row as it is written: equal rows have equal hashes on every machine and in every run.

An upsert compares it with the one in the graph and sends only what differs. It counts times of
processing too, so it is no hash of the graph for others to compare. A property without value counts as
absent, so declaring a new one rewrites nothing.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from graph_schema.spec import ROW_HASH, Property


def row_hash(kind: str, properties: Sequence[Property], row: Mapping[str, object]) -> str:
    """128 bits of SHA-256, in hex, over `kind` (label or type) and the row's declared values.

    `row` holds values as `graph_schema.frames` accepts them; any other counts as its text.
    """
    counted = sorted(p.name for p in properties if p.name != ROW_HASH and row.get(p.name) is not None)
    text = json.dumps([kind, [[name, _plain(row[name])] for name in counted]], ensure_ascii=True, separators=(",", ":"), default=str)
    return sha256(text.encode("ascii")).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
