"""Declared properties: how one is read, what it may be called, and how declarations take over each other's.

Which declaration takes over from which is the business of `graph_schema.load`.
"""

import re
from collections.abc import Mapping

from graph_schema.errors import SchemaError
from graph_schema.spec import Property, PropertyType
from graph_schema.strict import Fields, mapping

SHARED = "shared.yml"
COLOUR = re.compile(r"#[0-9A-F]{6}")
PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]*")

Properties = Mapping[str, Property]


def read_properties(fields: Fields) -> dict[str, Property]:
    """The properties under one key; raises SchemaError naming file, key and fix."""
    return {
        name: _property(checked_name(name, PROPERTY_NAME, fields.where, "first_stated"), mapping(value, f"{fields.where}: {name}"))
        for name, value in fields.values.items()
    }


def _property(name: str, fields: Fields) -> Property:
    declared = Property(
        name=name,
        type=PropertyType(fields.one_of("type", list(PropertyType))),
        description=fields.take("description", str),
        required=fields.optional("required", bool, False),
        enum=fields.texts("enum"),
        index=fields.optional("index", bool, False),
        processing=fields.optional("processing", bool, False),
        mark=checked_name(fields.take("mark", str), COLOUR, fields.where, "#FF33AA") if "mark" in fields.values else None,
    )
    fields.finish(["type", "description", "required", "enum", "index", "processing", "mark"])
    if declared.enum and declared.type is not PropertyType.STRING:
        raise SchemaError(f"`enum` on the type {declared.type}", where=fields.where, fix="Use `type: string`, or take `enum` out.")
    if declared.mark and declared.type is not PropertyType.BOOLEAN:
        raise SchemaError(f"`mark` on the type {declared.type}", where=fields.where, fix="Use `type: boolean`, or take `mark` out.")
    return declared


def checked_name(name: str, form: re.Pattern[str], where: str, example: str) -> str:
    """`name` if it has the form that its place asks for; SchemaError with the example if not."""
    if not form.fullmatch(name):
        raise SchemaError(f"`{name}` cannot be a name here", where=where, fix=f"Write it like `{example}`.")
    return name


def merged(first: Properties, second: Properties, where: str) -> dict[str, Property]:
    """Both groups together; raises SchemaError when a name is in both."""
    doubled = next((name for name in second if name in first), None)
    if doubled:
        raise SchemaError(
            f"property `{doubled}` is there already, from {SHARED}, `extends` or `claims`", where=where, fix="Rename it or take it out."
        )
    return {**first, **second}
