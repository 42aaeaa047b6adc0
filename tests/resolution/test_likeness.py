"""Which names a person is asked about, and which never."""

import time
from dataclasses import replace

import pytest

from graph_schema.registry import KnownEntity, Registry
from pipelines.resolution.likeness import Alike, Named, alike

NONE = Registry({}, ("Company", "Person", "Product"), "v")
OTHERS = tuple(f"{a}{b}{c}o Holdings" for a in "BDFGKL" for b in "aeiou" for c in "mnprst")


def pairs(*names: str, kind: str = "Company", registry: Registry = NONE, known: str | None = None) -> list[Alike]:
    crowd = [Named(f"x{place}", "Company", (name,)) for place, name in enumerate(OTHERS)]
    asked = [Named(name, kind, (name,), known=name == known) for name in names]
    return [pair for pair in alike([*asked, *crowd], registry) if {pair.a, pair.b} <= set(names)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Commerce Department", "Department of Commerce", "the same words"),
        ("NLRC", "Northern Light Robotics Corp.", "initials"),
        ("Zeta", "Zeta Robotics", "is a part of"),
        ("Huaxin Micro", "Huaxim Micro", "one letter differs"),
        ("Zeta Arm Robot Works", "Zeta Arm Robot Factory", "share “zeta arm robot”"),
    ],
)
def test_likely_doubles_are_found_and_explained(one: str, other: str, why: str) -> None:
    (pair,) = pairs(one, other)
    assert why in pair.why
    assert 0.5 <= pair.likeness < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASR1603", "ASR1605"),
        ("Growth Fund II", "Growth Fund III"),
        ("Zeta Robotics", "Zeta Robotics 9"),
        ("Bamo Holdings", "Ivy Holdings"),
        ("Intal", "Vanta"),
    ],
)
def test_others_are_not_asked_about(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_shown_names_with_other_numbers_are_not_outdone_by_other_spellings() -> None:
    assert alike([Named("a", "Product", ("ASR1603", "Zeta Chip")), Named("b", "Product", ("ASR1605", "Zeta Chips"))], NONE) == []


def test_other_spellings_with_other_numbers_are_not_alike() -> None:
    assert alike([Named("a", "Product", ("Norvex", "Zeta Chip 3")), Named("b", "Product", ("Quill", "Zeta Chip 4"))], NONE) == []


def test_only_one_kind_is_compared() -> None:
    named = [Named("a", "Company", ("Zeta Robotics",)), Named("b", "Product", ("Zeta Robotics Arm",))]
    assert alike(named, NONE) == []
    assert len(alike([named[0], replace(named[1], kind="Company")], NONE)) == 1


def test_two_of_the_registry_are_never_asked_about() -> None:
    named = [Named("a", "Company", ("Zeta",), known=True), Named("b", "Company", ("Zeta Robotics",), known=True)]
    assert alike(named, NONE) == []


def test_a_name_after_a_known_subsidiary_is_not_asked_to_be_the_parent() -> None:
    parent = KnownEntity("NG000001", "Zeta", "Company")
    child = KnownEntity("NG000002", "Zeta Robotics", "Company", parent="NG000001")
    registry = Registry({entity.id: entity for entity in (parent, child)}, NONE.kinds, "v")
    crowd = [Named(f"x{place}", "Company", (name,)) for place, name in enumerate(OTHERS)]
    named = [Named("NG000001", "Company", ("Zeta",), known=True), Named("e-1", "Company", ("Zeta Robotics Japan",)), *crowd]
    assert len(alike(named, NONE)) == 1
    assert alike(named, registry) == []


def test_all_spellings_of_an_entity_are_compared() -> None:
    (pair,) = alike([Named("a", "Company", ("Northern Light", "Zeta Robotics")), Named("b", "Company", ("Zeta Robotic",))], NONE)
    assert "one letter differs" in pair.why


def test_the_order_of_entities_does_not_matter() -> None:
    named = [Named(f"e{place}", "Company", (name,)) for place, name in enumerate(("Zeta", "Zeta Robotics", "Zeta Robotic", *OTHERS))]
    assert alike(named, NONE) == alike(named[::-1], NONE) != []


def test_ten_thousand_entities_take_seconds() -> None:
    words = [f"{a}{b}{c}o" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprst"]
    size = len(words)
    named = [Named(f"e{n}", "Company", (f"{words[n % size]} {words[(n * 7 + n // size) % size]} Group",)) for n in range(10_000)]
    begun = time.monotonic()
    assert alike(named, NONE)
    assert time.monotonic() - begun < 60
