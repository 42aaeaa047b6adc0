"""model/*.yml → `Schema`, strictly: whatever the format does not know is a SchemaError with file, key and fix.

Beside what a file says, a declaration takes over from others: a label that extends another its key,
caption, properties and look; every one of them `every` of shared.yml; a label that is `withdrawable` its
`withdrawn`; a relationship type with `claims` its claim attributes and `rollup` of shared.yml, besides
`deals` where it has these, merged on `fact_id`; the label Claim the attributes, types and statuses of all
claims. What the result is used for does not belong here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from graph_schema.claim_rule import read_claim_rule
from graph_schema.errors import SchemaError
from graph_schema.look import check_look, read_look
from graph_schema.properties import SHARED, Properties, checked_name, merged, read_properties
from graph_schema.spec import CLAIM, FACT_ID, ROW_HASH, WITHDRAWN_WHY, NodeType, Property, PropertyType, RelationshipType, Schema
from graph_schema.strict import Fields, mapping, read_yaml

MODEL = Path(__file__).parent / "model"
ENDPOINT_COLUMNS = ("start", "end")
_LABEL = re.compile(r"[A-Z][A-Za-z0-9]*")
_TYPE = re.compile(r"[A-Z][A-Z0-9_]*")
_NODE_KEYS = ("node", "extends", "description", "key", "caption", "abstract", "fulltext", "withdrawable", "bookkeeping")

D = TypeVar("D", NodeType, RelationshipType)


def load_schema(folder: Path | None = None) -> Schema:
    """Read every declaration in `folder` (this package's model/ by default).

    Raises SchemaError naming file, key and fix.
    """
    folder = folder or MODEL
    paths = sorted(path for path in folder.glob("*.yml") if path.name != SHARED)
    if not paths:
        raise SchemaError("holds no declaration", where=str(folder), fix="Name a folder with one *.yml per label and relationship type.")
    shared = _shared(folder / SHARED)
    nodes: dict[str, tuple[str, NodeType]] = {}
    relationships: dict[str, tuple[str, RelationshipType]] = {}
    for path in paths:
        fields = read_yaml(path)
        if "node" in fields.values:
            node = _node(fields, shared)
            _add(nodes, node.label, path.name, node)
        else:
            relationship = _relationship(fields, shared)
            _add(relationships, relationship.type, path.name, relationship)
    complete = {label: _extended(where, node, nodes) for label, (where, node) in nodes.items()}
    for where, relationship in relationships.values():
        _check_endpoints(where, relationship, complete)
    if CLAIM in complete:
        complete[CLAIM] = _with_claims(complete[CLAIM], relationships.values())
    return Schema(complete, {type_: relationship for type_, (_, relationship) in relationships.items()})


@dataclass(frozen=True, slots=True)
class _Shared:
    """The groups of properties that declarations take over."""

    every: Properties
    rollup: Properties
    deals: Properties
    withdrawn: Properties


def _shared(path: Path) -> _Shared:
    fields = read_yaml(path)
    groups = {group: read_properties(fields.below(group)) for group in ("every", "rollup", "deals", "withdrawn")}
    fields.finish(list(groups))
    for name, group in ((ROW_HASH, "every"), (FACT_ID, "rollup"), (WITHDRAWN_WHY, "withdrawn")):
        if name not in groups[group] or groups[group][name].type is not PropertyType.STRING:
            raise SchemaError(f"property `{name}` is missing", where=f"{path.name}: {group}", fix=f"Declare `{name}: {{type: string, …}}`.")
    return _Shared(**groups)


def _add(found: dict[str, tuple[str, D]], name: str, where: str, declaration: D) -> None:
    if name in found:
        raise SchemaError(f"`{name}` is declared in {found[name][0]} already", where=where, fix="Keep one of the two files.")
    found[name] = (where, declaration)


def _node(fields: Fields, shared: _Shared) -> NodeType:
    label = checked_name(fields.take("node", str), _LABEL, fields.where, "CompanyGroup")
    base = fields.optional("extends", str, "") or None
    withdrawable = fields.optional("withdrawable", bool, False)
    given = {**shared.every, **(shared.withdrawn if withdrawable else {})}
    node = NodeType(
        label=label,
        description=fields.take("description", str),
        key="" if base else fields.take("key", str),
        caption="" if base else fields.take("caption", str),
        properties=merged(read_properties(fields.below("properties")), given, fields.where),
        base=base,
        abstract=fields.optional("abstract", bool, False),
        fulltext=fields.texts("fulltext"),
        withdrawable=withdrawable,
        bookkeeping=fields.optional("bookkeeping", bool, False),
        look=read_look(fields.below("look")),
    )
    fields.finish([*_NODE_KEYS, "look", "properties"])
    if base is None:
        _check_node(node, fields.where)
    return node


def _check_node(node: NodeType, where: str) -> None:
    for key, name in (("key", node.key), ("caption", node.caption), *(("fulltext", name) for name in node.fulltext)):
        if name not in node.properties:
            raise SchemaError(
                f"`{key}: {name}` is no property of {node.label}", where=where, fix=f"Use one of {', '.join(node.properties)}."
            )
        if node.properties[name].type not in (PropertyType.STRING, PropertyType.STRINGS):
            raise SchemaError(f"`{key}: {name}` is no text", where=where, fix="Use a property of type string.")
    if not node.properties[node.key].required:
        raise SchemaError(f"the key `{node.key}` is not required", where=where, fix="Give it `required: true`.")
    check_look(node.look, node.properties, where)


def _extended(where: str, node: NodeType, nodes: Mapping[str, tuple[str, NodeType]]) -> NodeType:
    if node.base is None:
        return node
    base = nodes[node.base][1] if node.base in nodes else None
    if base is None or base.base is not None:
        roots = ", ".join(label for label, (_, other) in nodes.items() if other.base is None)
        raise SchemaError(f"`extends: {node.base}` is no label that can be extended", where=where, fix=f"Use one of {roots}.")
    own = {name: p for name, p in node.properties.items() if base.properties.get(name) != p}
    complete = replace(
        node,
        key=base.key,
        caption=base.caption,
        withdrawable=base.withdrawable,
        properties=merged(dict(base.properties), own, where),
        look=node.look.over(base.look),
    )
    _check_node(complete, where)
    return complete


def _relationship(fields: Fields, shared: _Shared) -> RelationshipType:
    if "relationship" not in fields.values:
        raise SchemaError(
            "declares neither a label nor a relationship type", where=fields.where, fix="Begin with `node:` or `relationship:`."
        )
    type_ = checked_name(fields.take("relationship", str), _TYPE, fields.where, "INVESTS_IN")
    claims = read_claim_rule(fields.below("claims")) if "claims" in fields.values else None
    properties = merged(read_properties(fields.below("properties")), shared.every, fields.where)
    if claims is not None:
        rollup = merged(shared.rollup, shared.deals if claims.deals else {}, SHARED)
        if "status" in rollup:
            rollup["status"] = replace(rollup["status"], enum=tuple(s.name for s in claims.statuses))
        properties = merged(merged(rollup, claims.attributes, fields.where), properties, fields.where)
    reserved = next((name for name in properties if name in ENDPOINT_COLUMNS), None)
    if reserved:
        raise SchemaError(
            f"property `{reserved}` has a reserved name", where=fields.where, fix="Rename it: frames hold the nodes' keys there."
        )
    relationship = RelationshipType(
        type=type_,
        description=fields.take("description", str),
        endpoints=_endpoints(fields),
        properties=properties,
        key=fields.optional("key", str, "") or (FACT_ID if claims else None),
        symmetric=fields.optional("symmetric", bool, False),
        claims=claims,
        look=read_look(fields.below("look")),
    )
    fields.finish(["relationship", "description", "endpoints", "key", "symmetric", "look", "properties", "claims"])
    check_look(relationship.look, relationship.properties, fields.where)
    if relationship.key is not None and relationship.key not in properties:
        raise SchemaError(f"`key: {relationship.key}` is no property", where=fields.where, fix=f"Use one of {', '.join(properties)}.")
    return relationship


def _endpoints(fields: Fields) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for place, item in enumerate(fields.take("endpoints", list), 1):
        ends = mapping(item, f"{fields.where}: endpoints, item {place}")
        starts, targets = ends.texts("from"), ends.texts("to")
        ends.finish(["from", "to"])
        pairs += [(start, end) for start in starts for end in targets]
    if not pairs or len(set(pairs)) < len(pairs):
        raise SchemaError(
            "`endpoints` is empty or names a pair twice",
            where=fields.where,
            fix="Write each pair once: [{from: [Company], to: [Product]}].",
        )
    return tuple(pairs)


def _check_endpoints(where: str, relationship: RelationshipType, nodes: Mapping[str, NodeType]) -> None:
    for label in (label for pair in relationship.endpoints for label in pair):
        if label not in nodes:
            raise SchemaError(f"the endpoint label `{label}` is not declared", where=where, fix=f"Use one of {', '.join(nodes)}.")
    if relationship.symmetric and any((end, start) not in relationship.endpoints for start, end in relationship.endpoints):
        raise SchemaError("is symmetric, but its endpoints are not", where=where, fix="Declare each pair both ways.")
    if relationship.type in nodes:
        raise SchemaError(f"`{relationship.type}` is also a label", where=where, fix="Rename one of them.")


def _with_claims(claim: NodeType, declared: Iterable[tuple[str, RelationshipType]]) -> NodeType:
    """Claim with what the relationship types declare: their names, statuses and attributes.

    An attribute of one name has one type everywhere; its enumeration is the union. The index of an
    attribute is for the rolled-up relationship, which questions go to.
    """
    properties, attributes = dict(claim.properties), dict[str, Property]()
    statuses: dict[str, None] = {}
    types: list[str] = []
    for where, relationship in declared:
        if relationship.claims is None:
            continue
        types.append(relationship.type)
        statuses |= dict.fromkeys(status.name for status in relationship.claims.statuses)
        for name, attribute in relationship.claims.attributes.items():
            known = attributes.get(name, attribute)
            if known.type is not attribute.type:
                raise SchemaError(
                    f"attribute `{name}` is {attribute.type} here and {known.type} in another type", where=where, fix="Give it one type."
                )
            enum = tuple(dict.fromkeys((*known.enum, *attribute.enum))) if known.enum and attribute.enum else ()
            attributes[name] = replace(known, enum=enum, required=False, index=False)
    for name, enum in (("type", tuple(types)), ("status", tuple(statuses))):
        if name in properties:
            properties[name] = replace(properties[name], enum=enum)
    return replace(claim, properties=merged(properties, attributes, f"{CLAIM} with the claims' attributes"))
