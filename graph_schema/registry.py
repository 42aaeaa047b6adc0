"""Known entities: the strict loader of registry/*.csv, and the phrases that name them.

Belongs here: reading and checking the rows, and the spellings that follow from a row alone. Does
not: finding phrases in a text (pipelines.language), deciding who a mention is (pipelines.resolution).
registry/README.md describes the columns.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from graph_schema.errors import SchemaError
from graph_schema.legal_forms import legal_forms
from graph_schema.load import load_schema

Strength = Literal["strong", "weak", "demonym", "metonym"]

REGISTRY_FOLDER = Path(__file__).parent / "registry"
COLUMNS = ("id", "name", "kind", "aliases", "weak_aliases", "demonyms", "metonyms", "parent", "country", "ticker", "wikidata_id")
LISTS = ("aliases", "weak_aliases", "demonyms", "metonyms")
_LETTER_LAST = re.compile(r" [A-Z]$")
FORMATS = {
    "id": (re.compile(r"NG\d{6}"), "Write NG and six digits; take the next free number."),
    "name": (re.compile(r"[^|]+"), "Write the one commonly used name."),
    "parent": (re.compile(r"(NG\d{6})?"), "Write the id of another row, or nothing."),
    "country": (re.compile(r"([A-Z]{2})?"), "Write an ISO 3166-1 alpha-2 code such as US, or nothing."),
    "ticker": (re.compile(r"([^|\s]+)?"), "Write one listing such as AAPL or 0700.HK, or nothing."),
    "wikidata_id": (re.compile(r"(Q[1-9]\d*)?"), "Write a Wikidata item such as Q95, or nothing."),
}


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """One row: who or what is known, and how it is called."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    parent: str | None = None
    country: str | None = None
    ticker: str | None = None
    wikidata_id: str | None = None

    @property
    def strong(self) -> tuple[str, ...]:
        """What always means this entity: name and aliases, but for those that are weak as well."""
        return tuple(dict.fromkeys(text for text in (self.name, *self.aliases) if text not in self.weak_aliases))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A spelling, case-sensitive, that names an entity with the given strength."""

    text: str
    entity_id: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Registry:
    """All known entities by id, the kinds there are in the schema's order, and a short SHA-256 of the files."""

    entities: Mapping[str, KnownEntity]
    kinds: tuple[str, ...]
    version: str

    def phrases(self) -> Iterator[Phrase]:
        """Every spelling of every entity: those written in the rows, then those derived from them.

        A text comes once per entity. A weak, demonym or metonym text may name several entities; a
        strong one names exactly one.
        """
        written: set[str] = set()
        for entity in self.entities.values():
            for phrase in _written(entity):
                written.add(phrase.text)
                yield phrase
        yield from self._derived(written)

    def _derived(self, written: set[str]) -> Iterator[Phrase]:
        """Variants with a legal form, a curly apostrophe or an `and`; one that two entities share names neither."""
        owners: dict[str, set[str]] = {}
        for entity in self.entities.values():
            for text in _variants(entity):
                owners.setdefault(text, set()).add(entity.id)
        for text, ids in owners.items():
            if len(ids) == 1 and text not in written:
                yield Phrase(text, ids.pop(), "strong")


@cache
def known_entities() -> Registry:
    """The package's own registry, read once: a command and the job that it runs share it, and what is made from it."""
    return load_registry()


def load_registry(folder: Path | None = None) -> Registry:
    """Read every *.csv of `folder` (the package's own by default), in order of file name.

    Raises SchemaError, naming file, line and column, for a row that does not follow the format,
    an id given twice, a parent that no row has, and a strong phrase that means another entity too.
    """
    folder = REGISTRY_FOLDER if folder is None else folder
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise SchemaError("holds no *.csv", where=str(folder), fix="Name the folder that holds the registry.")
    kinds = load_schema().entity_kinds
    entities: dict[str, KnownEntity] = {}
    places: dict[str, str] = {}
    for path in paths:
        for place, entity in _read(path, kinds):
            if entity.id in entities:
                raise SchemaError(f"{entity.id} is taken by {places[entity.id]}", where=f"{place}, id", fix="Take the next free number.")
            entities[entity.id], places[entity.id] = entity, place
    _check_parents(entities, places)
    _check_phrases(entities.values(), places)
    return Registry(entities, kinds, registry_version(folder))


def registry_version(folder: Path | None = None) -> str:
    """The version of the registry in `folder`, known without reading a row: a hash of its files."""
    digest = sha256()
    for path in sorted((REGISTRY_FOLDER if folder is None else folder).glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _read(path: Path, kinds: tuple[str, ...]) -> Iterator[tuple[str, KnownEntity]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            _check_header(next(rows, []), path)
            for row in rows:
                place = f"{path.name}:{rows.line_num}"
                yield place, _entity(row, kinds, place)
    except UnicodeDecodeError as error:
        raise SchemaError(f"is not UTF-8 ({error})", where=path.name, fix="Save it as UTF-8.") from error
    except csv.Error as error:
        raise SchemaError(
            f"is no CSV ({error})", where=f"{path.name}:{rows.line_num}", fix='Put a cell that holds , or " in double quotes.'
        ) from error


def _check_header(header: list[str], path: Path) -> None:
    if tuple(header) != COLUMNS:
        odd = [c for c in header if c not in COLUMNS] or [c for c in COLUMNS if c not in header] or header
        raise SchemaError(f"unfit column {odd[0]!r}", where=f"{path.name}:1", fix=f"Write the header as {','.join(COLUMNS)}.")


def _entity(row: list[str], kinds: tuple[str, ...], place: str) -> KnownEntity:
    if len(row) != len(COLUMNS):
        raise SchemaError(f"has {len(row)} cells", where=place, fix=f"Give one for each of the {len(COLUMNS)} columns.")
    cells = dict(zip(COLUMNS, row, strict=True))
    for column, cell in cells.items():
        if cell != cell.strip() or "\n" in cell:
            raise SchemaError(f"{cell!r} has space around it", where=f"{place}, {column}", fix="Take it away.")
    for column, (pattern, fix) in FORMATS.items():
        if not pattern.fullmatch(cells[column]):
            raise SchemaError(f"unfit {column} {cells[column]!r}", where=f"{place}, {column}", fix=fix)
    if cells["kind"] not in kinds:
        raise SchemaError(f"unknown kind {cells['kind']!r}", where=f"{place}, kind", fix=f"Write one of {', '.join(kinds)}.")
    lists = {column: _listed(cells[column], f"{place}, {column}") for column in LISTS}
    return KnownEntity(
        id=cells["id"],
        name=cells["name"],
        kind=cells["kind"],
        **lists,
        parent=cells["parent"] or None,
        country=cells["country"] or None,
        ticker=cells["ticker"] or None,
        wikidata_id=cells["wikidata_id"] or None,
    )


def _listed(cell: str, place: str) -> tuple[str, ...]:
    items = tuple(cell.split("|")) if cell else ()
    for item in items:
        if not item or item != item.strip() or items.count(item) > 1:
            raise SchemaError(f"{item!r} is empty, padded or doubled", where=place, fix="Write each once, with a bare | between two.")
    return items


def _check_parents(entities: Mapping[str, KnownEntity], places: Mapping[str, str]) -> None:
    for entity in entities.values():
        seen, above = {entity.id}, entity.parent
        while above is not None:
            if above not in entities:
                raise SchemaError(f"no row has the id {above}", where=f"{places[entity.id]}, parent", fix="Add that row or mend the id.")
            if above in seen:
                raise SchemaError("is its own ancestor", where=f"{places[entity.id]}, parent", fix="Break the circle.")
            seen.add(above)
            above = entities[above].parent


def _check_phrases(entities: Iterable[KnownEntity], places: Mapping[str, str]) -> None:
    """A strong phrase always means its entity, so no other row may claim it, however weakly."""
    phrases = [phrase for entity in entities for phrase in _written(entity)]
    owner: dict[str, str] = {}
    for phrase in sorted(phrases, key=lambda p: p.strength != "strong"):
        first = owner.setdefault(phrase.text, phrase.entity_id) if phrase.strength == "strong" else owner.get(phrase.text, phrase.entity_id)
        if first != phrase.entity_id:
            raise SchemaError(
                f"{phrase.text!r} also means {first} ({places[first]})",
                where=f"{places[phrase.entity_id]}, {'aliases' if phrase.strength == 'strong' else phrase.strength}",
                fix="List it under weak_aliases in both rows, or keep it in one.",
            )


def _written(entity: KnownEntity) -> Iterator[Phrase]:
    """The phrases a row spells out; each text once, with its first strength."""
    seen: set[str] = set()
    groups: tuple[tuple[Strength, tuple[str, ...]], ...] = (
        ("strong", entity.strong),
        ("weak", entity.weak_aliases),
        ("demonym", entity.demonyms),
        ("metonym", entity.metonyms),
    )
    for strength, texts in groups:
        for text in texts:
            if text not in seen:
                seen.add(text)
                yield Phrase(text, entity.id, strength)


def _variants(entity: KnownEntity) -> Iterator[str]:
    """Spellings that nobody needs to type: a weak company name with its legal form, a curly apostrophe, `and` for `&`.

    `Target` may be a word, `Target Corp.` is the company. A strong name needs no legal form to be found. A single letter at
    its end takes the full stop of its sentence with it (`Space X.`).
    """
    for text in entity.strong:
        if "'" in text:
            yield text.replace("'", "’")
        if _LETTER_LAST.search(text):
            yield f"{text}."
    if entity.kind == "Company":
        for text in entity.strong:
            if " & " in text or " and " in text:
                yield text.replace(" and ", " & ") if " and " in text else text.replace(" & ", " and ")
        for text in entity.weak_aliases:
            for form in legal_forms(entity.country):
                yield f"{text} {form}"
                if form in {"Inc.", "Inc"}:
                    yield f"{text}, {form}"
