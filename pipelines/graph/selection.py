"""Which part of a graph is meant: what the articles of a period say, or some claims and facts, with all that proves them.

A part is told by ids. Its claims and articles bring their deals and entities, the relationships that the
claims support, and the official lists that those entities stand on. Reading it is `pipelines.graph.reading`'s business.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from neo4j import Transaction

from graph_schema.spec import CLAIM, DEAL, ENTITY

ARTICLE = "Article"
SIZE = 5_000  # ids in one question
_FIRST_DAY, _LAST_DAY = date(1, 2, 1), date(9999, 12, 30)  # a month and a day are added to them
# An article that is known to the month only is in a period where its month meets it.
_ARTICLES = """
MATCH (a:Article) WHERE a.published_at >= datetime({date: $earliest}) AND a.published_at < datetime({date: $until}) + duration({days: 1})
AND (a.published_at >= datetime({date: $since})
  OR (a.published_precision = 'month' AND a.published_at + duration({months: 1}) > datetime({date: $since})))
RETURN a.article_id AS id"""
_STATED = "UNWIND $ids AS id MATCH (:Article {article_id: id})<-[:STATED_IN]-(c:Claim) RETURN c.claim_id AS id"
_FACTS_CLAIMS = "UNWIND $ids AS id MATCH (c:Claim {fact_id: id}) RETURN c.claim_id AS id"
_FACTS = "UNWIND $ids AS id MATCH (c:Claim {claim_id: id}) WHERE c.fact_id IS NOT NULL RETURN c.fact_id AS id"
_STATES = "UNWIND $ids AS id MATCH (:Claim {claim_id: id})-[:STATED_IN]->(a:Article) RETURN a.article_id AS id"
_DEALS = "UNWIND $ids AS id MATCH (:Claim {claim_id: id})-[:PART_OF]->(d:Deal) RETURN d.deal_id AS id"
_BETWEEN = "UNWIND $ids AS id MATCH (:Claim {claim_id: id})-[:SUBJECT|OBJECT]->(e:Entity) RETURN e.entity_id AS id"
_MENTIONED = "UNWIND $ids AS id MATCH (:Article {article_id: id})-[:MENTIONS]->(e:Entity) RETURN e.entity_id AS id"
_LISTS = "UNWIND $ids AS id MATCH (:Entity {entity_id: id})-[:LISTED_ON]->(l:Entity) RETURN l.entity_id AS id"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a graph: keys of nodes by the label that they are merged on, and facts. What was taken back may be among them."""

    nodes: Mapping[str, frozenset[str]]
    facts: frozenset[str]


def of_period(tx: Transaction, since: date | None, until: date | None) -> Part:
    """What articles say that were published from the first to the last day, both included."""
    since, until = max(since or _FIRST_DAY, _FIRST_DAY), min(until or _LAST_DAY, _LAST_DAY)
    days = {"since": since, "until": until, "earliest": since - timedelta(days=31)}
    articles = {str(record["id"]) for record in tx.run(_ARTICLES, days)}
    claims = _ids(tx, _STATED, articles)
    return _part(tx, articles, claims, _ids(tx, _FACTS, claims), _ids(tx, _MENTIONED, articles))


def of_answer(tx: Transaction, claims: Collection[str], facts: Collection[str]) -> Part:
    """These claims and facts, every other claim that states such a fact, and their articles."""
    every = frozenset(facts) | _ids(tx, _FACTS, claims)
    stated = frozenset(claims) | _ids(tx, _FACTS_CLAIMS, every)
    return _part(tx, _ids(tx, _STATES, stated), stated, every)


def _part(tx: Transaction, articles: Collection[str], claims: Collection[str], facts: Iterable[str], named: Iterable[str] = ()) -> Part:
    entities = _ids(tx, _BETWEEN, claims) | frozenset(named)
    nodes = {ARTICLE: frozenset(articles), CLAIM: frozenset(claims), DEAL: _ids(tx, _DEALS, claims)}
    return Part({**nodes, ENTITY: entities | _ids(tx, _LISTS, entities)}, frozenset(facts))


def _ids(tx: Transaction, statement: str, given: Iterable[str]) -> frozenset[str]:
    return frozenset(str(record["id"]) for ids in slices(given) for record in tx.run(statement, ids=ids))


def slices(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    """The ids in order, as many at a time as one question takes."""
    whole = sorted(ids)
    yield from (whole[place : place + SIZE] for place in range(0, len(whole), SIZE))
