"""What is drawn can be told apart: in light and dark, and by the colour-blind."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import yaml

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.spec import Look
from tests.graph_schema.test_load import EDGE, NODE, model

__all__ = ["model"]  # the fixture
SCHEMA = load_schema()
LOOKS = {**{label: node.look for label, node in SCHEMA.nodes.items()}, **{type_: r.look for type_, r in SCHEMA.relationships.items()}}
MARKS = {p.mark for type_ in SCHEMA.claim_types.values() for p in type_.properties.values() if p.mark}
WHITE, DARK = "#FFFFFF", "#121212"
# Linear RGB as it is seen without red, green and blue cones (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Linear RGB to OKLab (Ottosson 2020), in which equal distances look alike.
CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]
APART = 0.08


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other))
    return light[1] / light[0]


def seen(colour: str, sight: str) -> np.ndarray:
    return np.array(LAB) @ np.cbrt(np.array(CONES) @ np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1))


@pytest.mark.parametrize("name", LOOKS)
def test_a_colour_stands_out_from_white_and_from_near_black(name: str) -> None:
    assert contrast(LOOKS[name].colour, WHITE) >= 3
    assert contrast(LOOKS[name].colour, DARK) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("group", ["kinds", "types"])
def test_kinds_and_types_are_told_apart_by_their_colour(group: str, sight: str) -> None:
    drawn = SCHEMA.entity_kinds if group == "kinds" else (*SCHEMA.claim_types, "LISTED_ON")
    for one, other in combinations(drawn, 2):
        distance = np.linalg.norm(seen(LOOKS[one].colour, sight) - seen(LOOKS[other].colour, sight))
        assert distance >= APART, f"{one} and {other} to {sight}: {distance:.3f}"


@pytest.mark.parametrize("sight", SIGHT)
def test_a_mark_is_told_apart_from_every_type(sight: str) -> None:
    assert MARKS
    for mark in MARKS:
        assert min(contrast(mark, WHITE), contrast(mark, DARK)) >= 3
        for type_ in (*SCHEMA.claim_types, "LISTED_ON", "MENTIONS"):
            assert np.linalg.norm(seen(mark, sight) - seen(LOOKS[type_].colour, sight)) >= APART, type_


def test_every_kind_has_a_picture_of_its_own() -> None:
    icons = [node.look.icon for node in SCHEMA.nodes.values()]
    assert None not in icons
    assert len(set(icons)) == len(icons)


def test_a_kind_takes_over_what_it_does_not_say_itself() -> None:
    assert SCHEMA.nodes["Company"].look == Look("#4444FF", "building-2", size_by="known")
    base = Look("#1199BB", "flag", size_by="count", larger_from=(2, 4))
    assert Look(colour="#CC0000").over(base) == Look("#CC0000", "flag", size_by="count", larger_from=(2, 4))
    assert Look(size_by="known").over(base) == Look("#1199BB", "flag", size_by="known")


def test_what_says_nothing_has_the_usual_look(model: Path) -> None:
    (model / "likes.yml").write_text(yaml.safe_dump(EDGE), encoding="utf-8")
    assert load_schema(model).relationships["LIKES"].look == Look()


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"colour": "red"}, ["`red` cannot be a name here", "#1199BB"]),
        ({"colour": "#cc0000"}, ["`#cc0000` cannot be a name here"]),
        ({"icon": "Map Pin"}, ["`Map Pin` cannot be a name here", "map-pin"]),
        ({"color": "#CC0000"}, ["unknown key `color`", "known keys: colour"]),
        ({"size_by": "weight"}, ["`size_by: weight` is no property"]),
        ({"size_by": "id"}, ["`size_by: id` is no number"]),
        ({"larger_from": [2]}, ["`larger_from` belongs to a number"]),
        ({"larger_from": [4, 2]}, ["`larger_from: [4, 2]` is no list of rising numbers"]),
        ({"larger_from": [True]}, ["`larger_from: [True]` is no list"]),
        ({"colour_by": "id"}, ["`colour_by: id` has no enumerated values"]),
        ({"colour_by": "kind"}, ["`colour_by: kind` is no property"]),
    ],
)
def test_a_wrong_look_is_named_with_file_key_and_fix(model: Path, look: dict[str, str], said: list[str]) -> None:
    (model / "zz_new.yml").write_text(yaml.safe_dump(NODE | {"look": look}), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema(model)
    assert caught.value.where.startswith("zz_new.yml: look")
    assert caught.value.fix
    for words in said:
        assert words in str(caught.value)


def test_a_number_needs_the_steps_from_which_it_is_larger(model: Path) -> None:
    edge = EDGE | {"properties": {"count": {"type": "integer", "description": "d"}}, "look": {"size_by": "count"}}
    (model / "likes.yml").write_text(yaml.safe_dump(edge), encoding="utf-8")
    with pytest.raises(SchemaError, match="`larger_from` belongs to a number"):
        load_schema(model)


def test_a_mark_is_for_true_and_false(model: Path) -> None:
    edge = EDGE | {"properties": {"count": {"type": "integer", "description": "d", "mark": "#FF33AA"}}}
    (model / "likes.yml").write_text(yaml.safe_dump(edge), encoding="utf-8")
    with pytest.raises(SchemaError, match="`mark` on the type integer"):
        load_schema(model)
