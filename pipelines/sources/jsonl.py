"""One JSON object → one draft. Keys read: id, url, title, published, publisher, text; any other is ignored."""

import json

from pipelines.sources.drafts import Draft
from pipelines.sources.refusing import UnfitError, check_characters

KEYS = "id, url, title, published, publisher, text"


def identified(line: str) -> str:
    """The id of the record in `line`. Raises UnfitError: not_json, not_object, missing_key, bad_type, bad_text."""
    record = _object(line)
    own_id = record.get("id")
    for key, absent in (("id", own_id in (None, "")), ("text", record.get("text") is None)):
        if absent:
            raise UnfitError("missing_key", f"has no `{key}`.", f"Each line needs `id` and `text`; read are {KEYS}.")
    if isinstance(own_id, bool) or not isinstance(own_id, str | int):
        raise UnfitError("bad_type", f"`id` is a {_json_type(own_id)}.", "Make it a string.")
    check_characters("id", str(own_id))
    return str(own_id)


def draft_of_record(line: str) -> Draft:
    """The article that a record describes. Raises UnfitError: not_json, not_object, bad_type."""
    record = _object(line)
    text = record.get("text")
    if not isinstance(text, str):
        raise UnfitError("bad_type", f"`text` is a {_json_type(text)}.", "Make it a string.")
    return Draft(
        text=text,
        body=text,
        title=_string(record, "title"),
        url=_string(record, "url"),
        publisher=_string(record, "publisher"),
        published=_string(record, "published"),
    )


def _object(line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnfitError("not_json", f"is no JSON: {error.msg} at character {error.pos}.", "Write one JSON object a line.") from None
    except (RecursionError, ValueError):  # nested too deeply; a number of thousands of digits
        raise UnfitError("not_json", "is JSON that cannot be read.", "Write one flat JSON object a line.") from None
    if not isinstance(record, dict):
        raise UnfitError("not_object", f"is a {_json_type(record)}, not an object.", f"Write one JSON object a line, with {KEYS}.")
    return record


def _string(record: dict[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise UnfitError("bad_type", f"`{key}` is a {_json_type(value)}.", "Make it a string or null.")


def _json_type(value: object) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "list", dict: "object"}
    return names[type(value)]
