"""queries/*.cypher → the library of questions. Strict: what the header does not say is a SchemaError.

A file is a header of comment lines, then one statement that reads:

    // title: Sanctions on somebody
    // answers: Who restricts it, how, since when, and the sentence that says so.
    // param entity: string — name or alias, case does not matter
    // param limit: integer = 50 — most rows
    // finds: e = entity
    // columns: source, measure, sentence

A parameter without `= value` has to be given; `= null` means nothing. With `finds: e = entity` the statement
goes on from e: each entity whose name or alias is the parameter's value. Running belongs elsewhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph_schema.errors import SchemaError
from graph_schema.spec import PropertyType

QUERIES = Path(__file__).parent / "queries"
_HEADER = re.compile(r"//\s*(title|answers|columns|finds|param)\b\s*(.*)")
_FINDS = re.compile(r"([a-z]\w*)\s*=\s*([a-z]\w*)")
# The full-text index finds words; the value goes in as one phrase, and the names it is found in are compared whole.
_PHRASE = r"""'"' + replace(replace(${1}, '\\', '\\\\'), '"', '\\"') + '"'"""
_BY_INDEX = f"CALL db.index.fulltext.queryNodes('text_Entity', {_PHRASE}) YIELD node AS {{0}}"
_BY_SCAN = "MATCH ({0}:Entity)"
_NAMED = "WHERE any(name IN [{0}.name] + coalesce({0}.aliases, []) WHERE toLower(name) = toLower(${1}))"
_PARAMETER = re.compile(r"(?P<name>[a-z][a-z0-9_]*):\s*(?P<type>\S+)(?:\s*=\s*(?P<default>.*?))?\s+—\s+(?P<description>.+)")
_USED = re.compile(r"\$([A-Za-z_]\w*)")
_WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|LOAD|FOREACH)\b", re.IGNORECASE)
_FORMS = {
    PropertyType.STRING: "a text",
    PropertyType.INTEGER: "a whole number from 0, such as 20",
    PropertyType.FLOAT: "a number, such as 1000000 or 1e6",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.DATE: "a day, such as 2024-05-31",
    PropertyType.DATETIME: "a time, such as 2024-05-31T12:00:00Z",
    PropertyType.STRINGS: "texts separated by commas",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `default` is as written in the header, None where a value has to be given."""

    name: str
    type: PropertyType
    description: str
    default: str | None = None

    @property
    def required(self) -> bool:
        """Whether a value has to be given."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Query:
    """One question of the library; `columns` are what it returns, in order.

    `finds` names a variable of the statement and the parameter that its entities are called by.
    """

    name: str
    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    statement: str
    finds: tuple[str, str] | None = None

    @property
    def cypher(self) -> str:
        """The whole question, which finds entities by the full-text index."""
        return self._beginning_with(_BY_INDEX)

    @property
    def by_scan(self) -> str:
        """The same question, which compares the names of all entities: where the index cannot be trusted."""
        return self._beginning_with(_BY_SCAN)

    def _beginning_with(self, find: str) -> str:
        return "\n".join([find.format(*self.finds), _NAMED.format(*self.finds), self.statement]) if self.finds else self.statement

    def bind(self, given: Mapping[str, str]) -> dict[str, object]:
        """Values for every parameter, from texts as a person types them.

        Raises SchemaError for an unknown, missing or unfit one.
        """
        known = {p.name: p for p in self.parameters}
        stray = next((name for name in given if name not in known), None)
        if stray is not None:
            raise SchemaError(f"parameter `{stray}` is unknown", where=self.name, fix=f"It takes {_listed(self.parameters)}.")
        missing = next((p for p in self.parameters if p.required and p.name not in given), None)
        if missing is not None:
            example = f"--param {missing.name}=…"
            raise SchemaError(f"parameter `{missing.name}` is missing", where=self.name, fix=f"Give {example}: {missing.description}.")
        return {p.name: _value(self.name, p, given.get(p.name, p.default or "")) for p in self.parameters}


def load_queries(folder: Path | None = None) -> Mapping[str, Query]:
    """Every question in `folder` (this package's queries/ by default), by file name without suffix.

    Raises SchemaError naming file and fix.
    """
    folder = folder or QUERIES
    return {path.stem: _query(path) for path in sorted(folder.glob("*.cypher"))}


def _query(path: Path) -> Query:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"cannot be read: {error}", where=path.name, fix="Check that it is a readable UTF-8 file.") from error
    lines = text.splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    single: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(lines[:size], 1):
        where = f"{path.name}:{number}"
        match = _HEADER.fullmatch(line.rstrip())
        if match is None:
            raise SchemaError(
                f"header line {line!r} is unknown",
                where=where,
                fix="Begin it with `// title:`, `// answers:`, `// param`, `// finds:` or `// columns:`.",
            )
        kind, rest = match[1], match[2].removeprefix(":").strip()
        if kind == "param":
            parameters.append(_parameter(rest, where))
        elif kind in single or not rest:
            raise SchemaError(f"`{kind}` is empty or stands twice", where=where, fix="Say it once.")
        else:
            single[kind] = rest
    statement = "\n".join(lines[size:]).strip()
    finds = _finds(path.name, single.get("finds"))
    _check(path.name, single, [p.name for p in parameters], statement, finds)
    columns = tuple(name.strip() for name in single["columns"].split(","))
    return Query(path.stem, single["title"], single["answers"], tuple(parameters), columns, statement, finds)


def _finds(where: str, text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    match = _FINDS.fullmatch(text)
    if match is None:
        raise SchemaError(f"`finds: {text}` cannot be read", where=where, fix="Write `// finds: VARIABLE = PARAMETER`.")
    return match[1], match[2]


def _check(where: str, single: Mapping[str, str], names: list[str], statement: str, finds: tuple[str, str] | None) -> None:
    absent = next((kind for kind in ("title", "answers", "columns") if kind not in single), None)
    if absent:
        raise SchemaError(f"`{absent}` is missing", where=where, fix=f"Add a line `// {absent}: …` at the top.")
    if not statement:
        raise SchemaError("holds no statement", where=where, fix="Write the Cypher below the header.")
    if written := _WRITES.search(statement):
        raise SchemaError(f"{written[0]} writes", where=where, fix="Questions only read.")
    if len(set(names)) < len(names):
        raise SchemaError("a parameter is declared twice", where=where, fix="Keep one of the two.")
    used = {*_USED.findall(statement), *(finds or ())[1:]}
    if used != set(names):
        odd = sorted(used ^ set(names))[0]
        raise SchemaError(
            f"parameter `{odd}` is {'not declared' if odd in used else 'not used'}", where=where, fix="Bring header and statement together."
        )


def _parameter(text: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None or match["type"] not in list(PropertyType):
        types = ", ".join(PropertyType)
        raise SchemaError(
            f"`param {text}` cannot be read", where=where, fix=f"Write `// param NAME: TYPE = DEFAULT — description`; types: {types}."
        )
    parameter = Parameter(match["name"], PropertyType(match["type"]), match["description"], match["default"])
    if parameter.default is not None:
        _value(where, parameter, parameter.default)
    return parameter


def _value(where: str, parameter: Parameter, text: str) -> object:
    if text == "null" and parameter.default == "null":
        return None
    try:
        return _PARSE[parameter.type](text)
    except ValueError as error:
        default = "" if parameter.required else f" Left out, it is {parameter.default}."
        raise SchemaError(
            f"parameter `{parameter.name}` is {text!r}", where=where, fix=f"Give {_FORMS[parameter.type]}.{default}"
        ) from error


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("no count is negative")
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


def _listed(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(f"{p.name} ({p.type}{'' if p.required else f', else {p.default}'})" for p in parameters) or "none"
