"""What must hold of the record whatever was read; each function returns the faults it found.

Pure reading. What must hold of the graph is `pipelines.graph`'s to say.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator

from graph_schema.spec import Schema
from pipelines.record.store import Record


def article_faults(record: Record) -> list[str]:
    """Articles that are in twice, or have no text."""
    frame = record.frame("articles", columns=["article_id", "locator", "text"])
    twice = frame[frame["article_id"].duplicated()]
    empty = frame[frame["text"].str.strip() == ""]
    return [f"{row.locator}: article {row.article_id} is in twice" for row in twice.itertuples()] + [
        f"{row.locator}: article {row.article_id} has no text" for row in empty.itertuples()
    ]


def quotation_faults(record: Record) -> list[str]:
    """Claims, standing or withdrawn, whose reading is missing or whose offsets do not give their words in its text."""
    texts: dict[str, str] = {}
    for name in ("articles", "withdrawn_articles"):
        table = record.table(name, columns=["reading_id", "text"])
        texts |= dict(zip(table["reading_id"].to_pylist(), table["text"].to_pylist(), strict=True))
    faults = []
    for row in (*record.table("claims").to_pylist(), *record.table("withdrawn_claims").to_pylist()):
        text = texts.get(row["reading_id"])
        places = {"sentence": ("start", "end"), **{f"{end}_text": (f"{end}_start", f"{end}_end") for end in ("subject", "object")}}
        if text is None:
            faults.append(f"claim {row['claim_id']}: the text of article {row['article_id']} that it was read in is missing")
        elif wrong := [name for name, (start, end) in places.items() if text[row[start] : row[end]] != row[name]]:
            faults.append(f"claim {row['claim_id']}: {', '.join(wrong)} not as in the text of {row['article_id']}")
    return faults


def declaration_faults(record: Record, schema: Schema, type_: str) -> list[str]:
    """Claims of one type with a status, attribute or value that the declaration does not know."""
    rule = schema.claim_types[type_].claims
    if rule is None:
        return []
    return [
        f"claim {row['claim_id']}: {fault}"
        for row in record.table("claims").to_pylist()
        if row["type"] == type_
        for fault in rule.undeclared(row["status"], json.loads(row["attrs"]))
    ]


def link_faults(record: Record, retracted: Collection[str] = ()) -> list[str]:
    """Mentions of what stands without exactly one entity, and links to an entity that is not there.

    `retracted` are the articles that a person took back.
    """
    articles = record.table("articles", columns=["reading_id", "article_id"]).to_pylist()
    live = {row["reading_id"] for row in articles}
    standing = {row["reading_id"] for row in articles if row["article_id"] not in retracted}
    # Of what was taken back only what claims need is linked.
    linked = Counter(place for place in _places(record, "links") if place[0] in live)
    mentioned = set(_places(record, "mentions"))
    entities = set(record.table("entities", columns=["entity_id"])["entity_id"].to_pylist())
    found = {
        "mentions without an entity": sum(place[0] in standing for place in mentioned - linked.keys()),
        "links without a mention": len(linked.keys() - mentioned),
        "mentions linked twice": sum(number - 1 for number in linked.values()),
        "links to no entity": sum(id_ not in entities for id_ in record.table("links", columns=["entity_id"])["entity_id"].to_pylist()),
    }
    return [f"{number} {what}" for what, number in found.items() if number]


def _places(record: Record, name: str) -> Iterator[tuple[str, int, int]]:
    table = record.table(name, columns=["reading_id", "start", "end"])
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
