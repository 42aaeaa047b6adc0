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
    status = _status(claims, rule)
    return _counts(claims).join(status).join(_best(claims, status["status"], rule)).reset_index()


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
    counts = claims.groupby("fact_id").agg(
        start=("start", "first"),
        end=("end", "first"),
        confidence=("confidence", "max"),
        claim_count=("claim_id", "size"),
        article_count=("article_id", "nunique"),
        publisher_count=("publisher", "nunique"),
        first_stated=("published_at", "min"),
        last_stated=("published_at", "max"),
    )
    counts["corroborated"] = counts["publisher_count"] > 1
    return counts


def _status(claims: pd.DataFrame, rule: ClaimRule) -> pd.DataFrame:
    """The strongest status among the claims that no later end has overtaken; where none is left, the end.

    Only a claim dated after the latest dated end speaks against it; an undated claim does so only
    where no end is dated, since an undated article never outweighs a dated one.
    """
    ending = claims["status"].isin([status.name for status in rule.statuses if status.ends])
    end_of_fact = claims["published_at"].where(ending).groupby(claims["fact_id"]).transform("max")
    standing = claims[~ending & (end_of_fact.isna() | (claims["published_at"] > end_of_fact))]
    ranked = standing.assign(rank=standing["status"].map(rule.rank, na_action="ignore")).sort_values("rank").groupby("fact_id")
    over = claims[ending].sort_values(["published_at", "claim_id"], na_position="first").groupby("fact_id")
    stands = ranked["status"].first().reindex(claims["fact_id"].unique())
    return pd.DataFrame({"status": stands.where(stands.notna(), over["status"].last().reindex(stands.index))})


def _best(claims: pd.DataFrame, status: "pd.Series[str]", rule: ClaimRule) -> pd.DataFrame:
    """The claim that proves the fact best, and all attributes from it, so that no amount meets another claim's currency or words.

    That is, of the claims with the fact's status, the one that tells most.
    """
    names = list(rule.attributes)
    of_fact = claims["fact_id"].map(status)
    order = claims.assign(
        agrees=(claims["status"] == of_fact) | of_fact.isna(),
        told=claims[names].notna().sum(axis=1),
        dated=claims["published_at"].fillna(pd.Timestamp(0, tz="UTC")),
    )
    by = ["agrees", "told", "confidence", "dated", "claim_id"]
    best = order.sort_values(by, ascending=[False, False, False, False, True]).drop_duplicates("fact_id").set_index("fact_id")
    frame = best[names].astype(object).replace({np.nan: None})
    return frame.assign(best_claim_id=best["claim_id"])
