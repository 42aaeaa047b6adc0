import shutil
from pathlib import Path

import pytest
import yaml

from graph_schema.errors import SchemaError
from graph_schema.load import MODEL, load_schema
from graph_schema.spec import PropertyType


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def test_a_kind_takes_over_key_caption_and_properties_of_what_it_extends() -> None:
    company = load_schema().nodes["Company"]
    assert (company.key, company.caption, company.merge_label) == ("entity_id", "name", "Entity")
    assert {"name", "aliases", "ticker", "row_hash"} <= set(company.properties)
    assert company.is_a("Entity")
    assert not company.is_a("Article")


def test_a_type_with_claims_is_merged_on_its_fact_and_has_rollup_and_attributes() -> None:
    sanctions = load_schema().relationships["SANCTIONS"]
    assert sanctions.key == "fact_id"
    assert {"claim_count", "measure", "list", "row_hash"} <= set(sanctions.properties)
    assert sanctions.properties["status"].enum == ("in_force", "planned", "lifted")
    assert sanctions.claims is not None
    assert sanctions.claims.rank("planned") == 1


def test_a_type_without_claims_has_no_rollup() -> None:
    mentions = load_schema().relationships["MENTIONS"]
    assert mentions.key is None
    assert set(mentions.properties) == {"count", "row_hash"}


def test_a_claim_holds_the_attributes_types_and_statuses_of_every_type() -> None:
    schema = load_schema()
    claim = schema.nodes["Claim"].properties
    assert claim["type"].enum == tuple(schema.claim_types)
    assert {"planned", "rumoured", "lifted"} <= set(claim["status"].enum)
    assert claim["amount"].type is PropertyType.FLOAT
    assert "export_control" in claim["measure"].enum


def test_the_kinds_are_the_labels_that_extend_entity() -> None:
    assert "Company" in load_schema().entity_kinds
    assert "Article" not in load_schema().entity_kinds


NODE = {
    "node": "Thing",
    "description": "d",
    "key": "id",
    "caption": "id",
    "properties": {"id": {"type": "string", "description": "d", "required": True}},
}
EDGE = {"relationship": "LIKES", "description": "d", "endpoints": [{"from": ["Company"], "to": ["Person"]}]}
CLAIMS: dict[str, object] = {"statuses": [], "discriminators": [], "attributes": {}}


def _property(**changes: object) -> dict[str, object]:
    return {"properties": {"id": NODE["properties"]["id"], "p": {"type": "string", "description": "d"} | changes}}  # type: ignore[index]


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        (NODE | {"colour": "red"}, ["unknown key `colour`", "known keys: node, extends"]),
        ({k: v for k, v in NODE.items() if k != "description"}, ["key `description` is missing", "Add `description:`"]),
        (NODE | {"description": 3}, ["`description: 3`", "a text"]),
        (NODE | {"description": " "}, ["`description` is empty"]),
        (NODE | {"abstract": "yes"}, ["`abstract: 'yes'`", "true or false"]),
        (NODE | {"node": "a thing"}, ["`a thing` cannot be a name", "CompanyGroup"]),
        (NODE | {"key": "other"}, ["`key: other` is no property of Thing", "Use one of id"]),
        (NODE | {"fulltext": ["other"]}, ["`fulltext: other` is no property"]),
        (NODE | {"fulltext": ["id", "id"]}, ["stands in the list twice"]),
        (NODE | {"extends": "Nobody"}, ["unknown key `caption`"]),
        ({"node": "Thing", "extends": "Nobody", "description": "d"}, ["`extends: Nobody`", "Article"]),
        ({"node": "Thing", "extends": "Company", "description": "d"}, ["`extends: Company`"]),
        (NODE | _property(type="text"), ["`type: text` is unknown", "string, integer", "properties: p"]),
        (NODE | _property(requierd=True), ["unknown key `requierd`", "properties: p"]),
        (NODE | _property(type="integer", enum=["1"]), ["`enum` on the type integer"]),
        (NODE | {"properties": {"Bad-Name": {"type": "string", "description": "d"}}}, ["`Bad-Name` cannot be a name"]),
        (NODE | {"properties": {"row_hash": {"type": "string", "description": "d"}}}, ["property `row_hash` is there already"]),
        (NODE | {"properties": ["id"]}, ["`properties: ['id']`", "a mapping"]),
        (NODE | {"properties": {"id": {"type": "string", "description": "d"}}}, ["the key `id` is not required"]),
        (NODE | {"node": "Company"}, ["`Company` is declared in company.yml already"]),
        ({"description": "d"}, ["neither a label nor a relationship type"]),
        (EDGE | {"endpoints": [{"from": ["Company"], "to": ["Nobody"]}]}, ["endpoint label `Nobody`", "Company"]),
        (EDGE | {"endpoints": [{"from": ["Company"]}]}, ["`endpoints` is empty"]),
        (EDGE | {"endpoints": [{"from": ["Company"], "to": ["Person"], "via": []}]}, ["unknown key `via`", "item 1"]),
        (EDGE | {"symmetric": True}, ["its endpoints are not", "both ways"]),
        (EDGE | {"key": "id"}, ["`key: id` is no property"]),
        (EDGE | {"properties": {"start": {"type": "string", "description": "d"}}}, ["`start` has a reserved name"]),
        (EDGE | {"claims": CLAIMS | {"discriminators": ["shape"]}}, ["the discriminator `shape` is no attribute"]),
        (EDGE | {"claims": {"statuses": []} | {"rule": 1}}, ["unknown key `rule`", "claims"]),
        (EDGE | {"claims": CLAIMS | {"statuses": [{"name": "on_hold", "description": "d"}] * 2}}, ["a status is declared twice"]),
        (
            EDGE | {"claims": CLAIMS | {"attributes": {"amount": {"type": "string", "description": "d"}}}},
            ["attribute `amount` is", "one type"],
        ),
        (
            EDGE | {"claims": CLAIMS | {"attributes": {"status": {"type": "string", "description": "d"}}}},
            ["property `status` is there already"],
        ),
    ],
)
def test_a_wrong_declaration_is_named_with_file_key_and_fix(model: Path, declaration: dict[str, object], said: list[str]) -> None:
    (model / "zz_new.yml").write_text(yaml.safe_dump(declaration), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema(model)
    assert caught.value.fix
    assert caught.value.where.startswith(("zz_new.yml", "Claim"))
    for words in said:
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("node: A\nnode: B\n", "key 'node' stands here twice"),
        ("node: [A\n", "is no valid YAML"),
        ("- node\n", "is no mapping"),
        ("on: Company\n", "is no mapping"),
    ],
)
def test_a_file_that_is_no_declaration_is_named(model: Path, text: str, said: str) -> None:
    (model / "zz_new.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=said) as caught:
        load_schema(model)
    assert caught.value.where.startswith("zz_new.yml")


def test_a_file_that_is_no_utf8_is_named(model: Path) -> None:
    (model / "zz_new.yml").write_bytes(b"node: \xff\n")
    with pytest.raises(SchemaError, match="cannot be read"):
        load_schema(model)


def test_the_shared_properties_that_the_writer_needs_have_to_be_declared(model: Path) -> None:
    (model / "shared.yml").write_text("every: {}\nrollup: {}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="`row_hash` is missing"):
        load_schema(model)


def test_an_empty_folder_is_no_schema(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="holds no declaration"):
        load_schema(tmp_path)


def test_a_new_relationship_type_is_one_file(model: Path) -> None:
    text = yaml.safe_dump(EDGE | {"claims": CLAIMS | {"attributes": {"reason": {"type": "string", "description": "d"}}}})
    (model / "likes.yml").write_text(text, encoding="utf-8")
    schema = load_schema(model)
    assert "LIKES" in schema.claim_types
    assert "reason" in schema.nodes["Claim"].properties
