from graph_schema.ddl import constraints
from graph_schema.load import load_schema


def _cypher(*, enterprise: bool) -> list[str]:
    return [s.cypher for s in constraints(load_schema()) if s.enterprise is enterprise]


def test_each_key_is_unique_on_the_label_merged_on_and_on_no_kind() -> None:
    unique = [c for c in _cypher(enterprise=False) if "UNIQUE" in c and "(x:" in c]
    assert len(unique) == len([node for node in load_schema().nodes.values() if node.base is None]) > 1
    assert "CREATE CONSTRAINT `unique_Entity_entity_id` IF NOT EXISTS FOR (x:`Entity`) REQUIRE x.`entity_id` IS UNIQUE" in unique


def test_each_fact_and_each_entry_of_a_list_is_unique() -> None:
    unique = [c for c in _cypher(enterprise=False) if "UNIQUE" in c and "()-[" in c]
    assert len(unique) == len(load_schema().claim_types) + 1
    assert any("[x:`SANCTIONS`]" in c and "x.`fact_id`" in c for c in unique)
    assert any("[x:`LISTED_ON`]" in c and "x.`listing_id`" in c for c in unique)


def test_an_inherited_index_stands_on_the_base_only() -> None:
    indexes = [c for c in _cypher(enterprise=False) if "CREATE INDEX" in c]
    assert [c for c in indexes if "x.`name`" in c] == ["CREATE INDEX `index_Entity_name` IF NOT EXISTS FOR (x:`Entity`) ON (x.`name`)"]
    assert any("`Company`" in c and "x.`ticker`" in c for c in indexes)
    assert any("[x:`INVESTS_IN`]" in c and "x.`amount_usd`" in c for c in indexes)


def test_each_fulltext_declaration_is_one_index() -> None:
    fulltext = [c for c in _cypher(enterprise=False) if "FULLTEXT" in c]
    assert "CREATE FULLTEXT INDEX `text_Entity` IF NOT EXISTS FOR (x:`Entity`) ON EACH [x.`name`, x.`aliases`]" in fulltext


def test_presence_and_types_are_written_out_for_enterprise_only() -> None:
    assert not [c for c in _cypher(enterprise=False) if "NOT NULL" in c or "::" in c]
    enterprise = _cypher(enterprise=True)
    assert any("FOR (x:`Claim`) REQUIRE x.`sentence` IS NOT NULL" in c for c in enterprise)
    assert any("REQUIRE x.`aliases` IS :: LIST<STRING NOT NULL>" in c for c in enterprise)
    assert not [c for c in enterprise if "row_hash" in c]


def test_names_are_unique_and_the_same_each_time() -> None:
    names = [s.name for s in constraints(load_schema())]
    assert len(set(names)) == len(names)
    assert names == [s.name for s in constraints(load_schema())]
