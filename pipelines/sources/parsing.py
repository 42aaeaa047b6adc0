"""One raw document → one article, or the reason why not."""

import json
from hashlib import sha256

from pipelines.records import Article, Published, RawDocument, Refusal, stable_id
from pipelines.sources.dates import published
from pipelines.sources.decoding import MAX_CHARACTERS, too_large
from pipelines.sources.drafts import Draft
from pipelines.sources.jsonl import draft_of_record
from pipelines.sources.languages import language
from pipelines.sources.pages import draft_of_page
from pipelines.sources.plain import draft_of_markdown, draft_of_text
from pipelines.sources.refusing import Place, UnfitError, check_characters
from pipelines.sources.urls import canonical_url


def parse(raw: RawDocument) -> Article | Refusal:
    """The article in `raw`, its text the decoded input unchanged (for HTML the extracted text).

    Refused (stage parse) with the reason bad_date, bad_front_matter, bad_text, bad_type, bad_url,
    no_sentence, no_text, not_english or too_large. Depends on nothing but `raw`.
    """
    try:
        draft = _draft(raw)
        _check(draft)
        return _article(raw, draft)
    except UnfitError as error:
        return Place(raw.source, raw.own_id, raw.locator).refuse("parse", error, raw.payload)


def _draft(raw: RawDocument) -> Draft:
    match raw.media_type:
        case "text/plain":
            return draft_of_text(raw.payload, raw.retrieved_at)
        case "text/markdown":
            return draft_of_markdown(raw.payload, raw.retrieved_at)
        case "text/html":
            return draft_of_page(raw.payload, raw.retrieved_at)
        case "application/json":
            return draft_of_record(raw.payload)


def _check(draft: Draft) -> None:
    for key in ("text", "title", "url", "publisher"):
        check_characters(key, getattr(draft, key) or "")
    if len(draft.text) > MAX_CHARACTERS:
        raise too_large(len(draft.text), MAX_CHARACTERS, "characters")
    if not draft.body.strip():
        raise UnfitError("no_text", "holds no text.", "Give it the article's text or leave it out.")
    if not any(character.isalpha() for character in draft.body):
        raise UnfitError("no_sentence", "holds no sentence, not even a letter.", "Give it the article's text or leave it out.")


def _article(raw: RawDocument, draft: Draft) -> Article:
    spoken = language(draft.body)
    if spoken != "en":
        raise UnfitError("not_english", f"is written in another language ({spoken}).", "Only English is read so far; give a translation.")
    url = canonical_url(draft.url) if draft.url and draft.url.strip() else None
    title, publisher, when = _line(draft.title), _line(draft.publisher), published(draft.published, raw.retrieved_at)
    return Article(
        article_id=stable_id("a", url) if url else stable_id("a", raw.source, raw.own_id),
        source=raw.source,
        own_id=raw.own_id,
        locator=raw.locator,
        media_type=raw.media_type,
        text=draft.text,
        language=spoken,
        content_hash=_content_hash(draft.text, title, url, publisher, when),
        retrieved_at=raw.retrieved_at,
        url=url,
        title=title,
        publisher=publisher,
        published=when,
    )


def _line(text: str | None) -> str | None:
    """`text` on one line; None when there is nothing in it."""
    return " ".join((text or "").split()) or None


def _content_hash(text: str, title: str | None, url: str | None, publisher: str | None, when: Published) -> str:
    at = when.at.isoformat() if when.at else None
    return sha256(json.dumps([text, title, url, publisher, at, when.precision]).encode()).hexdigest()
