"""Claims to deals: money is summed over transactions, never over the claims that report them.

A pure function of a frame. How far apart in time and money the reports of one transaction may be is
declared under `deals:` in graph_schema/model; which reports gather is said in `pipelines.graph.transactions`,
and how statuses, events and proofs combine is as for facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from graph_schema.errors import SchemaError
from graph_schema.spec import DealRule, RelationshipType
from pipelines.graph.rollup import UNSPECIFIED, claim_rule, plain_rows, together
from pipelines.graph.statuses import event_span, published_span
from pipelines.graph.transactions import Report, contradictory, transactions
from pipelines.records import stable_id

DISPUTED = 0.1  # sums of one deal that differ by more than that share of the larger contradict each other
_NAMED = 3  # investors in a title
_DAYS = ["event_date", "event_date_precision", "published_at", "published_precision"]
_TOLD = ["claim_id", "start", "article_id", "sentence", "status", "amount", "currency", "amount_usd"]
# A deal shows a sum where any claim tells one, else it would be missing from what is summed: the one that most articles tell.
_PROOF = ("priced", "decides", "agree", "own", "told", "confidence", "dated")
_OF_FACTS = ["confidence", "corroborated", "learnt_at"]  # of a roll-up, but of no deal


def gather(
    claims: pd.DataFrame, relationship: RelationshipType, names: Mapping[str, str], same: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The deals that live `claims` of one type are about, and which claim is part of which.

    `claims` as `roll_up` takes them; `names` says how an entity id is shown; `same` ties a claim
    to one on another target that tells of the same money, as `pipelines.graph.destinations` finds them. Returns one row per Deal with
    its declared properties, by deal_id, and one row per claim with start (claim_id) and end (deal_id).
    Raises SchemaError for a type that declares no deals.
    """
    rule = claim_rule(relationship)
    if rule.deals is None:
        raise SchemaError("declares no deals", where=relationship.type, fix="Give its `claims:` a `deals:` section.")
    if claims.empty:
        return pd.DataFrame(), pd.DataFrame(columns=["start", "end"], dtype=object)
    gathered = _joined(_gathered(claims, relationship.type, rule.deals), same or {})
    of_deal = {report.claim_id: id_ for id_, deal in gathered.items() for report in deal.reports}
    parted = claims.assign(deal_id=claims["claim_id"].map(of_deal), priced=claims[["amount", "amount_usd"]].notna().any(axis=1))
    parted["own"] = parted["end"] == parted["deal_id"].map({id_: deal.target for id_, deal in gathered.items()})
    parted["agree"] = parted.groupby(["deal_id", "amount", "currency"], dropna=False)["article_id"].transform("nunique")
    deals = together(parted, "deal_id", rule, _PROOF)
    money = pd.Series({id_: contradictory(deal.reports, DISPUTED) for id_, deal in gathered.items()}, dtype=bool)
    shown = deals.drop(columns=[*_OF_FACTS, rule.deals.by]).assign(
        title=pd.Series({id_: _title(deal, names) for id_, deal in gathered.items()}, dtype=object),
        type=relationship.type,
        kind=deals[rule.deals.by],
        disputed=deals["disputed"] | money,
    )
    return shown.reset_index(), parted[["claim_id", "deal_id"]].set_axis(["start", "end"], axis=1).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class _Deal:
    """Where the money goes, and the reports that tell of it."""

    target: str
    reports: Sequence[Report]


def _gathered(claims: pd.DataFrame, type_: str, rule: DealRule) -> dict[str, _Deal]:
    """The deals by their ids, each of one target."""
    groups: dict[tuple[str, str | None], list[Report]] = {}
    for target, kind, day, how, at, known, *told in plain_rows(claims, ["end", rule.by, *_DAYS, *_TOLD]):
        days = event_span(day, how) or published_span(at, known)
        groups.setdefault((target, kind), []).append(Report(*(*told, days)))
    return {
        stable_id("d", type_, target, kind or UNSPECIFIED, min(reports, key=lambda report: report.order).claim_id): _Deal(target, reports)
        for (target, kind), found in groups.items()
        for reports in transactions(found, rule.window(kind))
    }


def _joined(deals: Mapping[str, _Deal], same: Mapping[str, str]) -> dict[str, _Deal]:
    """The deals, those of which a claim tells of another's money joined to that one; where that is one of several, they stay apart."""
    of_claim = {report.claim_id: id_ for id_, deal in deals.items() for report in deal.reports}
    homes: dict[str, set[str]] = {}
    for claim, other in same.items():
        homes.setdefault(of_claim[claim], set()).add(of_claim[other])
    moved = {id_: next(iter(found)) for id_, found in homes.items() if len(found) == 1}
    joined = {id_: deal for id_, deal in deals.items() if id_ not in moved}
    for id_, home in moved.items():
        joined[home] = _Deal(joined[home].target, [*joined[home].reports, *deals[id_].reports])
    return joined


def _title(deal: _Deal, names: Mapping[str, str]) -> str:
    investors = sorted({names.get(report.investor, report.investor) for report in deal.reports})
    more = f" and {len(investors) - _NAMED} more" if len(investors) > _NAMED else ""
    return f"{', '.join(investors[:_NAMED])}{more} → {names.get(deal.target, deal.target)}"
