"""What must hold of the record whatever was read; each function returns the faults it found.

Pure reading. What must hold of the graph is `pipelines.graph`'s to say.
"""

import json
from collections.abc import Collection

from graph_schema.spec import Schema
from pipelines.record.store import Record

_PLACE = ["reading_id", "start", "end"]


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
    articles = record.frame("articles", columns=["reading_id", "article_id"])
    standing = articles.loc[~articles["article_id"].isin(retracted), "reading_id"]
    links = record.frame("links", columns=[*_PLACE, "entity_id"])
    linked = links[links["reading_id"].isin(articles["reading_id"])]  # of what was taken back only what claims need is linked
    mentioned = record.frame("mentions", columns=_PLACE).drop_duplicates()
    both = mentioned.merge(linked[_PLACE].drop_duplicates(), on=_PLACE, how="outer", indicator="side")
    entities = record.frame("entities", columns=["entity_id"])["entity_id"]
    found = {
        "mentions without an entity": ((both["side"] == "left_only") & both["reading_id"].isin(standing)).sum(),
        "links without a mention": (both["side"] == "right_only").sum(),
        "mentions linked twice": linked.duplicated(_PLACE).sum(),
        "links to no entity": (~links["entity_id"].isin(entities)).sum(),
    }
    return [f"{what}: {number}" for what, number in found.items() if number]
