"""The file against the format of Bloom 2.21, key by key, and against the declaration.

KEYS says which keys each object has, and of which JSON types, in perspectives that Bloom 2.21 wrote: those of an Aura
instance, and, for rules, phrases and actions, of two that others published. `A|B` are alternatives; `?` may be left out.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_schema.bloom import load_actions, load_phrases, perspective
from graph_schema.bloom.saved import Suggestion
from graph_schema.ddl import constraints
from graph_schema.errors import SchemaError
from graph_schema.load import MODEL, load_schema
from graph_schema.spec import Schema

KEYS = {
    "perspective": {
        "name": "string",
        "id": "string",
        "categories": "[category]",
        "labels": "{[key]}",
        "relationshipTypes": "[relationship]",
        "palette": "palette",
        "createdAt": "number",
        "lastEditedAt": "number",
        "templates": "[template]",
        "sceneActions": "[action]",
        "hiddenRelationshipTypes": "[string]",
        "hideUncategorisedData": "boolean",
        "type": "string",
        "maxLimitToastMsgEnabled": "boolean",
        "history": "[visit]",
        "parentPerspectiveId": "null|string",
        "metadata": "metadata",
        "version": "string",
    },
    "category": {
        "id": "number",
        "name": "string",
        "labels": "[string]",
        "properties": "[property]",
        "createdAt": "number",
        "lastEditedAt": "number",
        "color": "string",
        "size": "number",
        "icon": "string",
        "textSize": "number",
        "textAlign": "string",
        "captions": "[caption]",
        "captionKeys": "[string]",
        "styleRules": "[rule]",
    },
    "property": {"name": "string", "exclude": "boolean", "dataType": "string"},
    "caption": {
        "inTooltip": "boolean",
        "styles": "[string]",
        "isCaption": "boolean",
        "key": "string",
        "type": "string",
        "isGdsData": "?boolean",
    },
    "key": {"propertyKey": "string", "type": "string", "dataType": "string"},
    "relationship": {
        "id": "string",
        "name": "string",
        "properties": "[key]",
        "color": "string",
        "size": "number",
        "textSize": "number",
        "textAlign": "string",
        "captions": "[caption]",
        "captionKeys": "[string]",
        "styleRules": "[rule]",
    },
    "rule": {
        "id": "string",
        "type": "string",
        "size": "number",
        "minSize": "number",
        "maxSize": "number",
        "minColor": "string",
        "midColor": "string",
        "maxColor": "string",
        "minPoint": "string",
        "maxPoint": "string",
        "applyColor": "boolean",
        "applySize": "boolean",
        "applyCaption": "boolean",
        "textAlign": "string",
        "textSize": "number",
        "captions": "[caption]",
        "color": "string",
        "isTimeZoneConvertEnabled": "boolean",
        "selectedTimeZone": "string",
        "basedOn": "string",
        "valuesMapper": "[string]",
        "existingValues": "[string]",
        "minColorValue": "string",
        "minSizeValue": "string",
        "maxColorValue": "string",
        "maxSizeValue": "string",
        "conditionValue": "string",
        "rangeValue": "null",
        "condition": "string",
    },
    "palette": {"colors": "[string]", "currentIndex": "number"},
    "template": {
        "name": "string",
        "id": "string",
        "createdAt": "number",
        "text": "string",
        "cypher": "string",
        "isUpdateQuery": "null|boolean",
        "isWriteTransactionChecked": "null|boolean",
        "params": "[param]",
        "hasCypherErrors": "boolean",
    },
    "param": {
        "name": "string",
        "dataType": "string",
        "collapsed": "boolean",
        "suggestionLabel": "null|string",
        "suggestionProp": "null|string",
        "suggestionBoolean": "boolean",
        "cypher": "null|string",
    },
    "action": {
        "name": "string",
        "id": "string",
        "createdAt": "number",
        "cypher": "string",
        "isUpdateQuery": "null|boolean",
        "isWriteTransactionChecked": "null|boolean",
        "categories": "null|[number]",
        "relationshipTypes": "null|[string]",
        "hasCypherErrors": "boolean",
    },
    "metadata": {"pathSegments": "[segment]", "indexes": "[native|fulltext]"},
    "segment": {"source": "string", "relationshipType": "string", "target": "string"},
    "native": {"label": "null|string", "type": "string", "propertyKeys": "[indexed]", "isMetadataPropIndex": "?boolean"},
    "indexed": {"key": "string", "metadataProp": "boolean"},
    "fulltext": {
        "type": "string",
        "state": "string",
        "entityType": "string",
        "tokenNames": "[string]",
        "name": "string",
        "propertyNames": "[string]",
        "provider": "provider",
    },
    "provider": {"key": "string", "version": "string"},
    "visit": {"userId": "string", "timestamp": "number"},
}
JSON_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}
# The words of the format that are seen in those files; another one may mean nothing to Bloom.
WORDS = {
    "dataType": {"string", "number", "bigint", "boolean", "Date", "DateTime", "array", "String", "Integer", "Float", "Boolean"},
    "condition": {"equals", "greater-than-or-equal-to"},
    "textAlign": {"top", "center"},
}
SCHEMA = load_schema()


def made(schema: Schema = SCHEMA) -> Any:
    return json.loads(json.dumps(perspective(schema, load_phrases(), load_actions())))


FILE = made()


def faults(value: Any, form: str, where: str) -> list[str]:
    """Where `value` is not of `form`: `name`, `[name]`, `{[name]}` or alternatives of them."""
    found = [_faults(value, one, where) for one in _alternatives(form)]
    return min(found, key=len)


def _alternatives(form: str) -> list[str]:
    if form.startswith("[") and form.endswith("]"):
        return [form]
    return form.removeprefix("?").split("|")


def _faults(value: Any, form: str, where: str) -> list[str]:
    if form.startswith("{"):
        return [fault for key, item in value.items() for fault in faults(item, form[1:-1], f"{where}.{key}")]
    if form.startswith("["):
        if not isinstance(value, list):
            return [f"{where} is no array"]
        return [fault for n, item in enumerate(value) for fault in faults(item, form[1:-1], f"{where}[{n}]")]
    if form not in KEYS:
        return [] if JSON_TYPES.get(type(value)) == form else [f"{where} is no {form}: {value!r}"]
    return _of_object(value, KEYS[form], where)


def _of_object(value: Any, keys: dict[str, str], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    needed = {key for key, form in keys.items() if not form.startswith("?")}
    odd = [f"{where}: key {key}" for key in sorted(needed - {*value} | {*value} - {*keys})]
    return odd + [fault for key, item in value.items() if key in keys for fault in faults(item, keys[key], f"{where}.{key}")]


def words(value: Any, key: str) -> set[str]:
    """Every value of `key`, wherever it stands."""
    if isinstance(value, list):
        return {word for item in value for word in words(item, key)}
    if not isinstance(value, dict):
        return set()
    return {word for name, item in value.items() for word in ({item} if name == key and isinstance(item, str) else words(item, key))}


def test_every_key_and_type_is_as_bloom_writes_them() -> None:
    assert faults(FILE, "perspective", "") == []
    assert (FILE["version"], FILE["type"]) == ("2.21.0", "STANDARD_PERSPECTIVE")
    for key, known in WORDS.items():
        assert words(FILE, key) <= known


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, ".version is no string: 2"),
        ({"sceneActions": None}, ".sceneActions is no array"),
        ({"colour": "red"}, ": key colour"),
        ({"palette": {"colors": []}}, ".palette: key currentIndex"),
        ({"categories": [{}]}, ".categories[0]: key id"),
    ],
)
def test_the_check_of_the_format_finds_what_is_wrong(change: dict[str, object], said: str) -> None:
    assert said in faults(FILE | change, "perspective", "")


def test_the_same_declaration_gives_the_same_file() -> None:
    assert json.dumps(made()) == json.dumps(FILE)


def test_ids_are_given_once() -> None:
    for of in ("categories", "relationshipTypes", "templates", "sceneActions"):
        ids = [item["id"] for item in FILE[of]]
        assert len(set(ids)) == len(ids)
    owners = (*FILE["categories"], *FILE["relationshipTypes"])
    rules = [rule["id"] for owner in owners for rule in owner["styleRules"]]
    assert len(set(rules)) == len(rules)


def test_everything_declared_is_there_but_the_record() -> None:
    assert {category["name"] for category in FILE["categories"]} == {*SCHEMA.nodes, "Withdrawn"} - {"Record"}
    assert FILE["hideUncategorisedData"] is True
    assert {*FILE["labels"]} == {*SCHEMA.nodes, "Withdrawn"}
    for label, node in SCHEMA.nodes.items():
        assert {key["propertyKey"] for key in FILE["labels"][label]} == {*node.properties}
    assert [type_["name"] for type_ in FILE["relationshipTypes"]] == sorted(SCHEMA.relationships)
    drawn = [(segment["source"], segment["relationshipType"], segment["target"]) for segment in FILE["metadata"]["pathSegments"]]
    assert all(SCHEMA.allows(type_, start, end) or "Entity" in (start, end) for start, type_, end in drawn)
    assert {("Country", "SANCTIONS", "Company"), ("Claim", "SUBJECT", "Product"), ("Entity", "SANCTIONS", "Entity")} <= {*drawn}


def test_what_was_taken_back_is_drawn_as_that_and_a_kind_before_what_it_extends() -> None:
    order = [category["name"] for category in FILE["categories"]]
    assert order[0] == "Withdrawn"
    assert order[-1] == "Entity"
    assert {*order[1 : len(SCHEMA.entity_kinds) + 1]} == {*SCHEMA.entity_kinds}


def test_a_category_has_one_caption_and_no_hash() -> None:
    for category in FILE["categories"]:
        shown = [caption["key"] for caption in category["captions"] if caption["isCaption"]]
        node = SCHEMA.nodes.get(category["name"])
        assert shown == ([node.caption] if node else ["name", "sentence", "title"])
        assert [p["name"] for p in category["properties"] if p["exclude"]] == ["row_hash"]
        assert "row_hash" not in {caption["key"] for caption in category["captions"]}


def test_expanding_an_entity_shows_facts_and_not_what_they_rest_on() -> None:
    assert FILE["hiddenRelationshipTypes"] == ["MENTIONS", "OBJECT", "SUBJECT"]


def test_style_rules_are_about_declared_properties_and_enumerated_values() -> None:
    owners = {
        **{node.label: node.properties for node in SCHEMA.nodes.values()},
        **{r.type: r.properties for r in SCHEMA.relationships.values()},
    }
    seen = 0
    for owner in (*FILE["categories"], *FILE["relationshipTypes"]):
        keys = {f"{p.get('name') or p['propertyKey']}_{p['dataType']}" for p in owner["properties"]}
        for rule in owner["styleRules"]:
            assert rule["basedOn"] in keys
            declared = owners[owner["name"]][rule["basedOn"].rpartition("_")[0]]
            if declared.enum:
                assert rule["conditionValue"] in declared.enum
            elif declared.type == "boolean":
                assert rule["conditionValue"] == "true"
            else:
                assert float(rule["conditionValue"]) > 0
            assert rule["applyColor"] != rule["applySize"]
            seen += 1
    assert seen > 20


def test_indexes_are_those_of_the_declaration() -> None:
    indexes = FILE["metadata"]["indexes"]
    native = {(index["label"], key["key"]) for index in indexes if index["type"] == "native" for key in index["propertyKeys"]}
    text = {(index["name"], *index["propertyNames"]) for index in indexes if index["type"] == "full-text"}
    declared = [statement for statement in constraints(SCHEMA) if not statement.enterprise and statement.on in SCHEMA.nodes]
    assert native == {(s.on, *s.properties) for s in declared if not s.fulltext}
    assert text == {(s.name, *s.properties) for s in declared if s.fulltext}
    assert ("text_Entity", "name", "aliases") in text


def test_an_action_is_offered_for_the_categories_that_it_names() -> None:
    names = {category["id"]: category["name"] for category in FILE["categories"]}
    offered = {action["name"]: [names[place] for place in action["categories"] or []] for action in FILE["sceneActions"]}
    assert offered["show competitors"] == ["Company", "Product"]
    assert {*offered["show sanctions"]} == {"Entity", *SCHEMA.entity_kinds}
    assert offered["show the evidence"] == []


def test_a_new_relation_type_appears_by_itself(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "supplies.yml").write_text(
        "relationship: SUPPLIES\ndescription: d\nendpoints: [{from: [Company], to: [Company]}]\n"
        "claims: {statuses: [], discriminators: [], attributes: {}}\n",
        encoding="utf-8",
    )
    file = made(load_schema(tmp_path / "model"))
    assert faults(file, "perspective", "") == []
    assert "SUPPLIES" not in file["hiddenRelationshipTypes"]
    supplies = next(type_ for type_ in file["relationshipTypes"] if type_["name"] == "SUPPLIES")
    assert [rule["basedOn"] for rule in supplies["styleRules"]] == ["disputed_boolean"]
    assert {"source": "Company", "relationshipType": "SUPPLIES", "target": "Company"} in file["metadata"]["pathSegments"]


def test_a_suggestion_needs_an_index_and_an_action_a_declared_label() -> None:
    phrase = next(phrase for phrase in load_phrases() if phrase.name == "path_between")
    for source in (("Entity", "country"), ("Company", "name"), ("Nobody", "name")):
        asked = replace(phrase, suggestions=phrase.suggestions | {"a": Suggestion(property=source)})
        with pytest.raises(SchemaError, match="has no index that could suggest values") as caught:
            perspective(SCHEMA, [asked], [])
        assert caught.value.where == "path_between.cypher"
    action = replace(load_actions()[0], labels=("Nobody",))
    with pytest.raises(SchemaError, match="the label `Nobody` is not declared"):
        perspective(SCHEMA, [], [action])
