"""`newsgraph demo`: a run over articles, then a look at the graph as a newcomer would want it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from graph_schema.load import load_schema
from graph_schema.queries import Query, load_queries
from graph_schema.spec import Schema
from pipelines.cli.run import exit_code, tell
from pipelines.cli.server import server_address
from pipelines.cli.show import TerminalWatch, counted, out
from pipelines.graph import local
from pipelines.settings import Neo4jAddress, Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd

# Question of the library, the words it is put in here, its parameters, and the columns that answer it.
QUESTIONS = (
    ("sanctions_on", "Who restricts Huawei, and how?", {"entity": "Huawei"}, ("source", "measure", "status")),
    ("investments", "What were the largest investments?", {"limit": "3"}, ("investors", "target", "amount_usd", "status")),
    ("competitors", "Who competes with Nvidia?", {"entity": "Nvidia"}, ("rival", "articles")),
)
ANSWERS = 3  # shown for each question

Where = Annotated[Path, typer.Argument(help="Folder of articles.")]
Source = Annotated[str | None, typer.Option("--source", help="Name of the source.")]


def demo(path: Where = Path("samples/articles"), source: Source = None) -> None:
    """Run the main job over sample articles and show what is in the graph, with the proof of each answer.

    Starts a local Neo4j (fetched once) unless NEO4J_URI names yours. Run again, it changes nothing.
    """
    from pipelines.defs.launch import launch
    from pipelines.graph.ask import ask, counts
    from pipelines.graph.connection import connected

    settings = load_settings()
    with TerminalWatch() as watch:
        outcome = launch(settings, [path], source, watch)
    tell(watch, outcome)
    code = exit_code(watch, outcome, strict=False)
    if code == 0:
        address = server_address(settings)
        with connected(address) as driver:
            _show_counts(counts(driver, address.database, load_schema()), load_schema())
            _show_answers(partial(ask, driver, address.database))
        _next_steps(settings, address)
    raise SystemExit(code)


def _show_counts(found: Mapping[str, int], schema: Schema) -> None:
    there = {name: number for name, number in found.items() if number}
    out.rule("In the graph")
    out.print("Nodes: " + counted({n: c for n, c in there.items() if n in schema.nodes}))
    out.print("Facts: " + counted({n: c for n, c in there.items() if n in schema.claim_types}))
    out.print("Proof: " + counted({n: c for n, c in there.items() if n in schema.relationships and n not in schema.claim_types}))


def _show_answers(asked: "Callable[[Query, Mapping[str, object]], pd.DataFrame]") -> None:
    library = load_queries()
    for name, words, given, columns in QUESTIONS:
        question = library[name]
        out.rule(words)
        _answer(asked(question, question.bind(given)), columns)
        out.print(f"  newsgraph query {name}{_as_options(question, given)}", style="dim", markup=False)


def _answer(frame: "pd.DataFrame", columns: tuple[str, ...]) -> None:
    """The first rows, each with its sentence: in prose, since a sentence in a table cell is hard to read."""
    if frame.empty:
        out.print("  Nothing in these articles.")
    for row in frame.head(ANSWERS).to_dict("records"):
        told = [_words(column, row[column]) for column in columns if row[column] is not None]
        out.print(f"  {', '.join(told)}", style="bold", markup=False)
        out.print(Padding(Text(f"“{' '.join(str(row['sentence']).split())}”"), (0, 0, 0, 4)))
        out.print(Padding(Text(str(row["title"] or "without a title"), style="dim"), (0, 0, 0, 4)))


def _words(column: str, value: object) -> str:
    if column == "amount_usd" and isinstance(value, float):
        return f"${value:,.0f}"
    if isinstance(value, list):
        return " and ".join(map(str, value))
    return f"{value} article{'' if value == 1 else 's'}" if column == "articles" else str(value)


def _as_options(question: Query, given: dict[str, str]) -> str:
    return "".join(f" --param {p.name}={given[p.name]}" for p in question.parameters if p.name in given)


def _next_steps(settings: Settings, address: Neo4jAddress) -> None:
    out.rule("Next")
    steps = {"Neo4j": f"{address.uri}, user {address.user}, database {address.database}"}
    if settings.neo4j is None:
        steps["Password"] = f"cat {local.status(settings).password_file}"
    steps |= {
        "Questions": "newsgraph query",
        "Your files": "newsgraph run PATH…",
        "Dagster": "newsgraph dev    (then open the address it prints)",
        "Stop": "newsgraph db stop    (the data stay)" if settings.neo4j is None else "your own server; newsgraph does not stop it",
    }
    for what, how in steps.items():
        out.print(f"  {what:<10} {how}", soft_wrap=True, markup=False)
    out.print("  The commands are in .venv/bin; `source .venv/bin/activate` puts them on your path.", style="dim")
