"""The `look:` part of a declaration: how a label or relationship type is drawn, in Bloom and on pages of our own.

Colours keep a contrast of 3:1 to white and to near-black, and are told apart by the colour-blind; a test
says so. What draws with them does not belong here.
"""

import re
from collections.abc import Mapping

from graph_schema.errors import SchemaError
from graph_schema.properties import COLOUR, checked_name
from graph_schema.spec import Look, Property, PropertyType
from graph_schema.strict import Fields

_ICON = re.compile(r"[a-z][a-z0-9-]*")
_NUMBERS = (PropertyType.INTEGER, PropertyType.FLOAT)


def read_look(fields: Fields) -> Look:
    """The look under one key, the usual one where nothing is said; raises SchemaError naming file, key and fix."""
    usual = Look()
    look = Look(
        colour=checked_name(fields.optional("colour", str, usual.colour), COLOUR, fields.where, "#1199BB"),
        icon=checked_name(fields.take("icon", str), _ICON, fields.where, "map-pin") if "icon" in fields.values else None,
        size_by=fields.optional("size_by", str, "") or None,
        larger_from=_numbers(fields.optional("larger_from", list, []), fields.where),
        colour_by=fields.optional("colour_by", str, "") or None,
    )
    fields.finish(["colour", "icon", "size_by", "larger_from", "colour_by"])
    return look


def _numbers(values: list[object], where: str) -> tuple[float, ...]:
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < len(values) or numbers != sorted(set(numbers)):
        raise SchemaError(f"`larger_from: {values}` is no list of rising numbers", where=where, fix="Write it like [2, 4, 8].")
    return tuple(numbers)


def check_look(look: Look, properties: Mapping[str, Property], where: str) -> None:
    """Raise SchemaError where a rule of `look` is about something that `properties` do not hold."""
    for key, name in (("size_by", look.size_by), ("colour_by", look.colour_by)):
        if name is not None and name not in properties:
            raise SchemaError(f"`{key}: {name}` is no property", where=f"{where}: look", fix=f"Use one of {', '.join(properties)}.")
    sized = properties[look.size_by].type if look.size_by is not None else None
    if sized not in (*_NUMBERS, PropertyType.BOOLEAN, None):
        raise SchemaError(f"`size_by: {look.size_by}` is no number", where=f"{where}: look", fix="Use a number, or true and false.")
    if (sized in _NUMBERS) != bool(look.larger_from):
        raise SchemaError(
            "`larger_from` belongs to a number in `size_by`", where=f"{where}: look", fix="Give both, as in `larger_from: [2, 4, 8]`."
        )
    if look.colour_by is not None and not properties[look.colour_by].enum:
        raise SchemaError(
            f"`colour_by: {look.colour_by}` has no enumerated values", where=f"{where}: look", fix="Use a property with an `enum`."
        )
