from graph_schema.bloom.rules import icon, rules, shades
from graph_schema.load import load_schema
from graph_schema.spec import Look, Property, PropertyType

SCHEMA = load_schema()
COUNT = Property("count", PropertyType.INTEGER, "d")
KNOWN = Property("known", PropertyType.BOOLEAN, "d")
STATUS = Property("status", PropertyType.STRING, "d", enum=("done", "planned", "withdrawn"))
DISPUTED = Property("disputed", PropertyType.BOOLEAN, "d", mark="#FF33AA")


def told(look: Look, *properties: Property, size: float = 1) -> list[tuple[object, ...]]:
    """What each rule is based on, its condition, and what it changes."""
    found = rules("X", look, {p.name: p for p in properties}, size)
    return [
        (rule["basedOn"], rule["condition"], rule["conditionValue"], rule["color"] if rule["applyColor"] else rule["size"])
        for rule in found
    ]


def test_a_number_makes_larger_step_by_step_and_the_largest_is_asked_first() -> None:
    assert told(Look(size_by="count", larger_from=(2, 4.5)), COUNT, size=0.5) == [
        ("count_bigint", "greater-than-or-equal-to", "4.5", 1.5),
        ("count_bigint", "greater-than-or-equal-to", "2", 1.0),
    ]


def test_a_large_number_is_written_out() -> None:
    assert told(Look(size_by="count", larger_from=(10_000_000_000,)), COUNT)[0][2] == "10000000000"


def test_true_makes_larger() -> None:
    assert told(Look(size_by="known"), KNOWN) == [("known_boolean", "equals", "true", 2)]


def test_the_first_value_has_the_colour_itself_and_the_last_is_grey() -> None:
    assert told(Look(colour="#CC0000", colour_by="status"), STATUS) == [
        ("status_string", "equals", "planned", "#A64040"),
        ("status_string", "equals", "withdrawn", "#808080"),
    ]
    assert shades("#CC0000", 1) == ["#CC0000"]


def test_a_mark_comes_before_every_other_colour() -> None:
    assert told(Look(colour_by="status"), STATUS, DISPUTED)[0] == ("disputed_boolean", "equals", "true", "#FF33AA")


def test_no_two_rules_of_the_declaration_have_one_id() -> None:
    owners = [*SCHEMA.nodes.values(), *SCHEMA.relationships.values()]
    ids = [rule["id"] for n, owner in enumerate(owners) for rule in rules(str(n), owner.look, owner.properties, 1)]
    assert len(set(ids)) == len(ids) > 20


def test_what_bloom_has_no_picture_for_has_none() -> None:
    assert icon(Look(icon="user")) != "no-icon"
    assert icon(Look(icon="no-such-picture")) == icon(Look()) == "no-icon"
