"""`newsgraph review`: what is most worth a person's minute, with what to judge it by."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from pipelines.cli.judge import AsJson
from pipelines.cli.show import TerminalWatch, lines, out, print_json
from pipelines.cli.workspace import knowledge_of
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.flow.review import Candidate

Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="Most questions to show.")]


def review(limit: Limit = 10, as_json: AsJson = False) -> None:
    """Show what is most worth a minute of yours: who may be one, which claims are doubtful, which judgements have no effect.

    Each question comes with its sentences and the commands that answer it. `unsure` is an answer too.
    """
    from pipelines.flow.review import review as reviewed
    from pipelines.flow.view import view

    with TerminalWatch(quiet=as_json) as watch:
        watch.step("Looking for doubts")
        found = reviewed(view(knowledge_of(load_settings())), limit)
    if as_json:
        print_json([asdict(candidate) for candidate in found])
        return
    for place, candidate in enumerate(found, 1):
        _show(place, candidate)
    if not found:
        lines(["Nothing to review: no likely doubles, no doubtful claim that carries a fact alone, no judgement without effect."])


def _show(place: int, candidate: "Candidate") -> None:
    out.print(Text(f"{place}. {candidate.question}", style="bold"))
    out.print(Padding(Text(candidate.why), (0, 0, 0, 3), expand=False))
    for example in candidate.evidence:
        out.print(Padding(Text(f"“{example.sentence}”"), (0, 0, 0, 5), expand=False))
        out.print(Padding(Text(example.title, style="dim"), (0, 0, 0, 5), expand=False))
    lines([*(f"   {command}" for command in candidate.commands), ""])
