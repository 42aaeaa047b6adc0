"""The record as the frames of the graph: which nodes and relationships should be there.

Pure functions of frames and the declaration; writing them is `pipelines.graph.reconcile`. Every
claim goes in: it comes out as a node with its relationships, or among the refused with its reason.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from graph_schema.frames import check_nodes, check_relationships
from graph_schema.spec import RelationshipType, Schema
from pipelines.graph.rollup import identified, roll_up

Pair = tuple[str, str, str]  # relationship type, start label, end label


@dataclass(slots=True)
class Projection:
    """Frames by label and by (type, start label, end label), checked, and what was refused.

    `refused` has one row per refused row: reason, message, what (label or type), key, sample.
    """

    nodes: dict[str, pd.DataFrame] = field(default_factory=dict)
    relationships: dict[Pair, pd.DataFrame] = field(default_factory=dict)
    refused: list[dict[str, str]] = field(default_factory=list)


def project(record: Mapping[str, pd.DataFrame], schema: Schema, *, extractor: str) -> Projection:
    """The graph that the record asks for.

    `record` holds the frames articles, mentions, claims, entities and links as the record's tables
    give them (see pipelines.record.tables); `extractor` is the extractor's name, for provenance.
    """
    out = Projection()
    kinds = dict(zip(record["entities"]["entity_id"], record["entities"]["kind"], strict=True))
    claims = _placed(_resolved(record, schema), kinds, schema, out)
    _add_nodes(out, schema, "Article", record["articles"])
    for kind, frame in record["entities"].groupby("kind"):
        _add_nodes(out, schema, str(kind), frame.drop(columns="kind"))
    facts = {type_: identified(_between_entities(claims[claims["type"] == type_]), rel) for type_, rel in schema.claim_types.items()}
    fact_ids = {claim: fact for frame in facts.values() for claim, fact in zip(frame["claim_id"], frame["fact_id"], strict=True)}
    _add_nodes(out, schema, "Claim", claims.assign(extractor=extractor, fact_id=claims["claim_id"].map(fact_ids)))
    labels = _labels(out)
    for type_, frame in _provenance(record, claims).items():
        _add_relationships(out, schema, schema.relationships[type_], frame, labels)
    for type_, relationship in schema.claim_types.items():
        _add_relationships(out, schema, relationship, roll_up(facts[type_], relationship), labels)
    return out


def _resolved(record: Mapping[str, pd.DataFrame], schema: Schema) -> pd.DataFrame:
    """Claims with their entity ids in start_id and end_id, attributes as columns, and publication."""
    links = record["links"]
    claims = claim_frame(record["claims"], schema)
    for end, column in (("subject", "start_id"), ("object", "end_id")):
        keyed = links.rename(columns={"start": f"{end}_start", "end": f"{end}_end", "entity_id": column})
        claims = claims.merge(keyed, on=["article_id", f"{end}_start", f"{end}_end"], how="left", validate="many_to_one")
    return claims.merge(record["articles"][["article_id", "publisher", "published_at"]], on="article_id", how="left")


def _placed(claims: pd.DataFrame, kinds: Mapping[str, str], schema: Schema, out: Projection) -> pd.DataFrame:
    """The claims whose two ends the declaration allows; the others are refused."""
    reasons = [misplaced(schema, row, kinds) for row in claims[["type", "start_id", "end_id"]].itertuples(index=False, name=None)]
    refused = pd.Series([reason is not None for reason in reasons], index=claims.index, dtype=bool)
    for reason, row in zip(filter(None, reasons), claims[refused].itertuples(), strict=True):
        out.refused.append(_refused_row(*reason, "Claim", str(row.claim_id), str(row.sentence)))
    return claims[~refused]


def misplaced(schema: Schema, ends: tuple[str, str, str], kinds: Mapping[str, str]) -> tuple[str, str] | None:
    """Why the declaration has no place for a claim (type, subject id, object id): a reason code and a message."""
    type_, start, end = ends
    if start == end:
        return "same_entity", f"{type_} from an entity to itself: both names resolve to {start}."
    pair = (kinds[start], kinds[end])
    allowed = schema.relationships[type_].endpoints
    if pair in allowed:
        return None
    return "endpoint", f"{type_} goes not from {pair[0]} to {pair[1]}; allowed: {', '.join(f'{a} to {b}' for a, b in allowed)}."


def _provenance(record: Mapping[str, pd.DataFrame], claims: pd.DataFrame) -> dict[str, pd.DataFrame]:
    mentions = record["links"].groupby(["article_id", "entity_id"]).size().reset_index(name="count")
    return {
        "STATED_IN": claims[["claim_id", "article_id"]].set_axis(["start", "end"], axis=1),
        "SUBJECT": claims[["claim_id", "start_id"]].set_axis(["start", "end"], axis=1),
        "OBJECT": claims[["claim_id", "end_id"]].set_axis(["start", "end"], axis=1),
        "MENTIONS": mentions.rename(columns={"article_id": "start", "entity_id": "end"}),
    }


def _between_entities(claims: pd.DataFrame) -> pd.DataFrame:
    return claims.drop(columns=["start", "end"]).rename(columns={"start_id": "start", "end_id": "end"})


def claim_frame(claims: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Claims of the record as rows of the Claim label: attributes as columns, evidence as text."""
    names = {name for relationship in schema.claim_types.values() if relationship.claims for name in relationship.claims.attributes}
    attributes = pd.DataFrame([json.loads(text) for text in claims["attrs"]], index=claims.index).reindex(columns=sorted(names))
    evidence = claims["evidence"].map(lambda row: [f"{e['role']}:{e['start']}:{e['end']}" for e in row])
    return claims.drop(columns="attrs").assign(evidence=evidence).join(attributes.astype(object))


def _labels(out: Projection) -> dict[str, str]:
    keys = {"Article": "article_id", "Claim": "claim_id"}
    return {str(key): label for label, frame in out.nodes.items() for key in frame[keys.get(label, "entity_id")]}


def _add_nodes(out: Projection, schema: Schema, label: str, frame: pd.DataFrame) -> None:
    declared = [name for name in schema.nodes[label].properties if name != "row_hash"]
    checked = check_nodes(schema, label, frame.reindex(columns=declared))
    out.nodes[label] = checked.accepted
    key = schema.nodes[label].key
    for row in checked.refused.to_dict("records"):
        out.refused.append(_refused_row(row["reason"], row["message"], label, str(row[key]), json.dumps(row, default=str)))


def _add_relationships(out: Projection, schema: Schema, type_: RelationshipType, frame: pd.DataFrame, labels: Mapping[str, str]) -> None:
    declared = ["start", "end", *(name for name in type_.properties if name != "row_hash")]
    checked = check_relationships(schema, type_.type, frame.reindex(columns=declared), labels)
    for row in checked.refused.to_dict("records"):
        key = f"{row['start']} → {row['end']}"
        out.refused.append(_refused_row(row["reason"], row["message"], type_.type, key, json.dumps(row, default=str)))
    ends = checked.accepted.assign(a=checked.accepted["start"].map(labels), b=checked.accepted["end"].map(labels))
    for (start, end), part in ends.groupby(["a", "b"]):
        out.relationships[(type_.type, str(start), str(end))] = part.drop(columns=["a", "b"])


def _refused_row(reason: str, message: str, what: str, key: str, sample: str) -> dict[str, str]:
    return {"reason": reason, "message": message, "what": what, "key": key, "sample": sample}
