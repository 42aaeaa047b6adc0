"""Claims to facts: the typed relationships as the roll-up of the claims that support them.

Pure functions of frames; no connection. Which claims state one fact, which statuses there are and
which of them end a fact is declared in graph_schema/model; here stands only how they combine.
"""

import numpy as np
import pandas as pd

from graph_schema.errors import SchemaError
from graph_schema.spec import ClaimRule, RelationshipType
from pipelines.records import stable_id

UNSPECIFIED = "unspecified"


def identified(claims: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    """`claims` of one type, each with the fact_id of the fact that it states, symmetric ones turned the way they are stored.

    One row per claim with claim_id, article_id, publisher, published_at, status, confidence, the
    attributes, and the canonical entity ids in start and end.
    """
    rule = _rule(relationship)
    claims = claims.assign(**_oriented(claims)) if relationship.symmetric else claims
    return claims.assign(fact_id=_fact_ids(claims, relationship.type, rule))


def roll_up(claims: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    """One row per fact: start, end, fact_id, the roll-up properties and the type's attributes.

    `claims` as `identified` gives them.
    """
    rule = _rule(relationship)
    if claims.empty:
        return pd.DataFrame()
    return _counts(claims).join(_status(claims, rule)).join(_best(claims, rule)).reset_index()


def _rule(relationship: RelationshipType) -> ClaimRule:
    if relationship.claims is None:
        raise SchemaError("declares no claims to roll up", where=relationship.type, fix="Give its declaration a `claims:` section.")
    return relationship.claims


def _oriented(claims: pd.DataFrame) -> dict[str, "pd.Series[str]"]:
    """A symmetric fact is stored once, from the smaller id to the larger."""
    ends = claims[["start", "end"]]
    return {"start": ends.min(axis=1), "end": ends.max(axis=1)}


def _fact_ids(claims: pd.DataFrame, type_: str, rule: ClaimRule) -> list[str]:
    columns = ["start", "end", *rule.discriminators]
    rows = claims[columns].astype(object).where(claims[columns].notna(), UNSPECIFIED)
    return [stable_id("f", type_, *row) for row in rows.itertuples(index=False, name=None)]


def _counts(claims: pd.DataFrame) -> pd.DataFrame:
    publishers = claims.assign(publisher=claims["publisher"].fillna(""))
    counts = publishers.groupby("fact_id").agg(
        start=("start", "first"),
        end=("end", "first"),
        confidence=("confidence", "max"),
        claim_count=("article_id", "nunique"),
        article_count=("article_id", "nunique"),
        publisher_count=("publisher", "nunique"),
        first_stated=("published_at", "min"),
        last_stated=("published_at", "max"),
    )
    counts["corroborated"] = counts["publisher_count"] > 1
    return counts


def _status(claims: pd.DataFrame, rule: ClaimRule) -> pd.DataFrame:
    """The strongest status stands, unless a claim that ends the fact is dated later or alike.

    An undated article never outweighs a dated one, so it ends a fact only when nothing else stands.
    """
    ending = claims["status"].isin([status.name for status in rule.statuses if status.ends])
    rank = claims["status"].map({status.name: place for place, status in enumerate(rule.statuses)})
    standing = claims.assign(rank=rank)[~ending].sort_values("rank").groupby("fact_id")
    over = claims[ending].sort_values(["published_at", "claim_id"]).groupby("fact_id")
    both = pd.DataFrame({"stands": standing["status"].first(), "stood": standing["published_at"].max(), "standing": standing.size()}).join(
        pd.DataFrame({"ends": over["status"].last(), "ended": over["published_at"].max()}), how="outer"
    )
    later = both["ended"].notna() & (both["stood"].isna() | (both["ended"] >= both["stood"]))
    is_over = both["ends"].notna() & (both["standing"].isna() | later)
    return pd.DataFrame({"status": both["ends"].where(is_over, both["stands"])})


def _best(claims: pd.DataFrame, rule: ClaimRule) -> pd.DataFrame:
    """All attributes from one claim, so that an amount never meets another claim's currency."""
    names = list(rule.attributes)
    order = claims.assign(told=claims[names].notna().sum(axis=1), dated=claims["published_at"].fillna(pd.Timestamp(0, tz="UTC")))
    best = order.sort_values(["told", "confidence", "dated", "claim_id"], ascending=[False, False, False, True])
    frame = best.drop_duplicates("fact_id").set_index("fact_id")[names].astype(object)
    return frame.replace({np.nan: None})
