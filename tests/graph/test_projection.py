"""The record as frames: every claim comes out or is refused once, and facts rest on accepted claims only."""

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.load import load_schema
from pipelines.graph.projection import Projection, Provenance, project
from pipelines.record import tables

SCHEMA = load_schema()
OF_CLAIM = tables.BY_DAY["withdrawn_claims"].append(pa.field("content_hash", pa.string())).append(pa.field("judged", pa.string()))
TIME = pd.Timestamp("2026-11-25", tz="UTC")
PLACES = {"us": (0, 2), "zte": (3, 6), "amd": (7, 10), "person": (11, 14)}
ENTITIES = {
    "us": ("NG1", "United States", "Country"),
    "zte": ("NG2", "ZTE", "Company"),
    "amd": ("NG3", "AMD", "Company"),
    "person": ("NG4", "A Person", "Person"),
}


STATUS = {"SANCTIONS": "in_force", "INVESTS_IN": "done"}
Rows = list[dict[str, Any]]


def article(id_: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "article_id": id_,
        "reading_id": id_,
        "withdrawn_why": None,
        "source": "test",
        "own_id": id_,
        "language": "en",
        "content_hash": "h",
        "published_precision": "unknown",
    }
    return row | {"learnt_at": TIME, "first_ingested_at": TIME, "retrieved_at": TIME, "published_at": None, "text": ""} | more


def claim(article_id: str, type_: str, subject: str, object_: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"claim_id": f"c-{article_id}-{type_}-{subject}-{object_}", "article_id": article_id, "type": type_}
    row |= {"reading_id": article_id, "content_hash": "h", "learnt_at": TIME, "withdrawn_why": None}
    row |= {"sentence": f"{subject} {type_} {object_}", "start": 0, "end": 20, "attrs": "{}", "pattern": "p", "confidence": 0.5}
    row |= {"evidence": [{"role": "sentence", "start": 0, "end": 20}], "extractor_version": "v", "extracted_at": TIME}
    for end, name in (("subject", subject), ("object", object_)):
        row |= {f"{end}_text": name, f"{end}_start": PLACES[name][0], f"{end}_end": PLACES[name][1]}
    return row | {"status": STATUS.get(type_)} | more


def frames(articles: Rows, claims: Rows, links: Rows | None = None, listed: Rows | None = None) -> dict[str, pd.DataFrame]:
    if links is None:
        links = [
            {"article_id": a["article_id"], "reading_id": a["article_id"], "entity_id": ENTITIES[name][0], "start": start, "end": end}
            for a in articles
            for name, (start, end) in PLACES.items()
        ]
    entities = [{"entity_id": i, "name": name, "kind": kind, "known": True, "aliases": []} for i, name, kind in ENTITIES.values()]
    rows = {"articles": (articles, tables.BY_DAY["withdrawn_articles"]), "claims": (claims, OF_CLAIM)}
    whole = {"links": (links, tables.LINKS), "entities": (entities, tables.ENTITIES)}
    made = {name: tables.to_table(given, schema).to_pandas() for name, (given, schema) in (rows | whole).items()}
    return made | {"listed_on": pd.DataFrame(listed or [], columns=["start", "end", "listing_id"], dtype=object)}


def projected(articles: list[dict[str, Any]], claims: list[dict[str, Any]], **more: Any) -> Projection:
    return project(frames(articles, claims, **more), SCHEMA, Provenance("r-1", "digest", "test"))


def facts(made: Projection) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (type_, _, _), frame in made.relationships.items():
        counts[type_] = counts.get(type_, 0) + len(frame)
    return counts


def test_a_claim_becomes_a_node_its_proof_and_a_fact() -> None:
    made = projected([article("a")], [claim("a", "SANCTIONS", "us", "zte", attrs=json.dumps({"measure": "tariff"}))])
    assert made.refused == []
    assert facts(made) == {"STATED_IN": 1, "SUBJECT": 1, "OBJECT": 1, "MENTIONS": 4, "SANCTIONS": 1}
    fact = made.relationships[("SANCTIONS", "Country", "Company")].iloc[0]
    node = made.nodes["Claim"].iloc[0]
    assert (fact["fact_id"], fact["best_claim_id"], fact["measure"]) == (node["fact_id"], node["claim_id"], "tariff")
    assert made.nodes["Record"].iloc[0].to_dict() == {"record_id": "r-1", "projection": "digest"}


def test_mentions_are_counted_per_article_and_entity() -> None:
    links = [{"article_id": "a", "reading_id": "a", "entity_id": "NG2", "start": i, "end": i + 1} for i in range(3)]
    made = projected([article("a")], [], links=links)
    assert made.relationships[("MENTIONS", "Article", "Company")]["count"].tolist() == [3]


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (claim("a", "COMPETES_WITH", "us", "zte"), "endpoint"),
        (claim("a", "COMPETES_WITH", "zte", "zte"), "same_entity"),
        (claim("a", "ADMIRES", "us", "zte"), "undeclared_type"),
        (claim("a", "SANCTIONS", "us", "zte", attrs=json.dumps({"mood": "bad"})), "undeclared"),
        (claim("a", "SANCTIONS", "us", "zte", status="guessed"), "enumeration"),
        (claim("a", "SANCTIONS", "us", "zte", attrs=json.dumps({"measure": "frown"})), "enumeration"),
        (claim("a", "SANCTIONS", "us", "zte", subject_start=1), "unlinked"),
        (claim("missing", "SANCTIONS", "us", "zte"), "article_refused"),
    ],
)
def test_a_claim_without_a_place_is_refused_once_and_supports_nothing(faulty: dict[str, Any], reason: str) -> None:
    made = projected([article("a")], [faulty, claim("a", "COMPETES_WITH", "zte", "amd")])
    assert [(row["reason"], row["what"], row["key"]) for row in made.refused] == [(reason, "Claim", faulty["claim_id"])]
    assert facts(made) == {"STATED_IN": 1, "SUBJECT": 1, "OBJECT": 1, "MENTIONS": 4, "COMPETES_WITH": 1}


def test_a_refused_article_takes_its_claims_and_mentions_along() -> None:
    made = projected([article("a"), article("b", url="https://news.example/" + "x" * 9000)], [claim("b", "SANCTIONS", "us", "zte")])
    assert [(row["reason"], row["what"]) for row in made.refused] == [("too_long", "Article"), ("article_refused", "Claim")]
    assert facts(made) == {"MENTIONS": 4}


@pytest.mark.parametrize(
    ("entity", "refused"),
    [(("NG1", "x" * 9000, "Country"), ("too_long", "Country")), (("NG1", "Mars", "Planet"), ("undeclared_kind", "Planet"))],
)
def test_a_refused_entity_takes_its_claims_and_mentions_along(
    monkeypatch: pytest.MonkeyPatch, entity: tuple[str, str, str], refused: tuple[str, str]
) -> None:
    monkeypatch.setitem(ENTITIES, "us", entity)
    made = projected([article("a")], [claim("a", "SANCTIONS", "us", "zte"), claim("a", "COMPETES_WITH", "zte", "amd")])
    assert [(row["reason"], row["what"]) for row in made.refused] == [refused, ("entity_refused", "Claim")]
    assert facts(made) == {"STATED_IN": 1, "SUBJECT": 1, "OBJECT": 1, "MENTIONS": 3, "COMPETES_WITH": 1}


def test_what_was_taken_back_keeps_its_node_and_its_proof_and_supports_nothing() -> None:
    gone = {"withdrawn_at": TIME, "withdrawn_why": "replaced"}
    made = projected(
        [article("a"), article("b", **gone)], [claim("a", "SANCTIONS", "us", "zte"), claim("b", "SANCTIONS", "us", "zte", **gone)]
    )
    assert facts(made) == {"STATED_IN": 2, "SUBJECT": 2, "OBJECT": 2, "MENTIONS": 4, "SANCTIONS": 1}
    assert made.relationships[("SANCTIONS", "Country", "Company")]["claim_count"].tolist() == [1]
    assert sorted(made.nodes["Claim"]["fact_id"].isna()) == [False, True]
    assert set(made.relationships[("MENTIONS", "Article", "Company")]["start"]) == {"a"}


def test_claims_about_one_transaction_are_part_of_one_deal() -> None:
    told = {"attrs": json.dumps({"kind": "equity", "amount": 5e6, "currency": "USD", "amount_usd": 5e6})}
    made = projected([article("a"), article("b")], [claim(a, "INVESTS_IN", "zte", "amd", **told) for a in "ab"])
    (deal,) = made.nodes["Deal"].to_dict("records")
    assert (deal["title"], deal["amount_usd"], deal["claim_count"]) == ("ZTE → AMD", 5e6, 2)
    assert set(made.relationships[("PART_OF", "Claim", "Deal")]["end"]) == {deal["deal_id"]}


def test_an_event_is_told_as_far_as_it_is_known() -> None:
    may = {"event_date": pd.Timestamp("2024-05-01").date(), "event_date_precision": "month"}
    made = projected([article("a", published_at=TIME, published_precision="day")], [claim("a", "SANCTIONS", "us", "zte", **may)])
    node = made.nodes["Claim"].iloc[0]
    assert (node["event"], str(node["event_until"])) == ("2024-05", "2024-05-31")
    assert made.relationships[("SANCTIONS", "Country", "Company")]["event"].tolist() == ["2024-05"]
    assert made.nodes["Article"]["published"].tolist() == ["2026-11-25"]


TYPES = st.sampled_from(["SANCTIONS", "INVESTS_IN", "COMPETES_WITH", "ADMIRES"])
CLAIMS = st.tuples(st.sampled_from(["a", "b", "missing"]), TYPES, st.sampled_from(list(PLACES)), st.sampled_from(list(PLACES)))


@settings(deadline=None, max_examples=60)
@given(st.sets(CLAIMS, max_size=12))
def test_every_claim_comes_out_or_is_refused_exactly_once(chosen: set[tuple[str, str, str, str]]) -> None:
    claims = [claim(*parts) for parts in sorted(chosen)]
    made = projected([article("a"), article("b")], claims)
    out = [*made.nodes["Claim"]["claim_id"], *(row["key"] for row in made.refused)]
    assert sorted(out) == sorted(row["claim_id"] for row in claims)
    supported = {fact for (_, _, _), frame in made.relationships.items() if "fact_id" in frame for fact in frame["fact_id"]}
    assert supported == set(made.nodes["Claim"]["fact_id"])
