"""From the record to the graph it asks for, whatever happens meanwhile."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from graph_schema.registry import Registry
from pipelines.errors import SettingsError
from pipelines.flow import Unwatched, resolve_entities, wanted
from pipelines.flow import project as steps
from pipelines.judgements.entries import ArticleRef, EntityRef, Verdict
from tests.flow.conftest import START
from tests.flow.written import Said, Written

RIVALS = "Alphaco competes with Betaco."


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    return Written(tmp_path, registry)


def test_a_judgement_that_comes_in_during_a_run_is_left_to_the_next(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    article = written.article("x", RIVALS, Said("Alphaco", "Betaco"))
    real = steps.standing

    def slow(*arguments: Any) -> Any:
        stands = real(*arguments)
        if not written.ledger.read()[0]:
            written.judge(Verdict.RETRACT, article=ArticleRef(article))
        return stands

    monkeypatch.setattr(steps, "standing", slow)
    picture = wanted(written.knowledge)
    assert picture.nodes["Article"]["withdrawn_why"].isna().all()
    assert picture.nodes["Record"]["projection"].tolist() != [written.knowledge.edition()]


def test_the_past_does_not_know_what_a_later_extractor_found_in_the_same_text(written: Written) -> None:
    text = f"{RIVALS} Alphaco competes with Gammaco."
    written.article("x", text, Said("Alphaco", "Betaco"), names=("Gammaco",))
    before = START + timedelta(minutes=written.minutes, seconds=1)
    written.article("x", text, Said("Alphaco", "Betaco"), Said("Alphaco", "Gammaco"), version="v2")
    assert len(wanted(written.knowledge).nodes["Claim"]) == 2
    assert wanted(written.knowledge, before).nodes["Claim"]["object_text"].tolist() == ["Betaco"]


def test_what_cannot_be_followed_is_told_in_every_run(written: Written) -> None:
    written.article("x", RIVALS, Said("Alphaco", "Betaco"))
    written.judge(Verdict.SAME, a=EntityRef("Alphaco"), b=EntityRef("Nobody Here"))
    written.judge(Verdict.UNDO, of="j-none")
    for _ in range(2):
        told = [refusal.message for refusal in resolve_entities(written.knowledge, Unwatched()).refusals]
        assert [("Nobody Here" in message, "j-none" in message) for message in told] == [(True, False), (False, True)]


def test_a_damaged_line_of_the_ledger_is_told_though_nothing_else_changed(written: Written) -> None:
    written.article("x", RIVALS, Said("Alphaco", "Betaco"))
    assert resolve_entities(written.knowledge, Unwatched()).refusals == ()
    with written.ledger.path.open("a") as file:
        file.write("<<<<<<< ours\n")
    assert [refusal.reason for refusal in resolve_entities(written.knowledge, Unwatched()).refusals] == ["bad_judgement"]


def test_a_ledger_that_is_gone_stops_everything_until_a_person_says_that_it_may_be_empty(written: Written) -> None:
    article = written.article("x", RIVALS, Said("Alphaco", "Betaco"))
    written.judge(Verdict.RETRACT, article=ArticleRef(article))
    resolve_entities(written.knowledge, Unwatched())
    written.ledger.path.unlink()
    for ask in (lambda: wanted(written.knowledge), written.view, lambda: resolve_entities(written.knowledge, Unwatched())):
        with pytest.raises(SettingsError, match="is gone, and with it 1 judgements"):
            ask()
    written.ledger.path.touch()
    assert wanted(written.knowledge).nodes["Article"]["withdrawn_why"].isna().all()


def test_what_a_person_took_back_stays_so_when_its_text_ends_later(written: Written) -> None:
    article = written.article("x", RIVALS, Said("Alphaco", "Betaco"))
    written.judge(Verdict.RETRACT, article=ArticleRef(article))
    (before,) = wanted(written.knowledge).nodes["Claim"].to_dict("records")
    written.article("x", "Alphaco is well.", names=("Alphaco",))
    (after,) = wanted(written.knowledge).nodes["Claim"].to_dict("records")
    assert (after["withdrawn_at"], after["withdrawn_why"]) == (before["withdrawn_at"], before["withdrawn_why"])
