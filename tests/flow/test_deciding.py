"""A decision that says nothing new is refused before it is written; those written are followed to where they count."""

from pathlib import Path

import pytest

from graph_schema.registry import Registry
from pipelines.errors import SettingsError
from pipelines.flow.changes import changes
from pipelines.flow.deciding import about_claim, fates, pair, renaming, retraction, undoing
from pipelines.judgements.entries import EntityRef, Verdict
from tests.flow.written import Said, Written


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    record = Written(tmp_path, registry)
    record.article("one.txt", "Alphanex competes with Borealis. Others watch.", Said("Alphanex", "Borealis"))
    record.article("two.txt", "Borealis Group competes with Cumulus. Others watch.", Said("Borealis Group", "Cumulus"))
    return record


def standing(written: Written) -> list[str]:
    return [fate.standing for fate in fates(written.view(), written.ledger.read()[0])]


def test_a_pair_is_named_as_the_texts_do(written: Written) -> None:
    found = pair(written.view(), Verdict.SAME, "borealis", "Borealis Group")
    assert found == {"a": EntityRef("Borealis"), "b": EntityRef("Borealis Group")}


def test_somebody_is_not_judged_to_be_himself(written: Written) -> None:
    with pytest.raises(SettingsError, match="are one name"):
        pair(written.view(), Verdict.DIFFERENT, "Borealis", "borealis")


def test_one_article_s_namesake_is_told_from_the_others(written: Written) -> None:
    found = pair(written.view(), Verdict.DIFFERENT, "Borealis", "Borealis@one.txt")
    assert found["b"].article_id
    assert not found["a"].article_id


def test_what_is_one_already_is_not_joined_again(written: Written) -> None:
    written.judge(Verdict.SAME, a=EntityRef("Borealis"), b=EntityRef("Borealis Group"))
    with pytest.raises(SettingsError, match="are one entity already"):
        pair(written.view(), Verdict.SAME, "Borealis Group", "Borealis")
    assert pair(written.view(), Verdict.DIFFERENT, "Borealis Group", "Borealis")


def test_the_same_verdict_twice_is_refused(written: Written) -> None:
    made = written.judge(Verdict.DIFFERENT, a=EntityRef("Borealis"), b=EntityRef("Borealis Group"))
    with pytest.raises(SettingsError, match=f"judged different already, by ada .*{made.id}"):
        pair(written.view(), Verdict.DIFFERENT, "Borealis Group", "Borealis")


def test_a_name_that_is_shown_already_is_refused(written: Written) -> None:
    assert renaming(written.view(), "cumulus", "Cumulus  Cloud") == {"a": EntityRef("Cumulus"), "name": "Cumulus Cloud"}
    with pytest.raises(SettingsError, match="is shown as"):
        renaming(written.view(), "cumulus", "Cumulus")
    with pytest.raises(SettingsError, match="is empty"):
        renaming(written.view(), "cumulus", "  ")


def test_a_claim_is_rejected_once_and_can_be_accepted_then(written: Written) -> None:
    id_ = written.view().claims["claim_id"].iloc[0]
    written.judge(Verdict.REJECT, claim=about_claim(written.view(), Verdict.REJECT, id_))
    with pytest.raises(SettingsError, match="judged reject already"):
        about_claim(written.view(), Verdict.REJECT, id_)
    written.judge(Verdict.ACCEPT, claim=about_claim(written.view(), Verdict.ACCEPT, id_))
    assert standing(written) == ["overtaken", "counts"]


def test_an_article_is_taken_back_once(written: Written) -> None:
    written.judge(Verdict.RETRACT, article=retraction(written.view(), "one.txt"))
    with pytest.raises(SettingsError, match="judged retract already"):
        retraction(written.view(), "one.txt")


def test_an_undoing_is_undone_and_nothing_is_undone_twice(written: Written) -> None:
    made = written.judge(Verdict.RETRACT, article=retraction(written.view(), "one.txt"))
    first = written.judge(Verdict.UNDO, of=undoing(written.ledger.read()[0], made.id[:8]))
    assert standing(written) == ["undone", "counts"]
    with pytest.raises(SettingsError, match=f"was undone already, by {first.id}"):
        undoing(written.ledger.read()[0], made.id)
    written.judge(Verdict.UNDO, of=undoing(written.ledger.read()[0], first.id))
    assert standing(written) == ["counts", "undone", "counts"]
    with pytest.raises(SettingsError, match="is no judgement"):
        undoing(written.ledger.read()[0], "j-nothing")


def test_a_judgement_that_names_nobody_is_told(written: Written) -> None:
    written.judge(Verdict.SAME, a=EntityRef("Borealis"), b=EntityRef("Nobody At All"))
    written.judge(Verdict.UNDO, of="j-nothing")
    assert standing(written) == ["not followed", "not followed"]


def test_the_later_of_two_about_the_same_counts(written: Written) -> None:
    a, b = EntityRef("Borealis"), EntityRef("Borealis Group")
    written.judge(Verdict.SAME, a=a, b=b)
    written.judge(Verdict.RENAME, a=a, name="Northern")
    written.judge(Verdict.RENAME, a=b, name="Northern Group")
    assert standing(written) == ["counts", "overtaken", "counts"]
    written.judge(Verdict.DIFFERENT, a=b, b=a)
    assert standing(written) == ["overtaken", "counts", "counts", "counts"]


def test_a_merge_is_told_and_its_undoing(written: Written) -> None:
    before = written.view()
    made = written.judge(Verdict.SAME, a=EntityRef("Borealis"), b=EntityRef("Borealis Group"))
    joined = written.view()
    told = changes(before, joined)
    assert told[0].startswith("2 entities are one now: Borealis")
    assert len([sentence for sentence in told if sentence.endswith("moved.")]) == 1
    written.judge(Verdict.UNDO, of=made.id)
    parted = changes(joined, written.view())
    assert "is 2 entities now: " in parted[0]
    assert changes(before, written.view()) == []


def test_a_retraction_is_told(written: Written) -> None:
    before = written.view()
    written.judge(Verdict.RETRACT, article=retraction(before, "one.txt"))
    assert changes(before, written.view()) == ["“On one.txt” is taken back.", "1 claim is withdrawn.", "1 fact ended."]


def test_a_rejection_is_told(written: Written) -> None:
    before = written.view()
    written.judge(Verdict.REJECT, claim=about_claim(before, Verdict.REJECT, before.claims["claim_id"].iloc[0]))
    assert changes(before, written.view()) == ["1 claim is rejected.", "1 fact ended."]


def test_another_name_is_told(written: Written) -> None:
    before = written.view()
    written.judge(Verdict.RENAME, a=EntityRef("Cumulus"), name="Cumulus Cloud")
    assert changes(before, written.view()) == ["Cumulus is shown as Cumulus Cloud now."]
