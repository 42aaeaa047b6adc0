"""Declaration → checks on a DataFrame before any write; each refused row is kept with its reason.

Community edition enforces uniqueness only, so presence, type, enumeration, endpoints and "nothing
undeclared" are checked here. A column that is not declared is a programming error (SchemaError); a
bad value is one refused row, and the rest goes on. Values are the business of `graph_schema.values`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from graph_schema.errors import SchemaError
from graph_schema.spec import CLAIM, ROW_HASH, NodeType, Property, PropertyType, RelationshipType, Schema
from graph_schema.upsert import concrete
from graph_schema.values import Fault, checked

START = Property("start", PropertyType.STRING, "Key of the node it starts from.", required=True)
END = Property("end", PropertyType.STRING, "Key of the node it ends at.", required=True)

Columns = Mapping[str, list[object]]
Faults = list[Fault | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A frame split in two: every row of the input is in exactly one of them.

    `accepted` has each declared column but row_hash, of plain Python values with None for nothing;
    `refused` has the columns of the input as they came, and `reason` (a code) and `message`.
    """

    accepted: pd.DataFrame
    refused: pd.DataFrame


def check_nodes(schema: Schema, label: str, frame: pd.DataFrame) -> Checked:
    """Check rows of one label: presence, type, enumeration, doubled key; for Claim also what its type declares.

    Raises SchemaError for an undeclared column or a label that no node has as its own.
    """
    node = concrete(schema, label)
    declared = _columns_of(node)
    columns, faults = _values(declared, {node.key}, frame, label)
    if label == CLAIM:
        _fill(faults, (_claim_fault(schema, row) for row in _rows(columns)))
    _fill(faults, _doubled(columns[node.key], node.key, faults))
    return _split(frame, columns, faults)


def check_relationships(schema: Schema, type_: str, frame: pd.DataFrame, labels: Mapping[str, str]) -> Checked:
    """Check rows of one relationship type: columns start, end (node keys) and properties.

    `labels` maps the key of every node that will be there to its most specific label; a row with
    another key is refused as dangling. Raises SchemaError for an undeclared column.
    """
    relationship = schema.relationships[type_]
    declared = [START, END, *_columns_of(relationship)]
    columns, faults = _values(declared, {relationship.key or ""}, frame, type_)
    _fill(
        faults,
        (_endpoint_fault(schema, relationship, start, end, labels) for start, end in zip(columns["start"], columns["end"], strict=True)),
    )
    pairs: Sequence[object] = list(zip(columns["start"], columns["end"], strict=True))
    name = relationship.key or "start and end"
    _fill(faults, _doubled(columns[relationship.key] if relationship.key else pairs, name, faults))
    return _split(frame, columns, faults)


def _columns_of(declared: NodeType | RelationshipType) -> list[Property]:
    return [p for p in declared.properties.values() if p.name != ROW_HASH]


def _values(declared: Sequence[Property], keys: set[str], frame: pd.DataFrame, what: str) -> tuple[dict[str, list[object]], Faults]:
    """Each declared column's values as they are written, and the first fault of each row."""
    _refuse_undeclared([p.name for p in declared], frame, what)
    columns: dict[str, list[object]] = {}
    faults: Faults = [None] * len(frame)
    for p in declared:
        given = frame[p.name].tolist() if p.name in frame.columns else [None] * len(frame)
        found = [checked(p, value, indexed=p.index or p.name in keys) for value in given]
        _fill(faults, (value if isinstance(value, Fault) else None for value in found))
        columns[p.name] = [None if isinstance(value, Fault) else value for value in found]
    return columns, faults


def _refuse_undeclared(declared: Sequence[str], frame: pd.DataFrame, what: str) -> None:
    if not frame.columns.is_unique:
        raise SchemaError("a column stands in the frame twice", where=what, fix="Give the frame each column once.")
    stray = [str(column) for column in frame.columns if column not in declared]
    if stray:
        fix = (
            "Leave it out: the writer computes it."
            if stray[0] == ROW_HASH
            else f"Declare it in model/, or use one of {', '.join(declared)}."
        )
        raise SchemaError(f"column `{stray[0]}` is not declared", where=what, fix=fix)


def _fill(faults: Faults, more: Iterable[Fault | None]) -> None:
    """Keep the first fault of each row."""
    for place, fault in enumerate(more):
        if fault is not None and faults[place] is None:
            faults[place] = fault


def _rows(columns: Columns) -> Iterable[dict[str, object]]:
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _doubled(keys: Sequence[object], name: str, faults: Faults) -> Iterable[Fault | None]:
    """A fault for each sound row whose key an earlier sound row has."""
    seen: set[object] = set()
    for key, fault in zip(keys, list(faults), strict=True):
        yield Fault("doubled_key", f"{name} {key!r} stands in an earlier row already; a key is written once.") if key in seen else None
        if fault is None:
            seen.add(key)


def _endpoint_fault(schema: Schema, relationship: RelationshipType, start: object, end: object, labels: Mapping[str, str]) -> Fault | None:
    if not isinstance(start, str) or not isinstance(end, str):
        return None  # refused for the missing key already
    for side, key in (("start", start), ("end", end)):
        if key not in labels:
            return Fault("dangling", f"{side} {key!r} is no node of this graph; write the node, or leave the {relationship.type} out.")
    pair = schema.nodes[labels[start]], schema.nodes[labels[end]]
    if not schema.allows(relationship.type, pair[0].label, pair[1].label):
        allowed = ", ".join(f"{a} to {b}" for a, b in relationship.endpoints)
        return Fault("endpoint", f"{relationship.type} goes not from {pair[0].label} to {pair[1].label}; allowed: {allowed}.")
    if start == end and (relationship.symmetric or relationship.claims is not None):
        return Fault("same_entity", f"{relationship.type} from {start!r} to itself; it joins two different entities.")
    if relationship.symmetric and start > end:
        return Fault(
            "order", f"start {start!r} is greater than end {end!r}; {relationship.type} is stored from the smaller key to the larger."
        )
    return None


def _claim_fault(schema: Schema, row: Mapping[str, object]) -> Fault | None:
    """Claim holds the attributes of every type; a row may fill those of its own type only."""
    relationship = schema.claim_types.get(str(row["type"]))
    if relationship is None or relationship.claims is None:
        return None  # refused for its type already
    rule, status = relationship.claims, row.get("status")
    statuses = [s.name for s in rule.statuses]
    if status is not None and status not in statuses:
        return Fault("enumeration", f"status is {status!r}; allowed for {relationship.type}: {', '.join(statuses) or 'none'}.")
    others = {name for other in schema.claim_types.values() if other.claims for name in other.claims.attributes} - set(rule.attributes)
    for name in sorted(others):
        if row[name] is not None:
            return Fault("undeclared", f"{name} is {row[name]!r}; {relationship.type} declares only {', '.join(rule.attributes)}.")
    for attribute in rule.attributes.values():
        value = row[attribute.name]
        if value is not None and attribute.enum and value not in attribute.enum:
            return Fault("enumeration", f"{attribute.name} is {value!r}; allowed for {relationship.type}: {', '.join(attribute.enum)}.")
    return None


def _split(frame: pd.DataFrame, columns: Columns, faults: Faults) -> Checked:
    sound = pd.Series([fault is None for fault in faults], dtype=bool)
    whole = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    refused = frame.reset_index(drop=True)[~sound].reset_index(drop=True)
    bad = [fault for fault in faults if fault is not None]
    refused["reason"] = [fault.reason for fault in bad]
    refused["message"] = [fault.message for fault in bad]
    return Checked(whole[sound].reset_index(drop=True), refused)
