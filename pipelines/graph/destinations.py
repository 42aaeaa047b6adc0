"""Money that goes to a place goes to its country too, once: `in a plant in Debrecen, Hungary` tells one sum of both.

A pure function of frames. Belongs here: which claims tell of one sum for a place and a country. Does not: which claims
of one target are one transaction (`pipelines.graph.transactions`).
"""

from collections.abc import Hashable, Mapping

import pandas as pd

from pipelines.graph.rollup import plain_rows

_PLACE, _COUNTRY = "Place", "Country"


def same_money(claims: pd.DataFrame, entities: pd.DataFrame, by: str) -> dict[str, str]:
    """For claims (claim_id) on a country the claim on a place that tells of the same money.

    It is the same where one sentence names both for one investor, one kind (the column `by`) and one sum, or no sum. Two
    places in a sentence, or one that is known to lie in another country, tie nothing. `claims` as `identified`
    gives them; `entities` with entity_id, kind and country (ISO 3166, or None).
    """
    where = {str(id_): (str(kind), country) for id_, kind, country in plain_rows(entities, ["entity_id", "kind", "country"])}
    told: dict[tuple[Hashable, ...], list[tuple[str, str]]] = {}
    for claim, end, *of in plain_rows(claims, ["claim_id", "end", "article_id", "sentence", "start", by, "amount", "currency"]):
        told.setdefault(tuple(of), []).append((claim, end))
    return {claim: place for rows in told.values() for claim, place in _tied(rows, where)}


def _tied(rows: list[tuple[str, str]], where: Mapping[str, tuple[str, object]]) -> list[tuple[str, str]]:
    """Pairs of claims, on a country and on the place, among the claims (claim, target) of one sum in one sentence."""
    of_kind = {kind: [(claim, end) for claim, end in rows if where.get(end, ("", None))[0] == kind] for kind in (_PLACE, _COUNTRY)}
    if len({end for _, end in of_kind[_PLACE]}) != 1:
        return []
    claim, place = min(of_kind[_PLACE])
    lies_in = where[place][1]
    return [(other, claim) for other, end in of_kind[_COUNTRY] if lies_in is None or where[end][1] in (None, lies_in)]
