"""The record as the frames of the graph: which nodes and relationships should be there.

Pure functions of frames and the declaration; writing them is `pipelines.graph.reconcile`. Every
claim goes in: it comes out as a node with its relationships, or among the refused with its reason.
Facts, deals and mentions come from what stands; what was taken back keeps its node and its proof.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from graph_schema.frames import check_nodes, check_relationships
from graph_schema.spec import CLAIM, DEAL, ROW_HASH, WITHDRAWN_WHY, NodeType, RelationshipType, Schema
from pipelines.graph.deals import gather
from pipelines.graph.destinations import same_money
from pipelines.graph.periods import iso, last_day, published_text
from pipelines.graph.rollup import identified, roll_up

ARTICLE = "Article"
RECORD = "Record"
LISTED_ON = "LISTED_ON"
_OF_ARTICLE = ["publisher", "published_at", "published_precision", "sketch"]  # what a roll-up wants to know of a claim's article
Pair = tuple[str, str, str]  # relationship type, start label, end label
Reason = tuple[str, str]  # code to count by, message to a person


@dataclass(slots=True)
class Projection:
    """Frames by label and by (type, start label, end label), checked, and what was refused.

    `refused` has one row per refused row: reason, message, what (label or type), key, sample.
    """

    nodes: dict[str, pd.DataFrame] = field(default_factory=dict)
    relationships: dict[Pair, pd.DataFrame] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, reason: Reason, what: str, key: object, sample: object) -> None:
        """Set one row aside."""
        kept = sample if isinstance(sample, str) else json.dumps(sample, default=str, ensure_ascii=False)
        self.refused.append({"reason": reason[0], "message": reason[1], "what": what, "key": str(key), "sample": kept})


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a graph says about where it comes from: its record, the digest of all that went in, the extractor's name."""

    record_id: str
    projection: str
    extractor: str


def project(record: Mapping[str, pd.DataFrame], schema: Schema, provenance: Provenance) -> Projection:
    """The graph that the record asks for.

    `record` holds the frames articles and claims as `pipelines.flow.standing` gives them, entities and
    links as resolution does, and listed_on, the rows of that relationship.
    """
    out = Projection()
    _add_nodes(out, schema, RECORD, pd.DataFrame({"record_id": [provenance.record_id], "projection": [provenance.projection]}))
    _add_nodes(out, schema, ARTICLE, _published(record["articles"]))
    for kind, frame in record["entities"].groupby("kind"):
        _add_entities(out, schema, str(kind), frame)
    claims = _claims(out, schema, record, provenance.extractor)
    standing = claims[claims[WITHDRAWN_WHY].isna()]
    deals = _deals(out, schema, standing, record["entities"])
    labels = {str(key): label for label, frame in out.nodes.items() for key in frame[schema.nodes[label].key]}
    for type_, frame in {**_provenance(record, claims, labels), "PART_OF": deals, LISTED_ON: record["listed_on"]}.items():
        _add_relationships(out, schema, schema.relationships[type_], frame, labels)
    dealt = standing.assign(deal_id=standing["claim_id"].map(dict(zip(deals["start"], deals["end"], strict=True))))
    for type_, relationship in schema.claim_types.items():
        facts = roll_up(identified(_of_type(dealt, type_), relationship), relationship)
        _add_relationships(out, schema, relationship, facts, labels)
    _drop_unneeded(out, schema)
    return out


def _drop_unneeded(out: Projection, schema: Schema) -> None:
    """Entities of withdrawn claims that the graph has no place for would hang on nothing."""
    used = {key for frame in out.relationships.values() for side in ("start", "end") for key in frame[side]}
    for label in (label for label in schema.entity_kinds if label in out.nodes):
        frame = out.nodes[label]
        out.nodes[label] = frame[frame[WITHDRAWN_WHY].isna() | frame["entity_id"].isin(used)].reset_index(drop=True)


def _published(articles: pd.DataFrame) -> pd.DataFrame:
    told = [published_text(at, how) for at, how in zip(articles["published_at"], articles["published_precision"], strict=True)]
    return articles.assign(published=pd.Series(told, index=articles.index, dtype=object))


def _claims(out: Projection, schema: Schema, record: Mapping[str, pd.DataFrame], extractor: str) -> pd.DataFrame:
    """Add the Claim nodes; return the accepted claims with start_id, end_id, and what roll-ups want to know of their articles."""
    claims = _placed(out, schema, record)
    rows = _resolved(claims, record, schema).assign(extractor=extractor)
    standing = rows[rows[WITHDRAWN_WHY].isna()]
    fact_ids = {
        claim: fact
        for type_, relationship in schema.claim_types.items()
        for claim, fact in identified(_of_type(standing, type_), relationship)[["claim_id", "fact_id"]].itertuples(index=False, name=None)
    }
    _add_nodes(out, schema, CLAIM, rows.assign(fact_id=rows["claim_id"].map(fact_ids)))
    return rows[rows["claim_id"].isin(out.nodes[CLAIM]["claim_id"])]


def _deals(out: Projection, schema: Schema, claims: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Add the Deal nodes of every type that has deals; returns which claim is part of which."""
    names = dict(zip(entities["entity_id"], entities["name"], strict=True))
    found = []
    for type_, relationship in schema.claim_types.items():
        if relationship.claims and relationship.claims.deals:
            facts = identified(_of_type(claims, type_), relationship)
            found.append(gather(facts, relationship, names, same_money(facts, entities, relationship.claims.deals.by)))
    deals = [frame for frame, _ in found if not frame.empty]
    _add_nodes(out, schema, DEAL, pd.concat(deals, ignore_index=True) if deals else pd.DataFrame())
    parts = [frame for _, frame in found if not frame.empty]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["start", "end"], dtype=object)


def _placed(out: Projection, schema: Schema, record: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The claims of the record that the graph has a place for, with start_id and end_id; the others are refused."""
    kinds = {str(id_): label for label in schema.entity_kinds if label in out.nodes for id_ in out.nodes[label]["entity_id"]}
    articles = set(out.nodes[ARTICLE]["article_id"])
    claims = linked(record["claims"], record["links"])
    reasons = []
    for row in claims.itertuples():
        reason = None if row.article_id in articles else ("article_refused", f"The article {row.article_id} is not in the graph.")
        reason = reason or _undeclared(schema, str(row.type), json.loads(str(row.attrs)))
        reason = reason or misplaced(schema, (str(row.type), row.start_id, row.end_id), kinds)
        reasons.append(reason)
        if reason:
            out.refuse(reason, CLAIM, row.claim_id, row.sentence)
    return claims[pd.Series([reason is None for reason in reasons], index=claims.index, dtype=bool)]


def linked(claims: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Claims with the entities of their two mentions in start_id and end_id, None where a mention has none."""
    links = links.drop(columns="article_id")
    for end, column in (("subject", "start_id"), ("object", "end_id")):
        keyed = links.rename(columns={"start": f"{end}_start", "end": f"{end}_end", "entity_id": column})
        claims = claims.merge(keyed, on=["reading_id", f"{end}_start", f"{end}_end"], how="left", validate="many_to_one")
    return claims


def _undeclared(schema: Schema, type_: str, attrs: Mapping[str, object]) -> Reason | None:
    declared = schema.claim_types.get(type_)
    if declared is None or declared.claims is None:
        return "undeclared_type", f"{type_} is no declared type; declare it in graph_schema/model, or extract anew."
    stray = next((name for name in attrs if name not in declared.claims.attributes), None)
    return ("undeclared", f"{type_} declares no attribute {stray}; declare it, or extract anew.") if stray else None


def misplaced(schema: Schema, ends: tuple[str, object, object], kinds: Mapping[str, str]) -> Reason | None:
    """Why the declaration has no place for a claim (type, subject id, object id): a reason code and a message."""
    type_, start, end = ends
    if not isinstance(start, str) or not isinstance(end, str):
        return "unlinked", f"A mention of this {type_} is linked to no entity; run the step `entities`."
    absent = next((end for end in (start, end) if end not in kinds), None)
    if absent is not None:
        return "entity_refused", f"The entity {absent} is not in the graph."
    if start == end:
        return "same_entity", f"{type_} from an entity to itself: both names resolve to {start}."
    if schema.allows(type_, kinds[start], kinds[end]):
        return None
    allowed = ", ".join(f"{a} to {b}" for a, b in schema.relationships[type_].endpoints)
    return "endpoint", f"{type_} goes not from {kinds[start]} to {kinds[end]}; allowed: {allowed}."


def _resolved(claims: pd.DataFrame, record: Mapping[str, pd.DataFrame], schema: Schema) -> pd.DataFrame:
    """Claims as rows of the Claim label: attributes as columns, evidence as text, and publication."""
    names = sorted({name for declared in schema.claim_types.values() if declared.claims for name in declared.claims.attributes})
    attributes = pd.DataFrame([json.loads(text) for text in claims["attrs"]], index=claims.index).reindex(columns=names).astype(object)
    evidence = claims["evidence"].map(lambda row: [f"{e['role']}:{e['start']}:{e['end']}" for e in row])
    rows = _dated(claims.drop(columns="attrs")).assign(evidence=evidence).join(attributes)
    return rows.merge(record["articles"][["article_id", *_OF_ARTICLE]], on="article_id", how="left", validate="many_to_one")


def _dated(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims with when each event was: as text of the known precision, and the last day of that period."""
    days = [
        (day, how) if isinstance(how, str) else None for day, how in zip(claims["event_date"], claims["event_date_precision"], strict=True)
    ]
    texts, ends = [day and iso(*day) for day in days], [day and last_day(*day) for day in days]
    return claims.assign(
        event=pd.Series(texts, index=claims.index, dtype=object), event_until=pd.Series(ends, index=claims.index, dtype=object)
    )


def _of_type(claims: pd.DataFrame, type_: str) -> pd.DataFrame:
    """The claims of one type between their entities: start and end are entity ids, no longer offsets."""
    chosen = claims[claims["type"] == type_]
    return chosen.drop(columns=["start", "end"]).rename(columns={"start_id": "start", "end_id": "end"})


def _provenance(record: Mapping[str, pd.DataFrame], claims: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    articles = record["articles"]
    readings = articles.loc[articles[WITHDRAWN_WHY].isna() & articles["article_id"].isin(labels), "reading_id"]
    links = record["links"]
    links = links[links["reading_id"].isin(readings) & links["entity_id"].isin(labels)]  # a refused end is told once, not per mention
    mentions = links.groupby(["article_id", "entity_id"]).size().reset_index(name="count")
    return {
        "STATED_IN": claims[["claim_id", "article_id"]].set_axis(["start", "end"], axis=1),
        "SUBJECT": claims[["claim_id", "start_id"]].set_axis(["start", "end"], axis=1),
        "OBJECT": claims[["claim_id", "end_id"]].set_axis(["start", "end"], axis=1),
        "MENTIONS": mentions.rename(columns={"article_id": "start", "entity_id": "end"}),
    }


def _declared(type_: NodeType | RelationshipType) -> list[str]:
    return [name for name in type_.properties if name != ROW_HASH]


def _add_nodes(out: Projection, schema: Schema, label: str, frame: pd.DataFrame) -> None:
    node = schema.nodes[label]
    checked = check_nodes(schema, label, frame.reindex(columns=_declared(node)))
    out.nodes[label] = checked.accepted
    for row in checked.refused.to_dict("records"):
        out.refuse((row["reason"], row["message"]), label, row[node.key], row)


def _add_entities(out: Projection, schema: Schema, kind: str, frame: pd.DataFrame) -> None:
    if kind in schema.entity_kinds:
        _add_nodes(out, schema, kind, frame.drop(columns="kind"))
        return
    reason = "undeclared_kind", f"{kind} is no declared kind of entity; declare it in graph_schema/model, or extract anew."
    for row in frame.to_dict("records"):
        out.refuse(reason, kind, row["entity_id"], row["name"])


def _add_relationships(out: Projection, schema: Schema, type_: RelationshipType, frame: pd.DataFrame, labels: Mapping[str, str]) -> None:
    checked = check_relationships(schema, type_.type, frame.reindex(columns=["start", "end", *_declared(type_)]), labels)
    for row in checked.refused.to_dict("records"):
        out.refuse((row["reason"], row["message"]), type_.type, f"{row['start']} → {row['end']}", row)
    ends = checked.accepted.assign(a=checked.accepted["start"].map(labels), b=checked.accepted["end"].map(labels))
    for (start, end), part in ends.groupby(["a", "b"]):
        out.relationships[(type_.type, str(start), str(end))] = part.drop(columns=["a", "b"])
