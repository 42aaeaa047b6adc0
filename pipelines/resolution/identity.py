"""Which names are one entity, and under which id it stands: the registry, equal names, people's judgements.

The id follows from a name, the registry and the ledger alone, never from which articles are there. A
unit is what would be one entity without judgements:

    NG000123          a known entity
    name:KEY          all spellings of an unknown name (see `names.key`)
    UNIT␟ARTICLE      either of them as one article uses it, where a person said so
    entry:LIST/ENTRY  an entry of an official list
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph_schema.registry import KnownEntity, Registry
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from pipelines.records import stable_id
from pipelines.resolution.names import key, without_legal_form, without_possessive

NAME = "name:"
ENTRY = "entry:"
AT = "\x1f"  # no name holds it


@dataclass(frozen=True, slots=True)
class Problem:
    """A judgement that could not be followed: a reason to count by, and a message to a person."""

    judgement_id: str
    reason: str
    message: str


class Phrases:
    """The registry's answer for a full name, case-sensitive."""

    def __init__(self, registry: Registry) -> None:
        self._entities = registry.entities
        self._strong: dict[str, str] = {}
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
        return self._incorporated(name)

    def _incorporated(self, name: str) -> KnownEntity | None:
        """A legal form makes a name a company's, so that then a weak spelling is enough."""
        bare = without_legal_form(name)
        entity = self._entities.get(self._companies.get(bare, ""))
        return entity if bare != name and entity and entity.kind == "Company" else None


_BUILT: list[tuple[Registry, Phrases]] = []  # the last one: building them takes a third of a second


def _phrases(registry: Registry) -> Phrases:
    if not _BUILT or _BUILT[0][0] is not registry:
        _BUILT[:] = [(registry, Phrases(registry))]
    return _BUILT[0][1]


class Identities:
    """Who is who under the given judgements."""

    def __init__(self, registry: Registry, decisions: Decisions = Decisions()) -> None:  # noqa: B008 frozen, and empty
        self.phrases = _phrases(registry)
        self._scoped: set[tuple[str, str]] = set()
        for ref in _refs((*decisions.pairs, *decisions.names)):
            if ref.article_id:
                self._scoped.add((self._base(ref.name, ref.registry_id), ref.article_id))
        self._latest = self._latest_of_each_pair(decisions.pairs)
        self._apart = {pair for pair, judgement in self._latest.items() if judgement.verdict is Verdict.DIFFERENT}
        self._root: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._join()
        self._members: dict[str, list[str]] = defaultdict(list)
        for unit in self._root:
            self._members[self._find(unit)].append(unit)

    def unit(self, name: str, registry_id: object = None, article_id: str | None = None) -> str:
        """What a name as written, in an article or anywhere, would be without judgements."""
        base = self._base(name, registry_id)
        return f"{base}{AT}{article_id}" if article_id and (base, article_id) in self._scoped else base

    def entity_id(self, name: str, registry_id: object = None, article_id: str | None = None) -> str:
        """The id of the entity that a name means."""
        return self.id_of(self.unit(name, registry_id, article_id))

    def unit_of(self, ref: EntityRef) -> str:
        """The unit that a judgement names."""
        if ref.list_id and ref.entry_id:
            return f"{ENTRY}{ref.list_id}/{ref.entry_id}"
        return self.unit(ref.name, ref.registry_id, ref.article_id)

    def members(self, unit: str) -> list[str]:
        """All units that are one entity with this one, sorted."""
        return sorted(self._members.get(self._find(unit), [unit]))

    def id_of(self, unit: str) -> str:
        """The id under which a unit's entity stands: the smallest registry id, else the smallest hash of a name, else of what is left."""
        members = self._members.get(self._find(unit), [unit])
        for kind in (_is_known, _is_name, _is_scoped, _is_entry):
            ids = [_own_id(member) for member in members if kind(member)]
            if ids:
                return min(ids)
        raise AssertionError(unit)

    def of_entry(self, list_id: str, entry_id: str) -> str | None:
        """The entity that people joined an entry of a list with."""
        unit = f"{ENTRY}{list_id}/{entry_id}"
        return self.id_of(unit) if any(not _is_entry(member) for member in self._members.get(self._find(unit), [])) else None

    def apart(self, list_id: str, entry_id: str, entity_id: str) -> bool:
        """Whether a person said that an entry of a list is not this entity."""
        unit = f"{ENTRY}{list_id}/{entry_id}"
        others = [next(iter(pair - {unit})) for pair in self._apart if unit in pair]
        return any(self.id_of(other) == entity_id for other in others)

    def _base(self, name: str, registry_id: object) -> str:
        known = self.phrases.entity(name, registry_id)
        return known.id if known else NAME + key(name)

    def _latest_of_each_pair(self, judgements: Iterable[Judgement]) -> Mapping[frozenset[str], Judgement]:
        """Of two judgements about one pair of units the later counts."""
        found: dict[frozenset[str], Judgement] = {}
        for judgement in judgements:
            if judgement.a and judgement.b:
                pair = frozenset((self.unit_of(judgement.a), self.unit_of(judgement.b)))
                if len(pair) == 2:
                    found[pair] = judgement
        return found

    def _join(self) -> None:
        settled: set[str] = set()
        for pair, judgement in sorted(self._latest.items(), key=lambda item: (item[1].at, item[1].id)):
            if judgement.verdict is Verdict.UNSURE:
                continue
            settled |= pair
            if judgement.verdict is Verdict.SAME:
                a, b = sorted(pair)
                if self._may_join(a, b):
                    self._root[self._find(b)] = self._find(a)
                else:
                    said = "would make one of two that a person called different; nothing was merged."
                    self.problems.append(Problem(judgement.id, "contradiction", f"It {said} Undo one of the judgements."))
        for base, article in sorted(self._scoped):
            unit = f"{base}{AT}{article}"
            if unit not in settled:
                self._root[self._find(unit)] = self._find(base)

    def _may_join(self, a: str, b: str) -> bool:
        ends = {self._find(a), self._find(b)}
        return len(ends) == 1 or not any({self._find(unit) for unit in pair} == ends for pair in self._apart)

    def _find(self, unit: str) -> str:
        root = unit
        while (above := self._root.setdefault(root, root)) != root:
            root = above
        while self._root[unit] != root:
            self._root[unit], unit = root, self._root[unit]
        return root


def _refs(judgements: Iterable[Judgement]) -> Iterator[EntityRef]:
    for judgement in judgements:
        yield from (ref for ref in (judgement.a, judgement.b) if ref)


def _is_entry(unit: str) -> bool:
    return unit.startswith(ENTRY)


def _is_scoped(unit: str) -> bool:
    return AT in unit and not _is_entry(unit)


def _is_name(unit: str) -> bool:
    return unit.startswith(NAME) and not _is_scoped(unit)


def _is_known(unit: str) -> bool:
    return not unit.startswith((NAME, ENTRY)) and not _is_scoped(unit)


def _own_id(unit: str) -> str:
    """The id of an entity that is this unit alone."""
    if _is_known(unit):
        return unit
    if _is_entry(unit):
        return stable_id("e", *unit.removeprefix(ENTRY).split("/", 1))
    if _is_scoped(unit):
        return stable_id("e", *unit.removeprefix(NAME).rsplit(AT, 1))
    return stable_id("e", unit.removeprefix(NAME))
