"""What must hold of the record whatever was read; each function returns the faults it found.

Pure reading. What must hold of the graph is `pipelines.graph`'s to say.
"""

import json

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
    """Claims whose article is missing, or whose offsets do not give their words."""
    texts = record.frame("articles", columns=["article_id", "text"]).set_index("article_id")["text"].to_dict()
    faults = []
    for row in record.table("claims").to_pylist():
        text = texts.get(row["article_id"])
        places = {"sentence": ("start", "end"), **{f"{end}_text": (f"{end}_start", f"{end}_end") for end in ("subject", "object")}}
        if text is None:
            faults.append(f"claim {row['claim_id']}: article {row['article_id']} is missing")
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


def link_faults(record: Record) -> list[str]:
    """Mentions without exactly one entity, and links to an entity that is not there."""
    keys = ["article_id", "start", "end"]
    links = record.frame("links")
    mentions = record.frame("mentions", columns=keys).drop_duplicates()
    joined = mentions.merge(links, on=keys, how="outer", indicator=True)
    counts = joined["_merge"].value_counts()
    twice = int(links.duplicated(keys).sum())
    unknown = int((~links["entity_id"].isin(record.frame("entities", columns=["entity_id"])["entity_id"])).sum())
    found = {
        "mentions without an entity": int(counts["left_only"]),
        "links without a mention": int(counts["right_only"]),
        "mentions linked twice": twice,
        "links to no entity": unknown,
    }
    return [f"{number} {what}" for what, number in found.items() if number]
