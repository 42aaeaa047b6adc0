"""Judgements on claims, found again in whatever the extractor says today.

A judgement names a claim as a person read it: article, type, both ends, the sentence. So it is found
again after a re-extraction, with shifted offsets, and by a new version of the extractor, as long as
the article still says so.
"""

import pandas as pd

from pipelines.judgements.entries import ClaimRef, Decisions, Judgement, Verdict
from pipelines.resolution.names import key

ClaimKey = tuple[str, str, str, str, str]
SAID = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected"}


def claim_key(claim: ClaimRef) -> ClaimKey:
    """What all readings of one claim share: article, type, the names without their spelling, the sentence without its line breaks."""
    return claim.article_id, claim.type, key(claim.subject), key(claim.object), " ".join(claim.sentence.split())


def claim_refs(claims: pd.DataFrame) -> list[ClaimRef]:
    """The claims of a frame (columns of the record's claims) as a judgement names them."""
    columns = ["article_id", "type", "subject_name", "object_name", "sentence"]
    return [ClaimRef(*row) for row in claims[columns].itertuples(index=False, name=None)]


def judged(claims: pd.DataFrame, decisions: Decisions) -> tuple[pd.DataFrame, tuple[Judgement, ...]]:
    """`claims` with two columns more, and the judgements that no claim answers to.

    `judged` is accepted, rejected or None, `judgement` the id of the entry that says so. Every claim
    that reads as the judged one has them: a sentence that stands twice is judged twice.
    """
    wanted: dict[ClaimKey, Judgement] = {}
    for judgement in sorted(decisions.claims.values(), key=lambda entry: (entry.at, entry.id)):
        if judgement.claim:
            wanted[claim_key(judgement.claim)] = judgement  # of two spellings of one claim the later entry counts
    near = claims[claims["article_id"].isin({article for article, *_ in wanted})]
    keys = dict(zip(near.index, map(claim_key, claim_refs(near)), strict=True))
    found = {place: wanted[named] for place, named in keys.items() if named in wanted}
    said = {place: (SAID[entry.verdict], entry.id) for place, entry in found.items()}
    columns = [[said.get(place, (None, None))[part] for place in claims.index] for part in (0, 1)]
    told = dict(zip(("judged", "judgement"), (pd.Series(column, index=claims.index, dtype=object) for column in columns), strict=True))
    answered = set(keys.values())
    return claims.assign(**told), tuple(entry for named, entry in wanted.items() if named not in answered)
