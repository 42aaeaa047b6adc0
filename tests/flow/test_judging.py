"""A judgement on a claim finds it again in whatever the extractor says later."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from pipelines.flow.judging import claim_key, claim_refs, judged, retold, unanswered
from pipelines.judgements.entries import ClaimRef, Decisions, Judgement, Verdict
from pipelines.judgements.ledger import new_judgement
from tests.flow.conftest import LISTED, RIVALS, START, Project

REF = ClaimRef("a-1", "COMPETES_WITH", "Borealis Ltd.", "Cumulus", "Borealis competes with Cumulus.")


def said(ref: ClaimRef, verdict: Verdict = Verdict.REJECT, minutes: int = 0) -> Judgement:
    return new_judgement(verdict, at=START + timedelta(minutes=minutes), who="ada", claim=ref)


def decisions(*entries: Judgement) -> Decisions:
    return Decisions(claims={entry.claim: entry for entry in entries if entry.claim})


def row(ref: ClaimRef, **others: object) -> dict[str, object]:
    names = {"subject_name": ref.subject, "object_name": ref.object}
    return {"claim_id": "c-1", "article_id": ref.article_id, "type": ref.type, "sentence": ref.sentence} | names | others


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(row(REF)))


def lost(claims: pd.DataFrame, *entries: Judgement, why: str | None = None, article: str = REF.article_id) -> list[str]:
    """Ids of the judgements that no claim of the one article answers to; `why` it was taken back, where it was."""
    readings = pd.DataFrame({"article_id": [article], "withdrawn_why": [why]})
    return [problem.judgement_id for problem in unanswered(claims.assign(withdrawn_why=why), readings, decisions(*entries))]


def test_a_claim_is_known_by_what_a_person_read() -> None:
    entry = said(REF)
    claims = frame(row(REF), row(REF, type="INVESTS_IN", claim_id="c-2"))
    found = judged(claims, decisions(entry))
    assert found["judged"].tolist() == ["rejected", None]
    assert found["judgement"].tolist() == [entry.id, None]
    assert lost(claims, entry) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"subject_name": "the Borealis"},
        {"object_name": "CUMULUS Inc."},
        {"sentence": "Borealis  competes\nwith Cumulus."},
        {"claim_id": "c-of-other-offsets"},
    ],
)
def test_spelling_line_breaks_and_offsets_do_not_matter(changed: dict[str, object]) -> None:
    claims = frame(row(REF, **changed))
    assert judged(claims, decisions(said(REF)))["judged"].tolist() == ["rejected"]
    assert lost(claims, said(REF)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"article_id": "a-2"},
        {"subject_name": "Boreal"},
        {"object_name": "Cumulus 2"},
        {"subject_name": "Cumulus", "object_name": "Borealis"},
        {"sentence": "Borealis competes with Cumulus again."},
    ],
)
def test_another_claim_is_not_judged(changed: dict[str, object]) -> None:
    entry = said(REF)
    claims = frame(row(REF, **changed))
    assert judged(claims, decisions(entry))["judged"].tolist() == [None]
    assert lost(claims, entry) == [entry.id]
    assert lost(claims, entry, why="retracted by ada") == []
    assert lost(claims, entry, why="retracted by ada", article="a-2") == [entry.id]


def test_a_claim_in_other_words_is_found_by_type_and_names() -> None:
    claims = frame(
        row(REF, sentence="Borealis is a rival of Cumulus.", claim_id="c-2"),
        row(REF, subject_name="Cumulus", object_name="the Borealis", claim_id="c-3"),
        row(REF, article_id="a-2", claim_id="c-4"),
        row(REF, type="INVESTS_IN", claim_id="c-5"),
        row(REF, object_name="Stratus", claim_id="c-6"),
        row(REF, claim_id="c-7"),
        row(REF, claim_id="c-8"),
    )
    whole = claims.assign(withdrawn_why=[None] * 5 + ["another text", None], judged=[None] * 6 + ["accepted"])
    assert retold(whole, REF)["claim_id"].tolist() == ["c-2", "c-3"]
    assert retold(whole.head(0), REF).empty


def test_of_two_spellings_of_one_claim_the_later_entry_counts() -> None:
    first, second = said(REF, Verdict.REJECT, 1), said(replace(REF, subject="BOREALIS"), Verdict.ACCEPT, 2)
    for entries in ((first, second), (second, first)):
        found = judged(frame(row(REF)), decisions(*entries))
        assert found["judgement"].tolist() == [second.id]
        assert found["judged"].tolist() == ["accepted"]


def test_a_frame_without_rows_has_the_columns_too() -> None:
    entry = said(REF)
    found = judged(frame(), decisions(entry))
    assert {"judged", "judgement"} <= set(found.columns)
    assert lost(frame(), entry) == [entry.id]


def test_rows_keep_their_index_and_order() -> None:
    claims = frame(row(REF, claim_id="c-9"), row(REF, type="INVESTS_IN")).set_axis([7, 3])
    found = judged(claims, decisions(said(REF)))
    assert found["judged"].to_dict() == {7: "rejected", 3: None}


def test_what_was_extracted_is_found_again_after_another_version_with_shifted_offsets(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest()
    before = project.record.frame("claims")
    entries = [said(ref) for ref in claim_refs(before)]
    project.write("listed.txt", f"Reported from Washington this week. {LISTED}")
    project.ingest(days_later=1, version="v2")
    after = project.record.frame("claims")
    assert set(before["claim_id"]) != set(after["claim_id"])  # the offsets did shift
    assert judged(after, decisions(*entries))["judged"].tolist() == ["rejected", "rejected"]


def test_every_claim_of_a_record_has_a_key_of_its_own(project: Project) -> None:
    project.write("rivals.txt", RIVALS)
    project.write("listed.txt", LISTED)
    project.ingest()
    keys = list(map(claim_key, claim_refs(project.record.frame("claims"))))
    assert len(set(keys)) == len(keys) == 2
