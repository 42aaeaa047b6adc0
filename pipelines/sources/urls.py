"""One address in one spelling, so that two spellings of an article's address are one article."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import normalize_url

from pipelines.sources.refusing import UnfitError

# courlan's own list is not used: it also takes away `?12345`, `?cid=7` and `?gallery=2`, which tell articles apart.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|mc|itm)_.+|(?:fb|g|d|msclk|y|tw)clid|(?:wbra|gbra|igsh|msclk)id|ref_src|ref_url|cmpid|xtor", re.IGNORECASE
)


def canonical_url(url: str) -> str:
    """`url` with a lower-case host, without default port, fragment, tracking parameters and trailing slash; parameters sorted.

    Raises UnfitError (bad_url) for anything but an http or https address.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\x00-\x1f<>\"]", url)
        if usable:
            plain = urlsplit(normalize_url(urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))))
            return urlunsplit((plain.scheme, plain.netloc, plain.path.rstrip("/"), _query(parts.query), ""))
    except ValueError:
        usable = False
    raise UnfitError(
        "bad_url", f"`url` {url[:200]!r} is no web address.", "Write it whole, as in https://example.com/story; or leave it out."
    )


def _query(query: str) -> str:
    if "=" not in query:
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted((key, value) for key, value in pairs if not _TRACKING.fullmatch(key)))
