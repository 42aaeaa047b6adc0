"""Of what the judge adds to a sentence, what agrees with the constructions there and with itself.

Belongs here: claims of one sentence held against each other. Does not: likelihoods (`judged`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from pipelines.language.frames import Relation
from pipelines.records import Claim

_BESIDE = 2  # characters between a town and its country


def agreeing(added: Iterable[Claim], kept: Sequence[Claim], relations: Mapping[str, Relation]) -> list[Claim]:
    """The judge's claims, without those that speak against the constructions' (`kept`) or against each other.

    - One place makes no two claims: Berlin, as the city and as the state.
    - What is bought whole has one buyer in a sentence: who blocks the bid is not another one.
    - A sentence in which each of two parties would do it to each of two others tells of two deals, and not which.
    - A town and its country have one status.
    """
    whole = {relation.implied_by for relation in relations.values() if relation.implied_by}
    there = {_ends(claim) for claim in kept}
    bought = {(claim.type, claim.start, claim.object.name) for claim in kept if _is_whole(claim, relations, whole)}
    free = [
        claim
        for claim in added
        if _ends(claim) not in there and not (_is_whole(claim, relations, whole) and (claim.type, claim.start, claim.object.name) in bought)
    ]
    crossed = _crossed(claim for claim in free if _is_whole(claim, relations, whole))
    return [replace(claim, status=_status_beside(claim, kept)) for claim in free if _pair(claim) not in crossed]


def _ends(claim: Claim) -> tuple[str, str, int]:
    return claim.type, claim.subject.name, claim.object.start


def _pair(claim: Claim) -> tuple[str, int, str, str]:
    return claim.type, claim.start, claim.subject.name, claim.object.name


def _is_whole(claim: Claim, relations: Mapping[str, Relation], whole: set[str]) -> bool:
    """Whether it tells of a takeover, by its type or by an attribute that implies one."""
    relation = relations.get(claim.type)
    implies = {f"{claim.type}.{name}.{value}" for name, value in claim.attrs.items()}
    return bool(implies & whole) or (relation is not None and relation.implied_by is not None)


def _crossed(claims: Iterable[Claim]) -> set[tuple[str, int, str, str]]:
    """The pairs of each sentence in which two buyers would buy the same two."""
    targets: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        targets[claim.type, claim.start][claim.subject.name].add(claim.object.name)
    return {
        (*sentence, buyer, target)
        for sentence, of in targets.items()
        for pair in combinations(sorted(of), 2)
        if len(both := of[pair[0]] & of[pair[1]]) > 1
        for buyer in pair
        for target in both
    }


def _status_beside(claim: Claim, others: Iterable[Claim]) -> str | None:
    """The status that a construction tells of the name right before: a plant in `Debrecen, Hungary` is planned in both or in neither."""
    whose = claim.type, claim.start, claim.subject.name
    beside = (o for o in others if (o.type, o.start, o.subject.name) == whose and 0 < claim.object.start - o.object.end <= _BESIDE)
    return next((other.status for other in beside), claim.status)
