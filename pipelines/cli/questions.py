"""What commands that take a question share: finding it, its parameters, explaining them, completing them in a shell."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperCommand

from graph_schema.errors import SchemaError
from graph_schema.parameters import Parameter
from graph_schema.queries import Query, load_queries
from graph_schema.spec import PropertyType
from pipelines.cli.show import lines

_WORDS = "newsgraph.words"
_SUCH_AS = re.compile(r"such as ([^\s,;]+)")
_EXAMPLES = {
    PropertyType.STRING: "…",
    PropertyType.INTEGER: "20",
    PropertyType.FLOAT: "1e6",
    PropertyType.BOOLEAN: "true",
    PropertyType.DATE: "2024-05-31",
    PropertyType.DATETIME: "2024-05-31T12:00",
    PropertyType.STRINGS: "one,another",
}


def question(name: str, where: str) -> Query:
    """The question of that name. Raises SchemaError, which names the others."""
    library = load_queries()
    if name not in library:
        raise SchemaError(f"there is no question {name!r}", where=where, fix=f"Choose one of {', '.join(library)}.")
    return library[name]


def bound(asked: Query, given: Iterable[str]) -> dict[str, object]:
    """Values for every parameter from KEY=VALUE; SchemaError, which explains them all, where one is missing or unknown."""
    values = pairs(given)
    try:
        return asked.bind(values)
    except SchemaError as error:
        if all(p.name in values for p in asked.parameters if p.required) and set(values) <= {p.name for p in asked.parameters}:
            raise  # a value that does not fit says itself what would
        raise SchemaError(error.message, where=error.where, fix=explained(asked)) from error


def pairs(given: Iterable[str]) -> dict[str, str]:
    """KEY=VALUE texts as a mapping. Raises SchemaError."""
    found: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not key or not equals:
            raise SchemaError(f"{text!r} is no KEY=VALUE", where="--param", fix="Write it like --param entity=Huawei.")
        if key in found:
            raise SchemaError(f"`{key}` is given twice", where="--param", fix="Give it once; several texts in one are separated by commas.")
        found[key] = value
    return found


def explained(asked: Query) -> str:
    """All that a person has to know to ask it: what it answers, every parameter, what comes back, an example."""
    told = [f"    {p.name}  {_said(p)}" for p in asked.parameters]
    return "\n  ".join([asked.answers, "Parameters:", *told, f"Returns {', '.join(asked.columns)}.", f"Example: {example(asked)}"])


class AboutQuestion(TyperCommand):
    """A command whose `--help` tells, besides its own options, about the question that is named on the line.

    The types of contexts are private to typer.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep the words, since help is shown before any of them is read."""
        ctx.meta[_WORDS] = list(args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The command's help, then the question's."""
        super().format_help(ctx, formatter)
        library = load_queries()
        if asked := next((library[word] for word in ctx.meta.get(_WORDS, ()) if word in library), None):
            lines([f"{asked.name}: {explained(asked)}"])


def example(asked: Query) -> str:
    """A command that asks it, with a value for each parameter that has to be given."""
    given = [word for p in asked.parameters if p.required for word in ("--param", f"{p.name}={_example(p)}")]
    return shlex.join(["newsgraph", "query", asked.name, *given])


def complete_name(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of questions that begin so, with their titles, for a shell."""
    yield from ((asked.name, asked.title) for asked in load_queries().values() if asked.name.startswith(incomplete))


def complete_parameter(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Parameters of the question that stands on the line and that begin so, as `KEY=`, for a shell."""
    library = load_queries()
    # Of a line that ends with `--param`, click leaves words where they stood.
    names = [str(ctx.params.get("name")), str(ctx.params.get("query")), *ctx.args]
    asked = next((library[name] for name in names if name in library), None)
    for parameter in asked.parameters if asked else ():
        if f"{parameter.name}=".startswith(incomplete):
            yield f"{parameter.name}=", _said(parameter)


def usage(asked: Query) -> str:
    """Its parameters on one line."""
    return ", ".join(p.name if p.required else f"[{p.name}={p.default}]" for p in asked.parameters)


def listed(library: Mapping[str, Query]) -> list[dict[str, str]]:
    """What there is to ask."""
    return [{"name": asked.name, "answers": asked.answers, "parameters": usage(asked)} for asked in library.values()]


def _said(parameter: Parameter) -> str:
    return f"{parameter.type}, {parameter.otherwise}: {parameter.meaning}"


def _example(parameter: Parameter) -> str:
    found = _SUCH_AS.search(parameter.description)
    return found[1] if found else _EXAMPLES[parameter.type]
