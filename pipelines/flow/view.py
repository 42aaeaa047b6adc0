"""The record as a person looks at it before deciding something: who is who, what is said of whom, where it stands.

Made from record, ledger and registry; no server is asked. Nothing is written here.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph_schema.spec import WITHDRAWN_WHY, RelationshipType
from pipelines.flow.project import Knowledge, who_is_who
from pipelines.flow.standing import standing
from pipelines.graph.projection import linked, misplaced
from pipelines.graph.rollup import identified
from pipelines.judgements.entries import Decisions
from pipelines.record import tables
from pipelines.resolution import Problem

PLACE = ["article_id", "reading_id", "start", "end"]
_END = re.compile(r"[.!?][\"”’)]*\s|\n")
_LONG = 300  # characters of a sentence that are shown


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that names somebody, and the article it stands in."""

    sentence: str
    title: str


@dataclass(frozen=True, slots=True)
class View:
    """Frames with the columns of the record's tables, and more.

    `mentions` have entity_id; `claims` subject_id, object_id and fact_id, which is None for those that
    carry no relationship; `entities` are those of mentions and of lists, `listings` and `entries` of
    official lists. `problems` are judgements that could not be followed.
    """

    knowledge: Knowledge
    decisions: Decisions
    articles: pd.DataFrame
    mentions: pd.DataFrame
    claims: pd.DataFrame
    entities: pd.DataFrame
    entries: pd.DataFrame
    listings: pd.DataFrame
    problems: tuple[Problem, ...]

    @property
    def facts(self) -> pd.DataFrame:
        """The claims that carry relationships."""
        return self.claims[self.claims["fact_id"].notna()]

    def titles(self) -> Mapping[str, str]:
        """What to call each article: its title, else where it was read."""
        columns = self.articles[["article_id", "title", "locator"]].itertuples(index=False, name=None)
        return {str(article): str(title) if isinstance(title, str) else str(locator) for article, title, locator in columns}


def view(knowledge: Knowledge) -> View:
    """The record as it stands now with all judgements of the ledger."""
    knowledge = knowledge.still()
    record, decisions = knowledge.record, knowledge.decisions()
    stands = standing(record, decisions)
    found = who_is_who(knowledge, decisions, stands)
    mentions = stands.mentions.merge(found.links, on=PLACE, how="left", validate="many_to_one")
    between = linked(stands.claims, found.links).rename(columns={"start_id": "subject_id", "end_id": "object_id"})
    claims = _carrying(between, found.entities, knowledge)
    entries = record.frame("list_entries")
    entries = entries[entries["withdrawn_at"].isna()].reset_index(drop=True)
    problems = (*found.problems, *stands.problems)
    return View(knowledge, decisions, stands.articles, mentions, claims, found.entities, entries, found.listings, problems)


def _carrying(claims: pd.DataFrame, entities: pd.DataFrame, knowledge: Knowledge) -> pd.DataFrame:
    """Claims with the fact that each carries in the graph; a withdrawn one, and one the declaration has no place for, carries none."""
    kinds = {str(entity): str(kind) for entity, kind in zip(entities["entity_id"], entities["kind"], strict=True)}
    schema = knowledge.schema
    ends = zip(claims["type"], claims["subject_id"], claims["object_id"], strict=True)
    placed = [str(type_) in schema.claim_types and misplaced(schema, (type_, start, end), kinds) is None for type_, start, end in ends]
    standing_ = claims[claims[WITHDRAWN_WHY].isna() & pd.Series(placed, index=claims.index, dtype=bool)]
    facts: dict[str, str] = {}
    for type_, relationship in schema.claim_types.items():
        facts |= _facts(standing_[standing_["type"] == type_], relationship)
    return claims.assign(fact_id=pd.Series([facts.get(claim) for claim in claims["claim_id"]], index=claims.index, dtype=object))


def _facts(claims: pd.DataFrame, relationship: RelationshipType) -> dict[str, str]:
    if claims.empty or relationship.claims is None:
        return {}
    attributes = pd.DataFrame([json.loads(text) for text in claims["attrs"]], index=claims.index)
    told = attributes.reindex(columns=list(relationship.claims.attributes)).astype(object)
    rows = claims.drop(columns=["start", "end"]).rename(columns={"subject_id": "start", "object_id": "end"}).join(told)
    found = identified(rows, relationship)
    return dict(zip(found["claim_id"], found["fact_id"], strict=True))


def examples(seen: View, entities: Collection[str]) -> dict[str, Example]:
    """For each entity a sentence that names it: one that states a fact where there is one."""
    titles = seen.titles()
    found: dict[str, Example] = {}
    for end in ("subject", "object"):
        of_end = seen.claims[seen.claims[f"{end}_id"].isin(entities)].sort_values(
            [WITHDRAWN_WHY, "confidence"],
            ascending=False,
            na_position="first",  # what stands has no reason to be withdrawn
        )
        rows = of_end.drop_duplicates(f"{end}_id", keep="first")[[f"{end}_id", "sentence", "article_id"]]
        for entity, sentence, article in rows.itertuples(index=False, name=None):
            found.setdefault(entity, Example(plain(sentence), titles.get(article, article)))
    return found | _out_of_texts(seen, set(entities) - set(found), titles)


def _out_of_texts(seen: View, entities: Collection[str], titles: Mapping[str, str]) -> dict[str, Example]:
    rows = seen.mentions[seen.mentions["entity_id"].isin(entities)].drop_duplicates("entity_id")
    read = texts(seen, rows["reading_id"])
    return {
        str(row["entity_id"]): Example(around(read[row["reading_id"]], row["start"], row["end"]), titles[row["article_id"]])
        for row in rows.to_dict("records")
        if row["reading_id"] in read
    }


def texts(seen: View, readings: Iterable[str]) -> dict[str, str]:
    """The stored texts of readings, those taken back as well."""
    wanted = pa.array(sorted(set(readings)), pa.string())
    found: dict[str, str] = {}
    for name in ("articles", tables.WITHDRAWN + "articles"):
        table = seen.knowledge.record.table(name, columns=["reading_id", "text"])
        kept = table.filter(pc.is_in(table["reading_id"], value_set=wanted))
        found |= dict(zip(kept["reading_id"].to_pylist(), kept["text"].to_pylist(), strict=True))
    return found


def around(text: str, start: int, end: int) -> str:
    """The sentence around a place of a text, on one line; much of a long one is left out."""
    before = [match.end() for match in _END.finditer(text, 0, start)]
    after = _END.search(text, end)
    first, last = max(before[-1] if before else 0, start - _LONG // 2), after.end() if after else len(text)
    return plain(text[first : min(last, first + 2 * _LONG)])


def plain(sentence: str) -> str:
    """A sentence on one line; the end of a long one is left out."""
    line = " ".join(sentence.split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rstrip() + "…"
