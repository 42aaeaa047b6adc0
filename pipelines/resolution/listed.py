"""Which entity each entry of an official list is. Careful, explained, and undone like any judgement.

In this order: a person said so; one identifier is the same; an organisation bears the same name, no
other does, and neither kind nor country speaks against it. People are never matched by name alone.
Entries that a person called one are matched together. Whoever matches nobody is an entity of its own,
so that a namesake in the news is not silently it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from graph_schema.registry import KnownEntity, Registry
from pipelines.judgements.entries import EntityRef
from pipelines.records import stable_id
from pipelines.resolution.identity import Identities
from pipelines.resolution.namesakes import COMPANY, LIST, Named, Namesakes, Party, given, records, text
from pipelines.resolution.resolve import ENTITY_COLUMNS

_BEST_FIRST = ("identifier", "name", "itself")  # of entries that are one, whose match counts for all
ITSELF = ""  # entry_id of the listing that says which entity a list itself is
LISTING = ["list_id", "entry_id", "entity_id", "matched_by", "match"]
CANDIDATE = ["list_id", "entry_id", "name", "entity_id", "entity_name", "why"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """`entities`: those given, with identifiers out of the lists, and those that only lists name.

    `listings`: one row per entry that the graph has a place for (list_id, entry_id, entity_id,
    matched_by, match), and per list one with an empty entry_id, whose entity is the list's own node.
    """

    entities: pd.DataFrame
    listings: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Match:
    """Who an entry is, and why."""

    entity_id: str
    matched_by: str
    match: str


def match_lists(entries: pd.DataFrame, lists: pd.DataFrame, entities: pd.DataFrame, registry: Registry, identities: Identities) -> Listed:
    """Say which entity each entry of the record's list_entries is, withdrawn ones too.

    `entries` and `lists` have the columns of the record's tables, `entities` is what `resolve` found. An
    entry without a kind is left out, but for an untyped one that is somebody known already.
    """
    columns = list(dict.fromkeys([*entities.columns, *ENTITY_COLUMNS]))
    if entries.empty:
        return Listed(entities.reindex(columns=columns), pd.DataFrame(columns=LISTING, dtype=object))
    namesakes = Namesakes(entities, registry, identities, _own_ids(entries))
    rows = _Rows(entities, registry, identities)
    listings = []
    for party, match in _matches(entries, namesakes, identities):
        rows.add(match, party)
        listings.append({"list_id": party.list_id, "entry_id": party.entry_id} | _as_row(match))
    used = {listing["list_id"] for listing in listings}
    for list_ in (row for row in records(lists) if row["list_id"] in used):
        match = _list_entity(list_, namesakes, identities)
        rows.add_list(match.entity_id, list_)
        listings.append({"list_id": list_["list_id"], "entry_id": ITSELF} | _as_row(match))
    ordered = sorted(listings, key=lambda row: (row["list_id"], row["entry_id"]))
    return Listed(rows.frame(columns), pd.DataFrame(ordered, columns=LISTING, dtype=object))


def candidates(entries: pd.DataFrame, entities: pd.DataFrame, registry: Registry, identities: Identities) -> pd.DataFrame:
    """Standing entries that may be an entity of the news, but were not taken for it, for a person to decide.

    Columns list_id, entry_id, name, entity_id, entity_name and why; `entities` as `match_lists` takes or gives them.
    """
    if entries.empty:
        return pd.DataFrame(columns=CANDIDATE, dtype=object)
    namesakes = Namesakes(entities, registry, identities, _own_ids(entries))
    matched = {(party.list_id, party.entry_id) for party, match in _matches(entries, namesakes, identities) if match.matched_by != "itself"}
    found = []
    for party in map(_party, records(entries)):
        if party.stands and party.possible and (party.list_id, party.entry_id) not in matched:
            near = [(other, why) for other, why in _near(party, namesakes, identities) if other.in_news]
            found += [(party.list_id, party.entry_id, party.name, other.entity_id, other.name, why) for other, why in near]
    return pd.DataFrame(sorted(set(found)), columns=CANDIDATE, dtype=object)


def _own_ids(entries: pd.DataFrame) -> frozenset[str]:
    return frozenset(map(_own_id, entries["list_id"], entries["entry_id"]))


def _own_id(list_id: str, entry_id: str) -> str:
    return stable_id("e", list_id, entry_id)


def _party(row: Mapping[str, Any]) -> Party:
    return Party(
        list_id=row["list_id"],
        entry_id=row["entry_id"],
        name=row["name"],
        kind=text(row["kind"]),
        source_type=text(row["source_type"]),
        country=text(row["country"]),
        aliases=given(row["aliases"]),
        identifiers=given(row["identifiers"]),
        stands=pd.isna(row["withdrawn_at"]),
    )


def _as_row(match: _Match) -> Row:
    return {"entity_id": match.entity_id, "matched_by": match.matched_by, "match": match.match}


def _matches(entries: pd.DataFrame, namesakes: Namesakes, identities: Identities) -> list[tuple[Party, _Match]]:
    """Who each entry is, those left out that are nobody; of several that a person called one, who the best matched of them is."""
    parties = sorted(map(_party, records(entries)), key=lambda party: (party.list_id, party.entry_id))
    matches = [(party, _decide(party, namesakes, identities)) for party in parties]
    together: dict[str, list[tuple[int, str, str, _Match, Party]]] = defaultdict(list)
    for party, match in matches:
        if match and match.matched_by in _BEST_FIRST:
            sort = _BEST_FIRST.index(match.matched_by), party.list_id, party.entry_id
            together[_joined(party, identities)].append((*sort, match, party))
    best = {joined: min(found, key=lambda one: one[:3])[3:] for joined, found in together.items()}
    followed = [(party, _followed(party, match, best.get(_joined(party, identities)))) for party, match in matches]
    return [(party, match) for party, match in followed if match]


def _joined(party: Party, identities: Identities) -> str:
    """What entries that a person called one have in common."""
    return identities.id_of(identities.unit_of(EntityRef(party.name, list_id=party.list_id, entry_id=party.entry_id)))


def _followed(party: Party, own: _Match | None, best: tuple[_Match, Party] | None) -> _Match | None:
    if best is None or (own and own.entity_id == best[0].entity_id):
        return own
    match, leader = best
    why = f"A person said that it is {leader.name} ({leader.list_id}:{leader.entry_id}). {match.match}"
    return _Match(match.entity_id, "judgement", why)


def _decide(party: Party, namesakes: Namesakes, identities: Identities) -> _Match | None:
    judged = identities.of_entry(party.list_id, party.entry_id)
    if judged:
        return _Match(judged, "judgement", "A person said that the two are one.")
    if not party.possible:
        return None
    match = _by_identifier(party, namesakes, identities) or _by_name(party, namesakes, identities)
    if match or party.kind is None:
        return match
    near = next(_near(party, namesakes, identities), None)
    why = f"Not taken for {near[0].name}: {near[1]}." if near else "Nobody else bears this name."
    return _Match(_joined(party, identities), "itself", why)


def _by_identifier(party: Party, namesakes: Namesakes, identities: Identities) -> _Match | None:
    for identifier in party.identifiers:
        same = [other for other in namesakes.identified(identifier) if party.allows(other.kind) and not _apart(party, other, identities)]
        if len(same) == 1:
            return _Match(same[0].entity_id, "identifier", f"Both have {identifier}.")
    return None


def _by_name(party: Party, namesakes: Namesakes, identities: Identities) -> _Match | None:
    """The one organisation of the entry's name; else the one of its strong aliases."""
    for spelling, others in _spelled(party, namesakes, identities):
        if len(others) == 1 and not _objection(party, others[0]):
            other = others[0]
            called = "name" if spelling == party.name else "other name"
            homes = f"both of {party.country}" if party.country and other.country else "a country of one is not known"
            return _Match(other.entity_id, "name", f"The list's {called} “{spelling}” is that of {other.name} and of nobody else; {homes}.")
        if others:
            return None  # what speaks against the name is not outdone by an alias
    return None


def _spelled(party: Party, namesakes: Namesakes, identities: Identities) -> Iterator[tuple[str, list[Named]]]:
    """Spellings of the entry that may name it, with the organisations called so; those a person ruled out are not among them."""
    for spelling in (party.name, *party.strong_aliases):
        others = [other for other in namesakes.organisations(spelling) if not _apart(party, other, identities)]
        yield spelling, others


def _objection(party: Party, other: Named) -> str | None:
    """What speaks against an entity of the same name."""
    if not party.allows(other.kind):
        return f"the list has a {party.kind}, the news a {other.kind}"
    if not party.organisation:
        return "people are not matched by name alone"
    if party.country and other.country and party.country != other.country:
        return f"the list says {party.country}, its country is {other.country}"
    return None


def _near(party: Party, namesakes: Namesakes, identities: Identities) -> Iterator[tuple[Named, str]]:
    """Entities that share a name with the entry, with why they were not taken for it."""
    seen: set[str] = set()
    for spelling in (party.name, *party.strong_aliases):
        others = [other for other in namesakes.called(spelling) if not _apart(party, other, identities)]
        for other in (other for other in others if other.entity_id not in seen):
            seen.add(other.entity_id)
            yield other, _objection(party, other) or "others are called so, too"


def _apart(party: Party, other: Named, identities: Identities) -> bool:
    return identities.apart(party.list_id, party.entry_id, other.entity_id)


def _list_entity(list_: Mapping[str, Any], namesakes: Namesakes, identities: Identities) -> _Match:
    """The registry's list of that name, else that of the news, else one of its own."""
    known = namesakes.list_called(list_["name"])
    if known:
        return _Match(known.entity_id, "name", f"“{list_['name']}” is a name of {known.name}.")
    own = identities.entity_id(list_["name"])
    other = namesakes.by_id(own)
    if other and other.kind != LIST:
        own = _own_id(list_["list_id"], ITSELF)
    return _Match(own, "itself", "No other list is called so.")


class _Rows:
    """The entities' rows, as lists add to them."""

    def __init__(self, entities: pd.DataFrame, registry: Registry, identities: Identities) -> None:
        self._rows: dict[str, Row] = {row["entity_id"]: row for row in records(entities)}
        self._registry = registry
        self._identities = identities
        self._shown: dict[str, str] = {}

    def add(self, match: _Match, party: Party) -> None:
        """See to it that the entity stands, with the identifiers of a standing entry."""
        found = {"name": party.name, "kind": party.kind or COMPANY, "country": party.country, "aliases": party.aliases}
        row = self._standing(match.entity_id, found)
        if (shown := self._identities.names.get(_joined(party, self._identities))) is not None:
            self._shown.setdefault(match.entity_id, shown)
        if not party.stands and match.matched_by != "itself":
            return
        row["identifiers"] = sorted({*given(row.get("identifiers")), *party.identifiers})
        leis = {value.removeprefix("LEI:") for value in row["identifiers"] if value.startswith("LEI:")}
        if not text(row.get("lei")) and len(leis) == 1:
            row["lei"] = leis.pop()

    def add_list(self, entity_id: str, list_: Mapping[str, Any]) -> None:
        """The node of a list, with where its data are from; of several that are one, the first says so."""
        row = self._standing(entity_id, {"name": list_["name"], "kind": LIST})
        if not text(row.get("edition")):
            row |= {name: text(list_[name]) for name in ("authority", "source_url", "edition")}

    def _standing(self, entity_id: str, found: Row) -> Row:
        """The entity's row; from the registry or as the list has it where no article that stands names it."""
        row = self._rows.get(entity_id)
        if row is None or text(row.get("withdrawn_why")):
            known = self._registry.entities.get(entity_id)
            row = {"entity_id": entity_id} | (_known(known) if known else _unknown(found))
            self._rows[entity_id] = row
        return row

    def frame(self, columns: list[str]) -> pd.DataFrame:
        """The rows, by id."""
        rows = [[_nothing_as_none(row.get(name)) for name in columns] for row in map(self._named, sorted(self._rows))]
        return pd.DataFrame(rows, columns=columns, dtype=object).astype({"known": bool})

    def _named(self, entity_id: str) -> Row:
        """The row under the name that a person gave the entity, else one of its entries."""
        row = self._rows[entity_id]
        shown = self._identities.names.get(entity_id, self._shown.get(entity_id, row["name"]))
        return row | {"name": shown, "aliases": sorted({*given(row.get("aliases")), row["name"]} - {shown})}


def _nothing_as_none(value: object) -> object:
    return None if isinstance(value, float) else value  # no column holds numbers: a float is the NaN of a frame


def _known(entity: KnownEntity) -> Row:
    facts = {
        "name": entity.name,
        "kind": entity.kind,
        "wikidata_id": entity.wikidata_id,
        "country": entity.country,
        "ticker": entity.ticker,
    }
    return facts | {"aliases": sorted({*entity.aliases, *entity.weak_aliases} - {entity.name}), "identifiers": [], "known": True}


def _unknown(found: Row) -> Row:
    aliases = sorted(set(found.get("aliases", ())) - {found["name"]})
    return {"identifiers": []} | found | {"aliases": aliases, "known": False}
