"""A judgement on a claim finds it again in whatever the extractor says later."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from pipelines.flow.judging import claim_key, claim_refs, judged
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


def test_a_claim_is_known_by_what_a_person_read() -> None:
    entry = said(REF)
    found, unattached = judged(frame(row(REF), row(REF, type="INVESTS_IN", claim_id="c-2")), decisions(entry))
    assert found["judged"].tolist() == ["rejected", None]
    assert found["judgement"].tolist() == [entry.id, None]
    assert unattached == ()


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
    found, unattached = judged(frame(row(REF, **changed)), decisions(said(REF)))
    assert (found["judged"].tolist(), unattached) == (["rejected"], ())


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
    found, unattached = judged(frame(row(REF, **changed)), decisions(entry))
    assert (found["judged"].tolist(), unattached) == ([None], (entry,))


def test_of_two_spellings_of_one_claim_the_later_entry_counts() -> None:
    first, second = said(REF, Verdict.REJECT, 1), said(replace(REF, subject="BOREALIS"), Verdict.ACCEPT, 2)
    for entries in ((first, second), (second, first)):
        found, _ = judged(frame(row(REF)), decisions(*entries))
        assert found["judgement"].tolist() == [second.id]
        assert found["judged"].tolist() == ["accepted"]


def test_a_frame_without_rows_has_the_columns_too() -> None:
    entry = said(REF)
    found, unattached = judged(frame(), decisions(entry))
    assert {"judged", "judgement"} <= set(found.columns)
    assert unattached == (entry,)


def test_rows_keep_their_index_and_order() -> None:
    claims = frame(row(REF, claim_id="c-9"), row(REF, type="INVESTS_IN")).set_axis([7, 3])
    found, _ = judged(claims, decisions(said(REF)))
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
    found, unattached = judged(after, decisions(*entries))
    assert found["judged"].tolist() == ["rejected", "rejected"]
    assert unattached == ()


def test_every_claim_of_a_record_has_a_key_of_its_own(project: Project) -> None:
    project.write("rivals.txt", RIVALS)
    project.write("listed.txt", LISTED)
    project.ingest()
    keys = list(map(claim_key, claim_refs(project.record.frame("claims"))))
    assert len(set(keys)) == len(keys) == 2
