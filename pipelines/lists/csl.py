"""The US Consolidated Screening List as CSV: one file, a dozen lists of three departments (column source).

Columns by the file that the International Trade Administration publishes; several values in a cell are
separated by semicolons. Only the lists of the Treasury give a type and programs.
"""

import re
from collections.abc import Mapping
from datetime import date

from pipelines.lists.entries import COMPANY, PERSON, ListEntry, OfficialList, RowError, is_lei, kind_by_name, plain, required

FORMAT = "csl"
MARKS = frozenset({"_id", "source", "source_list_url", "alt_names"})  # columns by which the format is known
NEEDED = MARKS | {"name", "type", "programs", "addresses", "start_date", "end_date", "nationalities", "citizenships", "ids"}

_KINDS = {"individual": PERSON, "entity": COMPANY}
_SOURCE = re.compile(r"(?P<name>.+?)\s*\((?P<short>[A-Za-z-]+)(?: List)?\)(?P<rest>(?: \w+)*)\s+-\s+(?P<authority>.+)")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")
# Of what stands in the column ids, remarks for the most part: the types that identify an organisation.
_SCHEMES = {
    "legal entity number": "LEI",
    "lei": "LEI",
    "swift/bic": "BIC",
    "isin": "ISIN",
    "equity ticker": "TICKER",
    "unified social credit code (uscc)": "USCC",
    "d-u-n-s number": "DUNS",
    "tax id no": "TAX",
    "registration id": "REGISTRATION",
    "registration number": "REGISTRATION",
    "company number": "REGISTRATION",
    "enterprise number": "REGISTRATION",
    "business registration number": "REGISTRATION",
    "commercial registry number": "REGISTRATION",
    "public registration number": "REGISTRATION",
}


def lists_of(row: Mapping[str, str]) -> tuple[OfficialList, ...]:
    """The one list that a row stands on."""
    source, url = required(row, "source"), row["source_list_url"].strip() or None
    match = _SOURCE.fullmatch(source)
    if match is None:
        return (OfficialList(f"{FORMAT}-{re.sub(r'[^a-z0-9]+', '-', source.casefold()).strip('-')}", source, FORMAT, None, url),)
    return (OfficialList(f"{FORMAT}-{match['short']}", match["name"] + match["rest"], FORMAT, match["authority"], url),)


def entry_of(row: Mapping[str, str], list_: OfficialList) -> ListEntry:
    """The row as an entry of its list.

    Raises RowError where it has no id or name, or a date is none.
    """
    name, type_ = required(row, "name"), plain(row["type"]) or None
    kind = _KINDS.get(type_.casefold()) if type_ else kind_by_name(name)
    return ListEntry(
        list_id=list_.list_id,
        entry_id=required(row, "_id"),
        name=name,
        kind=kind,
        source_type=type_,
        country=_country(row, kind),
        source_url=row.get("source_information_url", "").strip() or list_.source_url,
        since=_day(row, "start_date"),
        until=_day(row, "end_date"),
        programs=_values(row["programs"]),
        aliases=_values(row["alt_names"]),
        identifiers=() if kind == PERSON else _identifiers(row["ids"]),
    )


def _values(cell: str) -> tuple[str, ...]:
    values = (plain(value) for value in cell.split(";"))
    return tuple(dict.fromkeys(value for value in values if value not in {"", "[]"}))


def _country(row: Mapping[str, str], kind: str | None) -> str | None:
    """The country where all that say one say the same; a person's nationality says more than an address."""
    homes = _values(row["nationalities"]) or _values(row["citizenships"]) if kind == PERSON else ()
    ends = homes or tuple(address.rpartition(",")[2].strip() for address in _values(row["addresses"]))
    countries = {end for end in ends if _COUNTRY.fullmatch(end)}
    return countries.pop() if len(countries) == 1 else None


def _day(row: Mapping[str, str], column: str) -> date | None:
    text = row[column].strip()
    if not text or _PARTIAL.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise RowError("bad_date", f"column {column} holds {text!r}", "Write it as 2019-05-21, or leave it empty.") from error


def _identifiers(cell: str) -> tuple[str, ...]:
    """Both `VALUE, TYPE, COUNTRY` and `TYPE, VALUE, COUNTRY` are met."""
    found = []
    for value in _values(cell):
        parts = [part.strip() for part in value.split(",")]
        place = next((n for n, part in enumerate(parts) if part.casefold().rstrip(".:") in _SCHEMES), None)
        if place is None or len(parts) < 2:
            continue
        scheme, number = _SCHEMES[parts[place].casefold().rstrip(".:")], parts[1] if place == 0 else parts[0]
        if scheme != "LEI" or is_lei(number):
            found.append(f"{scheme}:{number}")
    return tuple(dict.fromkeys(found))
