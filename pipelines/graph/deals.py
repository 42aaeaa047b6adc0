"""Claims to deals: money is summed over transactions, never over the claims that report them.

A pure function of a frame. How far apart in time and money the reports of one transaction may be is
declared under `deals:` in graph_schema/model; which reports gather is said in `pipelines.graph.transactions`,
and how statuses, events and proofs combine is as for facts.
"""

from collections.abc import Mapping, Sequence

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
    claims: pd.DataFrame, relationship: RelationshipType, names: Mapping[str, str], targets: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The deals that live `claims` of one type are about, and which claim is part of which.

    `claims` as `roll_up` takes them; `names` says how an entity id is shown; `targets` has the claims whose deal goes to
    another entity than they name, as `pipelines.graph.destinations` finds them. Returns one row per Deal with
    its declared properties, by deal_id, and one row per claim with start (claim_id) and end (deal_id).
    Raises SchemaError for a type that declares no deals.
    """
    rule = claim_rule(relationship)
    if rule.deals is None:
        raise SchemaError("declares no deals", where=relationship.type, fix="Give its `claims:` a `deals:` section.")
    if claims.empty:
        return pd.DataFrame(), pd.DataFrame(columns=["start", "end"], dtype=object)
    goals = targets or {}
    claims = claims.assign(target=[goals.get(claim, end) for claim, end in zip(claims["claim_id"], claims["end"], strict=True)])
    gathered = _gathered(claims, relationship.type, rule.deals)
    of_deal = {report.claim_id: deal for deal, reports in gathered.items() for report in reports}
    parted = claims.assign(deal_id=claims["claim_id"].map(of_deal), priced=claims[["amount", "amount_usd"]].notna().any(axis=1))
    parted["own"] = parted["target"] == parted["end"]
    parted["agree"] = parted.groupby(["deal_id", "amount", "currency"], dropna=False)["article_id"].transform("nunique")
    deals = together(parted, "deal_id", rule, _PROOF)
    money = pd.Series({deal: contradictory(reports, DISPUTED) for deal, reports in gathered.items()}, dtype=bool)
    target_of = dict(zip(parted["deal_id"], parted["target"], strict=True))
    shown = deals.drop(columns=[*_OF_FACTS, rule.deals.by]).assign(
        title=pd.Series({deal: _title(gathered[deal], target, names) for deal, target in target_of.items()}, dtype=object),
        type=relationship.type,
        kind=deals[rule.deals.by],
        disputed=deals["disputed"] | money,
    )
    return shown.reset_index(), parted[["claim_id", "deal_id"]].set_axis(["start", "end"], axis=1).reset_index(drop=True)


def _gathered(claims: pd.DataFrame, type_: str, rule: DealRule) -> dict[str, list[Report]]:
    """The reports of each deal, by its id."""
    groups: dict[tuple[str, str | None], list[Report]] = {}
    for target, kind, day, how, at, known, *told in plain_rows(claims, ["target", rule.by, *_DAYS, *_TOLD]):
        days = event_span(day, how) or published_span(at, known)
        groups.setdefault((target, kind), []).append(Report(*(*told, days)))
    return {
        stable_id("d", type_, target, kind or UNSPECIFIED, min(reports, key=lambda report: report.order).claim_id): reports
        for (target, kind), found in groups.items()
        for reports in transactions(found, rule.window(kind))
    }


def _title(reports: Sequence[Report], target: str, names: Mapping[str, str]) -> str:
    investors = sorted({names.get(report.investor, report.investor) for report in reports})
    more = f" and {len(investors) - _NAMED} more" if len(investors) > _NAMED else ""
    return f"{', '.join(investors[:_NAMED])}{more} → {names.get(target, target)}"
