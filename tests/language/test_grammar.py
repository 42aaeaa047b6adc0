"""Who did what to whom, in the constructions that patterns lean on."""

import pytest
import spacy
from spacy.tokens import Doc

from pipelines.language import grammar
from tests.language.conftest import MODEL


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return spacy.load(MODEL)


def ends(doc: Doc, verb: str) -> tuple[list[str], list[str]]:
    token = next(t for t in doc if t.text == verb)
    return [t.text for t in grammar.agents(token)], [t.text for t in grammar.patients(token)]


@pytest.mark.parametrize(
    ("sentence", "verb", "agents", "patients"),
    [
        ("Microsoft bought Facebook.", "bought", ["Microsoft"], ["Facebook"]),
        ("Facebook was bought by Microsoft.", "bought", ["Microsoft"], ["Facebook"]),
        ("Facebook, bought by Microsoft, grew.", "bought", ["Microsoft"], ["Facebook"]),
        ("Microsoft, which bought Facebook, grew.", "bought", ["Microsoft"], ["Facebook"]),
        ("Facebook, which was bought by Microsoft, grew.", "bought", ["Microsoft"], ["Facebook"]),
        ("Microsoft plans to buy Facebook.", "buy", ["Microsoft"], ["Facebook"]),
        ("Microsoft is expected to buy Facebook.", "buy", ["Microsoft"], ["Facebook"]),
        ("Microsoft wants Facebook to buy Google.", "buy", ["Facebook"], ["Google"]),
        ("Microsoft sued Google and bought Facebook.", "bought", ["Microsoft"], ["Facebook"]),
        ("Microsoft's plan to buy Facebook failed.", "buy", ["Microsoft"], ["Facebook"]),
        ("Microsoft grew after buying Facebook.", "buying", ["Microsoft"], ["Facebook"]),
    ],
)
def test_agent_and_patient(nlp: spacy.Language, sentence: str, verb: str, agents: list[str], patients: list[str]) -> None:
    assert ends(nlp(sentence), verb) == (agents, patients)
