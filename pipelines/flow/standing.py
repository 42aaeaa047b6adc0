"""What stands in the record now, or stood at a moment, and what was taken back until then.

Live and withdrawn rows, and the judgements on articles and claims, become one set of frames in which
`withdrawn_why` is None exactly for what stands. Of each article and claim there is one row: the
standing one, else the one taken back last. Nothing is written here.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from pipelines.flow.judging import judged, unanswered
from pipelines.judgements.entries import Decisions, Judgement, Verdict
from pipelines.record import Record, tables
from pipelines.resolution import Problem

ENDED = ["withdrawn_at", "withdrawn_why"]
_PLACE = ["reading_id", "start", "end"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Frames with the columns of the record's tables, and withdrawn_at and withdrawn_why.

    `articles` are without their text; `claims` have content_hash, judged and judgement besides;
    `mentions` have a column `withdrawn`, and of what was taken back only those that claims need.
    `problems` are judgements on articles and claims that are not there.
    """

    articles: pd.DataFrame
    mentions: pd.DataFrame
    claims: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def standing(record: Record, decisions: Decisions, at: datetime | None = None) -> Standing:
    """What stands at `at` (now by default), as far as it was known then; `decisions` are those of the same moment."""
    columns = [name for name in tables.ARTICLES.names if name != "text"]
    readings = _retracted(_until(_both(record, "articles", columns), at), decisions)
    readings = readings.assign(read_at=readings["learnt_at"])
    ends = readings[["reading_id", "content_hash", "read_at", *ENDED]]
    claims = _of_readings(_both(record, "claims").drop(columns=ENDED), ends)
    if at is not None:
        claims = claims[claims["learnt_at"] <= at].reset_index(drop=True)  # a later extractor may have added to the same reading
    lost = [*_unread(readings, decisions), *unanswered(claims, readings, decisions)]
    claims = _one_each(_rejected(judged(claims, decisions), decisions), "claim_id")
    mentions = _of_readings(_both(record, "mentions").drop(columns=ENDED), ends)
    return Standing(_one_each(readings, "article_id"), _needed(mentions, claims), claims, tuple(lost))


def _unread(readings: pd.DataFrame, decisions: Decisions) -> list[Problem]:
    """Retractions of articles that were never read."""
    known = set(readings["article_id"])
    lost = {article: entry for article, entry in decisions.retracted.items() if article not in known}
    return [Problem(entry.id, "unattached", f"The article {article} is not in the record.") for article, entry in lost.items()]


def _both(record: Record, name: str, columns: list[str] | None = None) -> pd.DataFrame:
    """Live rows, then withdrawn ones."""
    live = record.frame(name, columns=columns)
    past = record.frame(tables.WITHDRAWN + name, columns=[*columns, *ENDED] if columns else None)
    live = live.assign(withdrawn_at=pd.Series(pd.NaT, index=live.index, dtype="datetime64[ms, UTC]"), withdrawn_why=None)
    return pd.concat([live, past], ignore_index=True) if len(past) else live


def _until(readings: pd.DataFrame, at: datetime | None) -> pd.DataFrame:
    """Only what was known at `at`; what was taken back later stands."""
    if at is None:
        return readings
    known = readings[readings["learnt_at"] <= at]
    later = known["withdrawn_at"] > at
    return known.assign(withdrawn_at=known["withdrawn_at"].mask(later), withdrawn_why=known["withdrawn_why"].mask(later, None))


def _retracted(readings: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """With the articles that a person took back."""
    by = {article: judgement for article, judgement in decisions.retracted.items() if judgement.verdict is Verdict.RETRACT}
    return _ended(readings, [by.get(article) for article in readings["article_id"]], "retracted")


def _rejected(claims: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """With the claims that a person called wrong."""
    by = {judgement.id: judgement for judgement in decisions.claims.values() if judgement.verdict is Verdict.REJECT}
    return _ended(claims, [by.get(id_) for id_ in claims["judgement"]], "rejected")


def _ended(frame: pd.DataFrame, judgements: list[Judgement | None], what: str) -> pd.DataFrame:
    """`frame` with what the judgements (one or none for each row) take back, unless it had been taken back before."""
    ends = list(zip(frame["withdrawn_at"], frame["withdrawn_why"], judgements, strict=True))
    taken = [judgement if judgement and (pd.isna(why) or judgement.at < at) else None for at, why, judgement in ends]
    moments = [judgement.at if judgement else at for (at, _, _), judgement in zip(ends, taken, strict=True)]
    reasons = [_told(what, judgement) if judgement else why for (_, why, _), judgement in zip(ends, taken, strict=True)]
    return frame.assign(
        withdrawn_at=pd.Series(moments, index=frame.index, dtype=frame["withdrawn_at"].dtype),
        withdrawn_why=pd.Series(reasons, index=frame.index, dtype=object).replace({np.nan: None}),
    )


def _told(what: str, judgement: Judgement) -> str:
    return f"{what} by {judgement.who}" + (f": {judgement.why}" if judgement.why else "")


def _of_readings(rows: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """Rows of the readings at hand, each with what became of its reading."""
    return rows.merge(ends, on="reading_id", how="inner", validate="many_to_one")


def _one_each(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Per key the row that stands, else the one taken back last; of those that one decision took back, that of the last reading.

    A claim is learnt once, however often its article is read again, so only `read_at` tells two readings of it apart.
    """
    ordered = rows.assign(stands=rows["withdrawn_why"].isna()).sort_values(
        ["stands", "withdrawn_at", "read_at"], ascending=False, kind="stable"
    )
    kept = ordered.drop_duplicates(key).drop(columns=["stands", "read_at"])
    return kept.sort_values(key, ignore_index=True)


def _needed(mentions: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Mentions of what stands, and those at the ends of claims that were taken back."""
    withdrawn = mentions["withdrawn_why"].notna()
    ends = [claims[["reading_id", f"{end}_start", f"{end}_end"]].set_axis(_PLACE, axis=1) for end in ("subject", "object")]
    used = pd.MultiIndex.from_frame(pd.concat(ends))
    at_end = pd.MultiIndex.from_frame(mentions[_PLACE]).isin(used)
    kept = mentions[~withdrawn | at_end]
    return kept.assign(withdrawn=withdrawn[kept.index]).drop(columns=["content_hash", "read_at", *ENDED]).reset_index(drop=True)
