"""The sample graph with what the library's questions are about besides: deals, lists, events, contradictions, and what was taken back."""

from datetime import UTC, date, datetime

from pipelines.graph.periods import last_day, published_text
from tests.graph.sample import JULY, JUNE, MAY, SEEN, Row, Sample, sample

JULY_FIRST = datetime(2024, 7, 1, tzinfo=UTC)
LATER = datetime(2026, 2, 1, tzinfo=UTC)
GONE = datetime(2026, 3, 1, tzinfo=UTC)
RETRACTED: Row = {"withdrawn_at": GONE, "withdrawn_why": "retracted by ada: a hoax"}
REJECTED: Row = {"withdrawn_at": GONE, "withdrawn_why": "rejected by ada", "judged": "rejected", "judgement": "j-1"}


def event(text: str) -> Row:
    """The properties of a claim whose event was in 2024, 2024-05 or on 2024-05-31."""
    precision = {4: "year", 7: "month", 10: "day"}[len(text)]
    day = date.fromisoformat(f"{text}-01-01"[:10] if precision == "year" else f"{text}-01"[:10])
    return {"event": text, "event_date": day, "event_until": last_day(day, precision), "event_date_precision": precision}


def newsroom() -> Sample:
    """The sample, and more.

    Ada invests in Bolt beside Vela, how much is disputed. Her assets are frozen, say some. A ban on Vela
    is lifted. A hoax about Gone Ltd is retracted.
    """
    graph = sample()
    ada, norland, ministry, acme, bolt, vela = (f"e-{name}" for name in ("ada", "norland", "ministry", "acme", "bolt", "vela"))
    four = graph.article("a-4", JULY_FIRST, "Example Quarterly", published_precision="month")
    _taken_back(graph, norland, bolt)
    _told_when(graph)

    ada_in_bolt = {"kind": "equity", "amount": 5e9, "currency": "USD", "amount_usd": 5e9, "status": "done"}
    graph.claim("a-2", "INVESTS_IN", (ada, bolt), "f-ada-bolt", "Ada Example joined the round.", **ada_in_bolt)
    graph.fact(
        ("INVESTS_IN", "Person", "Company"), (ada, bolt), "f-ada-bolt", first_stated=JUNE, last_stated=JUNE, deal_count=1, **ada_in_bolt
    )
    deal(graph, "d-acme", ["c-a-1-f-vela-acme"], 5e6, "Vela Fund → Acme", event="2024-04", event_date=date(2024, 4, 1))
    for fact in ("f-vela-acme", "f-vela-bolt", "f-plant"):
        graph.fact_of(fact).update(deal_count=1)
    both = ["c-a-2-f-vela-bolt", "c-a-2-f-ada-bolt"]
    deal(graph, "d-bolt", both, 2e9, "Ada Example, Vela Fund → Bolt & Sons", first_stated=JUNE, disputed=True)
    deal(graph, "d-plant", ["c-a-3-f-plant"], None, "Bolt & Sons → Norland", kind="capex", status="rumoured", first_stated=None)
    again = {"kind": "equity", "status": "done", "amount": 3e6, "currency": "EUR"}
    graph.claim(four, "INVESTS_IN", (vela, acme), "f-vela-acme", "Vela Fund put more into Acme.", learnt_at=LATER, **again)
    graph.fact_of("f-vela-acme").update(claim_count=2, article_count=2, deal_count=2, last_stated=JULY, last_published="2024-07")
    month = {"first_stated": JULY_FIRST, "first_published": "2024-07"}
    deal(graph, "d-acme-2", ["c-a-4-f-vela-acme"], 3e6, "Vela Fund → Acme", currency="EUR", amount_usd=None, **month)

    freeze = {"measure": "asset_freeze", "status": "in_force"}
    graph.claim("a-1", "SANCTIONS", (norland, ada), "f-freeze", "Norland froze Ada's assets.", **freeze, **event("2024-05-02"))
    over = {"measure": "asset_freeze", "status": "lifted"}
    graph.claim(four, "SANCTIONS", (norland, ada), "f-freeze", "Ada's assets are free again.", learnt_at=LATER, **over)
    twice: Row = {"claim_count": 2, "article_count": 2, "publisher_count": 2, "corroborated": True, "disputed": True, "last_stated": JULY}
    graph.fact(
        ("SANCTIONS", "Country", "Person"), (norland, ada), "f-freeze", event="2024-05-02", event_date=date(2024, 5, 2), **freeze, **twice
    )
    lifted = {"measure": "export_control", "status": "lifted"}
    graph.claim("a-2", "SANCTIONS", (ministry, vela), "f-lifted", "The ministry lifted its curbs on Vela.", **lifted, **event("2024"))
    graph.fact(
        ("SANCTIONS", "GovernmentBody", "Company"),
        (ministry, vela),
        "f-lifted",
        first_stated=JUNE,
        last_stated=JUNE,
        event="2024",
        event_date=date(2024, 1, 1),
        **lifted,
    )
    _lists(graph, acme, vela)
    return graph


def _told_when(graph: Sample) -> None:
    """Publication as text, and the events of the sample's own claims."""
    for row in graph.nodes["Article"]:
        at = row["published_at"]
        row["published"] = published_text(at if isinstance(at, datetime) else None, str(row["published_precision"]))
    for claim_id, text in (("c-a-2-f-tariff", "2024-08-01"), ("c-a-1-f-vela-acme", "2024-04")):
        claim = next(row for row in graph.nodes["Claim"] if row["claim_id"] == claim_id)
        claim |= event(text)
        graph.fact_of(str(claim["fact_id"])).update(event=text, event_date=claim["event_date"])


def deal(graph: Sample, id_: str, claims: list[str], amount: float | None, title: str, **more: object) -> None:
    row: Row = {
        "deal_id": id_,
        "title": title,
        "type": "INVESTS_IN",
        "kind": "equity",
        "status": "done",
        "amount": amount,
        "currency": "USD" if amount else None,
        "amount_usd": amount,
        "best_claim_id": claims[0],
        "claim_count": len(claims),
        "article_count": 1,
        "publisher_count": 1,
        "disputed": False,
        "first_stated": MAY,
        "last_stated": MAY,
    }
    graph.nodes.setdefault("Deal", []).append(row | more)
    parts = graph.relationships.setdefault(("PART_OF", "Claim", "Deal"), [])
    parts += [{"start": claim, "end": id_} for claim in claims]


def _lists(graph: Sample, *listed: str) -> None:
    of = graph.entity("SanctionsList", "e-list", "Denied Parties", authority="Norland Ministry of Trade")
    for entity in listed:
        row: Row = {"start": entity, "end": of, "listing_id": f"l-{entity}", "entry_id": entity, "name": entity.upper()}
        row |= {"matched_by": "name", "match": "The same name.", "learnt_at": SEEN, "since": date(2020, 1, 1)}
        row |= {"programs": ["PUMPS"], "source_url": "https://lists.example", "until": None, "withdrawn_at": None}
        graph.relationships.setdefault(("LISTED_ON", "Company", "SanctionsList"), []).append(row)


def _taken_back(graph: Sample, norland: str, bolt: str) -> None:
    """A retracted article with its claim, a company that only it names, and a claim of a standing article that a person rejected."""
    gone = graph.entity("Company", "e-gone", "Gone Ltd", withdrawn_why="named by withdrawn articles only")
    hoax = graph.article("a-5", JUNE, "The Hoaxer", **RETRACTED)
    for article_id, target, sentence, why in (
        (hoax, gone, "Norland banned Gone Ltd.", RETRACTED),
        ("a-1", bolt, "Norland banned Bolt.", REJECTED),
    ):
        graph.claim(
            article_id, "SANCTIONS", (norland, target), f"f-none-{target}", sentence, measure="import_ban", status="in_force", **why
        )
        graph.nodes["Claim"][-1]["fact_id"] = None
