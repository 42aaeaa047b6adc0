"""HTML pages → drafts: the article's text without menus and banners, and the metadata the page declares."""

import logging
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

import trafilatura

from pipelines.sources.drafts import Draft
from pipelines.sources.refusing import UnfitError


def draft_of_page(html: str, now: datetime) -> Draft:
    """The main text of a page, broken or not, with title, url, date and site name. Raises UnfitError: no_text.

    Offsets count in the extracted text. The date is the day the page declares; what it declares wrongly is unknown, not refused.
    """
    _quiet()
    dates = {"original_date": True, "extensive_search": False, "max_date": f"{now:%Y-%m-%d}"}
    page = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, date_extraction_params=dates)
    if page is None or isinstance(page, dict) or not page.text:
        raise UnfitError("no_text", "no article text was found in this page.", "Save the article's text as .txt.")
    return Draft(text=page.text, body=page.text, title=page.title, url=_own_address(page.url), publisher=page.sitename, published=page.date)


def _own_address(url: str | None) -> str | None:
    """A page that gives the site's front page as its address has not told its own."""
    parts = urlsplit(url or "")
    return url if parts.path.strip("/") or parts.query else None


@cache
def _quiet() -> None:
    """What these libraries log about a page is said by our refusals."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
