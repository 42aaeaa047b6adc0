"""What must hold of every claim before it is published; one that does not hold is refused and kept."""

from collections.abc import Callable
from dataclasses import replace

from graph_schema.spec import Schema
from pipelines.records import Article, Claim, Extraction, Refusal


def only_sound(article: Article, found: Extraction, schema: Schema) -> Extraction:
    """`found` without the claims that misquote the text or go beyond the declaration; each is refused instead."""
    faults = {claim.claim_id: fault for claim in found.claims if (fault := _fault(article, claim, schema))}
    if not faults:
        return found
    refusals = [_refusal(article, claim, *faults[claim.claim_id]) for claim in found.claims if claim.claim_id in faults]
    kept = tuple(claim for claim in found.claims if claim.claim_id not in faults)
    return replace(found, claims=kept, refusals=(*found.refusals, *refusals))


def _fault(article: Article, claim: Claim, schema: Schema) -> tuple[str, str] | None:
    checks: tuple[Callable[[Article, Claim, Schema], tuple[str, str] | None], ...] = (_misquoted, _undeclared)
    return next((fault for check in checks if (fault := check(article, claim, schema))), None)


def _misquoted(article: Article, claim: Claim, _: Schema) -> tuple[str, str] | None:
    quoted = ((claim.start, claim.end, claim.sentence), *((m.start, m.end, m.text) for m in (claim.subject, claim.object)))
    wrong = [words for start, end, words in quoted if article.text[start:end] != words]
    return ("misquoted", f"the offsets do not give {wrong[0]!r}") if wrong else None


def _undeclared(_: Article, claim: Claim, schema: Schema) -> tuple[str, str] | None:
    declared = schema.claim_types.get(claim.type)
    if declared is None or declared.claims is None:
        return "undeclared", f"the type {claim.type} is not declared"
    faults = declared.claims.undeclared(claim.status, claim.attrs)
    return ("undeclared", f"{faults[0]} for {claim.type}") if faults else None


def _refusal(article: Article, claim: Claim, reason: str, fault: str) -> Refusal:
    message = f"{article.locator}: a claim by {claim.pattern} was refused: {fault}. Mend the pattern or the declaration."
    return Refusal("extract", reason, message, article.locator, article.source, article.own_id, claim.sentence)
