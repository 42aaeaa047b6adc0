"""What the page shows, as plain values for its template and script; names, colours and lines come from the declaration."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import Any

from graph_schema.spec import ENDED, NodeType, Property, PropertyType, RelationshipType, Schema
from pipelines.picture.marks import pieces
from pipelines.records import Neighbourhood, Row

Scene = dict[str, Any]
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WEAKER = 0.18  # of its colour's strength an edge loses with each value that its look puts after the first
_WEAKEST = 0.4
_WIDEST = 7.0  # pixels
_STANDS = {"standing": ("Not said to be over.", "solid"), ENDED: ("Over.", "dotted")}  # of what no claim is about
_OPENED = ("http://", "https://")  # addresses that a click may open; the others are shown as text


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page is called, what it is about in a sentence, and the command that made it."""

    title: str
    about: str
    command: str


def scene(found: Neighbourhood, schema: Schema, heading: Heading) -> Scene:
    """Everything that the page tells; the same for the same neighbourhood."""
    articles = {str(row["id"]): place for place, row in enumerate(found.articles)}
    deals = {str(row["id"]): place for place, row in enumerate(found.deals)}
    facts = [_fact(row, schema.relationships[str(row["type"])], found) for row in found.relationships]
    return {
        "title": heading.title,
        "about": heading.about,
        "command": heading.command,
        "leftOut": found.left_out,
        "kinds": {label: _kind(schema.nodes[label]) for label in schema.entity_kinds if any(row["kind"] == label for row in found.nodes)},
        "types": {
            name: _type(type_) for name, type_ in schema.relationships.items() if any(row["type"] == name for row in found.relationships)
        },
        "nodes": [_node(row, schema.nodes[str(row["kind"])], row["id"] in found.centre) for row in found.nodes],
        "facts": sorted(facts, key=lambda fact: (fact["at"] is None, fact["at"] or "", fact["id"])),
        "claims": [_claim(row, schema, articles, deals) for row in found.claims],
        "articles": [_article(row["properties"]) for row in found.articles],
        "deals": [
            _told(row["properties"], schema.nodes["Deal"].properties, skip=("deal_id", "best_claim_id", "row_hash")) for row in found.deals
        ],
    }


def words(name: str) -> str:
    """A declared name as it is read: `COMPETES_WITH` as `competes with`, `GovernmentBody` as `government body`."""
    return _HUMP.sub(" ", name).replace("_", " ").lower()


def _kind(node: NodeType) -> Scene:
    return {"label": words(node.label), "description": node.description, "colour": node.look.colour, "icon": node.look.icon}


def _type(relationship: RelationshipType) -> Scene:
    statuses = relationship.claims.statuses if relationship.claims else ()
    standing = [status.name for status in statuses if not status.ends]
    lines = {name: "solid" if place == 0 else "dashed" for place, name in enumerate(standing)}
    told = {s.name: (s.description, lines.get(s.name, "dotted")) for s in statuses} or (_STANDS if ENDED in relationship.properties else {})
    return {
        "label": words(relationship.type),
        "description": relationship.description,
        "colour": relationship.look.colour,
        "directed": not relationship.symmetric,
        "stated": relationship.claims is not None,
        "statuses": {name: {"label": words(name), "description": description, "line": line} for name, (description, line) in told.items()},
    }


def _node(row: Row, node: NodeType, centre: bool) -> Scene:
    properties = row["properties"]
    skip = ("entity_id", "name", "aliases", "row_hash")
    told = _told(properties, node.properties, skip=skip)
    names = [alias for alias in properties.get("aliases", []) if alias != properties["name"]]
    return {"id": row["id"], "name": properties["name"], "aliases": names, "kind": row["kind"], "centre": centre, "told": told}


def _fact(row: Row, relationship: RelationshipType, found: Neighbourhood) -> Scene:
    properties = row["properties"]
    at, by = _dated(properties, relationship)
    told = relationship.claims.attributes if relationship.claims else relationship.properties
    claims = [place for place, claim in enumerate(found.claims) if claim["fact"] == row["id"]]
    return {
        "id": row["id"],
        "type": row["type"],
        "from": row["start"],
        "to": row["end"],
        "at": at,
        "by": by,
        "asked": row["id"] in found.asked,
        "status": _status(properties, relationship),
        "confidence": properties.get("confidence"),
        "disputed": properties.get("disputed", False),
        "articles": properties.get("article_count"),
        "publishers": properties.get("publisher_count"),
        "first": properties.get("first_published"),
        "last": properties.get("last_published"),
        "told": _told(properties, told, skip=(relationship.key or "", "row_hash", ENDED)),
        "claims": claims,
        "best": next((place for place in claims if found.claims[place]["id"] == properties.get("best_claim_id")), None),
        "width": _width(properties.get(relationship.look.size_by or "")),
        "strength": _strength(properties, relationship),
    }


def _status(properties: Mapping[str, Any], relationship: RelationshipType) -> str | None:
    """What the claims say together; of what no claim is about, whether it is over, where its type tells."""
    if relationship.claims is not None or ENDED not in relationship.properties:
        return properties.get("status")
    return ENDED if properties.get(ENDED) else "standing"


def _dated(properties: Mapping[str, Any], relationship: RelationshipType) -> tuple[str | None, str | None]:
    """When a fact counts, ISO 8601 as far as it is known, and by what."""
    if relationship.claims is not None:
        by = next((by for key, by in (("event", "event"), ("first_published", "first report")) if properties.get(key)), None)
        return properties.get("event") or properties.get("first_published"), by
    name = next(
        (name for name, declared in relationship.properties.items() if declared.type is PropertyType.DATE and properties.get(name)), None
    )
    return (_plain(properties[name]), words(name)) if name else (None, None)


def _claim(row: Row, schema: Schema, articles: Mapping[str, int], deals: Mapping[str, int]) -> Scene:
    properties = row["properties"]
    rule = schema.relationships[properties["type"]].claims
    return {
        "id": row["id"],
        "pieces": pieces(properties["sentence"], properties["start"], properties["evidence"]),
        "status": properties.get("status"),
        "confidence": properties["confidence"],
        "event": properties.get("event"),
        "judged": properties.get("judged"),
        "told": _told(properties, rule.attributes if rule else {}),
        "article": articles[str(row["article"])],
        "deal": deals.get(str(row["deal"])),
    }


def _article(properties: Any) -> Scene:
    url = properties.get("url")
    return {
        "title": properties.get("title") or properties.get("own_id"),
        "publisher": properties.get("publisher"),
        "published": (properties.get("published") or "")[:10] or None,
        "url": url,
        "opens": bool(url) and str(url).lower().startswith(_OPENED),
    }


def _told(properties: Mapping[str, Any], declared: Mapping[str, Property], skip: Iterable[str] = ()) -> list[list[str]]:
    """Names and values for people, in the declaration's order, without `skip` and what is absent."""
    return [[words(name), _plain(properties[name])] for name in declared if name not in skip and properties.get(name) is not None]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _width(value: Any) -> float:
    """Pixels, more for more; the least where the look names nothing or it is absent."""
    return min(_WIDEST, round(1.5 + log2(1 + max(0.0, float(value or 0))), 2))


def _strength(properties: Mapping[str, Any], relationship: RelationshipType) -> float:
    by = relationship.look.colour_by
    values = relationship.properties[by].enum if by else ()
    rank = values.index(properties[by]) if by and properties.get(by) in values else 0
    return max(_WEAKEST, round(1 - _WEAKER * rank, 2))
