"""Which judgements count at a moment: those made by then that no standing undo takes back.

What they mean for entities and claims is decided elsewhere.
"""

from collections.abc import Sequence
from datetime import datetime

from pipelines.judgements.entries import ClaimRef, Decisions, Judgement, Verdict

_PAIRS = {Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE}
_CLAIMS = {Verdict.ACCEPT, Verdict.REJECT}


def effective(judgements: Sequence[Judgement], at: datetime | None = None) -> Decisions:
    """The decisions that count at `at` (now by default)."""
    made = sorted((j for j in judgements if at is None or j.at <= at), key=lambda j: (j.at, j.id))
    gone = undone(made)
    counting = [judgement for judgement in made if judgement.id not in gone]
    claims: dict[ClaimRef, Judgement] = {j.claim: j for j in counting if j.verdict in _CLAIMS and j.claim}
    retracted = {j.article.article_id: j for j in counting if j.verdict is Verdict.RETRACT and j.article}
    return Decisions(
        pairs=tuple(j for j in counting if j.verdict in _PAIRS),
        names=tuple(j for j in counting if j.verdict is Verdict.RENAME),
        claims=claims,
        retracted=retracted,
    )


def undone(judgements: Sequence[Judgement]) -> frozenset[str]:
    """Ids of the judgements that an undo takes back which is not itself undone."""
    gone: set[str] = set()
    # The latest first: whether an undo counts is settled before what it takes back is looked at.
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id), reverse=True):
        if judgement.verdict is Verdict.UNDO and judgement.of and judgement.id not in gone:
            gone.add(judgement.of)
    return frozenset(gone)
