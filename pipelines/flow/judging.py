"""Judgements on claims, found again in whatever the extractor says today.

A judgement names a claim as a person read it: article, type, both ends, the sentence. So it is found
again after a re-extraction, with shifted offsets, and by a new version of the extractor, as long as
the article still says so. Where it no longer does, that is a problem to tell, since the same claim may
stand in other words.
"""

from collections.abc import Collection

import pandas as pd

from graph_schema.spec import WITHDRAWN_WHY
from pipelines.judgements.entries import ClaimRef, Decisions, Judgement, Verdict
from pipelines.resolution import Problem
from pipelines.resolution.names import key

ClaimKey = tuple[str, str, str, str, str]
RETOLD = "Its article reads otherwise now, and no claim of it says this in these words; see `newsgraph review`."
SAID = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected"}


def claim_key(claim: ClaimRef) -> ClaimKey:
    """What all readings of one claim share: article, type, the names without their spelling, the sentence without its line breaks."""
    return claim.article_id, claim.type, key(claim.subject), key(claim.object), " ".join(claim.sentence.split())


def claim_refs(claims: pd.DataFrame) -> list[ClaimRef]:
    """The claims of a frame (columns of the record's claims) as a judgement names them."""
    columns = ["article_id", "type", "subject_name", "object_name", "sentence"]
    return [ClaimRef(*row) for row in claims[columns].itertuples(index=False, name=None)]


def judged(claims: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """`claims` with two columns more.

    `judged` is accepted, rejected or None, `judgement` the id of the entry that says so. Every claim
    that reads as the judged one has them: a sentence that stands twice is judged twice.
    """
    wanted = _wanted(decisions)
    found = {place: wanted[named] for place, named in _keys(claims, wanted).items() if named in wanted}
    said = {place: (SAID[entry.verdict], entry.id) for place, entry in found.items()}
    columns = [[said.get(place, (None, None))[part] for place in claims.index] for part in (0, 1)]
    told = dict(zip(("judged", "judgement"), (pd.Series(column, index=claims.index, dtype=object) for column in columns), strict=True))
    return claims.assign(**told)


def unanswered(claims: pd.DataFrame, readings: pd.DataFrame, decisions: Decisions) -> list[Problem]:
    """Judgements that no claim of what stands answers to; both frames say in withdrawn_why whether their reading stands.

    What was said of an article that was taken back waits for it to stand again.
    """
    wanted = _wanted(decisions)
    answered = set(_keys(claims[claims[WITHDRAWN_WHY].isna()], wanted).values())
    known, stands = set(readings["article_id"]), set(readings.loc[readings[WITHDRAWN_WHY].isna(), "article_id"])
    found = []
    for named, entry in wanted.items():
        if named[0] not in known:
            found.append(Problem(entry.id, "unattached", f"The article {named[0]} is not in the record."))
        elif named[0] in stands and named not in answered:
            found.append(Problem(entry.id, "unattached", RETOLD))
    return found


def retold(claims: pd.DataFrame, ref: ClaimRef) -> pd.DataFrame:
    """Standing claims of the same article that nobody judged, with the type and the two names of `ref`, whichever way round."""
    near = claims[(claims["article_id"] == ref.article_id) & (claims["type"] == ref.type)]
    near = near[near[WITHDRAWN_WHY].isna() & near["judged"].isna()]
    ends = {key(ref.subject), key(ref.object)}
    return near[[{key(other.subject), key(other.object)} == ends for other in claim_refs(near)]]


def _wanted(decisions: Decisions) -> dict[ClaimKey, Judgement]:
    """The judgements on claims by what they mean; of two spellings of one claim the later entry counts."""
    entries = sorted(decisions.claims.values(), key=lambda entry: (entry.at, entry.id))
    return {claim_key(entry.claim): entry for entry in entries if entry.claim}


def _keys(claims: pd.DataFrame, wanted: Collection[ClaimKey]) -> dict[int, ClaimKey]:
    """The keys of the claims of those articles that judgements speak of, by place in the frame."""
    near = claims[claims["article_id"].isin({article for article, *_ in wanted})]
    return dict(zip(near.index, map(claim_key, claim_refs(near)), strict=True))
