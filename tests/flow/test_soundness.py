"""A claim that misquotes the text or goes beyond the declaration is refused before it is published."""

from dataclasses import replace

import pytest

from graph_schema.spec import Schema
from pipelines.flow.soundness import only_sound
from pipelines.language.extractor import Extractor
from pipelines.records import Article, Claim, Extraction, RawDocument
from pipelines.sources.parsing import parse
from tests.flow.conftest import LISTED, START


@pytest.fixture(scope="module")
def article() -> Article:
    parsed = parse(RawDocument("test", "a.txt", "a.txt", "text/plain", LISTED, START))
    assert isinstance(parsed, Article)
    return parsed


@pytest.fixture(scope="module")
def found(article: Article, extractor: Extractor) -> Extraction:
    return next(iter(extractor.extract([article])))


def test_a_sound_claim_passes_untouched(article: Article, found: Extraction, schema: Schema) -> None:
    assert len(found.claims) == 1
    assert only_sound(article, found, schema) == found


def damaged(claim: Claim) -> dict[str, tuple[Claim, str]]:
    return {
        "sentence": (replace(claim, sentence="Not what it says."), "misquoted"),
        "subject": (replace(claim, subject=replace(claim.subject, end=claim.subject.end + 1)), "misquoted"),
        "status": (replace(claim, status="guessed"), "undeclared"),
        "type": (replace(claim, type="ADMIRES"), "undeclared"),
        "attribute": (replace(claim, attrs={"mood": "bad"}), "undeclared"),
        "value": (replace(claim, attrs={"measure": "frown"}), "undeclared"),
    }


@pytest.mark.parametrize("what", ["sentence", "subject", "status", "type", "attribute", "value"])
def test_a_faulty_claim_is_refused_and_kept(article: Article, found: Extraction, schema: Schema, what: str) -> None:
    claim, reason = damaged(found.claims[0])[what]
    checked = only_sound(article, replace(found, claims=(claim,)), schema)
    assert checked.claims == ()
    assert [(refusal.reason, refusal.sample) for refusal in checked.refusals] == [(reason, claim.sentence)]
