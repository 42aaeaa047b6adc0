"""One value against one declared property: what it becomes in the graph, or what is wrong with it.

Frames hold what pandas made of the data (NaN, NaT, whole numbers as 3.0, Timestamps); here it becomes
plain Python again. Rows and endpoints are the business of `graph_schema.frames`.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from graph_schema.spec import Property, PropertyType

LONGEST_INDEXED = 8_000  # bytes; Neo4j's range index takes 8,167 and fails the whole batch above that
_WHOLE = 2**63


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: a code to count by, and a sentence for a person."""

    reason: str
    message: str


def checked(declared: Property, value: object, *, indexed: bool) -> object:
    """`value` as it is written (None for nothing), or the Fault that keeps it out.

    NaN, NaT, NA and the empty text are nothing. `indexed` says that the value goes into an index.
    """
    value = value.item() if isinstance(value, np.generic) else value
    if _is_nothing(value):
        if not declared.required:
            return None
        return Fault("missing", f"{declared.name} is empty; every row needs a value of type {declared.type}.")
    try:
        plain = _CONVERT[declared.type](value)
    except UnicodeEncodeError:
        return Fault("text", f"{declared.name} is {_shown(value)}, which no UTF-8 text can hold; replace the lone surrogate.")
    if plain is None:
        return Fault("type", f"{declared.name} is {_shown(value)} ({type(value).__name__}); it must be {_EXPECTED[declared.type]}.")
    return _restriction(declared, plain, indexed=indexed) or plain


def _restriction(declared: Property, plain: object, *, indexed: bool) -> Fault | None:
    if declared.enum and plain not in declared.enum:
        return Fault("enumeration", f"{declared.name} is {_shown(plain)}; allowed: {', '.join(declared.enum)}.")
    if indexed and isinstance(plain, str) and len(plain.encode()) > LONGEST_INDEXED:
        return Fault("too_long", f"{declared.name} is {_shown(plain)}; an indexed text takes at most {LONGEST_INDEXED} bytes.")
    return None


def _is_nothing(value: object) -> bool:
    # NaN alone differs from itself; arrays and lists are never nothing.
    return (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
        or (isinstance(value, str) and value == "")
    )


def _shown(value: object) -> str:
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _string(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    value.encode()  # a lone surrogate would break the whole batch in the driver
    return str(value)


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value // 1 and -_WHOLE <= value < _WHOLE else None


def _float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _datetime(value: object) -> datetime | None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    plain = value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
    return plain.astimezone(UTC)


def _strings(value: object) -> list[str] | None:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return None
    items = [_string(item) for item in value]
    return [item for item in items if item is not None] if None not in items else None


_CONVERT: dict[PropertyType, Callable[[object], object]] = {
    PropertyType.STRING: _string,
    PropertyType.INTEGER: _integer,
    PropertyType.FLOAT: _float,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.DATE: _date,
    PropertyType.DATETIME: _datetime,
    PropertyType.STRINGS: _strings,
}
_EXPECTED = {
    PropertyType.STRING: "a text",
    PropertyType.INTEGER: "a whole number of at most 64 bits",
    PropertyType.FLOAT: "a finite number",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.DATE: "a date without time",
    PropertyType.DATETIME: "a time with its zone",
    PropertyType.STRINGS: "a list of texts",
}
