"""The command tree, and how an error reaches a person: one message, one exit code.

Commands import what they need when they run, so that `--help` and `db status` answer at once.
"""

import atexit
import errno
import gc
import sys
import warnings

import typer

from pipelines.cli import (
    bloom,
    db,
    demo,
    evaluate,
    export,
    extract,
    judge,
    judgements,
    lists,
    prove,
    query,
    review,
    run,
    schema,
    upkeep,
    view,
)
from pipelines.cli.dev import dev
from pipelines.cli.questions import AboutQuestion
from pipelines.cli.show import complain, out
from pipelines.errors import ExportError, NewsgraphError

OBJECTS = 100_000  # made between two looks for cyclic garbage; at Python's 700 a fifth of a short run was looking, while modules load

app = typer.Typer(
    name="newsgraph",
    help="News articles to a knowledge graph in Neo4j: who sanctions whom, who invests in what, who acquires whom, who competes with whom, "
    "each edge with the sentence that says so.",
    epilog="Start with: newsgraph demo. Settings are environment variables: NEWSGRAPH_HOME (default .newsgraph), "
    "NEO4J_URI and its kin for your own server.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo.demo)
app.command()(run.run)
app.command()(extract.extract)
app.command()(evaluate.evaluate)
app.command(cls=AboutQuestion)(query.query)
app.command(cls=AboutQuestion)(view.view)
app.command()(prove.show)
app.command(cls=AboutQuestion)(export.export)
app.command()(review.review)
for decide in (judge.judge, judge.rename, judge.accept, judge.reject, judge.retract, judge.undo, judgements.judgements):
    app.command(rich_help_panel="Judgements")(decide)
for keep in (upkeep.check, upkeep.rebuild, upkeep.graph_hash):
    app.command(rich_help_panel="Upkeep")(keep)
app.command()(dev)
app.add_typer(lists.app, name="lists")
app.add_typer(db.app, name="db")
app.add_typer(bloom.app, name="bloom")
app.add_typer(schema.app, name="schema")


def main() -> None:
    """Run the command line; a NewsgraphError ends it with one message and exit code 1."""
    gc.set_threshold(OBJECTS)
    atexit.register(gc.freeze)  # else the interpreter looks through all modules for cyclic garbage, to leave: half a second
    warnings.filterwarnings("ignore", category=UserWarning, module="dagster")
    try:
        app(prog_name="newsgraph")
    except NewsgraphError as error:
        complain(error)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        out.on_broken_pipe()  # what is left to print would fail again, at the very end
        fix = "Make room there, and do the same again: what was whole before is whole."
        complain(ExportError("no space is left", where=str(error.filename or "stdout"), fix=fix))
        sys.exit(1)
