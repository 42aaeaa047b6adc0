"""phrases/*.cypher and actions/*.cypher → what a person types into Bloom's search bar, and chooses for what is selected.

A phrase:

    // phrase: sanctions on $company
    // answers: Who restricts the company, and how.
    // param company: string — name or alias, case does not matter
    // suggests: company = MATCH (:Entity)-[:SANCTIONS]->(e:Entity) RETURN DISTINCT e.name
    // finds: e = company

Bloom asks for every parameter, so none has a default; `suggests` is a property, `Entity.name`, or Cypher that returns one
column and may use the parameters above it. An action reads `$nodes` or `$relationships`, the element ids of what is selected:

    // action: show competitors
    // answers: The rivals of the selected companies and products.
    // for: Company, Product

Without `for` it is offered for every label. What Bloom's file makes of them belongs elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_schema.errors import SchemaError
from graph_schema.header import Header, check_reads, check_used, read_header
from graph_schema.parameters import Parameter, read_parameter
from graph_schema.queries import found_by_index, read_finds
from graph_schema.spec import PropertyType

PHRASES = Path(__file__).parent / "phrases"
ACTIONS = Path(__file__).parent / "actions"
# The types whose names in Bloom's file are known from perspectives that Bloom wrote; Cypher makes other values of them.
BLOOM_TYPES = {
    PropertyType.STRING: "String",
    PropertyType.INTEGER: "Integer",
    PropertyType.FLOAT: "Float",
    PropertyType.BOOLEAN: "Boolean",
}
_PROPERTY = re.compile(r"([A-Z]\w*)\.([a-z]\w*)")
_SUGGESTS = re.compile(r"([a-z]\w*)\s*=\s*(.+)")
_PLACES = re.compile(r"\$([A-Za-z_]\w*)")
_SELECTIONS = ("nodes", "relationships")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What Bloom offers for a parameter: the values of one property of one label, or the one column that Cypher returns."""

    property: tuple[str, str] | None = None
    cypher: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One search phrase; `text` is what is typed, with `$` before each parameter's name."""

    name: str
    text: str
    answers: str
    parameters: tuple[Parameter, ...]
    suggestions: Mapping[str, Suggestion]
    cypher: str


@dataclass(frozen=True, slots=True)
class Action:
    """One scene action on what is selected: `nodes` of some labels (of any where there are none), or `relationships`."""

    name: str
    text: str
    answers: str
    on: str
    labels: tuple[str, ...]
    cypher: str


def load_phrases(folder: Path | None = None) -> tuple[Phrase, ...]:
    """Every phrase in `folder` (this package's phrases/ by default), by file name. Raises SchemaError naming file and fix."""
    return tuple(_phrase(path) for path in sorted((folder or PHRASES).glob("*.cypher")))


def load_actions(folder: Path | None = None) -> tuple[Action, ...]:
    """Every action in `folder` (this package's actions/ by default), by file name. Raises SchemaError naming file and fix."""
    return tuple(_action(path) for path in sorted((folder or ACTIONS).glob("*.cypher")))


def _phrase(path: Path) -> Phrase:
    header = read_header(path, ("phrase", "answers"), ("param", "suggests", "finds"))
    parameters = tuple(_parameter(text, where) for where, text in header.several["param"])
    names = [p.name for p in parameters]
    cypher = found_by_index(tuple(read_finds(text, where) for where, text in header.several["finds"]), header.statement)
    check_used(path.name, cypher, names)
    if _PLACES.findall(header.once["phrase"]) != names:
        fix = "Name each parameter once, in the order of the `param` lines."
        raise SchemaError("`phrase` does not ask for the parameters", where=path.name, fix=fix)
    return Phrase(path.stem, header.once["phrase"], header.once["answers"], parameters, _suggestions(header, names), cypher)


def _parameter(text: str, where: str) -> Parameter:
    parameter = read_parameter(text, where)
    if parameter.type not in BLOOM_TYPES or not parameter.required:
        fix = f"Give it no default and one of {', '.join(BLOOM_TYPES)}; Cypher makes a date of a text, `date($since)`."
        raise SchemaError(f"Bloom cannot ask for `{text}`", where=where, fix=fix)
    return parameter


def _suggestions(header: Header, names: list[str]) -> dict[str, Suggestion]:
    found: dict[str, Suggestion] = {}
    for where, text in header.several["suggests"]:
        match = _SUGGESTS.fullmatch(text)
        if match is None or match[1] not in names or match[1] in found:
            fix = "Write `// suggests: PARAMETER = Label.property`, or `= Cypher`, once for a parameter."
            raise SchemaError(f"`suggests: {text}` cannot be read", where=where, fix=fix)
        name, source = match[1], match[2]
        of = _PROPERTY.fullmatch(source)
        found[name] = Suggestion(property=(of[1], of[2])) if of else Suggestion(cypher=source)
        check_reads(where, source)
        if not {*_PLACES.findall(source)} <= {*names[: names.index(name)]}:
            raise SchemaError(f"`suggests: {text}` uses a parameter", where=where, fix="Use those that are asked for before it.")
    absent = next((name for name in names if name not in found), None)
    if absent:
        raise SchemaError(f"parameter `{absent}` has no suggestions", where=header.path.name, fix=f"Add `// suggests: {absent} = …`.")
    return found


def _action(path: Path) -> Action:
    header = read_header(path, ("action", "answers"), ("for",))
    used = [name for name in _SELECTIONS if name in _PLACES.findall(header.statement)]
    if len(used) != 1:
        raise SchemaError("an action is on one kind of selection", where=path.name, fix="Use `$nodes` or `$relationships` in it.")
    check_used(path.name, header.statement, used)
    labels = tuple(name.strip() for _, text in header.several["for"] for name in text.split(","))
    if labels and used != ["nodes"]:
        raise SchemaError("`for` is about nodes", where=path.name, fix="Take it out, or use `$nodes`.")
    return Action(path.stem, header.once["action"], header.once["answers"], used[0], labels, header.statement)
