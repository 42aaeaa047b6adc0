"""A declared look → Bloom's style rules and icons.

Of the rules about one thing, colour or size, Bloom goes by the first that holds, so the order here is: marks, enumerated
values, then numbers from the largest down. Rules of ranges are left out: no perspective that Bloom wrote shows their form.
"""

from collections.abc import Iterator, Mapping

from graph_schema.bloom.ids import numbered
from graph_schema.spec import Look, Property, PropertyType

NO_ICON = "no-icon"
# What Bloom calls the value types, in properties and in what a rule is based on.
DATA_TYPES = {
    PropertyType.STRING: "string",
    PropertyType.INTEGER: "bigint",
    PropertyType.FLOAT: "number",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.DATE: "Date",
    PropertyType.DATETIME: "DateTime",
    PropertyType.STRINGS: "array",
}
# Bloom's icons have ids and no published list; these stand for such things in perspectives that others published.
_ICONS = {
    "building-2": "E7DC7ED2-CECD-4FD0-88F3-29F65D6B252A",
    "landmark": "CFA1CECC-EBB6-4B26-864F-89596A976CA9",
    "map-pin": "59435072-6EE1-4BB0-869A-50F2FB447DEB",
    "user": "DB188874-D25F-4B34-A296-E5E950072319",
    "package": "BAFA5E62-A381-4DD8-A74E-8525A8FC0DA3",
    "handshake": "AE788B64-114D-4032-832D-0DECC5CB902D",
}
_FAINT = (0x80, 0x80, 0x80)


def icon(look: Look) -> str:
    """The id of Bloom's picture for a look's."""
    return _ICONS.get(look.icon or "", NO_ICON)


def rules(owner: str, look: Look, properties: Mapping[str, Property], size: float) -> list[dict[str, object]]:
    """The style rules of a label or relationship type that is otherwise drawn in `size`."""
    return [*_marks(owner, properties), *_colours(owner, look, properties), *_sizes(owner, look, properties, size)]


def shades(colour: str, number: int) -> list[str]:
    """`number` colours from `colour` itself to grey, as #RRGGBB."""
    parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    steps = [place / max(number - 1, 1) for place in range(number)]
    return [
        "#" + "".join(f"{round(part + (faint - part) * step):02X}" for part, faint in zip(parts, _FAINT, strict=True)) for step in steps
    ]


def _marks(owner: str, properties: Mapping[str, Property]) -> Iterator[dict[str, object]]:
    for declared in properties.values():
        if declared.mark:
            yield _rule(owner, declared, "equals", "true") | _coloured(declared.mark)


def _colours(owner: str, look: Look, properties: Mapping[str, Property]) -> Iterator[dict[str, object]]:
    if look.colour_by:
        declared = properties[look.colour_by]
        for value, shade in list(zip(declared.enum, shades(look.colour, len(declared.enum)), strict=True))[1:]:
            yield _rule(owner, declared, "equals", value) | _coloured(shade)


def _sizes(owner: str, look: Look, properties: Mapping[str, Property], size: float) -> Iterator[dict[str, object]]:
    if look.size_by:
        declared = properties[look.size_by]
        if declared.type is PropertyType.BOOLEAN:
            yield _rule(owner, declared, "equals", "true") | _sized(2 * size)
        for step, least in reversed(list(enumerate(look.larger_from, 1))):
            yield _rule(owner, declared, "greater-than-or-equal-to", f"{least:.15g}") | _sized((1 + step) * size)


def _coloured(colour: str) -> dict[str, object]:
    return {"applyColor": True, "color": colour, "minColor": colour, "midColor": colour, "maxColor": colour}


def _sized(size: float) -> dict[str, object]:
    return {"applySize": True, "size": size}


def _rule(owner: str, declared: Property, condition: str, value: str) -> dict[str, object]:
    """A rule of one condition that changes nothing yet; the keys about ranges and captions say what Bloom writes where they are unused."""
    grey = Look().colour
    return {
        "id": numbered("rule", owner, declared.name, value),
        "type": "single",
        "size": 1,
        "minSize": 1,
        "maxSize": 2,
        "minColor": grey,
        "midColor": grey,
        "maxColor": grey,
        "minPoint": "unprocessed",
        "maxPoint": "unprocessed",
        "applyColor": False,
        "applySize": False,
        "applyCaption": False,
        "textAlign": "center",
        "textSize": 1,
        "captions": [],
        "color": grey,
        "isTimeZoneConvertEnabled": False,
        "selectedTimeZone": "Z",
        "basedOn": f"{declared.name}_{DATA_TYPES[declared.type]}",
        "valuesMapper": [],
        "existingValues": [],
        "minColorValue": "",
        "minSizeValue": "",
        "maxColorValue": "",
        "maxSizeValue": "",
        "conditionValue": value,
        "rangeValue": None,
        "condition": condition,
    }
