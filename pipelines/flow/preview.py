"""Claims straight from files, without record or graph: what `newsgraph extract` gives out.

The same sources, extractor, resolution and placement as a run; nothing is written anywhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pandas as pd

from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.flow.run import Watch
from pipelines.flow.soundness import only_sound
from pipelines.graph.projection import misplaced
from pipelines.records import Article, Claim, Extraction, Refusal, utc_now
from pipelines.resolution import Resolution, resolve
from pipelines.sources import read, without_doubles

if TYPE_CHECKING:  # spaCy takes a third of a second to load; a run over nothing new does without
    from pipelines.language.extractor import Extractor

MENTION_COLUMNS = ["article_id", "start", "end", "text", "kind", "name", "registry_id"]


@dataclass(frozen=True, slots=True)
class Preview:
    """One article's line, and what of it was refused."""

    line: dict[str, Any]
    refusals: tuple[Refusal, ...]


def read_articles(paths: Sequence[Path], source: str | None) -> tuple[list[Article], list[Refusal]]:
    """All articles of `paths`, each once, and what was set aside."""
    from pipelines.sources.parsing import parse  # noqa: PLC0415 as in `pipelines.flow.ingest`

    parsed = [item if isinstance(item, Refusal) else parse(item) for item in read(paths, source, utc_now())]
    articles, doubles = without_doubles(item for item in parsed if isinstance(item, Article))
    return articles, [item for item in parsed if isinstance(item, Refusal)] + doubles


def preview(articles: Sequence[Article], extractor: "Extractor", registry: Registry, schema: Schema, watch: Watch) -> Iterator[Preview]:
    """One line per article, in order, with its claims' entities resolved over all of `articles`."""
    found: list[Extraction] = []
    watch.step("Extracting claims")
    for article, extraction in zip(articles, extractor.extract(articles), strict=True):
        found.append(only_sound(article, extraction, schema))
        watch.advance(len(found), len(articles), "articles")
    resolution = resolve(mentions_of(found), registry)
    names = Placement(resolution, schema)
    ids = Counter(map(_id, articles))
    for article, extraction in zip(articles, found, strict=True):
        own = _id(article)
        yield _line(own if ids[own] == 1 else article.own_id, article, extraction, names)


class Placement:
    """Canonical name and kind for each mention."""

    def __init__(self, resolution: Resolution, schema: Schema) -> None:
        links = resolution.links
        keys = zip(links["article_id"], links["start"], links["end"], strict=True)
        self.ids: dict[tuple[str, int, int], str] = dict(zip(keys, links["entity_id"], strict=True))
        self.names = dict(zip(resolution.entities["entity_id"], resolution.entities["name"], strict=True))
        self.kinds = dict(zip(resolution.entities["entity_id"], resolution.entities["kind"], strict=True))
        self.schema = schema

    def placed(self, claim: Claim) -> tuple[str, str] | str:
        """Canonical names of subject and object, or why the graph would refuse the claim."""
        subject, object_ = (self.ids[(m.article_id, m.start, m.end)] for m in (claim.subject, claim.object))
        wrong = misplaced(self.schema, (claim.type, subject, object_), self.kinds)
        return wrong[1] if wrong else (self.names[subject], self.names[object_])


def _line(own_id: str, article: Article, extraction: Extraction, names: Placement) -> Preview:
    claims: list[dict[str, Any]] = []
    refusals = list(extraction.refusals)
    for claim in extraction.claims:
        placed = names.placed(claim)
        if isinstance(placed, str):
            refusals.append(Refusal("graph", "misplaced", placed, article.locator, article.source, article.own_id, claim.sentence))
        else:
            claims.append(_claim(claim, *placed))
    line: dict[str, Any] = {"id": own_id, "locator": article.locator, "claims": claims}
    if article.media_type == "text/html":
        line["text"] = article.text
    return Preview(line, tuple(refusals))


def _claim(claim: Claim, subject: str, object_: str) -> dict[str, Any]:
    return {
        "type": claim.type,
        "subject": subject,
        "object": object_,
        "status": claim.status,
        "attrs": dict(claim.attrs),
        "event_date": claim.event_date.isoformat() if claim.event_date else None,
        "event_date_precision": claim.event_date_precision,
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "confidence": claim.confidence,
        "pattern": claim.pattern,
    }


def _id(article: Article) -> str:
    """The source's own id; for a file its path below the root, without the suffix unless two files differ in it alone."""
    if article.media_type == "application/json":
        return article.own_id
    return str(PurePosixPath(article.own_id).with_suffix(""))


def mentions_of(found: Iterable[Extraction]) -> pd.DataFrame:
    """All places of the extractions as `resolve` takes them."""
    rows = [[getattr(mention, column) for column in MENTION_COLUMNS] for extraction in found for mention in extraction.places]
    frame = pd.DataFrame(rows, columns=MENTION_COLUMNS)
    return frame.assign(reading_id=frame["article_id"], withdrawn=False)
