"""The rows of LISTED_ON: who stands, or stood, on which official list. A pure function of frames."""

import pandas as pd

from pipelines.records import stable_id

LACKING = "a newer edition of the list lacks it"
_COLUMNS = [
    *("start", "end", "listing_id", "entry_id", "name", "programs", "since", "until", "ended", "source_url"),
    *("matched_by", "match", "learnt_at", "withdrawn_at", "withdrawn_why"),
]


def listed_on(entries: pd.DataFrame, lists: pd.DataFrame, listings: pd.DataFrame) -> pd.DataFrame:
    """Entries, standing and withdrawn, with start and end (entity ids) and the properties of LISTED_ON.

    `listings` as `pipelines.resolution.listed` gives them; an entry without one has no place in the
    graph. `until` is the list's own last day; one that a newer edition lacks has `withdrawn_why`;
    `ended` says that it has either.
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
        withdrawn_why=pd.Series([None if pd.isna(at) else LACKING for at in rows["withdrawn_at"]], index=rows.index, dtype=object),
        ended=rows["until"].notna() | rows["withdrawn_at"].notna(),
        source_url=rows["source_url"].where(rows["source_url"].notna(), rows["list_id"].map(urls)),
    )
    return rows[_COLUMNS]


def _listing_id(list_id: str, entry_id: str) -> str:
    return stable_id("l", list_id, entry_id)
