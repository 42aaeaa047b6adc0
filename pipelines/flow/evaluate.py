"""Annotated articles through the extractor and resolution, and what is right of it: nothing is read from a record, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.evaluation import Compared, Evaluation, Gold, Names, compare, evaluate
from pipelines.evaluation.entities import Named, Recognised, recognised
from pipelines.evaluation.scoring import Said
from pipelines.flow.preview import Placement, mentions_of
from pipelines.flow.run import Watch
from pipelines.flow.soundness import only_sound
from pipelines.records import Article, Extraction
from pipelines.resolution import resolve

if TYPE_CHECKING:
    from pipelines.language.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything that `newsgraph evaluate` tells: figures by strict and by lenient names, entities, each article's errors."""

    strict: Evaluation
    lenient: Evaluation
    entities: Recognised
    articles: tuple[Compared, ...]  # by lenient names, so that only real errors show


def judge_extractor(gold: Sequence[Gold], extractor: "Extractor", registry: Registry, schema: Schema, watch: Watch) -> Judged:
    """Extract, resolve and compare; entities are resolved over all articles together, as in a run."""
    articles = [_article(one) for one in gold]
    found: list[Extraction] = []
    watch.step("Extracting claims")
    for article, extraction in zip(articles, extractor.extract(articles), strict=True):
        found.append(only_sound(article, extraction, schema))
        watch.advance(len(found), len(articles), "articles")
    placement = Placement(resolve(mentions_of(found), registry), schema)
    said = [_said(extraction, placement) for extraction in found]
    types = list(schema.claim_types)
    symmetric = [type_ for type_, declared in schema.claim_types.items() if declared.symmetric]
    strict, lenient = (
        [compare(one, claims, types, Names(lenient), symmetric) for one, claims in zip(gold, said, strict=True)]
        for lenient in (False, True)
    )
    entities = sum((recognised(one, _named(e, placement)) for one, e in zip(gold, found, strict=True)), Recognised())
    return Judged(evaluate(strict, types), evaluate(lenient, types), entities, tuple(lenient))


def _article(gold: Gold) -> Article:
    return Article(
        article_id=gold.id,
        source="gold",
        own_id=gold.id,
        locator=gold.id,
        media_type="text/plain",
        text=gold.text,
        language="en",
        content_hash="",
        retrieved_at=gold.published.at or datetime(1970, 1, 1, tzinfo=UTC),
        title=gold.title,
        published=gold.published,
    )


def _said(extraction: Extraction, placement: Placement) -> list[Said]:
    """The claims that the graph would take, under the names that it would show."""
    found = []
    for claim in extraction.claims:
        placed = placement.placed(claim)
        if not isinstance(placed, str):
            attrs = dict(claim.attrs) | ({"event": claim.event_date.isoformat()} if claim.event_date else {})
            subject, object_ = placed
            place = claim.sentence, claim.start, claim.end
            found.append(Said(claim.type, subject, object_, claim.status, attrs, *place, claim.confidence, claim.pattern))
    return found


def _named(extraction: Extraction, placement: Placement) -> list[Named]:
    ids = [(mention, placement.ids[(mention.article_id, mention.start, mention.end)]) for mention in extraction.places]
    return [Named(mention.text, id_, placement.names[id_]) for mention, id_ in ids]
