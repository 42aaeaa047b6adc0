"""`newsgraph judge`, `rename`, `accept`, `reject`, `retract`, `undo`: what a person decides, and what follows."""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipelines.cli.show import TerminalWatch, err, lines, out, print_json
from pipelines.cli.update import bring_up_to_date
from pipelines.cli.workspace import knowledge_of
from pipelines.errors import BusyError, SettingsError
from pipelines.judgements.entries import Judgement, Verdict
from pipelines.records import utc_now
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.flow.view import View

ENTITY_HELP = "An entity: its id, a name it goes by, NAME@ARTICLE (that name in that article alone) or LIST:ENTRY (list by id or name)."
CLAIM_HELP = "A claim: its id or the beginning of it, as `newsgraph review` and `newsgraph query` show it."
ARTICLE_HELP = "Articles: id, address, or path they were read from."
KEPT = "The judgement is kept; mend the cause, and `newsgraph run` or the next judgement brings the graph up to date."
EntityArgument = Annotated[str, typer.Argument(metavar="ENTITY", help=ENTITY_HELP, show_default=False)]
ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help=CLAIM_HELP, show_default=False)]
Why = Annotated[str, typer.Option("--why", metavar="WORDS", help="Why, in your words, for whoever reads the ledger after you.")]
Who = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who decides; by default your login name.", show_default=False)]
Later = Annotated[bool, typer.Option("--later", help="Only write it down; the next run brings the graph up to date.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON on stdout.")]

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class How:
    """The options that all these commands have."""

    why: str
    who: str | None
    later: bool
    as_json: bool


class OfPairs(StrEnum):
    """What can be said of two entities."""

    SAME = Verdict.SAME.value
    DIFFERENT = Verdict.DIFFERENT.value
    UNSURE = Verdict.UNSURE.value


def judge(  # noqa: PLR0913 one parameter for each option of the command
    verdict: Annotated[
        OfPairs, typer.Argument(help="same: one entity. different: not. unsure: looked at, not decided.", show_default=False)
    ],
    a: Annotated[str, typer.Argument(metavar="A", help=ENTITY_HELP, show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other entity.", show_default=False)],
    *,
    why: Why = "",
    who: Who = None,
    later: Later = False,
    as_json: AsJson = False,
) -> None:
    """Say whether two entities are one.

    Example: newsgraph judge same "Foxconn" "Hon Hai" --why "Foxconn is its trade name"
    """
    from pipelines.flow.deciding import pair

    said = Verdict(verdict.value)
    _decide(said, lambda seen, _: [{**pair(seen, said, a, b)}], How(why, who, later, as_json))


def rename(  # noqa: PLR0913 one parameter for each option of the command
    entity: EntityArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to show it by.", show_default=False)],
    *,
    why: Why = "",
    who: Who = None,
    later: Later = False,
    as_json: AsJson = False,
) -> None:
    """Show an entity by another name; the former one becomes an alias."""
    from pipelines.flow.deciding import renaming

    _decide(Verdict.RENAME, lambda seen, _: [{**renaming(seen, entity, name)}], How(why, who, later, as_json))


def accept(claim: ClaimArgument, *, why: Why = "", who: Who = None, later: Later = False, as_json: AsJson = False) -> None:
    """Say that a claim is right: its fact is certain then."""
    _decide_claim(Verdict.ACCEPT, claim, How(why, who, later, as_json))


def reject(claim: ClaimArgument, *, why: Why = "", who: Who = None, later: Later = False, as_json: AsJson = False) -> None:
    """Say that a claim is wrong: it is withdrawn, and its fact with it where nothing else states that."""
    _decide_claim(Verdict.REJECT, claim, How(why, who, later, as_json))


def retract(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help=ARTICLE_HELP, show_default=False)],
    *,
    why: Why = "",
    who: Who = None,
    later: Later = False,
    as_json: AsJson = False,
) -> None:
    """Take articles back with all their claims; they stay in the graph, labelled Withdrawn."""
    from pipelines.flow.deciding import retraction

    def fields(seen: "View", _: Sequence[Judgement]) -> list[Fields]:
        found = {ref.article_id: ref for ref in (retraction(seen, typed) for typed in articles)}
        return [{"article": ref} for ref in found.values()]

    _decide(Verdict.RETRACT, fields, How(why, who, later, as_json))


def undo(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Id of the judgement, or its beginning.", show_default=False)],
    *,
    why: Why = "",
    who: Who = None,
    later: Later = False,
    as_json: AsJson = False,
) -> None:
    """Let a judgement no longer count; an undoing can be undone as well."""
    from pipelines.flow.deciding import undoing

    _decide(Verdict.UNDO, lambda _, written: [{"of": undoing(written, judgement)}], How(why, who, later, as_json))


def _decide_claim(verdict: Verdict, claim: str, how: How) -> None:
    from pipelines.flow.deciding import about_claim

    _decide(verdict, lambda seen, _: [{"claim": about_claim(seen, verdict, claim)}], how)


def _decide(verdict: Verdict, checked: "Callable[[View, Sequence[Judgement]], list[Fields]]", how: How) -> None:
    """Check what was decided, write it down, tell what it changes, and bring the graph up to date."""
    from pipelines.flow.changes import changes
    from pipelines.flow.view import view
    from pipelines.judgements.ledger import new_judgement

    settings = load_settings()
    who = how.who or _login()
    knowledge = knowledge_of(settings)
    with TerminalWatch(quiet=how.as_json) as watch:
        watch.step("Reading the record")
        before = view(knowledge)
        moment = utc_now()
        fields = checked(before, knowledge.judgements()[0])
        made = [new_judgement(verdict, at=moment, who=who, why=how.why, **field) for field in fields]
        knowledge.ledger.append(*made)
        told = changes(before, view(knowledge))
    if not how.as_json:
        _tell(made, told)
    applied, code = (None, 0) if how.later else _brought_up_to_date(settings, quiet=how.as_json)
    if how.as_json:
        print_json({"judgements": [entry.id for entry in made], "changes": told, "graph": applied})
    elif how.later:
        lines(["Written down; the next run, or judgement, brings the graph up to date."])
    raise SystemExit(code)


def _tell(made: Sequence[Judgement], changed: Sequence[str]) -> None:
    from pipelines.flow.deciding import told

    for entry in made:
        out.print(f"[bold]{entry.verdict.value}[/] {escape(told(entry))}")
    for sentence in changed or ["Nothing changes by it."]:
        out.print(f"  {escape(sentence)}")
    for entry in made:
        lines([f"Take it back with: newsgraph undo {entry.id}"])


def _brought_up_to_date(settings: Settings, *, quiet: bool) -> tuple[dict[str, int] | None, int]:
    """The counts of what was written to the graph, None where it was not; and the exit code."""
    from pipelines.record import writing

    try:
        with writing(settings.record, wait=0, told=lambda _: None):
            pass
    except BusyError as error:
        err.print(f"{escape(error.message)}: the judgement is kept, and the next run applies it.", soft_wrap=True)
        return None, 0
    return bring_up_to_date(settings, "Graph: ", kept=KEPT, quiet=quiet)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise SettingsError("is not given, and this user has no login name", where="--who", fix="Say who decides: --who NAME.") from error
