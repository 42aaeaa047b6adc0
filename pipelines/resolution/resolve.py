"""Mentions to entities by rules that a person can follow, in this order:

(a) the language room says which known entity it is;
(b) its full name is one of the registry's spellings;
(c) else it is an unknown entity, one with every mention whose name has the same key;
(d) what people judged to be the same or different is so.

What comes out depends on the set of mentions and judgements alone, not on the order of rows or of
batches. What stands decides names and kinds; what was taken back only where nothing else names it.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from graph_schema.registry import KnownEntity, Registry
from pipelines.judgements.entries import Decisions
from pipelines.resolution.identity import Identities, Problem, base_of
from pipelines.resolution.names import without_legal_form, without_possessive
from pipelines.resolution.unattached import of_names

PLACE = ["article_id", "reading_id", "start", "end"]
ENTITY_COLUMNS = [
    *["entity_id", "name", "kind", "aliases", "known", "wikidata_id", "country", "ticker"],
    *["lei", "identifiers", "authority", "source_url", "edition", "withdrawn_why"],
]
NAMED_BY_WITHDRAWN = "only withdrawn articles name it"


@dataclass(frozen=True, slots=True)
class Resolution:
    """`entities`: one row per entity that is mentioned, with the columns of the record's table. `links`: one
    row per distinct mention (article_id, reading_id, start, end, entity_id). `problems`: judgements that
    could not be followed. `identities`: who is who under the judgements, for whoever goes on from here.
    """

    entities: pd.DataFrame
    links: pd.DataFrame
    problems: tuple[Problem, ...]
    identities: Identities


@dataclass(slots=True)
class _Seen:
    """What the mentions of one entity say: spellings of names that the registry does not know, and kinds."""

    spellings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    withdrawn: bool = True


def resolve(mentions: pd.DataFrame, registry: Registry, decisions: Decisions = Decisions()) -> Resolution:  # noqa: B008 frozen, and empty
    """Say who each mention is.

    `mentions` has article_id, reading_id, start, end, text, kind, name (the fullest form in the article),
    registry_id (may be missing) and withdrawn. Frames come back sorted, with a fresh index.
    """
    named = _distinct(mentions)
    identities = Identities(registry, decisions)
    triples = list(zip(named["name"], named["registry_id"], named["article_id"], strict=True))
    units = {triple: identities.unit(*triple) for triple in dict.fromkeys(triples)}
    ids = {unit: identities.id_of(unit) for unit in set(units.values())}
    links = named[PLACE].assign(entity_id=pd.Series([ids[units[triple]] for triple in triples], index=named.index, dtype=object))
    own = {unit for unit in ids if (base := base_of(unit)) in registry.entities and identities.id_of(base) == ids[unit]}
    seen = _seen(named, links["entity_id"].tolist(), [units[triple] in own for triple in triples])
    members = {id_: identities.members(unit) for id_, unit in {id_: unit for unit, id_ in ids.items()}.items()}
    rows = [_row(id_, seen[id_], members[id_], registry, identities) for id_ in sorted(members)]
    entities = pd.DataFrame(rows, columns=ENTITY_COLUMNS, dtype=object).astype({"known": bool})
    problems = (*identities.problems, *of_names(decisions, identities, set(units.values()), registry))
    return Resolution(entities, links, problems, identities)


def _distinct(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per place in a reading, in order; of two that disagree, the known and fuller one."""
    named = mentions["name"].notna() & (mentions["name"].astype("str").str.strip() != "")
    rows = mentions[[*PLACE, "kind", "registry_id", "withdrawn"]].assign(name=mentions["name"].where(named, mentions["text"]))
    rows = rows.assign(unknown=rows["registry_id"].isna(), shortness=-rows["name"].astype("str").str.len())
    ordered = rows.sort_values([*PLACE, "unknown", "shortness", "name", "registry_id", "kind", "withdrawn"])
    return ordered.drop_duplicates(PLACE, ignore_index=True)


def _seen(named: pd.DataFrame, ids: Sequence[str], own: Sequence[bool]) -> dict[str, _Seen]:
    """Per entity what its standing mentions say; what withdrawn ones say where it has no other.

    `own`: whether the registry has the mention's name for this very entity.
    """
    standing: dict[str, _Seen] = defaultdict(_Seen)
    past: dict[str, _Seen] = defaultdict(_Seen)
    for id_, name, kind, known, withdrawn in zip(ids, named["name"], named["kind"], own, named["withdrawn"], strict=True):
        seen = (past if withdrawn else standing)[id_]
        if not known:
            seen.spellings[name] += 1
        seen.kinds[kind] += 1
    for seen in standing.values():
        seen.withdrawn = False
    return {**past, **standing}


def _row(id_: str, seen: _Seen, members: Sequence[str], registry: Registry, identities: Identities) -> dict[str, object]:
    """An entity; the names of all that people joined to it are its names, and one that they gave it is shown."""
    known = [registry.entities[member] for member in members if member in registry.entities]
    row = _known_row(registry.entities[id_]) if known else _unknown_row(id_, seen, registry.kinds, identities.phrases.weak)
    shown = identities.names.get(id_, row["name"])
    names = {name for entity in known for name in (entity.name, *entity.aliases, *entity.weak_aliases)}
    row |= {"name": shown, "aliases": sorted({*names, *seen.spellings, str(row["name"])} - {shown})}
    empty: dict[str, object] = dict.fromkeys(ENTITY_COLUMNS)
    return empty | row | {"withdrawn_why": NAMED_BY_WITHDRAWN if seen.withdrawn else None}


def _known_row(entity: KnownEntity) -> dict[str, object]:
    return {
        "entity_id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "known": True,
        "wikidata_id": entity.wikidata_id,
        "country": entity.country,
        "ticker": entity.ticker,
    }


def _unknown_row(id_: str, seen: _Seen, kinds: Sequence[str], weak: Container[str]) -> dict[str, object]:
    return {"entity_id": id_, "name": shown_name(seen.spellings, weak), "kind": commonest_kind(seen.kinds, kinds), "known": False}


def shown_name(spellings: Mapping[str, int], weak: Container[str] = ()) -> str:
    """The most frequent spelling, then the longest, then the first by alphabet; without its legal
    form, unless what is left is a word that the registry holds for ambiguous, or the form an `& Co.`.
    """
    best = without_possessive(min(spellings, key=lambda s: (-spellings[s], -len(s), s)))
    bare = without_legal_form(best)
    return best if bare in weak or len(bare) < 3 or "&" in best[len(bare) :] else bare


def commonest_kind(counts: Mapping[str, int], kinds: Sequence[str]) -> str:
    """The most frequent kind; among equals the one that the schema declares first."""
    order = {kind: place for place, kind in enumerate(kinds)}
    return min(counts, key=lambda kind: (-counts[kind], order.get(kind, len(order)), kind))
