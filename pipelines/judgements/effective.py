"""Which judgements count at a moment: those made by then that no standing undo takes back.

What they mean for entities and claims is decided elsewhere.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

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
    """Ids that an undo takes back which is not itself undone.

    Which undo names which decides, not when they were made: clocks of two machines differ. Undos in a
    ring, which only a hand can write, take nothing back.
    """
    undoes = {judgement.id: judgement.of for judgement in judgements if judgement.verdict is Verdict.UNDO and judgement.of}
    order: TopologicalSorter[str] = TopologicalSorter()
    for undo, target in undoes.items():
        order.add(target, undo)  # whether an undo counts is settled before what it takes back is looked at
    with suppress(CycleError):
        order.prepare()
    gone: set[str] = set()
    while ready := order.get_ready():
        gone |= {undoes[id_] for id_ in ready if id_ in undoes and id_ not in gone}
        order.done(*ready)
    return frozenset(gone)


def dangling(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Undos of something that is not in the ledger: they take nothing back."""
    known = {judgement.id for judgement in judgements}
    return tuple(judgement for judgement in judgements if judgement.verdict is Verdict.UNDO and judgement.of not in known)
