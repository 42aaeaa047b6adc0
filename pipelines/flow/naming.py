"""What a person typed → the entity that a judgement names.

An entity is named by its id, by a spelling, by `NAME@ARTICLE` (that name as that article uses it), or by
`LIST:ENTRY` (an entry of an official list). What fits nothing, or several entities, is a SettingsError
that says what there is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.errors import SettingsError
from pipelines.flow.citing import OFFERED, article, beginning, choose, did_you_mean, near
from pipelines.flow.view import View, examples
from pipelines.judgements.entries import EntityRef
from pipelines.resolution import Identities
from pipelines.resolution.listed import ITSELF
from pipelines.resolution.names import key

Rule = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as the texts write it, and the entity it stands for."""

    name: str
    registry_id: str | None  # where the name is a known entity's, whatever a person decided
    unit: str  # id of the entity that it would be without any judgement
    entity_id: str
    count: int


class Names:
    """The names of one view of the record."""

    def __init__(self, seen: View) -> None:
        self._seen = seen
        self._bare = Identities(seen.knowledge.registry)
        self._judged = Identities(seen.knowledge.registry, seen.decisions)

    # -- what judgements name

    def entity(self, typed: str) -> EntityRef:
        """Whom `typed` means."""
        typed = " ".join(typed.split())
        choices, spelt = self._choices(typed)
        if len(choices) > 1:
            raise SettingsError(f"means {len(choices)} entities", where=f"{typed!r}", fix=self._offer(choices))
        if choices:
            return self._ref(choices[0], [spelling for spelling in spelt if spelling.entity_id == choices[0]])
        found = self._of_list(typed) or self._of_article(typed) or self._of_registry(typed)
        if found is None:
            raise SettingsError("is no entity of the record", where=f"{typed!r}", fix=self._nearest(typed))
        return found

    def id_of(self, ref: EntityRef) -> str | None:
        """Id of the entity that a reference means now."""
        if ref.list_id and ref.entry_id:
            listings = self._seen.listings
            rows = listings[(listings["list_id"] == ref.list_id) & (listings["entry_id"] == ref.entry_id)]
            return str(rows["entity_id"].iloc[0]) if len(rows) else None
        return self._judged.entity_id(ref.name, ref.registry_id, ref.article_id)

    def unit(self, ref: EntityRef) -> str:
        """What a reference names when no judgement is followed: two with the same are one name for one entity."""
        if ref.list_id and ref.entry_id:
            return f"{ref.list_id}:{ref.entry_id}"
        return f"{self._bare.entity_id(ref.name, ref.registry_id)}@{ref.article_id or ''}"

    def called(self, entity_id: str) -> str:
        """The shortest thing to type that means this entity: its name where no other has it, else its id."""
        name = self.shown.get(entity_id, "")
        return name if name and self._choices(name)[0] == [entity_id] else entity_id

    # -- what there is

    @cached_property
    def spellings(self) -> Sequence[Spelling]:
        """Every name that the texts have for somebody, the commonest first."""
        mentions = self._seen.mentions
        columns = ["name", "registry_id", "entity_id", "article_id"]
        rows = mentions[mentions["entity_id"].notna()][columns].astype(object).where(lambda frame: frame.notna(), None)
        counted = Counter(rows.drop(columns="article_id").itertuples(index=False, name=None))
        found = []
        for (name, given, entity), count in counted.items():
            unit = self._bare.entity_id(name, given)
            found.append(Spelling(name, unit if unit in self._seen.knowledge.registry.entities else None, unit, entity, count))
        return sorted(found, key=lambda spelling: (-spelling.count, spelling.name, spelling.entity_id))

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The shown name of each entity."""
        return dict(zip(self._seen.entities["entity_id"], self._seen.entities["name"], strict=True))

    @cached_property
    def _called(self) -> Mapping[str, set[str]]:
        """Entities by whatever they are called: shown names, aliases, spellings."""
        found: dict[str, set[str]] = defaultdict(set)
        columns = self._seen.entities[["entity_id", "name", "aliases"]].itertuples(index=False, name=None)
        for entity, name, aliases in columns:
            for text in (name, *aliases):
                found[text].add(entity)
        for spelling in self.spellings:
            found[spelling.name].add(spelling.entity_id)
        return found

    # -- how something is found

    def _choices(self, typed: str) -> tuple[list[str], list[Spelling]]:
        """The entities that `typed` means, by the first rule that finds any, and the spellings that are meant."""
        if of_id := self._of_id(typed):
            return of_id
        for same, index in self._indexes:
            if ids := index.get(same(typed)):
                return sorted(ids), [spelling for spelling in self.spellings if same(spelling.name) == same(typed)]
        mentions = self._seen.mentions
        rows = mentions[(mentions["text"].str.casefold() == typed.casefold()) & mentions["entity_id"].notna()]
        return sorted(set(rows["entity_id"])), [s for s in self.spellings if s.name in set(rows["name"])]

    @cached_property
    def _indexes(self) -> Sequence[tuple[Rule, Mapping[str, set[str]]]]:
        """For each rule by which two names are one, entities by what their names have in common."""
        found = []
        for same in (str, str.casefold, key):
            index: dict[str, set[str]] = defaultdict(set)
            for text, entities in self._called.items():
                index[same(text)] |= entities
            found.append((same, index))
        return found

    def _of_id(self, typed: str) -> tuple[list[str], list[Spelling]] | None:
        """An entity by its id; by the id that a name had before a person joined it with another, that name."""
        units = [spelling for spelling in self.spellings if spelling.unit == typed]
        if units:
            return sorted({spelling.entity_id for spelling in units}), units
        ids = beginning(self._seen.entities, "entity_id", typed)["entity_id"].tolist()
        return (ids, [spelling for spelling in self.spellings if spelling.entity_id in set(ids)]) if ids else None

    def _ref(self, entity: str, spelt: Sequence[Spelling]) -> EntityRef:
        own = [spelling for spelling in self.spellings if spelling.entity_id == entity]
        best = next(iter(spelt), None) or next((s for s in own if s.unit == entity), None) or next(iter(own), None)
        if best:
            return EntityRef(best.name, best.registry_id)
        known = self._seen.knowledge.registry.entities.get(entity)
        if known:
            return EntityRef(known.name, known.id)
        listings = self._seen.listings
        rows = listings[(listings["entity_id"] == entity) & (listings["entry_id"] != ITSELF)]
        if rows.empty:
            problem = "is named by no article and by no entry of a list"
            raise SettingsError(
                problem, where=f"{self.shown.get(entity, entity)!r}", fix="There is nothing that a judgement could hold on to."
            )
        return EntityRef(self.shown[entity], list_id=str(rows["list_id"].iloc[0]), entry_id=str(rows["entry_id"].iloc[0]))

    def _of_list(self, typed: str) -> EntityRef | None:
        """`LIST:ENTRY`, the list by its id or its name; None where no such list is loaded."""
        entries = self._seen.entries
        head, list_id = next(
            ((head, list_id) for head, list_id in self._lists if typed.casefold().startswith(f"{head.casefold()}:")), ("", "")
        )
        if not head:
            return None
        entry = typed[len(head) + 1 :].strip()
        of_list = entries[entries["list_id"] == list_id]
        rows = of_list[of_list["entry_id"] == entry]
        if rows.empty:
            told = did_you_mean(near(entry, of_list["entry_id"])) or f" They are like {of_list['entry_id'].min()}."
            raise SettingsError(f"{list_id} has no entry {entry!r}", where=f"{typed!r}", fix=f"Give the id of one of its entries.{told}")
        return EntityRef(str(rows["name"].iloc[0]), list_id=list_id, entry_id=entry)

    @cached_property
    def _lists(self) -> Sequence[tuple[str, str]]:
        """What a list with entries may be called, the longest first, and its id."""
        ids = set(self._seen.entries["list_id"])
        lists = self._seen.knowledge.record.frame("lists", columns=["list_id", "name"]).itertuples(index=False, name=None)
        named = {name: list_id for list_id, name in lists if list_id in ids} | {list_id: list_id for list_id in ids}
        return sorted(named.items(), key=lambda item: (-len(item[0]), item))

    def _of_article(self, typed: str) -> EntityRef | None:
        """`NAME@ARTICLE`; None where no @ stands in it."""
        name, at, place = (part.strip() for part in typed.partition("@"))
        if not (at and name and place):
            return None
        where = article(self._seen, place).article_id
        mentions = self._seen.mentions
        there = mentions[mentions["article_id"] == where]
        for column in ("name", "text"):
            rows = there[there[column].map(key) == key(name)]
            if len(rows):
                meant = next(spelling for spelling in self.spellings if spelling.name == rows["name"].iloc[0])
                return EntityRef(meant.name, meant.registry_id, article_id=where)
        called = sorted(set(there["name"]))
        fix = f"It names {', '.join(called[:OFFERED])}." if called else "It names nobody."
        raise SettingsError(f"the article {where} does not name {name!r}", where=f"{typed!r}", fix=fix)

    def _of_registry(self, typed: str) -> EntityRef | None:
        """A known entity that no article names yet."""
        known = self._seen.knowledge.registry.entities
        found = [known[typed]] if typed in known else [entity for entity in known.values() if entity.name == typed]
        if not found:
            found = [entity for entity in known.values() if typed in (*entity.aliases, *entity.weak_aliases)]
        if len(found) > 1:
            told = [f"{entity.id}  {entity.name}, {entity.kind}" for entity in found[:OFFERED]]
            raise SettingsError(f"means {len(found)} known entities", where=f"{typed!r}", fix=choose(told, len(found)))
        return EntityRef(found[0].name, found[0].id) if found else None

    # -- what is said when it is not found

    def _offer(self, choices: Collection[str]) -> str:
        counts = Counter(self._seen.mentions["entity_id"])
        sentences = examples(self._seen, choices)
        kinds = dict(zip(self._seen.entities["entity_id"], self._seen.entities["kind"], strict=True))
        told = []
        for entity in sorted(choices, key=lambda entity: -counts[entity]):
            sentence = f": “{sentences[entity].sentence}”" if entity in sentences else ""
            told.append(f"{entity}  {self.shown.get(entity)}, {kinds.get(entity)}, {_times(counts[entity])}{sentence}")
        return choose(told[:OFFERED], len(told))

    def _nearest(self, typed: str) -> str:
        by_name = {name: min(entities) for name, entities in self._called.items()}
        close = [f"{name} ({by_name[name]})" for name in near(typed, by_name)]
        return did_you_mean(close).strip() or "`newsgraph query most_mentioned` shows who is there; `newsgraph run` reads articles."


def _times(number: int) -> str:
    return {0: "on an official list only", 1: "mentioned once"}.get(number, f"mentioned {number:,} times")
