"""Which money goes to a place and its country at once."""

import pandas as pd
import pytest

from pipelines.graph.deals import gather
from pipelines.graph.destinations import destinations
from tests.graph.telling import SCHEMA, claims, only

INVESTS = SCHEMA.relationships["INVESTS_IN"]
ENTITIES = pd.DataFrame(
    [
        ("e1", "Company", None),
        ("town", "Place", "HU"),
        ("field", "Place", None),
        ("abroad", "Place", "MX"),
        ("land", "Country", "HU"),
        ("firm", "Company", "HU"),
    ],
    columns=["entity_id", "kind", "country"],
)
PLANT: dict[str, object] = {"kind": "capex", "status": "planned", "amount": 6e8, "currency": "EUR", "article_id": "a", "sentence": "S."}


def found(*rows: dict[str, object]) -> dict[str, str]:
    return destinations(claims(*rows), ENTITIES, "kind")


def both(place: str, **more: object) -> list[dict[str, object]]:
    return [PLANT | {"end": place, "published_at": "2025-06-11"}, PLANT | {"end": "land", "published_at": "2025-06-11"} | more]


@pytest.mark.parametrize("place", ["town", "field"])
@pytest.mark.parametrize("amount", [6e8, None])
def test_one_sum_of_one_sentence_goes_to_the_place(place: str, amount: float | None) -> None:
    assert found(*(row | {"amount": amount} for row in both(place))) == {"c1": place}


@pytest.mark.parametrize(
    "other", [{"sentence": "T."}, {"article_id": "b"}, {"start": "firm"}, {"kind": "rnd"}, {"amount": 5e8}, {"end": "firm"}]
)
def test_what_is_said_elsewhere_of_another_or_of_another_sum_stays_apart(other: dict[str, object]) -> None:
    assert found(*both("town", **other)) == {}


def test_a_place_abroad_or_two_places_tie_nothing() -> None:
    assert found(*both("abroad")) == {}
    assert found(*both("town"), PLANT | {"end": "field"}) == {}


def test_the_same_sum_is_the_same_money_where_only_the_country_is_named() -> None:
    later = PLANT | {"end": "land", "article_id": "b", "sentence": "T."}
    assert found(*both("town"), later) == {"c1": "town", "c2": "town"}
    assert found(*both("town"), later | {"amount": 7e8}) == {"c1": "town"}
    assert found(*(row | {"amount": None} for row in (*both("town"), later))) == {"c1": "town"}


def test_such_money_is_one_deal_of_the_place_that_counts_all_its_claims() -> None:
    frame = claims(*both("town", confidence=0.9))
    deals, parts = gather(frame, INVESTS, {"e1": "Quill", "town": "Debren"}, destinations(frame, ENTITIES, "kind"))
    deal = only(deals)
    assert (deal["title"], deal["best_claim_id"], deal["claim_count"], deal["amount"]) == ("Quill → Debren", "c0", 2, 6e8)
    assert sorted(parts["start"]) == ["c0", "c1"]
