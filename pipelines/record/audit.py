"""What must hold of the record whatever was read; each function returns the faults it found.

Pure reading. What must hold of the graph is `pipelines.graph`'s to say.
"""

import json
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from graph_schema.spec import Schema
from pipelines.record.store import Record

_PLACE = ["reading_id", "start", "end"]
_QUOTED = {"sentence": ("start", "end"), **{f"{end}_text": (f"{end}_start", f"{end}_end") for end in ("subject", "object")}}


def article_faults(record: Record) -> list[str]:
    """Articles that are in twice, or have no text."""
    rows = record.table("articles", columns=["article_id", "locator", "text"]).to_pylist()
    seen: set[str] = set()
    twice = [row for row in rows if row["article_id"] in seen or seen.add(row["article_id"])]  # type: ignore[func-returns-value]
    return [f"{row['locator']}: article {row['article_id']} is in twice" for row in twice] + [
        f"{row['locator']}: article {row['article_id']} has no text" for row in rows if not (row["text"] or "").strip()
    ]


def quotation_faults(record: Record) -> list[str]:
    """Claims, standing or withdrawn, whose reading is missing or whose offsets do not give their words in its text."""
    texts: dict[str, str] = {}
    for name in ("articles", "withdrawn_articles"):
        table = record.table(name, columns=["reading_id", "text"])
        texts |= dict(zip(table["reading_id"].to_pylist(), table["text"].to_pylist(), strict=True))
    columns = ["claim_id", "article_id", "reading_id", *_QUOTED, *(place for places in _QUOTED.values() for place in places)]
    faults = []
    for row in (row for name in ("claims", "withdrawn_claims") for row in record.table(name, columns=columns).to_pylist()):
        text = texts.get(row["reading_id"])
        if text is None:
            faults.append(f"claim {row['claim_id']}: the text of article {row['article_id']} that it was read in is missing")
        elif wrong := [name for name, (start, end) in _QUOTED.items() if text[row[start] : row[end]] != row[name]]:
            faults.append(f"claim {row['claim_id']}: {', '.join(wrong)} not as in the text of {row['article_id']}")
    return faults


def declaration_faults(record: Record, schema: Schema, type_: str) -> list[str]:
    """Claims of one type with a status, attribute or value that the declaration does not know."""
    rule = schema.claim_types[type_].claims
    if rule is None:
        return []
    return [
        f"claim {row['claim_id']}: {fault}"
        for row in record.table("claims", columns=["claim_id", "type", "status", "attrs"]).to_pylist()
        if row["type"] == type_
        for fault in rule.undeclared(row["status"], json.loads(row["attrs"]))
    ]


def link_faults(record: Record, retracted: Collection[str] = ()) -> list[str]:
    """Mentions of what stands without exactly one entity, and links to an entity that is not there.

    `retracted` are the articles that a person took back.
    """
    articles, entities = record.table("articles", columns=["reading_id", "article_id"]), record.table("entities", columns=["entity_id"])
    links = record.table("links", columns=[*_PLACE, "entity_id"])
    linked = _among(links, "reading_id", articles["reading_id"])  # of what was taken back only what claims need is linked
    mentioned, places = (_different(table) for table in (record.table("mentions", columns=_PLACE), linked))
    standing = _among(articles, "article_id", pa.array(sorted(retracted), pa.string()), invert=True)["reading_id"]
    found = {
        "mentions without an entity": _among(_without(mentioned, places), "reading_id", standing).num_rows,
        "links without a mention": _without(places, mentioned).num_rows,
        "mentions linked twice": linked.num_rows - places.num_rows,
        "links to no entity": _among(links, "entity_id", entities["entity_id"], invert=True).num_rows,
    }
    return [f"{what}: {number}" for what, number in found.items() if number]


def _different(rows: pa.Table) -> pa.Table:
    """Each place once."""
    return rows.select(_PLACE).group_by(_PLACE).aggregate([])


def _without(places: pa.Table, others: pa.Table) -> pa.Table:
    return places.join(others, keys=_PLACE, join_type="left anti")


def _among(rows: pa.Table, column: str, values: pa.ChunkedArray, *, invert: bool = False) -> pa.Table:
    """The rows whose value is one of `values`, or none of them."""
    inside = pc.is_in(rows[column], value_set=values)
    return rows.filter(pc.invert(inside) if invert else inside)
