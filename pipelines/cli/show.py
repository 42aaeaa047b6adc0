"""How things look at a terminal: progress, tables, counts, errors. Results go to stdout, the rest to stderr."""

import json
import os
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.errors import NewsgraphError

if TYPE_CHECKING:  # pandas takes a second to load; a frame that is shown here has loaded it already
    import pandas as pd

    from pipelines.flow import Tally

SECONDS_BETWEEN_LINES = 10
SHORT = 40  # characters that still fit beside others on a line


class Terminal(Console):
    """A console whose reader may leave, as `| head` does: what is under way goes on, unseen, so that no graph is left half-way."""

    def on_broken_pipe(self) -> None:
        """Write to nobody from here on."""
        nobody = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nobody, self.file.fileno())
        os.close(nobody)


out = Terminal(highlight=False)
err = Terminal(stderr=True, highlight=False)


def complain(error: NewsgraphError) -> None:
    """The error as a person reads it: where, what, the way on."""
    where = f"[bold]{escape(error.where)}[/]: " if error.where else ""
    err.print(f"[red]Error[/] {where}{escape(error.message)}", soft_wrap=True)
    if error.fix:
        err.print(f"  {escape(error.fix)}", soft_wrap=True)


def print_json(value: object) -> None:
    """A value as JSON on stdout, times as ISO 8601."""
    try:
        print(json.dumps(value, ensure_ascii=False, default=str), flush=True)
    except BrokenPipeError:
        out.on_broken_pipe()


def as_records(frame: "pd.DataFrame") -> list[dict[Hashable, object]]:
    """Rows as JSON takes them, None for every kind of nothing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def rows(frame: "pd.DataFrame", title: str = "") -> Table:
    """A frame as a table that fits the terminal; long words wrap."""
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for column in frame.columns:
        table.add_column(
            str(column), overflow="fold", justify="right" if all(isinstance(v, int | float) for v in frame[column]) else "left"
        )
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(escape(_cell(value)) for value in row))
    return table


def show_rows(frame: "pd.DataFrame", title: str) -> None:
    """Rows as a table where they fit the terminal, else one block per row: short values, then long ones below."""
    cells = {str(column): [_cell(value) for value in frame[column]] for column in frame.columns}
    widths = {column: max(len(column), *map(len, values)) for column, values in cells.items()}
    if sum(widths.values()) + 3 * len(widths) < out.width:
        out.print(rows(frame, title))
        return
    short = [column for column, width in widths.items() if width <= SHORT]
    out.print(f"[bold]{escape(title)}[/]")
    for place in range(len(frame)):
        told = [f"[dim]{column}[/] {escape(cells[column][place])}" for column in short if cells[column][place]]
        out.print(f"\n{place + 1}. " + "  ".join(told))
        for column in cells:
            if column not in short and cells[column][place]:
                out.print(f"   [dim]{column}[/] {escape(' '.join(cells[column][place].split()))}")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value != value:  # noqa: PLR0124 NaN and NaT are what differs from itself
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
    return str(value)


def counted(counts: Mapping[str, int]) -> str:
    """Counts on one line, `12 articles, 3 claims`; nothings are left out, but the first count is always told."""
    told = [(what, number) for place, (what, number) in enumerate(counts.items()) if number or place == 0]
    return ", ".join(f"[bold]{number:,}[/] {escape(_singular(what) if number == 1 else what)}" for what, number in told)


def _singular(what: str) -> str:
    """`entries` as `entry`; a label, or a word that is no plural, as it is."""
    first, space, rest = what.partition(" ")
    if not (first.islower() and first.endswith("s")):
        return what
    return (first.removesuffix("ies") + "y" if first.endswith("ies") else first.removesuffix("s")) + space + rest


def lines(texts: Iterable[str]) -> None:
    """Plain lines on stdout, never wrapped in the middle of a path."""
    for text in texts:
        out.print(text, soft_wrap=True, markup=False)


class TerminalWatch:
    """Progress on stderr, and the tallies of all steps for the summary after.

    A bar at a terminal; in a log a line per step, and one every ten seconds of a long one.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.tallies: dict[str, Tally] = {}
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=err, disable=quiet or not err.is_terminal)
        self._logs = not quiet and not err.is_terminal
        self._task: TaskID | None = None
        self._told = monotonic()

    def __enter__(self) -> "TerminalWatch":
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, whatever happened."""
        self._bar.stop()

    def step(self, message: str) -> None:
        """Close the bar before and open the next."""
        if self._logs:
            self._say(message)
        if self._task is not None:
            task = self._bar.tasks[self._task]
            self._bar.update(self._task, total=task.completed or 1, completed=task.completed or 1)
        self._task = self._bar.add_task(escape(message), total=None)

    def advance(self, done: int, total: int, what: str) -> None:
        """Move the bar."""
        if self._logs and monotonic() - self._told > SECONDS_BETWEEN_LINES:
            self._say(f"  {done:,} of {total:,} {what}" if total else f"  {done:,} {what}")
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total or None)

    def finished(self, step: str, tally: "Tally") -> None:
        """Keep the tally."""
        self.tallies[step] = tally

    def _say(self, line: str) -> None:
        self._told = monotonic()
        err.print(line, soft_wrap=True, markup=False)
