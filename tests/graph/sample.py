"""A small graph with every label and type that the questions need. The sentences are the project's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pandas as pd

from graph_schema.frames import check_nodes, check_relationships
from graph_schema.spec import Schema

SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MAY, JUNE, JULY = (datetime(2024, month, 10, tzinfo=UTC) for month in (5, 6, 7))

Pair = tuple[str, str, str]
Row = dict[str, object]


@dataclass
class Sample:
    """Rows by label and by (type, start label, end label), to be changed by a test before they are written."""

    nodes: dict[str, list[Row]] = field(default_factory=dict)
    relationships: dict[Pair, list[Row]] = field(default_factory=dict)

    def frames(self, schema: Schema) -> tuple[dict[str, pd.DataFrame], dict[Pair, pd.DataFrame]]:
        """The frames that the writer takes; every row has to pass the checks."""
        nodes = {}
        for label, rows in self.nodes.items():
            checked = check_nodes(schema, label, pd.DataFrame([_published(row) for row in rows]))
            assert checked.refused.empty, checked.refused["message"].tolist()
            nodes[label] = checked.accepted
        labels = {str(row[schema.nodes[label].key]): label for label, rows in self.nodes.items() for row in rows}
        edges = {}
        proofs = {row["fact_id"]: row["claim_id"] for row in reversed(self.nodes.get("Claim", []))}
        for pair, rows in self.relationships.items():
            facts = [_published(row | {"best_claim_id": proofs.get(row["fact_id"], "c-none")}) if "fact_id" in row else row for row in rows]
            edge = check_relationships(schema, pair[0], pd.DataFrame(facts), labels)
            assert edge.refused.empty, edge.refused["message"].tolist()
            edges[pair] = edge.accepted
        return nodes, edges

    def entity(self, kind: str, id_: str, name: str, **more: object) -> str:
        self.nodes.setdefault(kind, []).append({"entity_id": id_, "name": name, "known": True, **more})
        return id_

    def article(self, id_: str, published: datetime | None, publisher: str, **more: object) -> str:
        self.nodes.setdefault("Article", []).append(article(id_, published, publisher, **more))
        return id_

    def claim(self, article_id: str, type_: str, ends: tuple[str, str], fact: str, sentence: str, **attributes: object) -> None:
        id_ = f"c-{article_id}-{fact}"
        self.nodes.setdefault("Claim", []).append(claim(id_, type_, fact, sentence, **attributes))
        for edge, start, end in (
            (("STATED_IN", "Claim", "Article"), id_, article_id),
            (("SUBJECT", "Claim", "Entity"), id_, ends[0]),
            (("OBJECT", "Claim", "Entity"), id_, ends[1]),
        ):
            self.relationships.setdefault(edge, []).append({"start": start, "end": end})

    def fact(self, pair: Pair, ends: tuple[str, str], fact: str, **more: object) -> None:
        row = {"start": ends[0], "end": ends[1], "fact_id": fact, "confidence": 0.8, "claim_count": 1, "article_count": 1}
        row |= {"publisher_count": 1, "corroborated": False, "disputed": False, "learnt_at": SEEN, "first_stated": MAY, "last_stated": MAY}
        deals: Row = {"deal_count": 0} if pair[0] == "INVESTS_IN" else {}
        self.relationships.setdefault(pair, []).append(row | deals | more)

    def fact_of(self, id_: str) -> Row:
        """The row of one fact."""
        return next(row for rows in self.relationships.values() for row in rows if row.get("fact_id") == id_)

    def mention(self, article_id: str, entity_id: str, count: int) -> None:
        self.relationships.setdefault(("MENTIONS", "Article", "Entity"), []).append({"start": article_id, "end": entity_id, "count": count})


def _published(row: Row) -> Row:
    """The row, which tells its publications as texts too; to the day unless it says otherwise."""
    days = {side: row.get(f"{side}_stated") for side in ("first", "last")}
    return {f"{side}_published": f"{day:%Y-%m-%d}" for side, day in days.items() if isinstance(day, datetime)} | row


def article(id_: str, published: datetime | None = MAY, publisher: str = "The Sample Post", **more: object) -> Row:
    row: Row = {
        "article_id": id_,
        "title": f"Title of {id_}",
        "publisher": publisher,
        "url": f"https://news.example/{id_}",
        "source": "samples",
        "own_id": f"{id_}.txt",
        "language": "en",
        "published_at": published,
        "published_precision": "day" if published else "unknown",
        "content_hash": f"hash of {id_}",
        "first_ingested_at": SEEN,
        "retrieved_at": SEEN,
    }
    return row | more


def claim(id_: str, type_: str = "SANCTIONS", fact: str | None = None, sentence: str = "Norland banned Acme.", **attributes: object) -> Row:
    row: Row = {
        "claim_id": id_,
        "type": type_,
        "fact_id": fact,
        "confidence": 0.8,
        "sentence": sentence,
        "start": 0,
        "end": len(sentence),
        "content_hash": "hash of its article",
        "evidence": [f"sentence:0:{len(sentence)}"],
        "subject_text": "subject",
        "object_text": "object",
        "pattern": "sample",
        "extractor": "sample",
        "extractor_version": "1",
        "learnt_at": SEEN,
        "extracted_at": SEEN,
    }
    return row | attributes


def sample() -> Sample:
    """Norland restricts Acme; Acme and Bolt are rivals; the Vela Fund invests in both; Bolt plans a plant in Norland."""
    graph = Sample()
    norland = graph.entity("Country", "e-norland", "Norland", aliases=["Kingdom of Norland"], country="NO")
    ministry = graph.entity("GovernmentBody", "e-ministry", "Norland Ministry of Trade")
    acme = graph.entity("Company", "e-acme", 'Acme "Quoted" \\ Corp', aliases=["ACME", "Acme{}"], ticker="ACM")
    bolt = graph.entity("Company", "e-bolt", "Bolt & Sons")
    vela = graph.entity("Company", "e-vela", "Vela Fund")
    graph.entity("Person", "e-ada", "Ada Example")
    one = graph.article("a-1", MAY, "The Sample Post")
    two = graph.article("a-2", JUNE, "Example Wire")
    three = graph.article("a-3", None, "Example Wire")

    ban = {"measure": "import_ban", "status": "in_force"}
    graph.claim(one, "SANCTIONS", (norland, acme), "f-ban", "Norland banned imports of Acme's pumps.", **ban)
    graph.claim(two, "SANCTIONS", (norland, acme), "f-ban", "Norland weighs a ban on Acme's pumps.", measure="import_ban", status="planned")
    twice: Row = {"claim_count": 2, "article_count": 2, "publisher_count": 2, "corroborated": True, "last_stated": JUNE}
    graph.fact(("SANCTIONS", "Country", "Company"), (norland, acme), "f-ban", **twice, **ban)
    tariff = {"measure": "tariff", "list": "List of Motors", "product": "motors", "status": "planned"}
    graph.claim(
        two,
        "SANCTIONS",
        (ministry, bolt),
        "f-tariff",
        "The ministry intends to put a tariff on Bolt's motors.",
        event_date=date(2024, 8, 1),
        **tariff,
    )
    graph.fact(("SANCTIONS", "GovernmentBody", "Company"), (ministry, bolt), "f-tariff", first_stated=JUNE, last_stated=JUNE, **tariff)

    graph.claim(three, "COMPETES_WITH", (bolt, acme), "f-rivals", "Bolt is Acme's fiercest rival.", market="pumps")
    rivals = {"market": "pumps", "first_stated": None, "last_stated": None}
    graph.fact(("COMPETES_WITH", "Company", "Company"), (acme, bolt), "f-rivals", **rivals)

    for fact, target, amount, day, article_id in (("f-vela-acme", acme, 5e6, MAY, one), ("f-vela-bolt", bolt, 2e9, JUNE, two)):
        money = {"kind": "equity", "amount": amount, "currency": "USD", "amount_usd": amount, "stake_pct": 10.0, "status": "done"}
        graph.claim(article_id, "INVESTS_IN", (vela, target), fact, f"Vela Fund put {amount:.0f} dollars into it.", **money)
        graph.fact(("INVESTS_IN", "Company", "Company"), (vela, target), fact, first_stated=day, last_stated=day, **money)
    plant = {"kind": "capex", "status": "rumoured"}
    graph.claim(three, "INVESTS_IN", (bolt, norland), "f-plant", "Bolt is said to consider a plant in Norland.", **plant)
    graph.fact(
        ("INVESTS_IN", "Company", "Country"),
        (bolt, norland),
        "f-plant",
        first_stated=JULY,
        last_stated=JULY,
        confidence=0.4,
        deal_count=0,
        **plant,
    )

    for article_id, entity, count in (
        (one, norland, 3),
        (one, acme, 2),
        (two, acme, 4),
        (two, bolt, 1),
        (three, bolt, 1),
        (three, acme, 1),
    ):
        graph.mention(article_id, entity, count)
    return graph


def as_text(frame: pd.DataFrame) -> list[Mapping[str, object]]:
    """Rows as mappings, for assertions."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
