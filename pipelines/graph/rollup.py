"""Claims to facts: the typed relationships as the roll-up of the claims that support them.

Pure functions of frames; no connection. Which claims state one fact, which statuses there are and
which of them end a fact is declared in graph_schema/model; how statuses combine is said in
`pipelines.graph.statuses`, and what counts as a copy in `pipelines.graph.independence`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from graph_schema.errors import SchemaError
from graph_schema.spec import FACT_ID, ClaimRule, RelationshipType
from pipelines.graph.independence import Report, voices
from pipelines.graph.periods import iso, published_text
from pipelines.graph.statuses import Told, combine_apart, event_span, published_span
from pipelines.records import stable_id

UNSPECIFIED = "unspecified"
DEAL_ID = "deal_id"
DAY = len("2024-05-31")
ACCEPTED = "accepted"
TELLS_MOST = ("decides", "told", "confidence", "dated")  # what makes a claim the best proof, the weightiest first


def identified(claims: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    """`claims` of one type, each with the fact_id of the fact that it states, symmetric ones turned the way they are stored.

    One row per claim with claim_id, article_id, publisher, published_at, status, confidence, the
    attributes, and the canonical entity ids in start and end.
    """
    rule = claim_rule(relationship)
    claims = claims.assign(**_oriented(claims)) if relationship.symmetric else claims
    return claims.assign(fact_id=_fact_ids(claims, relationship.type, rule))


def roll_up(claims: pd.DataFrame, relationship: RelationshipType) -> pd.DataFrame:
    """One row per fact: start, end, fact_id, the roll-up properties and the type's attributes.

    `claims` as `identified` gives them, all live, with sentence, sketch (hashes or None), learnt_at, judged,
    event_date, event_date_precision and published_precision besides, and the deal_id that
    `pipelines.graph.deals` gives them where the type has deals. Rows come in the order of fact_id.
    """
    rule = claim_rule(relationship)
    if claims.empty:
        return pd.DataFrame()
    facts = together(claims, FACT_ID, rule)
    groups = claims.groupby(FACT_ID)
    if rule.deals is not None:
        facts = facts.assign(deal_count=groups[DEAL_ID].nunique())
    return groups[["start", "end"]].first().join(facts).reset_index()


def together(claims: pd.DataFrame, by: str, rule: ClaimRule, best: Sequence[str] = TELLS_MOST) -> pd.DataFrame:
    """What the claims of each group say together, indexed by the column `by`: roll-up properties and attributes.

    The attributes are those of the claim that is best by `best`, so that no amount meets another
    claim's currency or words. Where the type has deals, each of them has a status of its own, the first in the declared order
    holds for all, and the event is told by claims of the best claim's deal.
    """
    told = _told(claims)
    groups = claims.groupby(by).indices
    things = claims[by if rule.deals is None else DEAL_ID].tolist()
    outcomes = {group: combine_apart([told[place] for place in at], [things[place] for place in at], rule) for group, at in groups.items()}
    decides = np.zeros(len(claims), dtype=bool)
    for group, places in groups.items():
        decides[places] = outcomes[group].decides
    frame = pd.DataFrame(
        {
            "status": pd.Series({group: outcome.status for group, outcome in outcomes.items()}, dtype=object),
            "disputed": pd.Series({group: outcome.disputed for group, outcome in outcomes.items()}, dtype=bool),
        }
    )
    judged = claims.assign(decides=decides, confidence=claims["confidence"].mask(claims["judged"] == ACCEPTED, 1.0))
    first = _best(judged, by, rule, best)
    deciding = judged[decides]
    if rule.deals is not None:
        deciding = deciding[deciding[DEAL_ID] == deciding[by].map(first[DEAL_ID])]
    counts = _counts(judged, by).join(_published(judged, by)).join(_publishers(claims, by)).join(_events(deciding, by))
    attributes = first[list(rule.attributes)].astype(object).replace({np.nan: None})
    return frame.join(counts).join(attributes).assign(best_claim_id=first["claim_id"]).rename_axis(by)


def claim_rule(relationship: RelationshipType) -> ClaimRule:
    """The type's `claims:` section; raises SchemaError where it has none."""
    if relationship.claims is None:
        raise SchemaError("declares no claims to roll up", where=relationship.type, fix="Give its declaration a `claims:` section.")
    return relationship.claims


def plain_rows(claims: pd.DataFrame, columns: list[str]) -> Iterable[tuple[Any, ...]]:
    """The values of some columns row by row, None for every kind of nothing."""
    chosen = claims[columns].astype(object)
    return chosen.where(chosen.notna(), None).itertuples(index=False, name=None)


def _oriented(claims: pd.DataFrame) -> dict[str, "pd.Series[str]"]:
    """A symmetric fact is stored once, from the smaller id to the larger."""
    ends = claims[["start", "end"]]
    return {"start": ends.min(axis=1), "end": ends.max(axis=1)}


def _fact_ids(claims: pd.DataFrame, type_: str, rule: ClaimRule) -> list[str]:
    columns = ["start", "end", *rule.discriminators]
    rows = claims[columns].astype(object).where(claims[columns].notna(), UNSPECIFIED)
    return [stable_id("f", type_, *row) for row in rows.itertuples(index=False, name=None)]


def _told(claims: pd.DataFrame) -> list[Told]:
    columns = ["status", "published_at", "published_precision", "event_date", "event_date_precision"]
    return [Told(status, published_span(at, known), event_span(day, how)) for status, at, known, day, how in plain_rows(claims, columns)]


def _counts(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    return claims.groupby(by).agg(
        confidence=("confidence", "max"),
        claim_count=("claim_id", "size"),
        article_count=("article_id", "nunique"),
        learnt_at=("learnt_at", "min"),
        first_stated=("published_at", "min"),
        last_stated=("published_at", "max"),
    )


def _published(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """Of each group the first and the last publication as texts, to the day at most.

    Of two that begin at one time the first is the one known more exactly, the last the other.
    """
    told: dict[str, list[tuple[datetime, int, str]]] = {}
    for group, at, precision in plain_rows(claims, [by, "published_at", "published_precision"]):
        if text := published_text(at, precision):
            told.setdefault(group, []).append((at, -len(text[:DAY]), text[:DAY]))
    ends = {group: (min(found)[-1], max(found)[-1]) for group, found in told.items()}
    return pd.DataFrame.from_dict(ends, orient="index", columns=["first_published", "last_published"], dtype=object)


def _publishers(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = plain_rows(claims, ["article_id", "publisher", "sketch", "sentence"])
    reports = [Report(article, publisher, () if hashes is None else tuple(hashes), said) for article, publisher, hashes, said in rows]
    counts = {group: voices([reports[place] for place in places]) for group, places in claims.groupby(by).indices.items()}
    count = pd.Series(counts, dtype="int64")
    return pd.DataFrame({"publisher_count": count, "corroborated": count > 1})


def _events(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """Of each group the earliest event, and the first day of that period."""
    texts: dict[str, set[str]] = {}
    for group, day, precision in plain_rows(claims, [by, "event_date", "event_date_precision"]):
        if day is not None and precision is not None:
            texts.setdefault(group, set()).add(iso(day, precision))
    event = pd.Series({group: earliest(found) for group, found in texts.items()}, dtype=object)
    return pd.DataFrame({"event": event, "event_date": event.map(_first_day).astype(object)})


def earliest(periods: Iterable[str]) -> str:
    """The earliest of days, months and years in ISO 8601; one within which a finer one lies tells nothing besides it."""
    found = set(periods)
    return min(period for period in found if not any(other.startswith(f"{period}-") for other in found))


def _first_day(period: str) -> date:
    year, month, day = f"{period}-01-01".split("-")[:3]
    return date(int(year), int(month), int(day))


def _best(claims: pd.DataFrame, by: str, rule: ClaimRule, best: Sequence[str]) -> pd.DataFrame:
    """Each group's best claim."""
    order = claims.assign(
        told=claims[list(rule.attributes)].notna().sum(axis=1), dated=claims["published_at"].fillna(pd.Timestamp(0, tz="UTC"))
    )
    ascending = [*(False for _ in best), True]
    return order.sort_values([*best, "claim_id"], ascending=ascending).drop_duplicates(by).set_index(by, drop=False)
