"""What a person is asked: the doubts that are there, none that were answered, the most far-reaching first."""

import shlex
from pathlib import Path

import pytest

from graph_schema.registry import Registry
from pipelines.flow.citing import article
from pipelines.flow.deciding import about_claim, pair, retraction
from pipelines.flow.review import Candidate, review
from pipelines.judgements.entries import EntityRef, Verdict
from tests.flow.written import Said, Written


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    record = Written(tmp_path, registry)
    record.article("one.txt", "Zeta Robotics competes with Quorx. Others watch.", Said("Zeta Robotics", "Quorx"))
    record.article("two.txt", "Zeta Robotics Europe competes with Vendrel. Others watch.", Said("Zeta Robotics Europe", "Vendrel"))
    return record


def asked(written: Written, kind: str) -> list[Candidate]:
    return [candidate for candidate in review(written.view(), 50) if candidate.kind == kind]


def test_two_who_may_be_one_are_asked_about_with_a_sentence_for_each(written: Written) -> None:
    (candidate,) = asked(written, "same")
    assert candidate.question.count("1 mention, 1 fact)") == 2
    assert {example.sentence for example in candidate.evidence} == {
        "Zeta Robotics competes with Quorx.",
        "Zeta Robotics Europe competes with Vendrel.",
    }
    assert candidate.commands[0].startswith("newsgraph judge same ")


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])
def test_an_answer_takes_the_question_off_the_list(written: Written, verdict: Verdict) -> None:
    written.judge(verdict, a=EntityRef("Zeta Robotics"), b=EntityRef("Zeta Robotics Europe"))
    assert asked(written, "same") == []


def test_an_undone_answer_brings_it_back(written: Written) -> None:
    made = written.judge(Verdict.UNSURE, a=EntityRef("Zeta Robotics"), b=EntityRef("Zeta Robotics Europe"))
    written.judge(Verdict.UNDO, of=made.id)
    assert len(asked(written, "same")) == 1


def test_a_doubtful_claim_that_is_alone_is_asked_about(written: Written) -> None:
    written.article("three.txt", "Perhaps Vendrel competes with Quorx. Others watch.", Said("Vendrel", "Quorx", confidence=0.4))
    (candidate,) = asked(written, "claim")
    assert candidate.evidence[0].sentence == "Perhaps Vendrel competes with Quorx."
    assert "0.40" in candidate.why
    id_ = candidate.commands[1].removeprefix("newsgraph reject ")
    written.judge(Verdict.ACCEPT, claim=about_claim(written.view(), Verdict.ACCEPT, id_))
    assert asked(written, "claim") == []


def test_a_doubtful_claim_that_another_supports_is_not(written: Written) -> None:
    written.article("three.txt", "Perhaps Vendrel competes with Quorx. Others watch.", Said("Vendrel", "Quorx", confidence=0.4))
    written.article("four.txt", "Quorx competes with Vendrel. Others watch.", Said("Quorx", "Vendrel", confidence=0.9))
    assert asked(written, "claim") == []


def test_the_least_sure_comes_first(written: Written) -> None:
    for number, confidence in enumerate((0.7, 0.3, 0.5)):
        said = Said(f"Firma{number}", f"Gruppe{number}", confidence=confidence)
        written.article(f"more-{number}.txt", f"Firma{number} competes with Gruppe{number}. Others watch.", said)
    assert [float(candidate.why[-10:-6]) for candidate in asked(written, "claim")] == [0.3, 0.5, 0.7]


def test_who_has_more_at_stake_comes_first(written: Written) -> None:
    for number, (a, b) in enumerate(
        [("Norvex Labs", "Quorx"), ("Norvex Labs Asia", "Vendrel"), ("Norvex Labs", "Firma"), ("Norvex Labs Asia", "Firma")]
    ):
        written.article(f"more-{number}.txt", f"{a} competes with {b}. Others watch.", Said(a, b))
    assert "Norvex Labs Asia" in asked(written, "same")[0].question


def test_a_judgement_that_found_nothing_is_shown(written: Written) -> None:
    made = written.judge(Verdict.SAME, a=EntityRef("Quorx"), b=EntityRef("Nobody At All"))
    (candidate,) = asked(written, "judgement")
    assert candidate.commands == (f"newsgraph undo {made.id}",)
    assert "Nobody At All" in candidate.question


def test_a_rejected_claim_that_reads_otherwise_now_is_shown_as_it_reads(written: Written) -> None:
    made = written.judge(Verdict.REJECT, claim=about_claim(written.view(), Verdict.REJECT, claim_of(written, "one.txt")))
    assert asked(written, "judgement") == []
    written.article("one.txt", "Zeta Robotics still competes with Quorx. Others watch.", Said("Zeta Robotics", "Quorx", confidence=0.5))
    (candidate,) = asked(written, "judgement")
    assert asked(written, "claim") == [], "one claim, one question"
    id_ = claim_of(written, "one.txt")
    assert candidate.evidence[0].sentence == "Zeta Robotics still competes with Quorx."
    assert id_ in candidate.evidence[0].title
    assert candidate.commands == (f"newsgraph reject {id_}", f"newsgraph accept {id_}", f"newsgraph undo {made.id}")
    written.judge(Verdict.REJECT, claim=about_claim(written.view(), Verdict.REJECT, id_))
    assert asked(written, "judgement")[0].commands == (f"newsgraph undo {made.id}",)
    written.judge(Verdict.UNDO, of=made.id)
    assert asked(written, "judgement") == []


def claim_of(written: Written, own_id: str) -> str:
    """The one claim of an article that stands."""
    claims = written.view().claims
    (id_,) = claims.loc[(claims["article_id"] == article(written.view(), own_id).article_id) & claims["withdrawn_why"].isna(), "claim_id"]
    return str(id_)


def test_a_retracted_article_is_asked_about_once_its_text_has_changed(written: Written) -> None:
    made = written.judge(Verdict.RETRACT, why="a hoax", article=retraction(written.view(), "one.txt"))
    assert asked(written, "article") == []
    written.article("one.txt", "Corrected: Zeta Robotics competes with Quorx. Others watch.", Said("Zeta Robotics", "Quorx"))
    (candidate,) = asked(written, "article")
    assert article(written.view(), "one.txt").title in candidate.question
    assert "a hoax" in candidate.why
    assert candidate.commands == (f"newsgraph undo {made.id}",)


def test_a_change_before_the_retraction_is_none_since(written: Written) -> None:
    written.article("one.txt", "Corrected: Zeta Robotics competes with Quorx. Others watch.", Said("Zeta Robotics", "Quorx"))
    written.judge(Verdict.RETRACT, article=retraction(written.view(), "one.txt"))
    assert asked(written, "article") == []


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])
def test_a_namesake_on_a_list_is_asked_about_until_it_is_answered(written: Written, verdict: Verdict) -> None:
    written.kinds["Ilsa Quandt"] = "Person"
    written.article("three.txt", "Ilsa Quandt spoke about Quorx at length. Others watch.", names=("Ilsa Quandt", "Quorx"))
    written.listed("NXL", E1="Ilsa Quandt", E2="Someone Else")
    (candidate,) = asked(written, "list")
    assert "people are not matched by name alone" in candidate.why
    assert candidate.evidence[0].sentence == "Ilsa Quandt spoke about Quorx at length."
    assert candidate.commands[0].endswith(" NXL:E1")
    typed = shlex.split(candidate.commands[0])[3:]
    written.judge(verdict, **pair(written.view(), verdict, *typed))
    assert asked(written, "list") == []


def test_no_more_than_the_limit_is_shown_and_the_order_is_fixed(written: Written) -> None:
    for number in range(6):
        said = Said(f"Firma{number}x", "Quorx", confidence=0.5)
        written.article(f"more-{number}.txt", f"Firma{number}x competes with Quorx. Others watch.", said)
    seen = written.view()
    assert [candidate.question for candidate in review(seen, 3)] == [candidate.question for candidate in review(seen, 50)][:3]
