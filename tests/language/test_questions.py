"""Who is asked about: everybody whom a sentence names or clearly refers to, in the pairs that the schema allows."""

from collections.abc import Callable

import pytest

from pipelines.language.extractor import Extractor
from pipelines.language.questions import Question
from tests.language.conftest import article

Asked = list[tuple[int, Question, tuple[str, ...]]]


@pytest.fixture(scope="module")
def asked(extractor: Extractor) -> Callable[[str], Asked]:
    return lambda text: extractor.questions(article(text))


def pairs(asked: Asked) -> list[set[tuple[str, str]]]:
    return [{(names[i], names[j]) for i, j in question.pairs} for _, question, names in asked]


def test_companies_may_stand_in_a_relation_either_way_round(asked: Callable[[str], Asked]) -> None:
    assert pairs(asked("Nvidia met AMD in Arizona.")) == [
        {("Nvidia", "AMD"), ("AMD", "Nvidia"), ("Nvidia", "Arizona"), ("AMD", "Arizona")},
    ]


def test_a_country_sanctions_and_invests_and_a_company_invests_in_it_but_never_sanctions(asked: Callable[[str], Asked]) -> None:
    (found,) = pairs(asked("The United States spoke with Iran about Huawei."))
    assert {("United States", "Iran"), ("United States", "Huawei"), ("Huawei", "Iran")} <= found
    assert ("Huawei", "Huawei") not in found


def test_a_reference_stands_with_its_name_and_is_marked_as_one(asked: Callable[[str], Asked]) -> None:
    start, question, names = asked("Nvidia met AMD in Arizona. Nvidia said it had met Tesla.")[-1]
    nvidia = question.parties[names.index("Nvidia")]
    assert [(question.text[a:b], is_reference) for a, b, is_reference in nvidia.places] == [("Nvidia", False), ("it", True)]
    assert start == len("Nvidia met AMD in Arizona. ")


def test_whoever_speaks_for_a_state_stands_for_it_as_well(asked: Callable[[str], Asked]) -> None:
    found = pairs(asked("The United States was quiet on Sunday. President Donald Trump spoke of Huawei on Monday."))[-1]
    assert ("United States", "Huawei") in found


def test_a_sentence_with_one_party_asks_nothing(asked: Callable[[str], Asked]) -> None:
    assert asked("Nvidia reported its results on Monday.") == []


def test_the_places_are_those_of_the_sentence(asked: Callable[[str], Asked]) -> None:
    text = "The company was quiet on Sunday. On Monday Microsoft met OpenAI."
    ((start, question, names),) = asked(text)
    assert text[start : start + len(question.text)] == question.text
    assert [question.text[a:b] for party in question.parties for a, b, _ in party.places] == list(names)
