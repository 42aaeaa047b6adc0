"""`newsgraph check`, `rebuild`, `graph-hash`: is the graph what the record says, and what then."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.show import TerminalWatch, counted, err, lines, out, print_json
from pipelines.cli.workspace import knowledge_of, server, writing
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.flow.upkeep import Findings

AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object on stdout.")]
Fix = Annotated[bool, typer.Option("--fix", help="Make the graph equal to the record again, in place; then check once more.")]
OfRecord = Annotated[bool, typer.Option("--of-record", help="Of the graph that the record asks for; needs no server.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
FORCE_HELP = "Also when relationships that others wrote hang on the graph's nodes: they are deleted with them."
Force = Annotated[bool, typer.Option("--force", help=FORCE_HELP)]


def check(fix: Fix = False, as_json: AsJson = False) -> None:
    """Say what is wrong with record and graph. Exits with 1 when something is.

    Asked is whether every relationship has its claims, and every claim its article and words.
    And whether nothing is undeclared or loose, every count is right, and every value is the record's.
    """
    from pipelines.flow import upkeep

    settings = load_settings()
    knowledge = knowledge_of(settings)
    done: list[str] = []
    with TerminalWatch(quiet=as_json) as watch, writing(settings), server(settings) as asked:
        watch.step("Checking record and graph")
        found = upkeep.check(knowledge, asked)
        if fix and not found.sound:
            done = upkeep.mend(knowledge, asked, watch)
            watch.step("Checking again")
            before, found = found, upkeep.check(knowledge, asked)
            done = [*(f"Found: {fault}" for fault in (*before.record, *before.graph)), *done]
    if as_json:
        print_json(asdict(found) | {"sound": found.sound, "done": done})
    else:
        lines(done)
        _tell(found, fixed=fix)
    raise SystemExit(0 if found.sound else 1)


def _tell(found: "Findings", *, fixed: bool) -> None:
    for title, faults in (("Record", found.record), ("Graph", found.graph)):
        lines(f"{title}: {fault}" for fault in faults)
    if found.sound:
        lines([f"Nothing is wrong. The graph's hash is {found.graph_hash}."])
    elif fixed:
        said = "What is left is not the graph's to mend: data that others wrote are never deleted, and the record is only read."
        err.print(said, soft_wrap=True)
    elif found.graph:
        err.print("`newsgraph check --fix` makes the graph equal to the record again.")


def rebuild(yes: Yes = False, force: Force = False) -> None:
    """Drop the graph and write it again from the record: the same graph, by its hash."""
    from pipelines.flow import upkeep
    from pipelines.graph.canonical import graph_hash

    settings = load_settings()
    knowledge = knowledge_of(settings)
    if not yes:
        typer.confirm("Drop the graph and write it again from the record?", abort=True)
    with TerminalWatch() as watch, writing(settings), server(settings) as asked:
        tally = upkeep.rebuild(knowledge, asked, watch, force=force)
        stands = graph_hash(asked.driver, asked.database, knowledge.schema)
    out.print(counted(tally.counts), soft_wrap=True)
    lines([f"The graph's hash is {stands}."])


def graph_hash(of_record: OfRecord = False, as_json: AsJson = False) -> None:
    """Print the graph's hash: equal graphs have equal ones, whatever the order, batches and runs they were written in."""
    from pipelines.flow import upkeep
    from pipelines.graph import canonical

    settings = load_settings()
    knowledge = knowledge_of(settings)
    if of_record:
        found = upkeep.hash_of_record(knowledge)
    else:
        with server(settings) as asked:
            found = canonical.graph_hash(asked.driver, asked.database, knowledge.schema)
    if as_json:
        print_json({"hash": found, "of": "record" if of_record else "graph"})
    else:
        lines([found])
