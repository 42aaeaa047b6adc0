"""`newsgraph extract`: claims as JSON Lines, without any database."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.files import write
from pipelines.cli.run import Paths, Source
from pipelines.cli.show import TerminalWatch, counted, err
from pipelines.settings import load_settings

Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write there instead of to stdout.")]


def extract(paths: Paths, out: Out = None, source: Source = None) -> None:
    """Extract claims without a database: JSON Lines on stdout, one line an article.

    Each claim has type, subject and object (canonical names), status, attrs, event_date (the first day of the day, month
    or year that event_date_precision names; null where the sentence does not say), sentence, start, end, confidence
    and pattern, the construction that found it (`….judged`: the judge alone).
    `text[start:end]` is the sentence, in code points of the input as given (a byte order mark is no part of it), or of the
    extracted `text` that the line then holds, for HTML. What is set aside is told on stderr.
    """
    from graph_schema.load import load_schema
    from graph_schema.registry import known_entities
    from pipelines.flow import preview, read_articles
    from pipelines.language.extractor import load_extractor

    schema, registry = load_schema(), known_entities()
    articles, refusals = read_articles(paths, source)
    for refusal in refusals:
        err.print(refusal.message, soft_wrap=True, markup=False)
    counts = Counter(articles=len(articles), claims=0, refused=len(refusals))
    settings = load_settings()
    extractor = load_extractor(settings.model, settings.judge)
    lines = []
    with TerminalWatch() as watch:
        for found in preview(articles, extractor, registry, schema, watch):
            lines.append(json.dumps(found.line, ensure_ascii=False))
            counts["claims"] += len(found.line["claims"])
            counts["refused claims"] += len(found.refusals)
    write("".join(line + "\n" for line in lines), out)
    err.print(counted(counts))
    raise SystemExit(1 if refusals and not articles else 0)
