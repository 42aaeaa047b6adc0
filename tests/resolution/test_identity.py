"""Who is who under judgements: what is joined, split off, refused, and under which id it stands."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.judgements.effective import effective
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from pipelines.records import stable_id
from pipelines.resolution import Identities
from tests.judgements.deciding import judged
from tests.resolution.deciding import REFS, REGISTRY, decided, histories, ref, told

SAME, DIFFERENT, UNSURE, RENAME = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE, Verdict.RENAME
LISTED = EntityRef("Listed", list_id="csl", entry_id="1")
VOLTA, KEDALI, URUN = (stable_id("e", name) for name in ("volta", "kedali", "ürün"))
ALL = [EntityRef("Ürün"), *(EntityRef(name, article_id=a) for name in ("Volta", "Volta II", "Marbury", "Gone") for a in (None, *"abc"))]


def who(*said: tuple[object, ...]) -> Identities:
    return Identities(REGISTRY, decided(*said))


def ids(identities: Identities, *meant: str | EntityRef) -> list[str]:
    return [identities.id_of(identities.unit_of(ref(item))) for item in meant]


def reasons(identities: Identities) -> list[str]:
    return [problem.reason for problem in identities.problems]


def test_without_judgements_the_id_is_the_registrys_or_a_hash_of_the_names_key() -> None:
    assert ids(who(), "Marbury Inc.", "Volta Inc.", "Volta@a") == ["NG000001", VOLTA, VOLTA]


def test_what_is_the_same_stands_under_the_smallest_id() -> None:
    joined = who((SAME, "Volta", "Kedali"), (SAME, "Kedali", "Ürün"))
    assert set(ids(joined, "Volta", "Kedali", "Ürün")) == {min(VOLTA, KEDALI, URUN)}
    assert set(ids(who((SAME, "Volta", "Target Corp."), (SAME, "Volta", "Marbury")), "Volta", "Target Corp.", "Marbury")) == {"NG000001"}


def test_the_latest_judgement_of_a_pair_counts() -> None:
    assert len(set(ids(who((SAME, "Volta", "Kedali"), (DIFFERENT, "Kedali", "Volta Inc.")), "Volta", "Kedali"))) == 2
    assert len(set(ids(who((SAME, "Volta", "Kedali"), (UNSURE, "Kedali", "Volta")), "Volta", "Kedali"))) == 2
    again = who((DIFFERENT, "Volta", "Kedali"), (SAME, "Volta", "Kedali"))
    assert len(set(ids(again, "Volta", "Kedali"))) == 1
    assert again.problems == []


def test_what_would_join_two_that_are_different_is_not_followed_and_told() -> None:
    said = told((SAME, "Volta", "Kedali"), (SAME, "Kedali", "Ürün"), (DIFFERENT, "Volta", "Ürün"))
    identities = Identities(REGISTRY, effective(said))
    assert ids(identities, "Volta", "Kedali", "Ürün") == [min(VOLTA, KEDALI), min(VOLTA, KEDALI), URUN]
    (problem,) = identities.problems
    assert (problem.judgement_id, problem.reason) == (said[1].id, "contradiction")
    assert said[2].id in problem.message


@pytest.mark.parametrize("first", ["Volta", "Ürün"])
def test_of_two_that_cannot_both_be_followed_the_earlier_is(first: str) -> None:
    (second,) = {"Volta", "Ürün"} - {first}
    identities = who((SAME, first, "Kedali"), (SAME, "Kedali", second), (DIFFERENT, "Volta", "Ürün"))
    one, kedali, other = ids(identities, first, "Kedali", second)
    assert one == kedali != other


def test_saying_it_again_does_not_make_it_later_than_what_was_said_in_between() -> None:
    said = (SAME, "Volta", "Kedali"), (SAME, "Kedali", "Ürün"), (DIFFERENT, "Volta", "Ürün")
    assert ids(who(*said, (SAME, "Kedali", "Volta")), "Volta", "Kedali", "Ürün") == ids(who(*said), "Volta", "Kedali", "Ürün")


@pytest.mark.parametrize("verdict", [SAME, DIFFERENT, UNSURE])
def test_a_judgement_on_one_name_is_told(verdict: Verdict) -> None:
    identities = who((verdict, "Volta", "the Volta Inc."), (verdict, "Volta@a", "VOLTA@a"))
    assert reasons(identities) == ["one_name", "one_name"]
    assert ids(identities, "Volta", "Volta@a") == [VOLTA, VOLTA]


def test_one_articles_use_is_split_off() -> None:
    identities = who((DIFFERENT, "Volta@a", "Volta"))
    assert ids(identities, "Volta@a", "Volta@b", "Volta") == [stable_id("e", "volta", "a"), VOLTA, VOLTA]
    assert ids(who((DIFFERENT, "Marbury@a", "Marbury")), "Marbury@a", "Marbury") == [stable_id("e", "NG000001", "a"), "NG000001"]
    assert identities.problems == []


def test_one_articles_use_is_moved_and_no_other() -> None:
    identities = who((SAME, "Volta@a", "Kedali"))
    assert ids(identities, "Volta@a", "Volta@b", "Volta", "Kedali") == [KEDALI, VOLTA, VOLTA, KEDALI]


def test_a_use_that_differs_from_somebody_else_stays_with_its_name() -> None:
    assert ids(who((DIFFERENT, "Volta@a", "Kedali")), "Volta@a") == [VOLTA]
    apart = who((DIFFERENT, "Volta@a", "Kedali"), (SAME, "Volta", "Kedali"))
    assert ids(apart, "Volta@a", "Volta", "Kedali") == [stable_id("e", "volta", "a"), *[min(VOLTA, KEDALI)] * 2]


def test_of_two_uses_that_differ_neither_is_the_usual_one() -> None:
    assert len(set(ids(who((DIFFERENT, "Volta@a", "Volta@b")), "Volta@a", "Volta@b", "Volta@c"))) == 3


def test_two_uses_called_the_same_stay_with_their_name_unless_one_is_split_off() -> None:
    assert set(ids(who((SAME, "Volta@a", "Volta@b")), "Volta@a", "Volta@b", "Volta")) == {VOLTA}
    split = ids(who((SAME, "Volta@a", "Volta@b"), (DIFFERENT, "Volta@a", "Volta")), "Volta@a", "Volta@b", "Volta")
    assert split[0] == split[1] != split[2]


def test_uses_of_two_names_in_one_article_do_not_join_the_names() -> None:
    one, other, volta, kedali = ids(who((SAME, "Volta@a", "Kedali@a")), "Volta@a", "Kedali@a", "Volta", "Kedali")
    assert one == other == min(stable_id("e", "volta", "a"), stable_id("e", "kedali", "a"))
    assert (volta, kedali) == (VOLTA, KEDALI)


def test_a_use_whose_move_is_not_followed_stays() -> None:
    identities = who(
        (SAME, "Volta@a", "Kedali"), (SAME, "Kedali", "Ürün"), (DIFFERENT, "Volta@a", "Ürün"), (DIFFERENT, "Volta@a", "Kedali")
    )
    assert ids(identities, "Volta@a") == [VOLTA]
    assert reasons(identities) == []


def test_an_unsure_or_a_new_name_of_a_use_does_not_move_it() -> None:
    assert ids(who((UNSURE, "Volta@a", "Kedali"), (RENAME, "Volta@b", "Shown")), "Volta@a", "Volta@b") == [VOLTA, VOLTA]


def test_models_are_joined_by_a_person_and_by_nothing_else() -> None:
    assert len(set(ids(who(), "ASR1603", "ASR1605"))) == 2
    assert len(set(ids(who((SAME, "ASR1603", "ASR1605")), "ASR1603", "ASR1605"))) == 1


def test_an_entry_of_a_list_is_whom_a_person_said() -> None:
    identities = who((SAME, LISTED, "Volta"))
    assert identities.of_entry("csl", "1") == VOLTA
    assert identities.of_entry("csl", "2") is None
    assert identities.of_entry("cs", "l/1") is None


def test_an_entry_of_a_list_is_not_whom_a_person_said_nor_is_its_twin() -> None:
    twin = replace(LISTED, entry_id="2")
    identities = who((DIFFERENT, LISTED, "Volta"), (SAME, LISTED, twin), (SAME, "Volta", "Kedali"))
    (volta,) = set(ids(identities, "Volta", "Kedali"))
    assert [identities.apart("csl", entry, volta) for entry in ("1", "2", "3")] == [True, True, False]
    assert not identities.apart("csl", "1", URUN)
    assert identities.of_entry("csl", "1") is None


def test_the_latest_name_of_a_cluster_is_shown() -> None:
    renames = (RENAME, "Volta", "One"), (RENAME, "Kedali", "Two")
    assert who(*renames).names == {VOLTA: "One", KEDALI: "Two"}
    assert who(*renames, (SAME, "Volta", "Kedali")).names == {min(VOLTA, KEDALI): "Two"}
    assert who((RENAME, LISTED, "One"), (SAME, LISTED, "Volta")).names == {VOLTA: "One"}


def test_thousands_of_judgements_take_no_time() -> None:
    number = 20_000
    pairs = [(f"Firm{place}x", f"Firm{(place * 7919) % number}x") for place in range(number)]
    said = effective(told(*((SAME if place % 2 else DIFFERENT, *pair) for place, pair in enumerate(pairs))))
    begun = time.monotonic()
    identities = Identities(REGISTRY, said)
    assert len({identities.entity_id(one) for one, _ in pairs}) < number
    assert time.monotonic() - begun < 15  # looking at every pair for each would take minutes


# -- laws; `histories` are up to eight judgements on few names, some in one article, and undos


def clusters(history: Sequence[Judgement]) -> set[frozenset[EntityRef]]:
    identities = Identities(REGISTRY, effective(history))
    found: dict[str, set[EntityRef]] = {}
    for item in ALL:
        found.setdefault(identities.id_of(identities.unit_of(item)), set()).add(item)
    return set(map(frozenset, found.values()))


@settings(max_examples=500, deadline=None)
@given(histories())
def test_an_id_is_one_clusters(history: list[Judgement]) -> None:
    identities = Identities(REGISTRY, effective(history))
    for a, b in combinations(map(identities.unit_of, ALL), 2):
        assert (identities.id_of(a) == identities.id_of(b)) == (identities.members(a) == identities.members(b))


@settings(max_examples=500, deadline=None)
@given(histories(), REFS, REFS)
def test_two_that_are_different_are_never_one(history: list[Judgement], a: EntityRef, b: EntityRef) -> None:
    last = judged(99, DIFFERENT, a=a, b=b)
    identities = Identities(REGISTRY, effective([*history, last]))
    if last.id in {problem.judgement_id for problem in identities.problems}:
        assert identities.unit_of(a) == identities.unit_of(b)
    else:
        assert len(set(ids(identities, a, b))) == 2


@settings(max_examples=500, deadline=None)
@given(histories(), REFS, REFS)
def test_two_that_are_the_same_are_one_or_it_is_told_why_not(history: list[Judgement], a: EntityRef, b: EntityRef) -> None:
    last = judged(99, SAME, a=a, b=b)
    identities = Identities(REGISTRY, effective([*history, last]))
    counting = [
        j for j in effective([*history, last]).pairs if {identities.unit_of(r) for r in (j.a, j.b) if r} == set(units(identities, a, b))
    ]
    first = next(j for place, j in enumerate(counting) if all(later.verdict is SAME for later in counting[place:]))
    contradicted = any(problem.judgement_id == first.id and problem.reason == "contradiction" for problem in identities.problems)
    assert contradicted or len(set(ids(identities, a, b))) == 1


def units(identities: Identities, *meant: EntityRef) -> list[str]:
    return [identities.unit_of(item) for item in meant]


@settings(max_examples=500, deadline=None)
@given(histories())
def test_the_sides_of_a_judgement_can_be_swapped(history: list[Judgement]) -> None:
    # The ids stay, for undos name them.
    swapped = [replace(j, a=j.b, b=j.a) if j.b else j for j in history]
    assert clusters(swapped) == clusters(history)


@settings(max_examples=500, deadline=None)
@given(histories(), st.data())
def test_said_twice_is_said_once(history: list[Judgement], data: st.DataObject) -> None:
    if history:
        place = data.draw(st.integers(0, len(history) - 1))
        again = replace(history[place], id="j-again", at=judged(place + 0.5, SAME).at)
        if again.verdict is not Verdict.UNDO and history[place].id not in {j.of for j in history}:
            assert clusters([*history, again]) == clusters(history)


@settings(max_examples=500, deadline=None)
@given(histories(), st.sampled_from([SAME, DIFFERENT, UNSURE, RENAME]), REFS, REFS)
def test_what_was_undone_was_never_said(history: list[Judgement], verdict: Verdict, a: EntityRef, b: EntityRef) -> None:
    said = judged(99, verdict, a=a, name="Shown") if verdict is RENAME else judged(99, verdict, a=a, b=b)
    undo = judged(100, Verdict.UNDO, of=said.id)
    one, other = (Identities(REGISTRY, effective(entries)) for entries in (history, [*history, said, undo]))
    assert one.problems == other.problems
    assert one.names == other.names
    assert clusters(history) == clusters([*history, said, undo])


def test_no_decisions_are_the_default() -> None:
    assert Identities(REGISTRY).entity_id("Volta") == Identities(REGISTRY, Decisions()).entity_id("Volta") == VOLTA
