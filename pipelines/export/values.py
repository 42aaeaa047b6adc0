"""Values as text and as JSON: the same in every format, and to be had back from it.

A day is 2024-05-31 and a time 2024-05-31T09:30:00Z; a number is the shortest text that gives it back; a
list is a JSON array, since any separator may stand inside a text. Nothing is an empty text.
"""

import json
from datetime import UTC, date, datetime
from typing import cast


def text_of(value: object) -> str:
    """A value as the cell of a text file."""
    if value is None:
        return ""
    return value if isinstance(value, str) else moment(value) if isinstance(value, date) else json_of(value)


def json_of(value: object) -> str:
    """A value as JSON on one line."""
    return json.dumps(as_json(value), ensure_ascii=False, allow_nan=False)


def as_json(value: object) -> object:
    """A value as JSON has it: days and times are texts."""
    if isinstance(value, date):
        return moment(value)
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in cast("dict[object, object]", value).items()}
    return [as_json(item) for item in cast("list[object]", value)] if isinstance(value, list | tuple) else value


def moment(value: date) -> str:
    """A day, or a time (in UTC where it has a zone), as ISO 8601."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
    return value.isoformat()
