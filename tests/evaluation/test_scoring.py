"""What is right, false, missed, and the figures."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.evaluation.entities import Named, Recognised, recognised
from pipelines.evaluation.gold import Gold, GoldClaim, GoldEntity
from pipelines.evaluation.matching import Names
from pipelines.evaluation.scoring import Compared, Said, compare, evaluate
from pipelines.records import Published

TYPES = ("INVESTS_IN", "COMPETES_WITH")


def gold_claim(subject: str = "A", object_: str = "B", type_: str = "INVESTS_IN", *, optional: bool = False, **attrs: Any) -> GoldClaim:
    return GoldClaim(type_, (subject,), (object_,), "done", attrs, "", optional)


def said(subject: str = "A", object_: str = "B", type_: str = "INVESTS_IN", status: str = "done", **attrs: Any) -> Said:
    return Said(type_, subject, object_, status, attrs, "A bought B.", 0, 11, 0.9)


def article(*claims: GoldClaim, entities: tuple[GoldEntity, ...] = (), judged: frozenset[str] | None = None) -> Gold:
    return Gold("a", "A bought B.", None, Published(), claims, entities, judged)


def compared(gold: Gold, *claims: Said) -> Compared:
    return compare(gold, claims, TYPES, Names(), {"COMPETES_WITH"})


def test_a_required_claim_is_right_once_and_a_second_way_to_say_it_is_not_false() -> None:
    one = compared(article(gold_claim()), said(), said())
    assert (len(one.right), len(one.false), len(one.missed)) == (1, 0, 0)


def test_what_is_not_found_is_missed_and_what_matches_nothing_is_false() -> None:
    one = compared(article(gold_claim()), said(object_="C"))
    assert (len(one.right), len(one.false), len(one.missed)) == (0, 1, 1)


def test_an_optional_claim_counts_neither_way() -> None:
    assert compared(article(gold_claim(optional=True)), said()).counts("INVESTS_IN") == (0, 0, 0)
    assert compared(article(gold_claim(optional=True))).counts("INVESTS_IN") == (0, 0, 0)


def test_a_type_that_nobody_looked_for_is_not_judged() -> None:
    gold = article(gold_claim(type_="COMPETES_WITH"), judged=frozenset({"INVESTS_IN"}))
    one = compared(gold, said("X", "Y", "COMPETES_WITH"))
    assert (one.false, one.missed) == ((), ())


def test_the_other_way_round_is_false_unless_the_type_is_symmetric() -> None:
    assert compared(article(gold_claim()), said("B", "A")).counts("INVESTS_IN") == (0, 1, 1)
    assert compared(article(gold_claim(type_="COMPETES_WITH")), said("B", "A", "COMPETES_WITH")).counts("COMPETES_WITH") == (1, 0, 0)


def test_figures_are_those_of_all_articles_together() -> None:
    articles = [compared(article(gold_claim()), said()), compared(article(gold_claim()), said(object_="C")), compared(article())]
    found = evaluate(articles, TYPES)
    one = found.types["INVESTS_IN"]
    assert (one.precision.value, one.recall.value, one.f1.value) == (0.5, 0.5, 0.5)
    assert found.types["COMPETES_WITH"].f1.value is None
    assert (found.articles, found.empty, found.empty_with_false) == (3, 1, 0)


def test_a_false_claim_in_an_article_without_claims_is_told_apart() -> None:
    assert evaluate([compared(article(), said()), compared(article())], TYPES).empty_with_false == 1


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_an_interval_lies_around_its_figure_and_is_the_same_each_time(found: list[tuple[bool, bool]]) -> None:
    articles = [compared(article(gold_claim()), *[said()] * hit, *[said("X")] * wrong) for hit, wrong in found]
    one, again = (evaluate(articles, TYPES).types["INVESTS_IN"] for _ in range(2))
    assert one == again
    for figure in (one.precision, one.recall, one.f1):
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert 0 <= figure.low <= figure.value + 1e-9
            assert figure.value - 1e-9 <= figure.high <= 1


@pytest.mark.parametrize(
    ("attrs", "wanted", "agrees"),
    [
        ({"amount": 2e9, "currency": "USD"}, {"amount": 2_010_000_000, "currency": "USD"}, {"amount": True}),
        ({"amount": 2e9, "currency": "EUR"}, {"amount": 2e9, "currency": "USD"}, {"amount": False}),
        ({"amount": 3e9, "currency": "USD"}, {"amount": 2e9, "currency": "USD"}, {"amount": False}),
        ({}, {"stake_pct": 9.9}, {"stake": False}),
        ({"kind": "equity", "stake_pct": 9.9}, {"stake_pct": 9.9, "kind": "acquisition"}, {"stake": True, "kind": False}),
        ({"list": "entity list"}, {"list": "the Entity List"}, {"list": True}),
        ({"kind": "equity"}, {}, {}),
    ],
)
def test_attributes_are_asked_of_right_claims_and_only_where_gold_tells_them(
    attrs: dict[str, Any], wanted: dict[str, Any], agrees: dict[str, bool]
) -> None:
    one = evaluate([compared(article(gold_claim(**wanted)), said(**attrs))], TYPES).types["INVESTS_IN"]
    assert one.agreement == {"status": (1, 1)} | {name: (int(right), 1) for name, right in agrees.items()}


def test_an_entity_is_right_under_one_name_that_the_reader_knows() -> None:
    gold = article(
        entities=(
            GoldEntity(("SMIC", "Semiconductor Manufacturing"), "Company"),
            GoldEntity(("ZTE",), "Company"),
            GoldEntity(("Intel",), "Company"),
        )
    )
    mentions = [
        Named("SMIC", "e-1", "Semiconductor Manufacturing"),
        Named("Semiconductor Manufacturing", "e-1", "Semiconductor Manufacturing"),
        Named("ZTE", "e-2", "ZTE Brasil"),
    ]
    assert recognised(gold, mentions) == Recognised(listed=3, found=2, right=1)
    assert recognised(gold, [*mentions, Named("SMIC", "e-9", "SMIC")]).right == 0
