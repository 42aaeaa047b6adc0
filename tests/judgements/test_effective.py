"""Which judgements count at a moment."""

from datetime import timedelta
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.judgements.effective import dangling, effective, undone
from pipelines.judgements.entries import ArticleRef, Decisions, EntityRef, Judgement, Verdict
from pipelines.judgements.ledger import new_judgement
from tests.judgements.deciding import CLAIM, START, judged, judgements

SAME = judged(1, Verdict.SAME, a=EntityRef("Kedali"), b=EntityRef("Volta"))
RENAME = judged(2, Verdict.RENAME, a=EntityRef("Kedali"), name="Kedali Fab")
REJECT = judged(3, Verdict.REJECT, claim=CLAIM)
RETRACT = judged(4, Verdict.RETRACT, article=ArticleRef("a-1"))
ALL = (SAME, RENAME, REJECT, RETRACT)


def undo(minute: float, of: Judgement) -> Judgement:
    return judged(minute, Verdict.UNDO, of=of.id)


def test_each_judgement_stands_where_it_belongs() -> None:
    assert effective(ALL) == Decisions((SAME,), (RENAME,), {CLAIM: REJECT}, {"a-1": RETRACT})
    unsure = judged(5, Verdict.UNSURE, a=EntityRef("Kedali"), b=EntityRef("Volta"))
    different = judged(6, Verdict.DIFFERENT, a=EntityRef("Kedali"), b=EntityRef("Volta"))
    assert effective([different, unsure, SAME]).pairs == (SAME, unsure, different)


def test_what_comes_after_the_moment_does_not_count_yet() -> None:
    moment = START + timedelta(minutes=2)
    assert effective(ALL, moment) == effective([SAME, RENAME])
    assert effective([SAME, undo(3, SAME)], moment).pairs == (SAME,)
    assert effective([SAME, undo(2, SAME)], moment).pairs == ()


def test_of_two_about_one_claim_or_article_the_later_counts() -> None:
    accept, again = judged(5, Verdict.ACCEPT, claim=CLAIM), judged(6, Verdict.RETRACT, article=ArticleRef("a-1", title="Other"))
    assert effective([again, accept, *ALL]).claims == {CLAIM: accept}
    assert effective([again, accept, *ALL]).retracted == {"a-1": again}
    assert effective([accept, undo(7, accept), *ALL]).claims == {CLAIM: REJECT}


def test_each_kind_can_be_undone() -> None:
    assert effective([*ALL, *(undo(9, judgement) for judgement in ALL)]) == Decisions()


def test_two_undos_of_one_both_have_to_be_undone() -> None:
    one, two = undo(2, SAME), undo(3, SAME)
    assert effective([SAME, one, two, undo(4, one)]).pairs == ()
    assert effective([SAME, one, two, undo(4, one), undo(5, two)]).pairs == (SAME,)


def test_an_undo_of_what_is_not_there_is_told_and_does_nothing() -> None:
    lost = judged(5, Verdict.UNDO, of="j-nothing")
    assert dangling([*ALL, lost, undo(6, SAME)]) == (lost,)
    assert effective([*ALL, lost]) == effective(ALL)


def test_undos_in_a_ring_take_nothing_back() -> None:
    ring = [Judgement(id_, START, "ada", Verdict.UNDO, of=of) for id_, of in (("j-1", "j-2"), ("j-2", "j-1"), ("j-2b", SAME.id))]
    assert undone(ring[:2]) == frozenset()
    assert effective([SAME, *ring]).pairs == ()


@settings(max_examples=200)
@given(st.lists(st.integers(-5, 5), max_size=8), st.randoms())
def test_a_chain_of_undos_counts_by_its_length_whatever_the_clocks_say(minutes: list[int], shuffle: Random) -> None:
    chain = [SAME]
    for minute in minutes:
        chain.append(undo(minute, chain[-1]))
    shuffled = list(chain)
    shuffle.shuffle(shuffled)
    assert effective(shuffled).pairs == ((SAME,) if len(minutes) % 2 == 0 else ())
    assert dangling(shuffled) == ()


@settings(max_examples=200)
@given(st.lists(judgements(), max_size=6), st.data())
def test_the_order_of_judgements_means_nothing_and_an_undo_restores_all(made: list[Judgement], data: st.DataObject) -> None:
    before = effective(made)
    assert effective(data.draw(st.permutations(made))) == before
    extra = data.draw(judgements())
    assume(extra not in made)
    later = new_judgement(Verdict.UNDO, at=extra.at + timedelta(days=1), who="ada", of=extra.id)
    assert effective([*made, extra, later]) == before
