"""Money that goes to a place goes to its country too, once: `in a plant in Debrecen, Hungary` tells one sum of both.

A pure function of frames. Belongs here: of which target a claim's transaction is. Does not: which claims of one target are
one transaction (`pipelines.graph.transactions`).
"""

from collections.abc import Hashable, Mapping

import pandas as pd

from pipelines.graph.rollup import plain_rows

_PLACE, _COUNTRY = "Place", "Country"
_Sum = tuple[Hashable, ...]


def destinations(claims: pd.DataFrame, entities: pd.DataFrame, by: str) -> dict[str, str]:
    """For claims (claim_id) on a country the place (entity id) that the same money goes to.

    It is the same where one sentence names both for one investor, one kind (the column `by`) and one sum, or no sum; and
    then wherever that investor is said to put exactly that sum into that country. Two places in a sentence, or
    one that is known to lie in another country, tie nothing. `claims` as `identified` gives them; `entities` with
    entity_id, kind and country (ISO 3166, or None).
    """
    where = {str(id_): (str(kind), country) for id_, kind, country in plain_rows(entities, ["entity_id", "kind", "country"])}
    rows = list(plain_rows(claims, ["claim_id", "start", "end", "article_id", "sentence", by, "amount", "currency"]))
    told: dict[_Sum, set[str]] = {}
    for _, start, end, article, sentence, kind, amount, currency in rows:
        if where.get(end, ("", None))[0] == _PLACE:
            told.setdefault((article, sentence, start, kind, amount, currency), set()).add(end)
    found: dict[str, str] = {}
    sums: dict[_Sum, set[str]] = {}
    for claim, start, end, article, sentence, kind, amount, currency in rows:
        places = told.get((article, sentence, start, kind, amount, currency), set())
        if (place := _within(end, places, where)) is not None:
            found[claim] = place
            sums.setdefault((start, end, kind, amount, currency), set()).add(place)
    for claim, start, end, _, _, kind, amount, currency in rows:
        places = sums.get((start, end, kind, amount, currency), set()) if amount is not None else set()
        if len(places) == 1 and claim not in found:
            found[claim] = next(iter(places))
    return found


def _within(country: str, places: set[str], where: Mapping[str, tuple[str, object]]) -> str | None:
    """The only one of the places, unless the target is no country or not the one that the place is known to lie in."""
    kind, code = where.get(country, ("", None))
    if kind != _COUNTRY or len(places) != 1:
        return None
    place = next(iter(places))
    lies_in = where[place][1]
    return place if lies_in is None or code is None or lies_in == code else None
