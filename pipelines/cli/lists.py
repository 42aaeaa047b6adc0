"""`newsgraph lists`: official sanctions lists, loaded and held against the news."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipelines.cli.run import is_held_back, tell_held_back
from pipelines.cli.show import TerminalWatch, as_records, counted, err, lines, out, print_json, show_rows
from pipelines.cli.update import bring_up_to_date
from pipelines.cli.workspace import server
from pipelines.errors import SourceError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.flow import Tally

app = typer.Typer(help="Official sanctions lists: load them, and hold them against the news. Without a command: what is loaded.")

REPORT = ("listed_in_news", "sanctioned_unlisted", "listed_but_lifted")
KEPT = "The lists are kept in the record; mend the cause, and the next run brings the graph up to date."
WAIT = 600.0  # seconds for another run to finish
FILES_HELP = "The Consolidated Screening List as CSV, OpenSanctions' targets.simple.csv, or folders of them; .csv and .csv.gz."
Files = Annotated[list[Path], typer.Argument(metavar="FILE", help=FILES_HELP, show_default=False)]
AnyNumber = Annotated[
    bool, typer.Option("--any-number", help="Also when more than half and more than 10 entries of a list are gone at once.")
]
Later = Annotated[bool, typer.Option("--later", help="Only load them; the next run brings the graph up to date.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON on stdout.")]


@app.callback(invoke_without_command=True)
def loaded(context: typer.Context, as_json: AsJson = False) -> None:
    """Official sanctions lists: load them, and hold them against the news. Without a command: what is loaded."""
    if context.invoked_subcommand is not None:
        return
    settings = load_settings()
    frame = _held(settings)
    if as_json:
        print_json(as_records(frame))
    elif frame.empty:
        lines(["No list is loaded. docs/lists.md says where the real ones are; then: newsgraph lists load FILE…"])
    else:
        show_rows(frame, f"{len(frame)} official lists")


@app.command()
def load(files: Files, any_number: AnyNumber = False, later: Later = False, as_json: AsJson = False) -> None:
    """Load editions of official lists, then bring the graph up to date.

    An entry that a newer edition of its list lacks is kept as past. A folder of
    lists that every run reads is NEWSGRAPH_LISTS; put there what should stay up
    to date by itself. Exits with 1 when a file cannot be read, with 3 when
    entries are gone and that is not believed (--any-number).
    """
    from pipelines.flow import load_lists
    from pipelines.record import Record, writing
    from pipelines.records import utc_now

    missing = next((path for path in files if not path.exists()), None)
    if missing is not None:
        raise SourceError("there is no such file or folder", where=str(missing), fix="Check the path.")
    settings = load_settings()
    with TerminalWatch(quiet=as_json) as watch, writing(settings.record, wait=WAIT, told=watch.step):
        tally = load_lists(Record(settings.record), files, utc_now(), watch, any_number=any_number)
    if not as_json:
        _tell(tally)
    tell_held_back(tally.refusals)
    graph, code = (None, 0) if later else bring_up_to_date(settings, "Graph     ", kept=KEPT, quiet=as_json)
    if as_json:
        refused = [{"reason": refusal.reason, "message": refusal.message} for refusal in tally.refusals]
        print_json({"counts": tally.counts, "refused": refused, "graph": graph})
    unreadable = any(refusal.reason == "unreadable" for refusal in tally.refusals)
    raise SystemExit(code or int(unreadable) or 3 * any(map(is_held_back, tally.refusals)))


@app.command()
def report(as_json: AsJson = False) -> None:
    """Listed and in the news; in the news as sanctioned but on no list; on a list although the news says lifted."""
    from graph_schema.queries import load_queries
    from pipelines.graph.ask import ask

    library = load_queries()
    with server(load_settings()) as asked:
        found = {name: ask(asked.driver, asked.database, library[name], library[name].bind({})) for name in REPORT}
    if as_json:
        print_json({name: as_records(frame) for name, frame in found.items()})
        return
    for name, frame in found.items():
        if frame.empty:
            out.print(f"[bold]{escape(library[name].title)}[/]: nobody.")
        else:
            show_rows(frame, f"{library[name].title}: {len(frame)}")
        out.print(f"  newsgraph query {name}\n", style="dim", markup=False)


def _held(settings: Settings) -> "pd.DataFrame":
    """The lists that the record has, with how many entries stand, are past, and are linked to an entity."""
    from pipelines.record import Record
    from pipelines.resolution.listed import ITSELF

    record = Record(settings.record)
    lists = record.frame("lists", columns=["list_id", "name", "authority", "format", "loaded_at"])
    entries = record.frame("list_entries", columns=["list_id", "withdrawn_at"])
    stands = entries["withdrawn_at"].isna()
    listings = record.frame("listings", columns=["list_id", "entry_id", "matched_by"])
    matched = listings.loc[(listings["matched_by"] != "itself") & (listings["entry_id"] != ITSELF), "list_id"]
    numbers = {"entries": entries.loc[stands, "list_id"], "past": entries.loc[~stands, "list_id"], "matched": matched}
    counts = {what: lists["list_id"].map(ids.value_counts()).fillna(0).astype(int) for what, ids in numbers.items()}
    return lists.assign(**counts)


def _tell(tally: "Tally") -> None:
    out.print(f"Lists     {counted(tally.counts)}", soft_wrap=not out.is_terminal)
    others = [refusal for refusal in tally.refusals if not is_held_back(refusal)]
    for refusal in others[:20]:
        err.print(f"  {refusal.message}", soft_wrap=True, markup=False)
    if len(others) > 20:
        err.print(f"  … and {len(others) - 20} more; all are kept in the record's table refusals.")
