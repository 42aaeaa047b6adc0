"""OpenSanctions' targets.simple.csv: one row per target, the datasets that hold it in column dataset.

Several values in a cell are separated by semicolons and quoted as in CSV. first_seen is when
OpenSanctions met the target, not since when it is listed, so an entry has no `since`.
"""

import csv
import re
from collections.abc import Mapping

from pipelines.lists.entries import BODY, COMPANY, PERSON, UNTYPED, ListEntry, OfficialList, RowError, is_lei, kind_by_name, plain, required

FORMAT = "opensanctions"
MARKS = frozenset({"id", "schema", "dataset"})  # columns by which the format is known
NEEDED = MARKS | {"name", "aliases", "countries", "identifiers", "sanctions"}

_KINDS = {"Person": PERSON, "Company": COMPANY, "Organization": COMPANY, "PublicBody": BODY}
_COUNTRY = re.compile(r"[a-z]{2}")
_NO_COUNTRIES = frozenset({"eu", "zz"})  # codes for the Union and for “global”
_WIKIDATA = re.compile(r"Q[1-9]\d*")


def lists_of(row: Mapping[str, str]) -> tuple[OfficialList, ...]:
    """A list for each dataset that holds the target.

    Raises RowError where no sanction is given: such files also hold politicians and wanted people.
    """
    if not row["sanctions"].strip() and not row.get("program_ids", "").strip():
        fix = "Load the dataset of one sanctions list rather than a collection."
        raise RowError("no_sanction", f"{plain(row['name'])!r} is not said to be sanctioned", fix)
    titles = _values(required(row, "dataset"))
    return tuple(OfficialList(f"{FORMAT}-{re.sub(r'[^a-z0-9]+', '-', title.casefold()).strip('-')}", title, FORMAT) for title in titles)


def entry_of(row: Mapping[str, str], list_: OfficialList) -> ListEntry:
    """The row as an entry of one of its lists.

    Raises RowError where it has no id or name.
    """
    own_id, name, type_ = required(row, "id"), required(row, "name"), plain(row["schema"]) or None
    kind = kind_by_name(name) if type_ in UNTYPED else _KINDS.get(type_ or "")
    countries = {code.upper() for code in _values(row["countries"]) if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRIES}
    return ListEntry(
        list_id=list_.list_id,
        entry_id=own_id,
        name=name,
        kind=kind,
        source_type=type_,
        country=countries.pop() if len(countries) == 1 else None,
        source_url=f"https://www.opensanctions.org/entities/{own_id}/",
        programs=_values(row.get("program_ids", "")) or _values(row["sanctions"]),
        aliases=_values(row["aliases"]),
        identifiers=_identifiers(own_id, _values(row["identifiers"]), kind),
    )


def _values(cell: str) -> tuple[str, ...]:
    parts = next(csv.reader([plain(cell)], delimiter=";", skipinitialspace=True), [])
    return tuple(dict.fromkeys(value for value in map(plain, parts) if value))


def _identifiers(own_id: str, values: tuple[str, ...], kind: str | None) -> tuple[str, ...]:
    """What kind of number a value is, the file does not say; people's passports and tax numbers are left out."""
    known = {f"WIKIDATA:{value}" for value in (own_id, *values) if _WIKIDATA.fullmatch(value)}
    known |= {f"LEI:{value}" for value in values if is_lei(value)}
    told = {identifier.partition(":")[2] for identifier in known}
    others = set() if kind == PERSON else {f"ID:{value}" for value in values if value not in told}
    return tuple(sorted(known | others))
