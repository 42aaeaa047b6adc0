"""Which names are one entity, and under which id it stands: the registry, equal names, people's judgements.

The id follows from a name, the registry and the ledger alone, never from which articles are there. A
unit is what would be one entity without judgements:

    NG000123          a known entity
    name:KEY          all spellings of an unknown name (see `names.key`)
    UNIT␟ARTICLE      either of them as one article uses it, where a person said so
    entry:LIST␟ENTRY  an entry of an official list

A use in one article stays with all others of its name, unless a person moved it or parted it from them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.registry import Registry
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from pipelines.records import stable_id
from pipelines.resolution.names import key
from pipelines.resolution.phrases import phrases

NAME = "name:"
ENTRY = "entry:"
AT = "\x1f"  # no name holds it
Against = defaultdict[str, dict[str, str]]  # who differs from a unit, each with the smallest id of a judgement that says so
_ONE_NAME_FIX = "To tell two of one name apart, say in which article it is somebody else: NAME@ARTICLE."


@dataclass(frozen=True, slots=True)
class Problem:
    """A judgement that could not be followed: a reason to count by, and a message to a person."""

    judgement_id: str
    reason: str
    message: str


class Identities:
    """Who is who under the given judgements; `problems` are those that could not be followed."""

    def __init__(self, registry: Registry, decisions: Decisions = Decisions()) -> None:  # noqa: B008 frozen, and empty
        self.phrases = phrases(registry)
        self.problems: list[Problem] = []
        refs = [ref for ref in _refs((*decisions.pairs, *decisions.names)) if ref.article_id]
        self._scoped = {(self._base(ref.name, ref.registry_id), str(ref.article_id)) for ref in refs}
        self._root: dict[str, str] = {}
        latest = self._latest_of_each_pair(decisions.pairs)
        self._apart = {pair: judgement.id for pair, judgement in latest.items() if judgement.verdict is Verdict.DIFFERENT}
        self._join(latest)
        self._bring_home()
        self._members = self._clusters()
        self._ids = {root: min((_rank(unit), _own_id(unit)) for unit in units)[1] for root, units in self._members.items()}
        self._against = _both_ways(self._apart)
        # The name to show by entity id, of several the latest.
        self.names: Mapping[str, str] = {self.id_of(self.unit_of(j.a)): j.name for j in decisions.names if j.a and j.name}

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
            return _entry(ref.list_id, ref.entry_id)
        return self.unit(ref.name, ref.registry_id, ref.article_id)

    def members(self, unit: str) -> list[str]:
        """All units that are one entity with this one, sorted."""
        return sorted(self._cluster(unit))

    def id_of(self, unit: str) -> str:
        """The id under which a unit's entity stands: the smallest registry id, else the smallest hash of a name, else of what is left."""
        return self._ids[self._find(unit)] if unit in self._root else _own_id(unit)

    def of_entry(self, list_id: str, entry_id: str) -> str | None:
        """The entity that people joined an entry of a list with."""
        unit = _entry(list_id, entry_id)
        return self.id_of(unit) if any(not member.startswith(ENTRY) for member in self._cluster(unit)) else None

    def apart(self, list_id: str, entry_id: str, entity_id: str) -> bool:
        """Whether a person said that an entry of a list, or one that it is joined with, is not this entity."""
        own = self._cluster(_entry(list_id, entry_id))
        return any(self.id_of(other) == entity_id for unit in own for other in self._against.get(unit, ()))

    def _base(self, name: str, registry_id: object) -> str:
        known = self.phrases.entity(name, registry_id)
        return known.id if known else NAME + key(name)

    def _latest_of_each_pair(self, judgements: Iterable[Judgement]) -> Mapping[frozenset[str], Judgement]:
        """What counts for each pair of units: the latest verdict, since it was first given without a break."""
        found: dict[frozenset[str], Judgement] = {}
        for judgement in judgements:
            if judgement.a and judgement.b:
                pair = frozenset((self.unit_of(judgement.a), self.unit_of(judgement.b)))
                if len(pair) == 1:
                    self._told(judgement, "one_name", f"Both sides are one name for one entity; nothing follows. {_ONE_NAME_FIX}")
                elif pair not in found or found[pair].verdict is not judgement.verdict:
                    found[pair] = judgement
        return found

    def _join(self, latest: Mapping[frozenset[str], Judgement]) -> None:
        """Follow each `same`, the earliest first, but none that would make one of two that are different."""
        against = _both_ways(self._apart)  # of roots, as they come to be
        for pair, judgement in sorted(latest.items(), key=lambda item: (item[1].at, item[1].id)):
            if judgement.verdict is Verdict.SAME:
                few, many = sorted(map(self._find, pair), key=lambda root: len(against[root]))
                if many in against[few]:
                    said = f"It would make one of two that {against[few][many]} calls different; nothing was merged."
                    self._told(judgement, "contradiction", f"{said} Undo one of the two judgements.")
                elif few != many:
                    self._root[few] = many
                    _inherit(against, few, many)

    def _bring_home(self) -> None:
        """Put uses in one article with all others of their names, where no person moved or parted them.

        All is decided before anything is put, so that no use comes first: of two uses that are
        different neither is the usual one.
        """
        scoped = {f"{base}{AT}{article}": base for base, article in sorted(self._scoped)}
        for unit in (*scoped, *scoped.values()):
            self._find(unit)
        home: dict[str, str] = {}
        for root, members in self._clusters().items():
            bases = {self._find(scoped[member]) if member in scoped else "" for member in members}
            if len(bases) == 1 and "" not in bases:
                home[root] = bases.pop()
        parted = set()
        for pair in self._apart:
            roots = [self._find(unit) for unit in pair]
            if len({home.get(root, root) for root in roots}) == 1:
                parted.update(roots)
        self._root |= {root: base for root, base in home.items() if root not in parted}

    def _clusters(self) -> dict[str, list[str]]:
        clusters: dict[str, list[str]] = defaultdict(list)
        for unit in list(self._root):
            clusters[self._find(unit)].append(unit)
        return dict(clusters)

    def _cluster(self, unit: str) -> Sequence[str]:
        return self._members.get(self._find(unit), [unit]) if unit in self._root else [unit]

    def _find(self, unit: str) -> str:
        root = unit
        while (above := self._root.setdefault(root, root)) != root:
            root = above
        while self._root[unit] != root:
            self._root[unit], unit = root, self._root[unit]
        return root

    def _told(self, judgement: Judgement, reason: str, message: str) -> None:
        self.problems.append(Problem(judgement.id, reason, message))


def base_of(unit: str) -> str:
    """The unit that a use in one article is a use of; any other unit itself."""
    return unit if unit.startswith(ENTRY) else unit.partition(AT)[0]


def _refs(judgements: Iterable[Judgement]) -> Iterator[EntityRef]:
    for judgement in judgements:
        yield from (ref for ref in (judgement.a, judgement.b) if ref)


def _both_ways(apart: Mapping[frozenset[str], str]) -> Against:
    against: Against = defaultdict(dict)
    for pair, judgement_id in apart.items():
        one, other = pair
        against[one][other] = against[other][one] = judgement_id
    return against


def _inherit(against: Against, root: str, heir: str) -> None:
    """Whoever differs from `root` differs from `heir` now. The shorter list moves, so that thousands of judgements take no time."""
    for other, judgement_id in against.pop(root).items():
        del against[other][root]
        said = min(judgement_id, against[heir].get(other, judgement_id))
        against[heir][other] = against[other][heir] = said


def _entry(list_id: str, entry_id: str) -> str:
    return f"{ENTRY}{list_id}{AT}{entry_id}"


def _rank(unit: str) -> int:
    """Whose id a cluster takes first: a known entity's, a name's, that of a use in an article, a list entry's."""
    if unit.startswith(ENTRY):
        return 3
    if AT in unit:
        return 2
    return 1 if unit.startswith(NAME) else 0


def _own_id(unit: str) -> str:
    """The id of an entity that is this unit alone."""
    return stable_id("e", *unit.removeprefix(NAME).removeprefix(ENTRY).split(AT)) if _rank(unit) else unit
