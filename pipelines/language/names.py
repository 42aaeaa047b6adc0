"""A name at a place in an article, and all names of one article by token.

Belongs here: what a name is, and for whom a person or list stands. Does not: finding names
(`namefinder`), pronouns and `the company` (`coreference`), who takes part in a claim (`roles`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from graph_schema.registry import KnownEntity, Strength
from pipelines.language.lexicon import Words
from pipelines.language.reading import Reading

STATES = ("Country", "GovernmentBody")
TRUSTED = 0.7  # an unknown name of less trust may be no name at all
GUESSED = 0.9  # an unknown name of less trust may name something of another kind
_SURE = 0.8  # trust in a name of several words that is said to be a person's


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens [start, end). `trust` is 1 for the registry's, less for what only looks like a name."""

    start: int
    end: int
    kind: str
    name: str
    trust: float
    known: KnownEntity | None = None
    strength: Strength | None = None

    @property
    def key(self) -> str:
        """The same for all names of one entity in an article."""
        return self.known.id if self.known else self.name.casefold()


class Names:
    """All names of one article, by token."""

    def __init__(self, reading: Reading, names: Iterable[Name], words: Words, entities: Mapping[str, KnownEntity]) -> None:
        self.all = tuple(sorted(names, key=lambda n: n.start))
        self._by_token = {i: name for name in self.all for i in range(name.start, name.end)}
        self.counts = Counter(name.key for name in self.all)
        self.doc = reading.doc
        self._known = reading.known
        self.entities = entities
        self.principals = {
            name.key: principal for name in self.all if (principal := self._principal(name, words) or _keeper(name, entities))
        }

    def at(self, token: Token) -> Name | None:
        """The name that `token` is part of."""
        return self._by_token.get(token.i)

    def city(self, name: Name) -> Name | None:
        """The capital city that stands for its government elsewhere: where a plant is built, Berlin is no Germany."""
        city = next((e for e, _ in self._known.get(name.start, ()) if e.kind == "Place"), None) if name.strength == "metonym" else None
        return replace(name, kind="Place", name=city.name, known=city, strength="strong") if city is not None else None

    def _principal(self, name: Name, words: Words) -> Name | None:
        """For whom a person acts: `U.S. President Donald Trump` for the United States, `Grab founder Anthony Tan` for Grab."""
        if name.kind != "Person":
            return None
        before = list(self.doc[max(name.start - 5, self.doc[name.start].sent.start) : name.start])
        titles = {t.lower_ for t in before if t.head.i >= name.start or t.head.head.i >= name.start}
        named = [n for t in before if (n := self.at(t)) is not None]
        if titles & words.offices and (states := [n for n in named if n.kind == "Country"]):
            return states[-1]
        if titles & words.managers and (companies := [n for n in named if n.kind == "Company"]):
            return companies[-1]
        if name.known is not None and any(alias.split()[0].lower() in words.offices for alias in name.known.aliases):
            return self._state(name, name.known.country)
        return None

    def _state(self, name: Name, country: str | None) -> Name | None:
        """The country of somebody in office: where the article names it, else where the office is named."""
        for other in self.all:
            if other.kind == "Country" and other.known and other.known.country == country:
                return other
        known = next((e for e in self.entities.values() if e.kind == "Country" and e.country == country), None)
        return replace(name, kind="Country", name=known.name, known=known) if known else None

    def listed_with(self, name: Name) -> list[Name]:
        """The names that are coordinated with `name`."""
        return [other for token in self.doc[name.start : name.end].root.conjuncts if (other := self.at(token)) is not None]

    def between(self, start: int, end: int) -> list[Name]:
        """The names that begin at tokens [start, end)."""
        return [name for name in self.all if start <= name.start < end]


def _keeper(name: Name, entities: Mapping[str, KnownEntity]) -> Name | None:
    """Whoever keeps a list of sanctioned parties."""
    if name.kind != "SanctionsList" or name.known is None or name.known.parent is None:
        return None
    keeper = entities[name.known.parent]
    return replace(name, kind=keeper.kind, name=keeper.name, known=keeper)


def may_be(name: Name, kinds: frozenset[str]) -> bool:
    """Whether it may be a company where its role takes one: a small model's kind of an unknown name is a guess."""
    if name.known is not None or "Company" not in kinds or name.trust >= GUESSED:
        return False
    return name.kind in ("Place", "Product") or (name.kind == "Person" and (" " not in name.name or name.trust < _SURE))
