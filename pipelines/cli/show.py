"""How things look at a terminal: progress, tables, counts, errors. Results go to stdout, the rest to stderr."""

import json
from collections.abc import Iterable, Mapping
from types import TracebackType

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.errors import NewsgraphError
from pipelines.flow import Tally

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def complain(error: NewsgraphError) -> None:
    """The error as a person reads it: where, what, the way on."""
    where = f"[bold]{escape(error.where)}[/]: " if error.where else ""
    err.print(f"[red]Error[/] {where}{escape(error.message)}", soft_wrap=True)
    if error.fix:
        err.print(f"  {escape(error.fix)}", soft_wrap=True)


def print_json(value: object) -> None:
    """A value as JSON on stdout, times as ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, default=str))


def rows(frame: pd.DataFrame, title: str = "") -> Table:
    """A frame as a table that fits the terminal; long words wrap."""
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for column in frame.columns:
        table.add_column(str(column), overflow="fold", justify="right" if pd.api.types.is_numeric_dtype(frame[column]) else "left")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(escape(_cell(value)) for value in row))
    return table


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def counted(counts: Mapping[str, int]) -> str:
    """Counts on one line: `12 articles, 3 claims`."""
    return ", ".join(f"[bold]{number:,}[/] {escape(what)}" for what, number in counts.items())


def lines(texts: Iterable[str]) -> None:
    """Plain lines on stdout, never wrapped in the middle of a path."""
    for text in texts:
        out.print(text, soft_wrap=True)


class TerminalWatch:
    """A progress bar on stderr, and the tallies of all steps for the summary after."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.tallies: dict[str, Tally] = {}
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=err, disable=quiet)
        self._task: TaskID | None = None

    def __enter__(self) -> "TerminalWatch":
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, whatever happened."""
        self._bar.stop()

    def step(self, message: str) -> None:
        """Close the bar before and open the next."""
        if self._task is not None:
            task = self._bar.tasks[self._task]
            self._bar.update(self._task, total=task.completed or 1, completed=task.completed or 1)
        self._task = self._bar.add_task(escape(message), total=None)

    def advance(self, done: int, total: int, what: str) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total or None)

    def finished(self, step: str, tally: Tally) -> None:
        """Keep the tally."""
        self.tallies[step] = tally
