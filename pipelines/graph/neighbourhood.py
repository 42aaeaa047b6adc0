"""A part of the graph around somebody, or that an answer speaks of, with the claims, articles and deals that prove it.

Bounded: where more entities would come than there is room for, those stay that most articles join to what is already
there. Drawing it is `pipelines.picture`'s business.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from neo4j import RoutingControl

from graph_schema.cypher import quoted
from graph_schema.errors import SchemaError
from graph_schema.queries import Query
from graph_schema.spec import CLAIM, DEAL, ENTITY, FACT_ID, Property, PropertyType, RelationshipType, Schema
from pipelines.graph.ask import plain
from pipelines.graph.server import Server
from pipelines.records import Neighbourhood, Row

ARTICLE = "Article"
_OTHERS = ((ARTICLE, "article", "of_article"), (DEAL, "deal", "of_deal"))
# A relationship counts by its event, else its first report, else the first date that its type declares; a month or a
# year counts where it meets the period.
_SINCE = """($since IS NULL OR coalesce(r.event_date, date(r.first_stated), r[$days[type(r)]])
  + CASE size(coalesce(r.event, r.first_published, ''))
  WHEN 4 THEN duration({years: 1}) WHEN 7 THEN duration({months: 1}) ELSE duration({days: 1}) END > $since)"""
_CALLED = Query("view", "", "", (), (), "WITH e WHERE NOT e:Withdrawn RETURN e.entity_id AS id ORDER BY id", (("e", "entity"),))
_NAMED = "MATCH (e:Entity) WHERE e.name IN $names AND NOT e:Withdrawn RETURN e.entity_id AS id ORDER BY id"
_NEAR = """
MATCH (e:Entity)-[r:{types}]-(n:Entity)
WHERE e.entity_id IN $ids AND NOT n.entity_id IN $ids AND NOT n:Withdrawn AND {since}
WITH DISTINCT n, r
RETURN n.entity_id AS id, sum(coalesce(r.article_count, 0)) AS articles ORDER BY articles DESC, id
"""
_AMONG = """
MATCH (a:Entity)-[r:{types}]->(b:Entity)
WHERE a.entity_id IN $ids AND b.entity_id IN $ids AND {since}
RETURN type(r) AS type, a.entity_id AS start, b.entity_id AS end, properties(r) AS properties
"""
# A claim that is about a transaction brings the facts of all who took part in it.
_STATED = """
MATCH (c:Claim) WHERE c.claim_id IN $claims AND c.fact_id IS NOT NULL
OPTIONAL MATCH (c)-[:PART_OF]->(:Deal)<-[:PART_OF]-(with:Claim)
WITH c.fact_id AS own, collect(DISTINCT with.fact_id) AS joint
UNWIND [own] + joint AS fact
RETURN DISTINCT fact ORDER BY fact
"""
_ENDS = """
MATCH (c:Claim) WHERE c.fact_id IN $facts AND NOT c:Withdrawn
MATCH (c)-[:SUBJECT|OBJECT]->(e:Entity)
WITH DISTINCT c.fact_id AS fact, e.entity_id AS id
RETURN fact, collect(id) AS ids
"""
_ENTITIES = (
    "MATCH (e:Entity) WHERE e.entity_id IN $ids RETURN e.entity_id AS id, labels(e) AS labels, properties(e) AS properties ORDER BY id"
)
_PROOF = """
MATCH (c:Claim) WHERE c.fact_id IN $facts AND NOT c:Withdrawn
MATCH (c)-[:STATED_IN]->(a:Article)
OPTIONAL MATCH (c)-[:PART_OF]->(d:Deal)
RETURN c.fact_id AS fact, c.claim_id AS id, a.article_id AS article, d.deal_id AS deal,
  properties(c) AS claim, properties(a) AS of_article, properties(d) AS of_deal
ORDER BY fact, a.published_at, id
"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far to go: steps from the middle, most entities, relationship types, first day.

    Raises SchemaError for a type that joins no entities.
    """

    schema: Schema
    depth: int = 1
    limit: int = 500
    types: tuple[str, ...] = ()
    since: date | None = None

    def __post_init__(self) -> None:
        there = entity_types(self.schema)
        stray = next((type_ for type_ in self.types if type_ not in there), None)
        if stray is not None:
            raise SchemaError(f"no relationship of type {stray!r} joins entities", where="--type", fix=f"Choose one of {', '.join(there)}.")

    def cypher(self, statement: str) -> str:
        """The statement over these types only."""
        return statement.format(types="|".join(map(quoted, self.types or entity_types(self.schema))), since=_SINCE)

    @property
    def params(self) -> dict[str, object]:
        """What every statement over relationships is given."""
        days = {name: day for name, type_ in entity_types(self.schema).items() if (day := day_property(type_))}
        return {"since": self.since, "days": days}


def entity_types(schema: Schema) -> Mapping[str, RelationshipType]:
    """The relationship types that join entities, by name."""
    return {
        name: type_
        for name, type_ in schema.relationships.items()
        if all(schema.nodes[label].is_a(ENTITY) for pair in type_.endpoints for label in pair)
    }


def day_property(relationship: RelationshipType) -> str | None:
    """The property that dates a relationship which is not rolled up from claims: the first date it declares."""
    if relationship.claims is not None:
        return None
    return next((name for name, declared in relationship.properties.items() if declared.type is PropertyType.DATE), None)


def around(server: Server, name: str, bounds: Bounds) -> Neighbourhood:
    """What is up to `bounds.depth` steps from the entities of that name or alias; without nodes where nobody is called so."""
    called = list(dict.fromkeys(str(row["id"]) for row in _read(server, _CALLED.cypher, entity=name)))
    return _grown(server, called, bounds, centre=tuple(called))


def of_answer(server: Server, answer: pd.DataFrame, bounds: Bounds) -> Neighbourhood:
    """The entities and facts that the rows of an answer name, what is up to `bounds.depth` steps from them, and all facts among these.

    Facts and claims are named by the columns `fact`, `claim` and those that end so; entities by whatever else is
    exactly their name, but for what describes an article.
    """
    of_claims = [str(row["fact"]) for row in _read(server, _STATED, claims=_ids(answer, "claim"))]
    facts = list(dict.fromkeys([*_ids(answer, "fact"), *of_claims]))
    ends = {str(row["fact"]): sorted(row["ids"]) for row in _read(server, _ENDS, facts=facts)}
    named = [str(row["id"]) for row in _read(server, _NAMED, names=_names(answer, bounds.schema))]
    middle = [id_ for fact in facts for id_ in ends.get(fact, [])] + named
    return _grown(server, list(dict.fromkeys(middle)), bounds, asked=tuple(facts))


def _grown(
    server: Server, middle: Sequence[str], bounds: Bounds, centre: tuple[str, ...] = (), asked: tuple[str, ...] = ()
) -> Neighbourhood:
    """From the middle outwards as far as there is room, with all relationships among what is there."""
    ids, left_out = list(middle[: bounds.limit]), max(0, len(middle) - bounds.limit)
    for _ in range(bounds.depth):
        near = [str(row["id"]) for row in _read(server, bounds.cypher(_NEAR), ids=ids, **bounds.params)]
        room = bounds.limit - len(ids)
        ids += near[:room]
        left_out += max(0, len(near) - room)
        if len(near) >= room:
            break
    among = _read(server, bounds.cypher(_AMONG), ids=ids, **bounds.params)
    relationships = sorted((_relationship(bounds.schema, row) for row in among), key=lambda row: str(row["id"]))
    nodes = tuple(_node(bounds.schema, row) for row in _read(server, _ENTITIES, ids=ids))
    return Neighbourhood(nodes, tuple(relationships), *_proof(server, bounds.schema, relationships), centre, asked, left_out)


def _node(schema: Schema, found: Row) -> Row:
    kind = next(label for label in schema.entity_kinds if label in found["labels"])
    return {"id": found["id"], "kind": kind, "properties": _declared(found["properties"], schema.nodes[kind].properties)}


def _relationship(schema: Schema, found: Row) -> Row:
    type_ = schema.relationships[str(found["type"])]
    properties = _declared(found["properties"], type_.properties)
    id_ = properties[type_.key] if type_.key else f"{found['start']} {type_.type} {found['end']}"
    return {**found, "id": id_, "properties": properties}


def _proof(server: Server, schema: Schema, relationships: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]:
    """The claims of those relationships, their articles and their deals."""
    facts = [row["id"] for row in relationships if schema.relationships[str(row["type"])].key == FACT_ID]
    rows = _read(server, _PROOF, facts=facts)
    claims = tuple(
        {
            **{key: row[key] for key in ("id", "fact", "article", "deal")},
            "properties": _declared(row["claim"], schema.nodes[CLAIM].properties),
        }
        for row in rows
    )
    others = ((schema.nodes[label], {row[key]: row[of] for row in rows if row[key]}) for label, key, of in _OTHERS)
    articles, deals = (
        tuple({"id": id_, "properties": _declared(found[id_], label.properties)} for id_ in sorted(found)) for label, found in others
    )
    return claims, articles, deals


def _declared(found: object, properties: Mapping[str, Property]) -> dict[str, object]:
    """What is declared and there, in the declaration's order; no times of processing, which differ from graph to graph."""
    values = dict(found)  # type: ignore[call-overload]
    return {name: plain(values[name]) for name, declared in properties.items() if name in values and not declared.processing}


def _ids(answer: pd.DataFrame, what: str) -> list[str]:
    """The ids in the columns `what`, `first_what` and the like, in lists too; a column of counts has none."""
    columns = [column for column in answer.columns if str(column).removesuffix("s").rpartition("_")[2] == what]
    return _texts(answer[columns])


def _names(answer: pd.DataFrame, schema: Schema) -> list[str]:
    of_articles = {*schema.nodes[ARTICLE].properties, "sentence", "fact", "claim"}
    return _texts(answer[[column for column in answer.columns if column not in of_articles]])


def _texts(cells: pd.DataFrame) -> list[str]:
    """The texts in some cells, those in lists too, each once, row by row."""
    values = (
        value for row in cells.itertuples(index=False, name=None) for cell in row for value in (cell if isinstance(cell, list) else [cell])
    )
    return list(dict.fromkeys(value for value in values if isinstance(value, str)))


def _read(server: Server, cypher: str, **params: object) -> list[Row]:
    found = server.driver.execute_query(cypher, params, database_=server.database, routing_=RoutingControl.READ)
    return [record.data() for record in found.records]
