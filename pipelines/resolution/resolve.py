"""Mentions to entities by rules that a person can follow, in this order:

(a) the language room says which known entity it is;
(b) its full name is one of the registry's spellings;
(c) else it is an unknown entity, one with every mention whose name has the same key.

What comes out depends on the set of mentions alone, not on the order of rows or of batches.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from graph_schema.registry import KnownEntity, Registry
from pipelines.records import stable_id
from pipelines.resolution.names import key, without_legal_form, without_possessive

PLACE = ["article_id", "start", "end"]
ENTITY_COLUMNS = ["entity_id", "name", "kind", "aliases", "known", "wikidata_id", "country", "ticker"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """`entities`: one row per entity that is mentioned (entity_id, name, kind, aliases, known,
    wikidata_id, country, ticker). `links`: one row per distinct mention (article_id, start, end, entity_id).
    """

    entities: pd.DataFrame
    links: pd.DataFrame


def resolve(mentions: pd.DataFrame, registry: Registry) -> Resolution:
    """Say who each mention is.

    `mentions` has article_id, start, end, text, kind, name (the fullest form in the article) and
    registry_id (may be missing). Both frames come back sorted, with a fresh index.
    """
    named = _distinct(mentions)
    phrases = _Phrases(registry)
    known = [phrases.entity(name, given) for name, given in zip(named["name"], named["registry_id"], strict=True)]
    keys = [None if entity else key(name) for entity, name in zip(known, named["name"], strict=True)]
    clusters = _clusters(zip(keys, named["name"], named["kind"], strict=True), registry.kinds, phrases.weak)
    ids = [entity.id if entity else clusters[group]["entity_id"] for entity, group in zip(known, keys, strict=True)]
    found = {entity.id: _known_row(entity) for entity in known if entity}
    rows = [*found.values(), *clusters.values()]
    entities = pd.DataFrame(rows, columns=ENTITY_COLUMNS).sort_values("entity_id", ignore_index=True)
    return Resolution(entities.astype({"known": bool}), named[PLACE].assign(entity_id=pd.Series(ids, index=named.index, dtype=object)))


def _distinct(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per place in an article, in order; of two that disagree, the known and fuller one."""
    named = mentions["name"].notna() & (mentions["name"].astype("str").str.strip() != "")
    rows = mentions[[*PLACE, "kind", "registry_id"]].assign(name=mentions["name"].where(named, mentions["text"]))
    rows = rows.assign(unknown=rows["registry_id"].isna(), shortness=-rows["name"].astype("str").str.len())
    ordered = rows.sort_values([*PLACE, "unknown", "shortness", "name", "registry_id", "kind"])
    return ordered.drop_duplicates(PLACE, ignore_index=True)


class _Phrases:
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
        """Rules (a) and (b); None for an unknown entity. An id that the registry lost counts as none."""
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


def _known_row(entity: KnownEntity) -> dict[str, object]:
    return {
        "entity_id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": sorted({*entity.aliases, *entity.weak_aliases} - {entity.name}),
        "known": True,
        "wikidata_id": entity.wikidata_id,
        "country": entity.country,
        "ticker": entity.ticker,
    }


def _clusters(
    mentions: Iterable[tuple[str | None, str, str]], kinds: Sequence[str], weak: Container[str]
) -> dict[str | None, dict[str, object]]:
    """The unknown entities by key, from (key, name, kind) of each mention; a known one's key is None."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for group, name, kind in mentions:
        if group is not None:
            spellings[group][name] += 1
            seen[group][kind] += 1
    return {group: _cluster(spellings[group], commonest_kind(seen[group], kinds), weak) for group in spellings}


def _cluster(spellings: Counter[str], kind: str, weak: Container[str]) -> dict[str, object]:
    """One unknown entity: the smallest member's id, the commonest spelling, the others as aliases."""
    name = shown_name(spellings, weak)
    return {
        "entity_id": min(stable_id("e", spelling) for spelling in spellings),
        "name": name,
        "kind": kind,
        "aliases": sorted(set(spellings) - {name}),
        "known": False,
        "wikidata_id": None,
        "country": None,
        "ticker": None,
    }


def shown_name(spellings: Mapping[str, int], weak: Container[str] = ()) -> str:
    """The most frequent spelling, then the longest, then the first by alphabet; without its legal
    form, unless what is left is a word that the registry holds for ambiguous.
    """
    best = without_possessive(min(spellings, key=lambda s: (-spellings[s], -len(s), s)))
    bare = without_legal_form(best)
    return best if bare in weak or len(bare) < 3 else bare


def commonest_kind(counts: Mapping[str, int], kinds: Sequence[str]) -> str:
    """The most frequent kind; among equals the one that the schema declares first."""
    order = {kind: place for place, kind in enumerate(kinds)}
    return min(counts, key=lambda kind: (-counts[kind], order.get(kind, len(order)), kind))
