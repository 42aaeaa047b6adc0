"""`newsgraph query`: the library of questions."""

import re
import sys
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.markup import escape

from graph_schema.load import load_schema
from graph_schema.queries import Query, load_queries
from pipelines.cli.files import whole_file
from pipelines.cli.questions import bound, complete_name, complete_parameter, listed, question
from pipelines.cli.show import err, lines, out, show_rows
from pipelines.cli.workspace import ASKING_SECONDS, knowledge_of, server, writing
from pipelines.errors import ExportError, SettingsError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.graph.server import Server

Format = Literal["csv", "json", "jsonl", "md", "parquet"]
Name = Annotated[
    str | None, typer.Argument(help="Name of the question; without one, all are listed.", show_default=False, autocompletion=complete_name)
]
PARAM_HELP = "A parameter; may be given several times. A wrong one, or one too few, and all are explained."
Param = Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help=PARAM_HELP, autocompletion=complete_parameter)]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json: rows as a JSON array of objects.")]
AsFormat = Annotated[
    Format | None, typer.Option("--format", "-f", help="Rows for a program instead of a table for you.", show_default=False)
]
OUT_HELP = "Write there instead of stdout; its ending is the format unless one is given."
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help=OUT_HELP, show_default=False)]
AS_OF_HELP = "Answer as the graph was then: 2024-06-01, 2024-06 or 2024 (its end), or 2024-06-01T12:00, UTC unless it says otherwise."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help=AS_OF_HELP, show_default=False)]
_FORMATS: tuple[Format, ...] = ("csv", "json", "jsonl", "md", "parquet")
_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")
_NAMES = ("entity", "target", "list")  # parameters that name somebody, or an official list


def query(  # noqa: PLR0913, PLR0917 one for each option
    name: Name = None, param: Param = None, as_of: AsOf = None, format_: AsFormat = None, file: Out = None, as_json: AsJson = False
) -> None:
    """Ask the graph one of the library's questions, or list them.

    Example: newsgraph query sanctions_on --param entity=Huawei
    """
    at = moment(as_of) if as_of is not None else None
    wanted = _format(format_, file, as_json=as_json)
    if name is None:
        _list(load_queries(), wanted, file)
        return
    asked = question(name, "newsgraph query")
    parameters = bound(asked, param or [])
    settings = load_settings()
    frame = _answer(settings, asked, parameters) if at is None else _answer_of(settings, asked, parameters, at)
    if frame.empty:
        tell_unknown(settings, parameters)
    if wanted:
        _write(frame, wanted, file)
    elif frame.empty:
        given = ", ".join(param or [])
        lines([f"{asked.title}{f' ({given})' if given else ''}: nothing found."])
    else:
        show_rows(frame, asked.title)


def _format(given: Format | None, file: Path | None, *, as_json: bool) -> Format | None:
    """The format that is asked for; None for a table at the terminal."""
    if as_json and given not in {None, "json"}:
        raise SettingsError(f"says another format than --format {given}", where="--json", fix="Leave one of the two out.")
    if given or as_json:
        return given or "json"
    found = next((format_ for format_ in _FORMATS if file and file.suffix == f".{format_}"), None)
    if file and not found:
        raise SettingsError(f"{file} has no ending that is a format", where="--out", fix=f"Say --format {'|'.join(_FORMATS)}.")
    return found


def _write(frame: "pd.DataFrame", format_: Format, file: Path | None) -> None:
    """The answer to a file, which is whole or as it was, or to stdout."""
    from pipelines.export.answers import write_answer

    if file is None:
        if format_ == "parquet" and sys.stdout.isatty():
            raise SettingsError(
                "is nothing to read at a terminal", where="--format parquet", fix="Say --out FILE, or send it on with | or >."
            )
        try:
            write_answer(frame, format_, load_schema(), sys.stdout.buffer)
            sys.stdout.flush()
        except BrokenPipeError:
            out.on_broken_pipe()
        return
    try:
        with whole_file(file) as opened:
            write_answer(frame, format_, load_schema(), opened)
    except OSError as error:
        fix = "Name a file in a folder that is there and that you may write to."
        raise ExportError(f"cannot be written ({error.strerror or error})", where=str(file), fix=fix) from error


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


def tell_unknown(settings: Settings, parameters: Mapping[str, object]) -> None:
    """On stderr, who is asked about and goes by no such name: then nothing found means nothing."""
    from pipelines.flow.citing import nobody

    asked = {key: name for key in _NAMES if isinstance(name := parameters.get(key), str)}
    entities = knowledge_of(settings).record.frame("entities", columns=["name", "aliases", "kind"]) if asked else None
    for key, name in asked.items():
        if entities is not None:
            among = entities[entities["kind"] == "SanctionsList"] if key == "list" else entities
            if told := nobody(among[["name", "aliases"]], name):
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


def _list(library: Mapping[str, Query], format_: Format | None, file: Path | None) -> None:
    import pandas as pd

    frame = pd.DataFrame(listed(library))
    if format_:
        _write(frame, format_, file)
    else:
        show_rows(frame, "Questions")
        out.print("Ask one: newsgraph query NAME --param KEY=VALUE", markup=False)
