"""`newsgraph judgements`: the ledger as a person reads it."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from pipelines.cli.judge import AsJson
from pipelines.cli.show import err, lines, out, print_json
from pipelines.cli.workspace import knowledge_of
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.flow.deciding import Fate


def judgements(as_json: AsJson = False) -> None:
    """Show the ledger: what was decided, and whether it counts."""
    from pipelines.flow.deciding import fates
    from pipelines.flow.view import view

    settings = load_settings()
    knowledge = knowledge_of(settings)
    written, unread = knowledge.judgements()
    found = list(fates(view(knowledge), written))
    if as_json:
        print_json({"judgements": list(map(_row, found)), "unreadable": [refusal.message for refusal in unread]})
        return
    for fate in found:
        _show(fate)
    if not found:
        lines([f"No judgement in {settings.judgements} yet; `newsgraph review` shows what is worth one."])
    for refusal in unread:
        err.print(f"[red]Unreadable[/] {escape(refusal.message)}", soft_wrap=True)


def _row(fate: "Fate") -> dict[str, str]:
    from pipelines.flow.deciding import told

    entry = fate.judgement
    said = {"id": entry.id, "at": entry.at.isoformat(), "who": entry.who, "verdict": entry.verdict.value, "about": told(entry)}
    return {**said, "why": entry.why, "standing": fate.standing, "because": fate.because}


def _show(fate: "Fate") -> None:
    row = _row(fate)
    out.print(f"{row['id']}  {fate.judgement.at:%Y-%m-%d}  [bold]{row['verdict']}[/] by {escape(row['who'])}: {row['standing']}")
    told = {"": row["about"], "Why: ": row["why"], "Because: " if fate.standing == "not followed" else "Undone ": row["because"]}
    for what, words in told.items():
        if words:
            out.print(Padding(Text(what + words, style="dim" if what else ""), (0, 0, 0, 2), expand=False))
