"""The same article twice in one input: one is kept, the others are refused with both places named."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pipelines.records import Article, Refusal
from pipelines.sources.refusing import Place, UnfitError

_NEVER = datetime.min.replace(tzinfo=UTC)


def without_doubles(articles: Iterable[Article]) -> tuple[list[Article], list[Refusal]]:
    """One article per `article_id`, in order of first appearance, and a refusal (same_article) for each other.

    The latest retrieved is kept, among those the latest published (undated comes last), then the first by
    source, own id and locator; so which one is kept does not depend on the order of `articles`.
    """
    versions: dict[str, list[Article]] = {}
    for article in articles:
        versions.setdefault(article.article_id, []).append(article)
    kept: list[Article] = []
    refused: list[Refusal] = []
    for same in versions.values():
        same.sort(key=lambda article: (article.source, article.own_id, article.locator, article.content_hash))
        best = max(same, key=lambda article: (article.retrieved_at, article.published.at or _NEVER))
        kept.append(best)
        refused.extend(_refusal(article, best) for article in same if article is not best)
    return kept, refused


def _refusal(article: Article, kept: Article) -> Refusal:
    if article.content_hash == kept.content_hash:
        error = UnfitError("same_article", f"is the article at {kept.locator} once more, word for word.", "It is kept once; nothing to do.")
    else:
        error = UnfitError(
            "same_article",
            f"is another version of the article at {kept.locator}, which was kept.",
            "Give them ids or urls of their own if both count.",
        )
    return Place(article.source, article.own_id, article.locator).refuse("parse", error, article.text)
