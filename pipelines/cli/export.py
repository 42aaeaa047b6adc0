"""`newsgraph export`: the graph, a time of it, or the part that answers a question, as files for other programs."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer
from rich.markup import escape

from graph_schema.load import load_schema
from graph_schema.parameters import PERIOD, check_period
from graph_schema.queries import Query
from pipelines.cli.query import moment, tell_unknown
from pipelines.cli.questions import bound, complete_name, complete_parameter, question
from pipelines.cli.show import TerminalWatch, counted, err, lines, out, print_json
from pipelines.cli.workspace import ASKING_SECONDS, knowledge_of, server, writing
from pipelines.errors import SettingsError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.graph.reading import Graph
    from pipelines.graph.selection import Part

Format = Literal["graphml", "csv", "jsonl", "parquet", "neo4j-admin"]
FOLDER_HELP = "Folder to write; an export that is there already is replaced."
Folder = Annotated[Path, typer.Argument(metavar="OUT", help=FOLDER_HELP, show_default=False)]
FORMAT_HELP = "graphml for Gephi and networkx, csv, jsonl and parquet for pandas and R, neo4j-admin for another Neo4j."
AsFormat = Annotated[Format, typer.Option("--format", "-f", help=FORMAT_HELP, show_default=False)]
NAME_HELP = "Only the part that answers this question: the facts and claims of its rows, and what proves them."
Name = Annotated[
    str | None, typer.Option("--query", "-q", metavar="NAME", help=NAME_HELP, autocompletion=complete_name, show_default=False)
]
PARAM_HELP = "A parameter of the question; may be given several times."
Param = Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help=PARAM_HELP, autocompletion=complete_parameter)]
AS_OF_HELP = "The graph as it was then, as far as was known then."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help=AS_OF_HELP, show_default=False)]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Only what articles say that were published from then on.", show_default=False)
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Only what articles say that were published by then.", show_default=False)
]
WithWithdrawn = Annotated[bool, typer.Option("--with-withdrawn", help="Also what was taken back.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifest.")]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be exported, as it was typed, and what that means."""

    format: Format
    query: Query | None
    param: tuple[str, ...]
    at: datetime | None
    since: date | None
    until: date | None
    withdrawn: bool

    @property
    def command(self) -> str:
        """The command, without the folder, which is nobody else's business."""
        words = ["newsgraph", "export", "OUT", "--format", self.format]
        words += ["--query", self.query.name] if self.query else []
        words += [word for text in self.param for word in ("--param", text)]
        for option, value in (("--as-of", self.at), ("--since", self.since), ("--until", self.until)):
            words += [option, value.isoformat()] if value else []
        return shlex.join([*words, *(["--with-withdrawn"] if self.withdrawn else [])])


def export(  # noqa: PLR0913, PLR0917 one for each option
    folder: Folder,
    format_: AsFormat,
    query: Name = None,
    param: Param = None,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    with_withdrawn: WithWithdrawn = False,
    as_json: AsJson = False,
) -> None:
    """Write the graph, or a part of it, as files for other programs, with a manifest.

    The same graph gives the same bytes. Example: newsgraph export huawei
    --format graphml --query dossier --param entity=Huawei
    """
    asked = question(query, "--query") if query is not None else None
    _check_options(asked, param, since, until)
    days = _day(since, "--since"), _day(until, "--until")
    check_period(dict(zip(PERIOD, days, strict=True)), "--since, --until")
    wanted = _Wanted(format_, asked, tuple(param or ()), moment(as_of) if as_of else None, *days, with_withdrawn)
    manifest = _write(folder, wanted)
    if as_json:
        print_json(manifest)
    else:
        _tell(folder, manifest)


def _check_options(asked: Query | None, param: list[str] | None, since: str | None, until: str | None) -> None:
    if param and not asked:
        raise SettingsError("belongs to a question", where="--param", fix="Say --query NAME too.")
    if asked and (since or until):
        fix = "Give the question a period, where it takes one (--param since=…), or leave --query out."
        raise SettingsError("select by other means than --query", where="--since, --until", fix=fix)


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise SettingsError(f"{text!r} is no day", where=option, fix="Write it like 2024-06-01.") from error


def _write(folder: Path, wanted: _Wanted) -> Mapping[str, object]:
    from pipelines.export import write_bundle
    from pipelines.export.folder import check_ours

    params = bound(wanted.query, wanted.param) if wanted.query else {}
    check_ours(folder)
    settings = load_settings()
    with TerminalWatch() as watch, _graph(settings, wanted.at) as graph:
        watch.step("Exporting")
        answer = graph.answer(wanted.query, params) if wanted.query else None
        if answer is not None and answer.empty:
            tell_unknown(settings, params)
        reading = graph.reading(_part(graph, wanted, answer), withdrawn=wanted.withdrawn)
        beside = _beside(answer, wanted.format) if answer is not None else None
        return write_bundle(folder, wanted.format, reading, {"command": wanted.command, "graph_hash": graph.hash()}, beside)


def _part(graph: "Graph", wanted: _Wanted, answer: "pd.DataFrame | None") -> "Part | None":
    """The part of the graph that is meant; None for all. Raises SettingsError where a graph is wanted and an answer can name none."""
    from pipelines.export.answers import ids
    from pipelines.export.bundle import TABULAR

    if answer is None:
        return graph.part_of_period(wanted.since, wanted.until) if wanted.since or wanted.until else None
    claims, facts = ids(answer, "claim"), ids(answer, "fact")
    if claims is None and facts is None and wanted.format not in TABULAR:
        fix = f"Take one of {', '.join(TABULAR)}: they hold its rows. Or `newsgraph query` with --format."
        raise SettingsError("names no facts and claims, so there is no graph of them", where="--query", fix=fix)
    return graph.part_of_answer(claims or set(), facts or set())


@contextmanager
def _graph(settings: Settings, at: datetime | None) -> "Iterator[Graph]":
    """The graph as it is, or as it was at a moment: then it changes for a moment, which nobody sees, so nobody may write meanwhile."""
    from pipelines.flow import wanted
    from pipelines.graph.past import graph_as_of
    from pipelines.graph.reading import graph_of_now

    if at is None:
        with server(settings) as asked, graph_of_now(asked, load_schema()) as graph:
            yield graph
        return
    knowledge = knowledge_of(settings)
    picture = wanted(knowledge, at)
    with server(settings) as asked, writing(settings, ASKING_SECONDS), graph_as_of(asked, knowledge.schema, picture) as graph:
        yield graph


def _beside(answer: "pd.DataFrame", format_: Format) -> Callable[[Path], None] | None:
    """Writes the rows of the answer beside its graph, in a format that can."""
    from pipelines.export.answers import write_answer
    from pipelines.export.bundle import TABULAR

    def write(folder: Path) -> None:
        with (folder / f"answer.{format_}").open("wb") as file:
            write_answer(answer, format_, load_schema(), file)

    return write if format_ in TABULAR else None


def _tell(folder: Path, manifest: Mapping[str, object]) -> None:
    counts = cast("dict[str, dict[str, int]]", manifest["counts"])
    if not any(number for numbers in counts.values() for number in numbers.values()):
        err.print("Nothing is in that part of the graph: the files are empty.", soft_wrap=True)
    out.print(f"{escape(str(folder))}:", counted({**counts["nodes"], **counts["relationships"]}), soft_wrap=not out.is_terminal)
    if replaced := manifest["replaced_characters"]:
        err.print(f"{replaced} characters that this format cannot hold stand there as U+FFFD.", soft_wrap=True)
    if told := manifest.get("import"):
        lines([f"In that folder: {told}"])
