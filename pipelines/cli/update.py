"""The graph after a judgement or a list: brought up to date without reading an article, and what came of it."""

from pipelines.cli.run import tell_failures
from pipelines.cli.show import TerminalWatch, counted, err, out
from pipelines.settings import Settings


def bring_up_to_date(settings: Settings, title: str, *, kept: str, quiet: bool) -> tuple[dict[str, int] | None, int]:
    """The counts of what was written to the graph, None where it was not; and the exit code.

    `title` stands before the counts, `kept` says what is not lost where the graph could not be written.
    """
    from pipelines.defs.launch import reproject

    with TerminalWatch(quiet=quiet) as watch:
        outcome = reproject(settings, watch)
    tell_failures(outcome)
    if "graph" not in watch.tallies:
        err.print(kept)
        return None, 1
    counts = {what: watch.tallies["graph"].counts.get(what, 0) for what in ("created", "updated", "deleted")}
    if not quiet:
        out.print(f"{title}{counted(counts)}", soft_wrap=not out.is_terminal)
    return counts, 1 if outcome.failures or outcome.failed_checks else 0
