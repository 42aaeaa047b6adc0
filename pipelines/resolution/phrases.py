"""Whom a name as written names by the registry alone.

Belongs here: spelling to known entity, for names that the language room did not know. Does not: judgements of people, ids
(`identity`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph_schema.registry import KnownEntity, Registry
from pipelines.resolution.names import key, plain, without_legal_form, without_possessive

_ORGANISATIONS = frozenset({"Company", "GovernmentBody"})


class Phrases:
    """The registry's answer for a full name: case-sensitive, but for organisations of several words (`J.P. LARK Bank`, `JP Lark bank`)."""

    def __init__(self, registry: Registry) -> None:
        self._entities = registry.entities
        self._strong: dict[str, str] = {}
        self._plain = _plainly_written(registry.entities.values())
        written: dict[str, set[str]] = defaultdict(set)
        for phrase in registry.phrases():
            if phrase.strength == "strong":
                self._strong[phrase.text] = phrase.entity_id
            if phrase.strength in {"strong", "weak"}:
                written[phrase.text].add(phrase.entity_id)
        self.weak = frozenset(written.keys() - self._strong.keys())
        self._companies = {text: next(iter(ids)) for text, ids in written.items() if len(ids) == 1}

    def entity(self, name: str, given: object) -> KnownEntity | None:
        """The known entity that the language room named (`given`), else the one of this full name; an id that the registry lost is none."""
        if isinstance(given, str) and given in self._entities:
            return self._entities[given]
        name = without_possessive(name)
        for spelling in (name, name.removeprefix("the ").removeprefix("The ")):
            if spelling in self._strong:
                return self._entities[self._strong[spelling]]
        return self._incorporated(name) or self._spelt_otherwise(name)

    def _spelt_otherwise(self, name: str) -> KnownEntity | None:
        """Of one word nothing is compared but the word: `Us` is not the US, and `Gap` no gap."""
        ids = self._plain.get(key(name), set())
        return self._entities[next(iter(ids))] if len(ids) == 1 else None

    def _incorporated(self, name: str) -> KnownEntity | None:
        """A legal form makes a name a company's, so that then a weak spelling is enough."""
        bare = without_legal_form(name)
        entity = self._entities.get(self._companies.get(bare, ""))
        return entity if bare != name and entity and entity.kind == "Company" else None


def _plainly_written(entities: Iterable[KnownEntity]) -> Mapping[str, set[str]]:
    """Who bears a name of several words, by its plain spelling, which is its key where it has no legal form."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for text in entity.strong if entity.kind in _ORGANISATIONS else ():
            if " " in (spelling := plain(text)):
                found[spelling].add(entity.id)
    return found


_BUILT: list[tuple[Registry, Phrases]] = []  # the last one: building them takes a third of a second


def phrases(registry: Registry) -> Phrases:
    """The answers of a registry; those of the last one asked for are kept."""
    if not _BUILT or _BUILT[0][0] is not registry:
        _BUILT[:] = [(registry, Phrases(registry))]
    return _BUILT[0][1]
