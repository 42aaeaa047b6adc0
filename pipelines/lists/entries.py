"""What an official list and an entry on it are, and what all formats share in telling them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph_schema.legal_forms import ALL_FORMS
from pipelines.errors import SourceError

COMPANY = "Company"  # also for an organisation that is no state's: no label fits it better
BODY = "GovernmentBody"
PERSON = "Person"
# Types that do not tell a person from an organisation; None: the list gives no type.
UNTYPED = frozenset({None, "LegalEntity"})

_ORGANISATION = frozenset(
    (
        *("academy", "agency", "airlines", "association", "bank", "bureau", "center", "centre", "college", "committee", "company"),
        *("corporation", "electronics", "engineering", "enterprise", "enterprises", "factory", "foundation", "fund", "group", "holding"),
        *("holdings", "industrial", "industries", "industry", "institute", "laboratories", "laboratory", "limited", "logistics"),
        *("manufacturing", "ministry", "office", "organisation", "organization", "plant", "school", "semiconductor", "society"),
        *("software", "systems", "technologies", "technology", "trading", "university", "works"),
    )
)
_FORMS = frozenset(form.casefold() for form in ALL_FORMS if len(form) > 3) | ALL_FORMS
_LONGEST_FORM = max(len(form.split()) for form in ALL_FORMS)
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One list; `authority` keeps it, as far as the file says."""

    list_id: str
    name: str
    format: str
    authority: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One party on one list. `kind` is the label that fits, None where none does or nobody can tell.

    `since` and `until` are days that the list itself gives; a date without a day is left out, not rounded.
    `identifiers` are SCHEME:VALUE.
    """

    list_id: str
    entry_id: str
    name: str
    kind: str | None = None
    source_type: str | None = None
    country: str | None = None
    source_url: str | None = None
    since: date | None = None
    until: date | None = None
    programs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


class RowError(SourceError):
    """One row that cannot become an entry, with a code to count by; raised and caught inside this room only."""

    def __init__(self, reason: str, message: str, fix: str) -> None:
        super().__init__(message, fix=fix)
        self.reason = reason


def required(row: Mapping[str, str], column: str) -> str:
    """The cell's text.

    Raises RowError where it is empty.
    """
    text = plain(row[column])
    if not text:
        raise RowError(f"missing_{column.strip('_')}", f"column {column} is empty", "Take the row from a fresh download.")
    return text


def plain(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def kind_by_name(name: str) -> str | None:
    """Company where a legal form or a word such as Institute says that this is no person, else None."""
    words = name.split()
    ends = (" ".join(words[-length:]) for length in range(1, min(_LONGEST_FORM, len(words) - 1) + 1))
    if any(end in _FORMS or end.casefold() in _FORMS for end in ends):
        return COMPANY
    return COMPANY if _ORGANISATION & {word.strip("(),.").casefold() for word in words} else None


def is_lei(text: str) -> bool:
    """Whether this is a Legal Entity Identifier: 20 characters whose check digits are right (ISO 17442)."""
    return bool(_LEI.fullmatch(text)) and int("".join(str(int(character, 36)) for character in text)) % 97 == 1
