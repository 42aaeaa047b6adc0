"""The rows of LISTED_ON: who stands, or stood, on which official list. A pure function of frames."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pandas as pd

from pipelines.records import stable_id

_COLUMNS = [
    *("start", "end", "listing_id", "entry_id", "name", "programs", "since", "until", "source_url"),
    *("matched_by", "match", "learnt_at", "withdrawn_at"),
]


def listed_on(entries: pd.DataFrame, lists: pd.DataFrame, listings: pd.DataFrame) -> pd.DataFrame:
    """Entries, standing and withdrawn, with start and end (entity ids) and the properties of LISTED_ON.

    `listings` as `pipelines.resolution.listed` gives them; an entry without one has no place in the
    graph. `until` is the list's own last day, else the day on which an edition without the entry was loaded.
    """
    if entries.empty or listings.empty:
        return pd.DataFrame(columns=_COLUMNS, dtype=object)
    of_list = listings["entry_id"] == ""
    ends = dict(zip(listings.loc[of_list, "list_id"], listings.loc[of_list, "entity_id"], strict=True))
    rows = entries.merge(listings[~of_list], on=["list_id", "entry_id"], how="inner", validate="one_to_one")
    urls = dict(zip(lists["list_id"], lists["source_url"], strict=True))
    rows = rows.assign(
        start=rows["entity_id"],
        end=rows["list_id"].map(ends),
        listing_id=pd.Series(map(_listing_id, rows["list_id"], rows["entry_id"]), index=rows.index, dtype=object),
        until=pd.Series(_last_days(rows["until"], rows["withdrawn_at"]), index=rows.index, dtype=object),
        source_url=rows["source_url"].where(rows["source_url"].notna(), rows["list_id"].map(urls)),
    )
    return rows[_COLUMNS]


def _listing_id(list_id: str, entry_id: str) -> str:
    return stable_id("l", list_id, entry_id)


def _last_days(until: Iterable[date | None], withdrawn_at: Iterable[datetime]) -> list[date | None]:
    told = zip(until, withdrawn_at, strict=True)
    return [day if isinstance(day, date) else None if pd.isna(at) else at.astimezone(UTC).date() for day, at in told]
