"""A parameter of a question: how a header declares it, and what a person may type for it.

    // param entity: string — name or alias, case does not matter
    // param kind: string of INVESTS_IN.kind = null — kind of investment
    // param types: list<string> of facts = INVESTS_IN,ACQUIRES — relationship types to follow

`of` names what the value is one of: the values of an enumerated property; `facts`, the relationship types that claims
carry; `kinds`, the labels of entities. Such a value is known whatever its case. Without `= value` one has to be given;
`= null` means nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from graph_schema.errors import SchemaError
from graph_schema.spec import PropertyType, Schema

PERIOD = ("since", "until")  # parameters that together are a period
_LARGEST = 2**63 - 1  # of the database's whole numbers
_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*):\s*(?P<type>\S+)(?:\s+of\s+(?P<among>[\w.]+))?(?:\s*=\s*(?P<default>.*?))?\s+—\s+(?P<description>.+)"
)
_FORMS = {
    PropertyType.STRING: "a text",
    PropertyType.INTEGER: "a whole number from 0 that a database can hold, such as 20",
    PropertyType.FLOAT: "a number, such as 1000000 or 1e6",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.DATE: "a day, such as 2024-05-31",
    PropertyType.DATETIME: "a time, such as 2024-05-31T12:00:00Z",
    PropertyType.STRINGS: "texts separated by commas",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `default` is as written in the header, None where a value has to be given.

    `among` is what the header says after `of`, `choices` the values that it stands for; without any, every text will do.
    """

    name: str
    type: PropertyType
    description: str
    default: str | None = None
    among: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a value has to be given."""
        return self.default is None

    @property
    def otherwise(self) -> str:
        """What holds where no value is given."""
        return "has to be given" if self.required else f"else {self.default}"

    @property
    def meaning(self) -> str:
        """The description, and the values that there are."""
        return f"{self.description}; one of {', '.join(self.choices)}" if self.choices else self.description

    def value(self, text: str, where: str) -> object:
        """The value that a person's text stands for. Raises SchemaError."""
        if text == "null" and self.default == "null":
            return None
        try:
            found = _PARSE[self.type](text)
        except ValueError as error:
            raise self._unfit(text, where, _FORMS[self.type]) from error
        if not self.choices:
            return found
        known = {choice.casefold(): choice for choice in self.choices}
        wanted = found if isinstance(found, list) else [found]
        stray = next((item for item in wanted if str(item).casefold() not in known), None)
        if stray is not None:
            raise self._unfit(str(stray), where, f"one of {', '.join(self.choices)}")
        chosen = [known[str(item).casefold()] for item in wanted]
        return chosen if isinstance(found, list) else chosen[0]

    def _unfit(self, text: str, where: str, form: str) -> SchemaError:
        default = "" if self.required else f" Left out, it is {self.default}."
        return SchemaError(f"parameter `{self.name}` is {text!r}", where=where, fix=f"Give {form}.{default}")


def read_parameter(text: str, where: str) -> Parameter:
    """One `param` line, its choices not yet known. Raises SchemaError."""
    match = _PARAMETER.fullmatch(text)
    if match is None or match["type"] not in list(PropertyType):
        types = ", ".join(PropertyType)
        fix = f"Write `// param NAME: TYPE of WHAT = DEFAULT — description`, with or without `of` and `=`; types: {types}."
        raise SchemaError(f"`param {text}` cannot be read", where=where, fix=fix)
    return Parameter(match["name"], PropertyType(match["type"]), match["description"], match["default"], match["among"])


def with_choices(parameter: Parameter, schema: Schema, where: str) -> Parameter:
    """The parameter with the values that the declaration has for it. Raises SchemaError where it has none, or not the default."""
    found = parameter
    if parameter.among is not None:
        choices = _declared(parameter.among, schema)
        if not choices:
            fix = "Write `facts`, `kinds`, or an enumerated property, such as `of SANCTIONS.measure`."
            raise SchemaError(f"`of {parameter.among}` names no values", where=where, fix=fix)
        found = replace(parameter, choices=choices)
    if found.default is not None:
        found.value(found.default, where)
    return found


def check_period(values: Mapping[str, object], where: str) -> None:
    """Raise SchemaError where a period ends before it begins."""
    since, until = (values.get(name) for name in PERIOD)
    if isinstance(since, date) and isinstance(until, date) and since > until:
        raise SchemaError(f"the period ends on {until}, before it begins on {since}", where=where, fix="Exchange `since` and `until`.")


def _declared(among: str, schema: Schema) -> tuple[str, ...]:
    if among == "facts":
        return tuple(schema.claim_types)
    if among == "kinds":
        return schema.entity_kinds
    type_, _, name = among.partition(".")
    relationship = schema.relationships.get(type_)
    declared = relationship.properties.get(name) if relationship else None
    return declared.enum if declared else ()


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= _LARGEST:
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_PARSE: dict[PropertyType, Callable[[str], object]] = {
    PropertyType.STRING: str,
    PropertyType.INTEGER: _count,
    PropertyType.FLOAT: float,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.DATE: date.fromisoformat,
    PropertyType.DATETIME: _moment,
    PropertyType.STRINGS: lambda text: [item.strip() for item in text.split(",") if item.strip()],
}
