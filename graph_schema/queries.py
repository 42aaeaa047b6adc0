"""queries/*.cypher → the library of questions. Strict: what the header does not say is a SchemaError.

A file is a header of comment lines, then one statement that reads:

    // title: Sanctions on somebody
    // answers: Who restricts it, how, since when, and the sentence that says so.
    // param entity: string — name or alias, case does not matter
    // param limit: integer = 50 — most rows
    // finds: e = entity
    // columns: source, measure, sentence

What a parameter's line may say, `graph_schema.parameters` tells. With `finds: e = entity` the statement
goes on from e: each entity whose name or alias is the parameter's value; several such lines find several. Running
belongs elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_schema.errors import SchemaError
from graph_schema.header import check_used, read_header
from graph_schema.load import load_schema
from graph_schema.parameters import Parameter, check_period, read_parameter, with_choices
from graph_schema.spec import Schema

QUERIES = Path(__file__).parent / "queries"
_FINDS = re.compile(r"([a-z]\w*)\s*=\s*([a-z]\w*)")
# The full-text index finds words; the value goes in as one phrase, and the names it is found in are compared whole.
_PHRASE = r"""'"' + replace(replace(${1}, '\\', '\\\\'), '"', '\\"') + '"'"""
_BY_INDEX = f"CALL db.index.fulltext.queryNodes('text_Entity', {_PHRASE}) YIELD node AS {{0}}"
_BY_SCAN = "MATCH ({0}:Entity)"
_NAMED = "WHERE any(name IN [{0}.name] + coalesce({0}.aliases, []) WHERE toLower(name) = toLower(${1}))"


@dataclass(frozen=True, slots=True)
class Query:
    """One question of the library; `columns` are what it returns, in order.

    `finds` names variables of the statement, each with the parameter that its entities are called by.
    """

    name: str
    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    statement: str
    finds: tuple[tuple[str, str], ...] = ()

    @property
    def cypher(self) -> str:
        """The whole question, which finds entities by the full-text index."""
        return found_by_index(self.finds, self.statement)

    @property
    def by_scan(self) -> str:
        """The same question, which compares the names of all entities: where the index cannot be trusted."""
        return _beginning_with(_BY_SCAN, self.finds, self.statement)

    def bind(self, given: Mapping[str, str]) -> dict[str, object]:
        """Values for every parameter, from texts as a person types them.

        Raises SchemaError for an unknown, missing or unfit one, and for a period that ends before it begins.
        """
        known = {p.name: p for p in self.parameters}
        stray = next((name for name in given if name not in known), None)
        if stray is not None:
            raise SchemaError(f"parameter `{stray}` is unknown", where=self.name, fix=f"It takes {_listed(self.parameters)}.")
        missing = next((p for p in self.parameters if p.required and p.name not in given), None)
        if missing is not None:
            example = f"--param {missing.name}=…"
            raise SchemaError(f"parameter `{missing.name}` is missing", where=self.name, fix=f"Give {example}: {missing.description}.")
        values = {p.name: p.value(given.get(p.name, p.default or ""), self.name) for p in self.parameters}
        check_period(values, self.name)
        return values


def found_by_index(finds: tuple[tuple[str, str], ...], statement: str) -> str:
    """`statement`, which goes on from the entities that the full-text index finds: a variable for each name of a parameter."""
    return _beginning_with(_BY_INDEX, finds, statement)


def _beginning_with(find: str, finds: tuple[tuple[str, str], ...], statement: str) -> str:
    found = (line.format(*pair) for pair in finds for line in (find, _NAMED))
    return "\n".join([*found, statement])


def load_queries(folder: Path | None = None, schema: Schema | None = None) -> Mapping[str, Query]:
    """Every question in `folder` (this package's queries/ by default), by file name without suffix.

    What a parameter may be one of is declared in `schema`, this package's by default.

    Raises SchemaError naming file and fix.
    """
    folder = folder or QUERIES
    schema = schema or load_schema()
    return {path.stem: _query(path, schema) for path in sorted(folder.glob("*.cypher"))}


def _query(path: Path, schema: Schema) -> Query:
    header = read_header(path, ("title", "answers", "columns"), ("param", "finds"))
    parameters = tuple(with_choices(read_parameter(text, where), schema, where) for where, text in header.several["param"])
    finds = tuple(read_finds(text, where) for where, text in header.several["finds"])
    check_used(path.name, found_by_index(finds, header.statement), [p.name for p in parameters])
    columns = tuple(name.strip() for name in header.once["columns"].split(","))
    return Query(path.stem, header.once["title"], header.once["answers"], parameters, columns, header.statement, finds)


def read_finds(text: str, where: str) -> tuple[str, str]:
    """Variable and parameter of one `finds:` line. Raises SchemaError."""
    match = _FINDS.fullmatch(text)
    if match is None:
        raise SchemaError(f"`finds: {text}` cannot be read", where=where, fix="Write `// finds: VARIABLE = PARAMETER`.")
    return match[1], match[2]


def _listed(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(f"{p.name} ({p.type}{'' if p.required else f', else {p.default}'})" for p in parameters) or "none"
