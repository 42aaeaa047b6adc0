"""`newsgraph run`: the main job on a person's own files, and what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipelines.cli.show import TerminalWatch, complain, counted, err, out, print_json, rows
from pipelines.errors import ServerError
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.defs.launch import Outcome
    from pipelines.records import Refusal

PATHS_HELP = "Files and folders: .txt, .md, .html, .jsonl (id, url, title, published, publisher, text)."
SOURCE_HELP = "Name of the source. Articles without a URL are known by it and their path below the folder, wherever that lies."
Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help=PATHS_HELP, show_default=False)]
PathsOrInbox = Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=PATHS_HELP + " Default: the inbox.", show_default=False)]
Source = Annotated[str | None, typer.Option("--source", help=SOURCE_HELP)]
AsJson = Annotated[bool, typer.Option("--json", help="The summary as one JSON object on stdout.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 also when documents were set aside.")]

ADOPT_HELP = "Replace a graph that another record (NEWSGRAPH_HOME) wrote; else such a graph is left alone."
Adopt = Annotated[bool, typer.Option("--adopt", help=ADOPT_HELP)]
COMPLETE_HELP = (
    "The sources are complete: articles that are gone from them are taken back. When that cannot be believed, because anything could "
    "not be read or too many are gone at once, nothing is taken back, and the exit code is 3."
)
ANY_NUMBER_HELP = "With --complete: also when all of a source, or more than half and more than 10 of its articles, are gone at once."
Complete = Annotated[bool, typer.Option("--complete", help=COMPLETE_HELP)]
AnyNumber = Annotated[bool, typer.Option("--any-number", help=ANY_NUMBER_HELP)]

SHOWN = 15
TITLES = {
    "raw_articles": "Read",
    "articles": "Parsed",
    "claims": "Extracted",
    "official_lists": "Lists",
    "entities": "Resolved",
    "graph": "Graph",
}


def run(  # noqa: PLR0913, PLR0917 one parameter for each option of the command
    paths: PathsOrInbox = None,
    source: Source = None,
    as_json: AsJson = False,
    strict: Strict = False,
    adopt: Adopt = False,
    complete: Complete = False,
    any_number: AnyNumber = False,
) -> None:
    """Read articles, extract claims, and write them into the graph.

    The run is a Dagster job in this process; `newsgraph dev` shows its history.
    Unchanged articles cost next to nothing, changed ones replace their own
    claims. What cannot be read is set aside with its reason, the rest goes on.

    Exits with 1 when a step failed or nothing could be read, with 3 when
    something waits for your decision (--complete, --strict), else with 0.
    """
    from pipelines.defs.launch import launch

    settings = load_settings()
    _warn_of_server(settings)
    with TerminalWatch(quiet=as_json) as watch:
        outcome = launch(settings, paths or [], source, watch, adopt=adopt, complete=complete, any_number=any_number)
    if as_json:
        print_json(summary(watch, outcome))
    else:
        tell(watch, outcome)
    tell_held_back(refusal for tally in watch.tallies.values() for refusal in tally.refusals)
    raise SystemExit(exit_code(watch, outcome, strict=strict))


def _warn_of_server(settings: Settings) -> None:
    """Say at once that one's own server does not answer; what can be extracted is still worth the run."""
    from pipelines.graph.connection import connected

    if settings.neo4j is None:
        return
    try:
        with connected(settings.neo4j):
            pass
    except ServerError as error:
        complain(error)
        err.print("  Going on: what is extracted is kept in the record, and the graph is written by a later run.")


def exit_code(watch: TerminalWatch, outcome: "Outcome", *, strict: bool) -> int:
    """1 when a step or check failed or nothing could be read, 3 when something was held back or (strict) set aside, else 0."""
    refusals = [refusal for tally in watch.tallies.values() for refusal in tally.refusals]
    documents = [refusal for refusal in refusals if _is_document(refusal)]
    counts = watch.tallies["raw_articles"].counts if "raw_articles" in watch.tallies else {"read": 0, "set aside before": 0}
    if outcome.failures or outcome.failed_checks or (documents and not counts["read"]):
        return 1
    return 3 if any(map(is_held_back, refusals)) or (strict and (documents or counts["set aside before"])) else 0


def _is_document(refusal: "Refusal") -> bool:
    from pipelines.sources import PASSED_BY

    return refusal.stage in {"read", "parse"} and refusal.reason not in PASSED_BY and not is_held_back(refusal)


def is_held_back(refusal: "Refusal") -> bool:
    """Whether it says that something seems to be gone, and was not taken back because that is not believed."""
    from pipelines.flow import HELD_BACK

    return refusal.reason in HELD_BACK


def tell_held_back(refusals: "Iterable[Refusal]") -> None:
    """What waits for a person's decision, on stderr."""
    for refusal in filter(is_held_back, refusals):
        err.print(f"[red]Held back[/] {escape(refusal.message)}", soft_wrap=True)


def summary(watch: TerminalWatch, outcome: "Outcome") -> dict[str, object]:
    """What a script wants to know of a run."""
    return {
        "run_id": outcome.run_id,
        "steps": {step: {"counts": tally.counts, "refused": tally.reasons} for step, tally in watch.tallies.items()},
        "refusals": [
            {"step": step, "reason": refusal.reason, "where": refusal.locator, "message": refusal.message}
            for step, tally in watch.tallies.items()
            for refusal in tally.refusals
        ],
        "failures": outcome.failures,
        "failed_checks": outcome.failed_checks,
    }


def tell(watch: TerminalWatch, outcome: "Outcome") -> None:
    """The summary as a person reads it: counts, what was set aside and why, what failed."""
    for step, tally in watch.tallies.items():
        if step != "official_lists" or any(tally.counts.values()):  # most people have none
            out.print(f"{TITLES[step]:<10}{counted(tally.counts)}", soft_wrap=not out.is_terminal)
    _tell_refusals(watch)
    tell_failures(outcome)
    if "graph" in outcome.failures:
        err.print("What was extracted is kept in the record. Mend the cause and run again: only the graph is left to write.")


def tell_failures(outcome: "Outcome") -> None:
    """What failed, steps and checks, on stderr."""
    for step, reason in outcome.failures.items():
        err.print(f"[red]Failed[/] in {step}: {escape(reason)}", soft_wrap=True)
    for check, found in outcome.failed_checks.items():
        err.print(f"[red]Check failed[/] {check}:\n{escape(found)}", soft_wrap=True)


def _tell_refusals(watch: TerminalWatch) -> None:
    refusals = [refusal for tally in watch.tallies.values() for refusal in tally.refusals]
    if not refusals:
        return
    import pandas as pd

    reasons = [(step, reason, count) for step, tally in watch.tallies.items() for reason, count in tally.reasons.items()]
    out.print(rows(pd.DataFrame(reasons, columns=["step", "reason", "count"]), "Set aside, by reason"))
    documents = [refusal for refusal in refusals if _is_document(refusal)]
    for refusal in documents[:SHOWN]:
        out.print(f"  {refusal.message}", soft_wrap=True, markup=False)
    for refusal in [refusal for refusal in refusals if refusal.stage == "resolve"][:SHOWN]:
        out.print(f"  {refusal.message}", soft_wrap=True, markup=False)
    for refusal in [refusal for refusal in refusals if refusal.stage == "graph"][:SHOWN]:
        out.print(f"  {refusal.locator}: {refusal.message} “{refusal.sample[:120]}”", soft_wrap=True, markup=False)
    if len(documents) > SHOWN:
        out.print(f"  … and {len(documents) - SHOWN} more; all are kept in the record's table refusals.")
