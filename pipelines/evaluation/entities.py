"""Are the entities that a reader listed found, and does each have one name, and the right one?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.evaluation.gold import Gold, GoldEntity
from pipelines.evaluation.matching import Names


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an article: its words, the id of its entity, and the name that the entity is shown by."""

    text: str
    entity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """How many of the reader's entities there are, how many were found at all, and how many of those under one right name."""

    listed: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: "Recognised") -> "Recognised":
        return Recognised(self.listed + other.listed, self.found + other.found, self.right + other.right)


def recognised(gold: Gold, mentions: Sequence[Named]) -> Recognised:
    """One article's entities."""
    met = [_met(entity, mentions) for entity in gold.entities]
    return Recognised(
        len(met), sum(bool(found) for found in met), sum(_right(e, found) for e, found in zip(gold.entities, met, strict=True) if found)
    )


def _met(entity: GoldEntity, mentions: Sequence[Named]) -> Mapping[str, str]:
    """Entity ids, with their names, of the mentions that say one of its names."""
    return {mention.entity_id: mention.name for mention in mentions if Names().same(mention.text, entity.names)}


def _right(entity: GoldEntity, found: Mapping[str, str]) -> bool:
    return len(found) == 1 and all(Names().same(name, entity.names) for name in found.values())
