"""When two names are one, and two claims."""

import pytest

from pipelines.evaluation.gold import GoldClaim
from pipelines.evaluation.matching import Names, normal


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("The Walt Disney Company", "Walt Disney"),
        ("Huawei Technologies Co., Ltd.", "huawei technologies"),
        ("SoftBank’s", "SoftBank"),
        ("U.S.", "us"),
        ("AT&T Inc", "AT&T"),
    ],
)
def test_case_article_possessive_and_legal_form_make_no_difference(name: str, other: str) -> None:
    assert normal(name) == normal(other)


@pytest.mark.parametrize(("name", "other"), [("Intel", "Intel Capital"), ("Fund I", "Fund II"), ("Samsung SDI", "Samsung Display")])
def test_other_names_stay_apart(name: str, other: str) -> None:
    assert normal(name) != normal(other)
    assert not Names().same(name, [other])


def test_lenient_names_may_stand_in_each_other_as_whole_words() -> None:
    assert Names(lenient=True).same("Meituan", ["Meituan Dianping"])
    assert not Names(lenient=True).same("Meit", ["Meituan Dianping"])
    assert not Names(lenient=True).same("", ["Meituan Dianping"])


def test_a_symmetric_claim_matches_either_way_round_and_no_other_does() -> None:
    gold = GoldClaim("COMPETES_WITH", ("AMD",), ("Nvidia", "Nvidia Corp."), None, {}, "", optional=False)
    assert Names().match("COMPETES_WITH", ("Nvidia", "AMD"), gold, symmetric=True)
    assert not Names().match("COMPETES_WITH", ("Nvidia", "AMD"), gold, symmetric=False)
    assert not Names().match("INVESTS_IN", ("AMD", "Nvidia"), gold, symmetric=False)
