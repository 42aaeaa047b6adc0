"""Labels and relationship types as Bloom's file has them: what they are called by, what is shown, how it looks.

Bloom draws a node as the first category that it has a label of. So what was taken back comes first, whatever it is else;
then the kinds of entities, the most specific labels; then the rest; at last the labels that others extend.
"""

from collections.abc import Iterable, Mapping

from graph_schema.bloom.ids import CREATED_AT
from graph_schema.bloom.rules import DATA_TYPES, icon, rules
from graph_schema.spec import ENTITY, ROW_HASH, WITHDRAWN, NodeType, Property, RelationshipType, Schema

_ENTITY_SIZE, _OTHER_SIZE = 1, 0.5  # what the graph is about, and what it rests on


def drawn_labels(schema: Schema) -> list[str]:
    """The labels that are categories, in the order in which Bloom goes by them."""
    nodes = [node for node in schema.nodes.values() if not node.bookkeeping]
    specific = sorted(nodes, key=lambda node: (node.base is None, node.abstract))
    return [WITHDRAWN, *(node.label for node in specific)]


def categories(schema: Schema) -> list[dict[str, object]]:
    """A category for each label but those of bookkeeping about the graph itself."""
    drawn = (_withdrawn(schema) if label == WITHDRAWN else schema.nodes[label] for label in drawn_labels(schema))
    return [_category(node, _shown(node, schema), place) for place, node in enumerate(drawn, 1)]


def label_properties(schema: Schema) -> dict[str, list[dict[str, str]]]:
    """The properties of every label of the database."""
    owners = {WITHDRAWN: _of_withdrawn(schema), **{label: node.properties for label, node in schema.nodes.items()}}
    return {label: _keys(label, properties.values()) for label, properties in sorted(owners.items())}


def relationship_types(schema: Schema) -> list[dict[str, object]]:
    """Every relationship type, by name."""
    return [_relationship(relationship) for _, relationship in sorted(schema.relationships.items())]


def hidden_types(schema: Schema) -> list[str]:
    """The types that tie entities to what the graph rests on: who expands a company shall see facts, not hundreds of articles."""

    def is_entity(label: str) -> bool:
        return schema.nodes[label].is_a(ENTITY)

    return sorted(r.type for r in schema.relationships.values() if any(is_entity(a) != is_entity(b) for a, b in r.endpoints))


def _shown(node: NodeType, schema: Schema) -> tuple[str, ...]:
    """The properties that a node is called by; what was taken back has one of several, by what it is else."""
    return (node.caption,) if node.caption else tuple(dict.fromkeys(n.caption for n in schema.nodes.values() if n.withdrawable))


def _withdrawn(schema: Schema) -> NodeType:
    """What was taken back, as a label like another."""
    return NodeType(WITHDRAWN, "Taken back.", key="", caption="", properties=_of_withdrawn(schema))


def _of_withdrawn(schema: Schema) -> Mapping[str, Property]:
    return {name: p for node in schema.nodes.values() if node.withdrawable for name, p in node.properties.items()}


def _category(node: NodeType, shown: tuple[str, ...], place: int) -> dict[str, object]:
    size = _ENTITY_SIZE if node.is_a(ENTITY) else _OTHER_SIZE
    return {
        "id": place,
        "name": node.label,
        "labels": [node.label],
        "properties": [{"name": p.name, "exclude": p.name == ROW_HASH, "dataType": DATA_TYPES[p.type]} for p in node.properties.values()],
        "createdAt": CREATED_AT,
        "lastEditedAt": CREATED_AT,
        "color": node.look.colour,
        "size": size,
        "icon": icon(node.look),
        "textSize": 1,
        "textAlign": "top",
        "captions": _captions(node, shown),
        "captionKeys": [],
        "styleRules": rules(node.label, node.look, node.properties, size),
    }


def _captions(node: NodeType, shown: tuple[str, ...]) -> list[dict[str, object]]:
    told = {*shown, *node.fulltext, node.look.size_by, node.look.colour_by}
    names = sorted(name for name in node.properties if name != ROW_HASH)
    properties = [_caption(name, "property", shown=name in shown, told=name in told) | {"isGdsData": False} for name in names]
    return [_caption(node.label, "label"), *properties]


def _caption(key: str, kind: str, *, shown: bool = False, told: bool = False) -> dict[str, object]:
    return {"inTooltip": told, "styles": [], "isCaption": shown, "key": key, "type": kind}


def _relationship(relationship: RelationshipType) -> dict[str, object]:
    return {
        "id": relationship.type,
        "name": relationship.type,
        "properties": _keys(relationship.type, relationship.properties.values()),
        "color": relationship.look.colour,
        "size": 1,
        "textSize": 1,
        "textAlign": "top",
        "captions": [_caption(relationship.type, "relationship", shown=True, told=True)],
        "captionKeys": [],
        "styleRules": rules(relationship.type, relationship.look, relationship.properties, 1),
    }


def _keys(owner: str, properties: Iterable[Property]) -> list[dict[str, str]]:
    return [{"propertyKey": p.name, "type": owner, "dataType": DATA_TYPES[p.type]} for p in properties]
