"""Declaration, phrases and actions → a perspective in the format of Bloom 2.21, as plain values that JSON takes.

The same input gives the same file. Keys and value types are those of perspectives that Bloom wrote.
"""

from collections.abc import Sequence

from graph_schema.bloom.drawn import categories, drawn_labels, hidden_types, label_properties, relationship_types
from graph_schema.bloom.ids import CREATED_AT, numbered, unique
from graph_schema.bloom.saved import BLOOM_TYPES, Action, Phrase
from graph_schema.ddl import Statement, constraints
from graph_schema.errors import SchemaError
from graph_schema.parameters import Parameter
from graph_schema.spec import Schema

NAME = "newsgraph"
VERSION = "2.21.0"


def perspective(schema: Schema, phrases: Sequence[Phrase], actions: Sequence[Action]) -> dict[str, object]:
    """The perspective. Raises SchemaError when a phrase or an action is about a label or property that is not declared."""
    labels = drawn_labels(schema)
    drawn = categories(schema)
    looks = [*(node.look for node in schema.nodes.values()), *(r.look for r in schema.relationships.values())]
    return {
        "name": NAME,
        "id": unique(NAME),
        "categories": drawn,
        "labels": label_properties(schema),
        "relationshipTypes": relationship_types(schema),
        "palette": {"colors": list(dict.fromkeys(look.colour for look in looks)), "currentIndex": len(drawn)},
        "createdAt": CREATED_AT,
        "lastEditedAt": CREATED_AT,
        "templates": [_template(phrase, schema) for phrase in phrases],
        "sceneActions": [_action(action, schema, labels) for action in actions],
        "hiddenRelationshipTypes": hidden_types(schema),
        "hideUncategorisedData": True,
        "type": "STANDARD_PERSPECTIVE",
        "maxLimitToastMsgEnabled": False,
        "history": [],
        "parentPerspectiveId": None,
        "metadata": {"pathSegments": _segments(schema), "indexes": _indexes(schema)},
        "version": VERSION,
    }


def _template(phrase: Phrase, schema: Schema) -> dict[str, object]:
    return {
        "name": phrase.answers,
        "id": numbered("tmpl", phrase.name),
        "createdAt": CREATED_AT,
        "text": phrase.text,
        "cypher": phrase.cypher,
        "isUpdateQuery": None,
        "isWriteTransactionChecked": None,
        "params": [_parameter(parameter, phrase, schema) for parameter in phrase.parameters],
        "hasCypherErrors": False,
    }


def _parameter(parameter: Parameter, phrase: Phrase, schema: Schema) -> dict[str, object]:
    suggestion = phrase.suggestions[parameter.name]
    label, name = suggestion.property or (None, None)
    if label and not any(statement.on == label and statement.properties == (name,) for statement in _native(schema)):
        raise SchemaError(
            f"`{label}.{name}` has no index that could suggest values",
            where=f"{phrase.name}.cypher",
            fix="Declare one, or suggest by Cypher.",
        )
    return {
        "name": f"${parameter.name}",
        "dataType": BLOOM_TYPES[parameter.type],
        "collapsed": False,
        "suggestionLabel": label,
        "suggestionProp": name,
        "suggestionBoolean": False,
        "cypher": suggestion.cypher,
    }


def _action(action: Action, schema: Schema, labels: list[str]) -> dict[str, object]:
    stray = next((label for label in action.labels if label not in schema.nodes), None)
    if stray:
        fix = f"Use some of {', '.join(schema.nodes)}."
        raise SchemaError(f"the label `{stray}` is not declared", where=f"{action.name}.cypher", fix=fix)
    meant = [node.label for node in schema.nodes.values() if any(node.is_a(label) for label in action.labels)]
    return {
        "name": action.text,
        "id": unique("action", action.name),
        "createdAt": CREATED_AT,
        "cypher": action.cypher,
        "isUpdateQuery": None,
        "isWriteTransactionChecked": None,
        "categories": sorted(labels.index(label) + 1 for label in meant) or None,
        "relationshipTypes": None,
        "hasCypherErrors": False,
    }


def _segments(schema: Schema) -> list[dict[str, str]]:
    """Which labels a relationship may lead from and to; a node has the label that it extends, too."""
    pairs = {
        (start, relationship.type, end)
        for relationship in schema.relationships.values()
        for source, target in relationship.endpoints
        for start in _together(schema, source)
        for end in _together(schema, target)
    }
    return [{"source": start, "relationshipType": type_, "target": end} for start, type_, end in sorted(pairs)]


def _together(schema: Schema, label: str) -> set[str]:
    """The labels that a node of `label` has or may have."""
    return {label, *filter(None, (schema.nodes[label].base,)), *(n.label for n in schema.nodes.values() if n.base == label)}


def _native(schema: Schema) -> list[Statement]:
    """Uniqueness and range indexes of nodes, which every edition has."""
    return [s for s in constraints(schema) if s.on in schema.nodes and not s.enterprise and not s.fulltext]


def _indexes(schema: Schema) -> list[dict[str, object]]:
    of_labels: dict[str, list[str]] = {}
    for statement in _native(schema):
        of_labels.setdefault(statement.on, []).extend(statement.properties)
    native = [(None, list[str]()), *sorted(of_labels.items())]  # the first: Neo4j's own index of labels
    return [*(_range(label, names) for label, names in native), *(_fulltext(s) for s in constraints(schema) if s.fulltext)]


def _range(label: str | None, names: list[str]) -> dict[str, object]:
    return {"label": label, "type": "native", "propertyKeys": [{"key": name, "metadataProp": False} for name in names]}


def _fulltext(statement: Statement) -> dict[str, object]:
    return {
        "type": "full-text",
        "state": "ONLINE",
        "entityType": "NODE",
        "tokenNames": [statement.on],
        "name": statement.name,
        "propertyNames": list(statement.properties),
        "provider": {"key": "fulltext", "version": "1.0"},
    }
