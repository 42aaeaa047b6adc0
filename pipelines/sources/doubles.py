"""Several documents of one article: one is kept, the others are refused with both places named."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pipelines.records import Article, Refusal
from pipelines.sources.refusing import Place, UnfitError

SAME_ARTICLE = "same_article"  # reason of those refusals
_NEVER = datetime.min.replace(tzinfo=UTC)


def without_doubles(articles: Iterable[Article]) -> tuple[list[Article], list[Refusal]]:
    """One article per `article_id`, in order of first appearance, and a refusal (SAME_ARTICLE) for each other.

    The latest published is kept (undated comes last), then the first by source and own id; so which one is
    kept does not depend on when and in which order they were read.
    """
    versions: dict[str, list[Article]] = {}
    for article in articles:
        versions.setdefault(article.article_id, []).append(article)
    kept: list[Article] = []
    refused: list[Refusal] = []
    for same in versions.values():
        same.sort(key=lambda article: (article.source, article.own_id, article.locator, article.content_hash))
        best = max(same, key=lambda article: article.published.at or _NEVER)
        kept.append(best)
        refused.extend(_refusal(article, best) for article in same if article is not best)
    return kept, refused


def _refusal(article: Article, kept: Article) -> Refusal:
    if article.content_hash == kept.content_hash:
        error = UnfitError(SAME_ARTICLE, f"is the article at {kept.locator} once more, word for word.", "It is kept once; nothing to do.")
    else:
        error = UnfitError(
            SAME_ARTICLE,
            f"is another version of the article at {kept.locator}, which was kept.",
            "Give them ids or urls of their own if both count.",
        )
    return Place(article.source, article.own_id, article.locator).refuse("parse", error, article.text)
