"""The `claims:` section of a relationship type: statuses, what sets two facts apart, attributes, deals.

What a file declares beside its claims is the business of `graph_schema.load`.
"""

from collections.abc import Mapping

from graph_schema.errors import SchemaError
from graph_schema.properties import PROPERTY_NAME, Properties, checked_name, read_properties
from graph_schema.spec import ClaimRule, DealRule, DealWindow, Status
from graph_schema.strict import Fields, mapping


def read_claim_rule(fields: Fields) -> ClaimRule:
    """The rule under `claims:`; raises SchemaError naming file, key and fix."""
    statuses = tuple(_status(item, f"{fields.where}: statuses, item {n}") for n, item in enumerate(fields.take("statuses", list), 1))
    names = [status.name for status in statuses]
    if len(set(names)) < len(names):
        raise SchemaError("a status is declared twice", where=fields.where, fix="Keep one of the two.")
    attributes = read_properties(fields.below("attributes"))
    discriminators = fields.texts("discriminators")
    deals = _deals(fields.below("deals"), attributes) if "deals" in fields.values else None
    fields.finish(["statuses", "discriminators", "attributes", "deals"])
    for name in discriminators:
        _check_attribute(name, "discriminator", attributes, fields.where)
    return ClaimRule(statuses, discriminators, attributes, deals)


def _status(item: object, where: str) -> Status:
    fields = mapping(item, where)
    status = Status(
        checked_name(fields.take("name", str), PROPERTY_NAME, where, "in_force"),
        fields.take("description", str),
        fields.optional("ends", bool, False),
    )
    fields.finish(["name", "description", "ends"])
    return status


def _deals(fields: Fields, attributes: Properties) -> DealRule:
    by = fields.take("by", str)
    _check_attribute(by, "by", attributes, fields.where)
    below = fields.below("windows")
    windows = {str(kind): _window(value, f"{below.where}: {kind}") for kind, value in below.values.items()}
    stray = next((kind for kind in windows if attributes[by].enum and kind not in attributes[by].enum), None)
    if stray:
        raise SchemaError(f"`{stray}` is no {by}", where=below.where, fix=f"Use some of {', '.join(attributes[by].enum)}.")
    rule = DealRule(by, windows, _window(fields.take("otherwise", dict), f"{fields.where}: otherwise"))
    fields.finish(["by", "windows", "otherwise"])
    return rule


def _window(value: object, where: str) -> DealWindow:
    fields = mapping(value, where)
    tolerance = fields.take("tolerance", float) if "tolerance" in fields.values else None
    days = (fields.optional(key, int, 0) for key in ("recap", "at_once"))
    window = DealWindow(fields.take("days", int), tolerance, fields.optional("joint", bool, False), *days)
    fields.finish(["days", "tolerance", "joint", "recap", "at_once"])
    if min(window.days, window.recap, window.at_once) < 0 or (window.tolerance is not None and window.tolerance < 0):
        raise SchemaError("a window is negative", where=where, fix="Give 0 or more days, and a tolerance such as 0.1.")
    return window


def _check_attribute(name: str, role: str, attributes: Mapping[str, object], where: str) -> None:
    if name not in attributes:
        raise SchemaError(f"the {role} `{name}` is no attribute", where=where, fix=f"Use some of {', '.join(attributes)}.")
