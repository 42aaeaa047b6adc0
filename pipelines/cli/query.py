"""`newsgraph query`: the library of questions."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from graph_schema.errors import SchemaError
from graph_schema.queries import Parameter, Query, load_queries
from pipelines.cli.show import as_records, err, lines, out, print_json, show_rows
from pipelines.cli.workspace import ASKING_SECONDS, knowledge_of, server, writing
from pipelines.errors import SettingsError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.graph.server import Server

Name = Annotated[str | None, typer.Argument(help="Name of the question; without one, all are listed.", show_default=False)]
Param = Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter; may be given several times.")]
AsJson = Annotated[bool, typer.Option("--json", help="Rows as a JSON array of objects.")]
AS_OF_HELP = "Answer as the graph was then: 2024-06-01, 2024-06 or 2024 (its end), or 2024-06-01T12:00, UTC unless it says otherwise."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help=AS_OF_HELP, show_default=False)]
_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")
_OF_ENTITIES = ("entity", "target")  # parameters that name somebody


def query(name: Name = None, param: Param = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Ask the graph one of the library's questions, or list them.

    Example: newsgraph query sanctions_on --param entity=Huawei
    """
    at = moment(as_of) if as_of is not None else None
    library = load_queries()
    if name is None:
        _list(library, as_json=as_json)
        return
    if name not in library:
        raise SchemaError(f"there is no question {name!r}", where="newsgraph query", fix=f"Choose one of {', '.join(library)}.")
    question = library[name]
    parameters = question.bind(pairs(param or []))
    settings = load_settings()
    frame = _answer(settings, question, parameters) if at is None else _answer_of(settings, question, parameters, at)
    if frame.empty:
        _tell_unknown(settings, parameters)
    if frame.empty and not as_json:
        asked = ", ".join(param or [])
        lines([f"{question.title}{f' ({asked})' if asked else ''}: nothing found."])
    elif as_json:
        print_json(as_records(frame))
    else:
        show_rows(frame, question.title)


def moment(text: str) -> datetime:
    """The moment that `--as-of` names; a day, a month or a year means its end. Raises SettingsError."""
    try:
        if period := _MONTH_OR_YEAR.fullmatch(text):
            year, month = int(period[1]), int(period[2] or 12)
            return datetime.combine(date(year, month, monthrange(year, month)[1]), time.max, UTC)
        if "T" not in text and " " not in text:
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is no day or time", where="--as-of", fix="Write it like 2024-06-01 or 2024-06-01T12:00.") from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _tell_unknown(settings: Settings, parameters: Mapping[str, object]) -> None:
    """On stderr, who is asked about and goes by no such name: then nothing found means nothing."""
    from pipelines.flow.citing import nobody

    asked = [name for key in _OF_ENTITIES if isinstance(name := parameters.get(key), str)]
    entities = knowledge_of(settings).record.frame("entities", columns=["name", "aliases"]) if asked else None
    for name in asked:
        if entities is not None and (told := nobody(entities, name)):
            err.print(told, soft_wrap=True, markup=False)


def _answer(settings: Settings, question: Query, parameters: Mapping[str, object]) -> "pd.DataFrame":
    from pipelines.graph.ask import ask

    with server(settings) as asked:
        tell_whose(settings, asked)
        return ask(asked.driver, asked.database, question, parameters)


def tell_whose(settings: Settings, asked: "Server") -> None:
    """On stderr, that the answer is not of this project's record; who has no record knows whose graph it asks."""
    from pipelines.graph.ownership import owners
    from pipelines.record import Record

    mine, named = Record(settings.record).manifest()["record_id"], owners(asked.driver, asked.database)
    if mine and named and mine not in named:
        err.print(f"This graph is that of record {named[0]}, not of the one in {escape(str(settings.record))}.", soft_wrap=True)


def _answer_of(settings: Settings, question: Query, parameters: Mapping[str, object], at: datetime) -> "pd.DataFrame":
    """The answer of the graph as it was at `at`; it changes the graph for a moment, which nobody sees, so nobody may write meanwhile."""
    from pipelines.flow import wanted
    from pipelines.graph.past import ask_as_of

    knowledge = knowledge_of(settings)
    with server(settings) as asked, writing(settings, ASKING_SECONDS):
        return ask_as_of(asked, knowledge.schema, wanted(knowledge, at), question, parameters)


def pairs(given: list[str]) -> dict[str, str]:
    """What `--param` was given, KEY=VALUE each; raises SchemaError for what is not."""
    parts = [text.partition("=") for text in given]
    for (key, equals, _), text in zip(parts, given, strict=True):
        if not key or not equals:
            raise SchemaError(f"{text!r} is no KEY=VALUE", where="--param", fix="Write it like --param entity=Huawei.")
    return {key: value for key, _, value in parts}


def _usage(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}={parameter.default}]"


def _list(library: Mapping[str, Query], *, as_json: bool) -> None:
    import pandas as pd

    listed = [{"name": q.name, "answers": q.answers, "parameters": ", ".join(map(_usage, q.parameters))} for q in library.values()]
    if as_json:
        print_json(listed)
    else:
        show_rows(pd.DataFrame(listed), "Questions")
        out.print("Ask one: newsgraph query NAME --param KEY=VALUE", markup=False)
