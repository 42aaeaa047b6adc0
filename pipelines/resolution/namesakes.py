"""Who bears a name or an identifier, among the entities of the news and of the registry, for matching lists.

Names are compared by `key`. A name of the registry that is also a word counts only with a legal form.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from graph_schema.registry import KnownEntity, Registry
from pipelines.lists import UNTYPED
from pipelines.resolution.identity import Identities
from pipelines.resolution.names import key, without_legal_form

LIST = "SanctionsList"
COMPANY = "Company"
_ORGANISATIONS = frozenset({COMPANY, "GovernmentBody"})
_EXACT = frozenset({COMPANY, "PublicBody"})  # types of lists that say which of the two an organisation is
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")  # of “Torrent Works (TW)”


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows by column."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def text(value: object) -> str | None:
    """The text in a frame's cell, None for nothing."""
    return value if isinstance(value, str) and value else None


def given(value: Any) -> tuple[str, ...]:
    """The texts in a frame's cell that holds a list."""
    return () if value is None or isinstance(value, float) else tuple(value)


@dataclass(frozen=True, slots=True)
class Party:
    """One entry, as matching sees it."""

    list_id: str
    entry_id: str
    name: str
    kind: str | None
    source_type: str | None
    country: str | None
    aliases: tuple[str, ...]
    identifiers: tuple[str, ...]
    stands: bool

    @property
    def possible(self) -> bool:
        """Whether it may be an entity at all: ships and wallets have no label."""
        return self.kind is not None or self.source_type in UNTYPED

    @property
    def organisation(self) -> bool:
        """Whether it is one, or may be: an untyped entry is only ever taken for an organisation."""
        return self.kind is None or self.kind in _ORGANISATIONS

    @property
    def strong_aliases(self) -> tuple[str, ...]:
        """Aliases that are no mere short form: two words, or a legal form."""
        return tuple(alias for alias in self.aliases if len(key(alias).split()) > 1 or without_legal_form(alias) != alias)

    def allows(self, kind: str) -> bool:
        """Whether an entity of this kind may be the entry."""
        if not self.organisation:
            return kind == self.kind
        return kind == self.kind if self.source_type in _EXACT else kind in _ORGANISATIONS


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that an entry may be; `in_news`: an article that stands names it."""

    entity_id: str
    name: str
    kind: str
    country: str | None
    in_news: bool


class Namesakes:
    """Look-ups by name and identifier, over the standing entities but those that only lists made (`own_ids`)."""

    def __init__(self, entities: pd.DataFrame, registry: Registry, identities: Identities, own_ids: frozenset[str]) -> None:
        self._named: dict[str, Named] = {}
        self._strong: dict[str, set[str]] = defaultdict(set)
        self._weak: dict[str, set[str]] = defaultdict(set)
        self._identified: dict[str, set[str]] = defaultdict(set)
        weak = {entity.id: frozenset(entity.weak_aliases) for entity in registry.entities.values()}
        for row in records(entities):
            if row["entity_id"] not in own_ids and not text(row.get("withdrawn_why")):
                self._add_row(row, weak.get(row["entity_id"], frozenset()))
        for entity in registry.entities.values():
            if entity.kind in _ORGANISATIONS or entity.kind in {"Person", LIST}:
                self._add_known(entity, identities.entity_id(entity.name, registry_id=entity.id))

    def _add_row(self, row: dict[str, Any], weak: frozenset[str]) -> None:
        id_, country = row["entity_id"], text(row.get("country"))
        self._named[id_] = Named(id_, row["name"], row["kind"], country, in_news=True)
        for name in {row["name"], *given(row.get("aliases"))} - weak:
            self._strong[key(name)].add(id_)
        self._identify(id_, row.get("wikidata_id"), row.get("ticker"), row.get("lei"))

    def _add_known(self, entity: KnownEntity, id_: str) -> None:
        if id_ not in self._named:
            self._named[id_] = Named(id_, entity.name, entity.kind, entity.country, in_news=False)
        for name in entity.strong:
            self._strong[key(name)].add(id_)
        if entity.kind == COMPANY:
            for name in entity.weak_aliases:
                self._weak[key(name)].add(id_)
        self._identify(id_, entity.wikidata_id, entity.ticker, None)

    def _identify(self, id_: str, wikidata_id: object, ticker: object, lei: object) -> None:
        """A ticker without its exchange is no identifier."""
        symbol = text(ticker)
        told = {"WIKIDATA": text(wikidata_id), "TICKER": symbol if symbol and "." in symbol else None, "LEI": text(lei)}
        for scheme, value in told.items():
            if value:
                self._identified[f"{scheme}:{value}"].add(id_)

    def by_id(self, entity_id: str) -> Named | None:
        """The entity of that id."""
        return self._named.get(entity_id)

    def identified(self, identifier: str) -> list[Named]:
        """The entities that have the identifier."""
        return self._of([identifier], self._identified)

    def called(self, name: str) -> list[Named]:
        """The entities of whatever kind that are called so."""
        strong = self._of(_keys(name), self._strong)
        return strong or (self._of(_keys(name), self._weak) if _incorporated(name) else [])

    def organisations(self, name: str) -> list[Named]:
        """The organisations that are called so."""
        return [named for named in self.called(name) if named.kind in _ORGANISATIONS]

    def list_called(self, name: str) -> Named | None:
        """The one sanctions list that is called so."""
        lists = [named for named in self._of([key(name)], self._strong) if named.kind == LIST]
        return lists[0] if len(lists) == 1 else None

    def _of(self, keys: Iterable[str], index: dict[str, set[str]]) -> list[Named]:
        return [self._named[id_] for id_ in sorted({id_ for name in keys for id_ in index.get(name, ())})]


def _spellings(name: str) -> Iterator[str]:
    """A name as it is, without a short form in brackets behind it, and not in capitals, where legal forms are not seen."""
    for spelling in dict.fromkeys((name, _NOTE.sub("", name) or name)):
        yield spelling
        if spelling.isupper():
            yield spelling.title()


def _keys(name: str) -> set[str]:
    return set(map(key, _spellings(name)))


def _incorporated(name: str) -> bool:
    return any(without_legal_form(spelling) != spelling for spelling in _spellings(name))
