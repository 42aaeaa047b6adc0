"""`newsgraph evaluate`: how right the claims are, against what careful readers found."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipelines.cli.files import write
from pipelines.cli.show import TerminalWatch, err, lines, out, print_json, rows
from pipelines.errors import SettingsError
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.evaluation import Evaluation, Gold
    from pipelines.evaluation.scoring import Figure
    from pipelines.flow.evaluate import Judged

GOLD_HELP = "Annotated articles, JSON Lines; without one, those that the project ships, of its own writing."
GoldFile = Annotated[Path | None, typer.Argument(metavar="GOLD", help=GOLD_HELP, show_default=False)]
TEXTS_HELP = "Where the articles' texts are, found by their ids: anything that `newsgraph run` reads. Not needed where GOLD has them."
Texts = Annotated[list[Path] | None, typer.Option("--texts", metavar="PATH", help=TEXTS_HELP, show_default=False)]
PAGE_HELP = "Write a page with every miss and every false claim, its sentence marked. Not for the held half: it is scored only."
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE", help=PAGE_HELP, show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="All figures as one JSON object on stdout.")]


class Split(StrEnum):
    """Which half of the articles, by a hash of the id."""

    ALL = "all"
    DEV = "dev"
    HELD = "held"


SPLIT_HELP = "dev: the half to develop on; held: the half that is only scored; by a hash of the id."


def evaluate(
    gold: GoldFile = None,
    texts: Texts = None,
    split: Annotated[Split, typer.Option("--split", help=SPLIT_HELP)] = Split.ALL,
    page: Page = None,
    as_json: AsJson = False,
) -> None:
    """Score what is extracted against annotated articles. No server and no record are needed.

    Precision, recall and F1 by type, each with the interval in which it would fall for 95 of 100 draws of articles.
    """
    if page is not None and split is Split.HELD:
        raise SettingsError("cannot be shown of the held half", where="--page", fix="Use --split dev: that half is there to be read.")
    annotated = _gold(gold, texts or [], split)
    with TerminalWatch(quiet=as_json) as watch:
        judged = _judged(annotated, watch)
    if page is not None:
        _write(page, gold, judged)
    if as_json:
        print_json({name: asdict(getattr(judged, name)) for name in ("strict", "lenient", "entities")})
    else:
        _tell(judged)


def _gold(path: Path | None, texts: Sequence[Path], split: Split) -> "list[Gold]":
    from pipelines.evaluation.gold import SHIPPED, halves, read_gold
    from pipelines.flow.preview import read_articles

    articles, _ = read_articles(texts, "gold") if texts else ([], [])
    found = list(halves(read_gold(path or SHIPPED, {article.own_id: article.text for article in articles}), split.value))
    if not found:
        raise SettingsError("is empty", where=f"the {split} half of {path}", fix="Score all of it.")
    return found


def _judged(gold: "list[Gold]", watch: TerminalWatch) -> "Judged":
    from graph_schema.load import load_schema
    from graph_schema.registry import known_entities
    from pipelines.flow.evaluate import judge_extractor
    from pipelines.language.extractor import load_extractor

    schema, registry, settings = load_schema(), known_entities(), load_settings()
    watch.step("Loading the model")
    return judge_extractor(gold, load_extractor(settings.model, settings.judge), registry, schema, watch)


def _write(path: Path, gold: Path | None, judged: "Judged") -> None:
    from pipelines.evaluation.page import page

    shown = page(f"Errors against {gold.name if gold else 'the shipped gold'}", judged.lenient, judged.articles)
    write(shown, path, fix="Name another file with --page.")
    err.print(f"Wrote {escape(str(path))}.", soft_wrap=True)


def _tell(judged: "Judged") -> None:
    import pandas as pd

    for title, figures in (("Names as annotated", judged.strict), ("Names that contain each other count too", judged.lenient)):
        table = [
            {"type": type_, "right": one.right, "false": one.false, "missed": one.missed}
            | {name: _figure(getattr(one, name)) for name in ("precision", "recall", "f1")}
            for type_, one in figures.types.items()
        ]
        out.print(rows(pd.DataFrame(table), title))
    agreed = [
        {"type": type_, "what": what, "as annotated": right, "of": of, "share": f"{right / of:.2f}"}
        for type_, one in judged.strict.types.items()
        for what, (right, of) in one.agreement.items()
    ]
    if agreed:
        out.print(rows(pd.DataFrame(agreed), "Of the right ones"))
    lines(_summary(judged.strict, judged))


def _summary(figures: "Evaluation", judged: "Judged") -> list[str]:
    entities = judged.entities
    told = [f"{figures.articles} articles; {figures.empty} without a claim, {figures.empty_with_false} of them with a false one."]
    if entities.listed:
        share = f"{entities.right / entities.found:.2f}" if entities.found else "–"
        told.append(f"Entities: {entities.found} of {entities.listed} found, {entities.right} of those under one right name ({share}).")
    return told


def _figure(figure: "Figure") -> str:
    return "–" if figure.value is None else f"{figure.value:.2f}\n{figure.low:.2f}–{figure.high:.2f}"
