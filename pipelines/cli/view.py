"""`newsgraph view`: a part of the graph as one page to look at."""

import re
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_schema.load import load_schema
from graph_schema.queries import Query, load_queries
from pipelines.cli.files import write
from pipelines.cli.query import Param, tell_whose
from pipelines.cli.questions import bound
from pipelines.cli.show import err, lines
from pipelines.cli.workspace import knowledge_of, server
from pipelines.errors import SettingsError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.graph.neighbourhood import Bounds
    from pipelines.records import Neighbourhood

LIMIT = 500  # entities that a page still shows readably
What = Annotated[str, typer.Argument(metavar="ENTITY|QUERY", help="Name or alias of an entity, or a question of `newsgraph query`.")]
DEPTH_HELP = "Steps from the entity (1 unless you say otherwise), or from what the answer names (0)."
Depth = Annotated[int | None, typer.Option("--depth", min=0, help=DEPTH_HELP, show_default=False)]
SINCE_HELP = "Only facts whose event, else first report, is of that day or later, such as 2024-06-01."
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help=SINCE_HELP, show_default=False)]
TYPE_HELP = "Only relationships of that type, such as SANCTIONS; may be given several times."
Types = Annotated[list[str] | None, typer.Option("--type", "-t", metavar="TYPE", help=TYPE_HELP, show_default=False)]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="Most entities; those that most articles join to the others stay.")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="The page; else named like ENTITY or QUERY.", show_default=False)
]


def view(  # noqa: PLR0913, PLR0917 one parameter for each option of the command
    what: What,
    depth: Depth = None,
    since: Since = None,
    types: Types = None,
    param: Param = None,
    limit: Limit = LIMIT,
    out: Out = None,
) -> None:
    """Draw who is around an entity, or what answers a question: one page that needs no network, each edge with its sentences.

    Example: newsgraph view Huawei --depth 2 --since 2024-01-01
    """
    from pipelines.graph.neighbourhood import Bounds
    from pipelines.picture.page import page
    from pipelines.picture.scene import Heading, scene

    settings, schema, question = load_settings(), load_schema(), load_queries().get(what)
    steps = int(question is None) if depth is None else depth
    bounds = Bounds(schema, steps, limit, tuple(type_.upper() for type_ in types or ()), _day(since))
    found = _around(settings, what, bounds, param) if question is None else _answering(settings, question, bounds, param)
    title = _called(found) if question is None else ": ".join([question.title, ", ".join(param or [])]).removesuffix(": ")
    file = out or Path(f"{_file_name(what)}.html")
    drawn = page(scene(found, schema, Heading(title, _about(found, bounds, question), _command(what, bounds, param))))
    write(drawn, file, fix="Name another file with --out.")
    lines([str(file)])
    told = f"{len(found.nodes):,} entities, {len(found.relationships):,} facts, {len(found.claims):,} claims."
    more = f" {found.left_out:,} more entities are left out, those that fewest articles join to the others; --limit takes more."
    err.print(told + (more if found.left_out else ""), soft_wrap=True)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise SettingsError(f"{text!r} is no day", where="--since", fix="Write it like 2024-06-01.") from error


def _around(settings: Settings, name: str, bounds: "Bounds", param: list[str] | None) -> "Neighbourhood":
    """The neighbourhood of who is called so; raises SettingsError, which says who is near, where nobody is."""
    from pipelines.flow.citing import nobody
    from pipelines.graph.neighbourhood import around

    if param:
        raise SettingsError(f"{name!r} is no question", where="--param", fix=f"Choose one of {', '.join(load_queries())}.")
    with server(settings) as asked:
        tell_whose(settings, asked)
        found = around(asked, name, bounds)
    if not found.nodes:
        told = nobody(knowledge_of(settings).record.frame("entities", columns=["name", "aliases"]), name)
        raise SettingsError(told or f"only what was taken back names {name!r}", where="newsgraph view")
    return found


def _answering(settings: Settings, question: Query, bounds: "Bounds", param: list[str] | None) -> "Neighbourhood":
    """What the answer names; raises SettingsError where it is empty or names nothing of the graph."""
    from pipelines.graph.ask import ask
    from pipelines.graph.neighbourhood import of_answer

    parameters = bound(question, param or [])
    with server(settings) as asked:
        tell_whose(settings, asked)
        answer = ask(asked.driver, asked.database, question, parameters)
        found = of_answer(asked, answer, bounds)
    if not found.nodes:
        problem = "its rows name no entity" if len(answer) else "nothing found"
        raise SettingsError(problem, where=question.title, fix=f"See the answer: newsgraph query {question.name}.")
    return found


def _called(found: "Neighbourhood") -> str:
    names = {str(row["id"]): row["properties"]["name"] for row in found.nodes}
    return ", ".join(sorted({str(names[id_]) for id_ in found.centre}))


def _about(found: "Neighbourhood", bounds: "Bounds", question: Query | None) -> str:
    """The page in a sentence."""
    steps = f"up to {bounds.depth} {'step' if bounds.depth == 1 else 'steps'} away"
    whose = f"Who is {steps}" if question is None else question.answers.rstrip(".") + (f", and who is {steps}" if bounds.depth else "")
    only = [*bounds.types, *([f"since {bounds.since}"] if bounds.since else [])]
    rest = f" ({', '.join(only)} only)" if only else ""
    facts = f"{len(found.nodes):,} entities and {len(found.relationships):,} facts"
    return f"{whose}{rest}: {facts}, by {len(found.claims):,} claims of {len(found.articles):,} articles."


def _command(what: str, bounds: "Bounds", param: list[str] | None) -> str:
    """How to make the page again; the options are told whatever was left out."""
    given = [*(f"--type={type_}" for type_ in bounds.types), *([f"--since={bounds.since}"] if bounds.since else [])]
    given += [f"--param={pair}" for pair in param or []]
    return shlex.join(["newsgraph", "view", what, f"--depth={bounds.depth}", *given, f"--limit={bounds.limit}"])


def _file_name(what: str) -> str:
    """Words of letters and digits, joined by hyphens."""
    return "-".join(re.findall(r"\w+", what.lower())) or "view"
