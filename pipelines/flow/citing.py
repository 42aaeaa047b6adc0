"""What a person typed → the claim or the article that a judgement names.

A claim is known by its id or the beginning of it; an article by its id, its address, its title, or
where it was read. What fits nothing, or several things, is a SettingsError that says what there is.
"""

from collections.abc import Collection, Iterable

import pandas as pd
from rapidfuzz import fuzz, process

from pipelines.errors import SettingsError
from pipelines.flow.judging import claim_refs
from pipelines.flow.view import View, plain
from pipelines.judgements.entries import ArticleRef, ClaimRef
from pipelines.sources.refusing import UnfitError
from pipelines.sources.urls import canonical_url

OFFERED = 12  # choices that are listed for an ambiguous name
_NEAR = 5  # names that are offered for one that is unknown
_NEAR_ENOUGH = 60  # of 100, by rapidfuzz's WRatio
_BEGINNING = 4  # characters of an id, its prefix included, that may stand for all of it


def claim(seen: View, typed: str) -> ClaimRef:
    """The claim whose id is, or begins with, `typed`."""
    return claim_refs(claim_rows(seen, typed))[0]


def claim_rows(seen: View, typed: str) -> pd.DataFrame:
    """The one row of the view's claims whose id is, or begins with, `typed`. Raises SettingsError where there is none, or several."""
    claims = seen.claims
    rows = beginning(claims, "claim_id", typed)
    if len(rows) == 1:
        return rows
    if rows.empty and typed and not claims.empty:
        rows = claims[claims["claim_id"].str.startswith(typed)]  # too short to be meant, but worth an answer
    if rows.empty:
        fix = "`newsgraph review` and the questions of `newsgraph query` show ids of claims, c- and 20 characters."
        raise SettingsError("is no claim of the record", where=f"{typed!r}", fix=fix)
    first = rows.head(OFFERED).to_dict("records")
    told = [f"{row['claim_id']}  {row['subject_name']} {row['type']} {row['object_name']}: “{plain(row['sentence'])}”" for row in first]
    problem = f"begins the ids of {len(rows)} claims" if len(rows) > 1 else "is too short"
    raise SettingsError(problem, where=f"{typed!r}", fix=choose(told, len(rows)))


def article(seen: View, typed: str) -> ArticleRef:
    """The article that `typed` is the id, the address, the source's own id, the place or the title of."""
    rows = _articles(seen, typed)
    if len(rows) == 1:
        row = rows.iloc[0]
        url, title = (row[column] if isinstance(row[column], str) else None for column in ("url", "title"))
        return ArticleRef(str(row["article_id"]), url, title)
    if rows.empty:
        known = [str(place) for column in ("locator", "title") for place in seen.articles[column] if isinstance(place, str)]
        fix = "Give its id, its address, its title, or the path it was read from." + did_you_mean(near(typed, known))
        raise SettingsError("is no article of the record", where=f"{typed!r}", fix=fix)
    told = [f"{row['article_id']}  {row['source']}, {row['locator']}: {row['title']}" for row in rows.head(OFFERED).to_dict("records")]
    raise SettingsError(f"means {len(rows)} articles", where=f"{typed!r}", fix=choose(told, len(rows)))


def _articles(seen: View, typed: str) -> pd.DataFrame:
    articles = seen.articles
    rows = beginning(articles, "article_id", typed)
    if rows.empty and (url := _url(typed)):
        rows = articles[articles["url"] == url]
    for column in ("own_id", "locator", "title"):
        rows = articles[articles[column] == typed] if rows.empty else rows
    return rows if len(rows) else articles[articles["locator"].str.endswith(f"/{typed}")]


def beginning(frame: pd.DataFrame, column: str, typed: str) -> pd.DataFrame:
    """Rows whose id is `typed`; else those whose id begins with it."""
    exact = frame[frame[column] == typed]
    if len(exact) or len(typed) < _BEGINNING or frame.empty:
        return exact
    return frame[frame[column].str.startswith(typed)]


def _url(typed: str) -> str | None:
    try:
        return canonical_url(typed)
    except UnfitError:
        return None


def near(typed: str, known: Iterable[str]) -> list[str]:
    """The names most like `typed`, without doubles."""
    found = process.extract(typed, list(dict.fromkeys(known)), scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_NEAR_ENOUGH)
    return [name for name, _, _ in found]


def nobody(entities: pd.DataFrame, typed: str) -> str | None:
    """What to say where no entity (columns name, aliases) is called so, its case aside; None where one is."""
    called = {str(name): str(name).casefold() for name, aliases in entities.itertuples(index=False, name=None) for name in (name, *aliases)}
    if typed.casefold() in called.values():
        return None
    return f"No entity of the record goes by {typed!r}.{did_you_mean(near(typed, called))}"


def did_you_mean(names: Collection[str]) -> str:
    """The end of a message that offers `names`; nothing where there is none."""
    return f" Did you mean {'; '.join(names)}?" if names else ""


def choose(told: Iterable[str], number: int) -> str:
    """The way on where `number` things are meant, of which some are told."""
    listed = list(told)
    rest = [f"… and {number - len(listed)} more"] if number > len(listed) else []
    return "\n  ".join(["Name the one you mean by its id:", *listed, *rest])
