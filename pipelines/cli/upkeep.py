"""`newsgraph check`, `rebuild`, `graph-hash`: is the graph what the record says, and what then."""

import sys
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.show import TerminalWatch, counted, err, lines, out, print_json
from pipelines.cli.workspace import knowledge_of, server, writing
from pipelines.errors import BusyError, RecordError, SettingsError
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.flow import Knowledge
    from pipelines.flow.upkeep import Findings
    from pipelines.graph.server import Server
    from pipelines.record import Record

AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object on stdout.")]
Fix = Annotated[bool, typer.Option("--fix", help="Make the graph equal to the record again, in place; then check once more.")]
OfRecord = Annotated[bool, typer.Option("--of-record", help="Of the graph that the record asks for; needs no server.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
FORCE_HELP = "Also when relationships that others wrote hang on the graph's nodes: they are deleted with them."
Force = Annotated[bool, typer.Option("--force", help=FORCE_HELP)]


def check(fix: Fix = False, as_json: AsJson = False) -> None:
    """Say what is wrong with record and graph. Exits with 1 when something is.

    Asked is whether every relationship has its claims, every claim its article
    and words, whether nothing is undeclared or loose, every count is right, and
    every value is the record's. It only reads, unless told to --fix.
    """
    from pipelines.flow import upkeep

    settings = load_settings()
    knowledge = knowledge_of(settings)
    done: list[str] = []
    with TerminalWatch(quiet=as_json) as watch, writing(settings) if fix else nullcontext(), server(settings) as asked:
        watch.step("Checking record and graph")
        found = upkeep.check(knowledge, asked) if fix else _checked(knowledge, asked)
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


def _checked(knowledge: "Knowledge", asked: "Server") -> "Findings":
    """What is found while others may write; that they do is said instead of faults that are none."""
    from pipelines.flow import upkeep

    began = _generation(knowledge.record)
    try:
        found = upkeep.check(knowledge, asked)
    except RecordError:  # damaged, or published anew meanwhile
        _generation(knowledge.record, began)
        raise
    if not found.sound:
        _generation(knowledge.record, began)
    return found


def _generation(record: "Record", expected: int | None = None) -> int:
    """Of the record that nobody writes to. Raises BusyError when somebody does, or did since it was the `expected` one."""
    from pipelines.record import writer

    found: int = record.manifest()["generation"]
    who = writer(record.folder) or (None if expected in {None, found} else "Another run")
    if who:
        raise BusyError(f"{who} is writing", where=str(record.folder), fix="Check again when it is done.")
    return found


def _tell(found: "Findings", *, fixed: bool) -> None:
    for title, faults in (("Note", found.notes), ("Record", found.record), ("Graph", found.graph)):
        lines(f"{title}: {fault}" for fault in faults)
    if found.sound:
        lines([f"Nothing is wrong. The graph's hash is {found.graph_hash}."])
    elif fixed:
        said = (
            "What is left is not the graph's to mend: data that others wrote are never deleted, and the record is only read. "
            "Theirs are what `MATCH (n) WHERE n.row_hash IS NULL RETURN n` shows."
        )
        err.print(said, soft_wrap=True)
    elif found.graph:
        err.print("`newsgraph check --fix` makes the graph equal to the record again.")


def rebuild(yes: Yes = False, force: Force = False) -> None:
    """Drop the graph and write it again from the record: the same graph, by its hash.

    Exits with 1 when it is not, because the database holds what others wrote.
    """
    from pipelines.flow import upkeep
    from pipelines.graph.canonical import graph_hash

    settings = load_settings()
    knowledge = knowledge_of(settings)
    if not yes:
        if not sys.stdin.isatty():
            raise SettingsError("asks first, and nobody can answer here", where="newsgraph rebuild", fix="Say --yes.")
        typer.confirm("Drop the graph and write it again from the record?", abort=True)
    with TerminalWatch() as watch, writing(settings), server(settings) as asked:
        tally = upkeep.rebuild(knowledge, asked, watch, force=force)
        stands, said = graph_hash(asked.driver, asked.database, knowledge.schema), upkeep.hash_of_record(knowledge)
    out.print(counted(tally.counts), soft_wrap=not out.is_terminal)
    lines([f"The graph's hash is {stands}."])
    if stands != said:
        err.print(f"That of the record is {said}: the database holds more than this graph. `newsgraph check` names it.", soft_wrap=True)
    raise SystemExit(0 if stands == said else 1)


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
