"""A decision that says nothing new is refused before it is written; those written are followed to where they count."""

from pathlib import Path

import pytest

from graph_schema.registry import Registry
from pipelines.errors import SettingsError
from pipelines.flow.changes import changes
from pipelines.flow.deciding import about_claim, fates, pair, renaming, retraction, undoing
from pipelines.flow.naming import Names
from pipelines.judgements.entries import EntityRef, Verdict
from tests.flow.written import Said, Written


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    record = Written(tmp_path, registry)
    record.article("one.txt", "Alphanex competes with Borealis. Others watch.", Said("Alphanex", "Borealis"))
    record.article("two.txt", "Borealis Group competes with Cumulus. Others watch.", Said("Borealis Group", "Cumulus"))
    return record


REPLACED = "replaced by a later one"


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


def test_an_entry_of_a_list_is_renamed_as_whom_it_is(written: Written) -> None:
    written.listed("NXL", E1="Ilsa Quandt", E2="Someone Else")
    assert renaming(written.view(), "NXL:E1", "I. Quandt") == {
        "a": EntityRef("Ilsa Quandt", list_id="NXL", entry_id="E1"),
        "name": "I. Quandt",
    }
    before = written.view()
    written.judge(Verdict.RENAME, **renaming(before, "NXL:E1", "I. Quandt"))
    assert changes(before, written.view()) == ["Ilsa Quandt is shown as I. Quandt now."]
    written.judge(Verdict.SAME, **pair(written.view(), Verdict.SAME, "NXL:E2", "Cumulus"))
    assert renaming(written.view(), "NXL:E2", "Cumulus Cloud")["a"] == EntityRef("Cumulus")


def test_a_claim_is_rejected_once_and_can_be_accepted_then(written: Written) -> None:
    id_ = written.view().claims["claim_id"].iloc[0]
    written.judge(Verdict.REJECT, claim=about_claim(written.view(), Verdict.REJECT, id_))
    with pytest.raises(SettingsError, match="judged reject already"):
        about_claim(written.view(), Verdict.REJECT, id_)
    written.judge(Verdict.ACCEPT, claim=about_claim(written.view(), Verdict.ACCEPT, id_))
    assert standing(written) == [REPLACED, "counts"]


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
    assert standing(written) == ["counts", REPLACED, "counts"]
    written.judge(Verdict.DIFFERENT, a=b, b=a)
    assert standing(written) == [REPLACED, "counts", "counts", "counts"]


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
    assert changes(before, written.view()) == [
        "“On one.txt” is taken back.",
        "1 claim is withdrawn.",
        "Alphanex COMPETES_WITH Borealis ended.",
    ]


def test_a_rejection_is_told(written: Written) -> None:
    before = written.view()
    claim = before.claims.loc[before.claims["subject_name"] == "Alphanex", "claim_id"].iloc[0]
    written.judge(Verdict.REJECT, claim=about_claim(before, Verdict.REJECT, claim))
    assert changes(before, written.view()) == ["1 claim is rejected.", "Alphanex COMPETES_WITH Borealis ended."]


def test_another_name_is_told(written: Written) -> None:
    before = written.view()
    written.judge(Verdict.RENAME, a=EntityRef("Cumulus"), name="Cumulus Cloud")
    assert changes(before, written.view()) == ["Cumulus is shown as Cumulus Cloud now."]


def test_a_name_that_another_goes_by_is_told_with_the_way_to_join_the_two(written: Written) -> None:
    before = written.view()
    ids = {name: Names(before).id_of(EntityRef(name)) for name in ("Cumulus", "Alphanex")}
    written.judge(Verdict.RENAME, a=EntityRef("Cumulus"), name="alphanex")
    (told,) = changes(before, written.view())
    assert told.endswith(f"newsgraph judge same {ids['Cumulus']} {ids['Alphanex']}")


def test_what_a_merge_ends_is_told_with_the_reason(written: Written) -> None:
    written.kinds["Ilsa Quandt"] = "Person"
    written.article("three.txt", "Ilsa Quandt left Cumulus. Others watch.", names=("Ilsa Quandt",))
    before = written.view()
    written.judge(Verdict.SAME, a=EntityRef("Alphanex"), b=EntityRef("Borealis"))
    assert "Alphanex COMPETES_WITH Borealis ended: both are one now." in changes(before, written.view())
    before = written.view()
    for number in range(3):  # more people than companies are called so
        written.article(f"more-{number}.txt", "Ilsa Quandt left Cumulus. Others watch.", names=("Ilsa Quandt",))
    written.judge(Verdict.SAME, a=EntityRef("Ilsa Quandt"), b=EntityRef("Cumulus"))
    told = changes(before, written.view())
    assert "They were Company and Person; as one they are a Person" in told[0]
    assert any(s.startswith("Borealis Group COMPETES_WITH Cumulus ended: COMPETES_WITH goes not from Company to Person") for s in told)


def test_a_judgement_that_cannot_be_followed_is_told_at_once(written: Written) -> None:
    written.judge(Verdict.DIFFERENT, a=EntityRef("Alphanex"), b=EntityRef("Cumulus"))
    written.judge(Verdict.SAME, a=EntityRef("Borealis"), b=EntityRef("Cumulus"))
    before = written.view()
    made = written.judge(Verdict.SAME, a=EntityRef("Alphanex"), b=EntityRef("Borealis"))
    (told,) = changes(before, written.view())
    assert told.startswith(f"{made.id} is not followed: It would make one of two")
