"""One claim per fact and article: which claims state the same, and which of them proves it best.

Belongs here: what makes two claims of one article one. Does not: facts over several articles (`pipelines.graph.rollup`).
"""

from dataclasses import replace

from pipelines.language.frames import Relation
from pipelines.records import Claim

FactKey = tuple[str, ...]


def fact_key(relation: Relation, subject: str, object_: str) -> FactKey:
    """The same for all claims of one article that state one fact; given are the keys of both names."""
    keys = [subject, object_]
    return (relation.type.type, *(sorted(keys) if relation.type.symmetric else keys))


def key_of(claim: Claim, relation: Relation) -> FactKey:
    """The key of what a claim states; a mention has the key of the name it was made of (`Name.key`)."""
    subject, object_ = (end.registry_id or end.name.casefold() for end in (claim.subject, claim.object))
    return fact_key(relation, subject, object_)


def stronger(old: Claim, new: Claim, relation: Relation) -> Claim:
    """The claim with the stronger status; of equals one that tells when, then the surer, then the earlier. Attributes add up."""

    def order(claim: Claim) -> tuple[int, bool, float]:
        return (relation.rule.rank(claim.status) if claim.status is not None else 0, claim.event_date is None, -claim.confidence)

    best, other = (new, old) if order(new) < order(old) else (old, new)
    money = {name for name in relation.measured if relation.measured[name] != "percent"}
    extra = {k: v for k, v in other.attrs.items() if not (k in money and money & best.attrs.keys())}
    return replace(best, attrs={**extra, **best.attrs})
