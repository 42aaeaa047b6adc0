"""Which money goes to a place and its country at once."""

import pandas as pd
import pytest

from pipelines.graph.deals import gather
from pipelines.graph.destinations import same_money
from tests.graph.telling import SCHEMA, claims

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
NAMES = {"e1": "Quill", "town": "Debren", "land": "Hungary"}
PLANT: dict[str, object] = {"kind": "capex", "status": "planned", "amount": 6e8, "currency": "EUR", "amount_usd": 7e8}
PLANT |= {"article_id": "a", "sentence": "S.", "published_at": "2025-06-11"}


def both(place: str, **more: object) -> list[dict[str, object]]:
    return [PLANT | {"end": place}, PLANT | {"end": "land"} | more]


def found(*rows: dict[str, object]) -> dict[str, str]:
    return same_money(claims(*rows), ENTITIES, "kind")


def deals(*rows: dict[str, object]) -> list[list[object]]:
    """Title, proof, number of claims and sum of each."""
    frame = claims(*rows)
    told, parts = gather(frame, INVESTS, NAMES, same_money(frame, ENTITIES, "kind"))
    assert sorted(parts["start"]) == sorted(frame["claim_id"])
    assert told["claim_count"].sum() == len(frame)
    return sorted(told[["title", "best_claim_id", "claim_count", "amount"]].to_numpy().tolist())


@pytest.mark.parametrize("place", ["town", "field"])
@pytest.mark.parametrize("amount", [6e8, None])
def test_one_sum_of_one_sentence_goes_to_the_place(place: str, amount: float | None) -> None:
    assert found(*(row | {"amount": amount} for row in both(place))) == {"c1": "c0"}


@pytest.mark.parametrize(
    "other", [{"sentence": "T."}, {"article_id": "b"}, {"start": "firm"}, {"kind": "rnd"}, {"amount": 5e8}, {"end": "firm"}]
)
def test_what_is_said_elsewhere_of_another_or_of_another_sum_stays_apart(other: dict[str, object]) -> None:
    assert found(*both("town", **other)) == {}


def test_a_place_abroad_or_two_places_tie_nothing() -> None:
    assert found(*both("abroad")) == {}
    assert found(*both("town"), PLANT | {"end": "field"}) == {}


def test_such_money_is_one_deal_of_the_place() -> None:
    assert deals(*both("town", confidence=0.9)) == [["Quill → Debren", "c0", 2, 6e8]]


def test_and_so_are_the_reports_that_name_the_country_alone() -> None:
    abroad = PLANT | {"end": "land", "article_id": "b", "sentence": "T.", "currency": "CNY", "amount": 5e9}
    assert deals(*both("town"), abroad) == [["Quill → Debren", "c0", 3, 6e8]]
    another = abroad | {"amount_usd": 2e9, "published_at": "2025-09-11"}
    assert deals(*both("town"), another) == [["Quill → Debren", "c0", 2, 6e8], ["Quill → Hungary", "c2", 1, 5e9]]


def test_what_would_belong_to_two_places_stays_with_the_country() -> None:
    other = [row | {"article_id": "b", "sentence": "T."} for row in both("field")]
    assert [row[0] for row in deals(*both("town"), *other)] == ["Quill → Debren", "Quill → Hungary", "Quill → field"]
