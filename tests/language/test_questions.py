"""Who is asked about: everybody whom a sentence names or clearly refers to, in the pairs that the schema allows."""

from collections.abc import Callable

import pytest

from pipelines.language.extractor import Extractor
from pipelines.language.questions import Posed
from tests.language.conftest import article

Asked = list[Posed]


@pytest.fixture(scope="module")
def asked(extractor: Extractor) -> Callable[[str], Asked]:
    return lambda text: extractor.questions(article(text))


def pairs(asked: Asked) -> list[set[tuple[str, str]]]:
    return [{(posed.names[i], posed.names[j]) for i, j in posed.question.pairs} for posed in asked]


def test_companies_may_stand_in_a_relation_either_way_round(asked: Callable[[str], Asked]) -> None:
    assert pairs(asked("Nvidia met AMD in Arizona.")) == [
        {("Nvidia", "AMD"), ("AMD", "Nvidia"), ("Nvidia", "Arizona"), ("AMD", "Arizona")},
    ]


def test_a_country_sanctions_and_invests_and_a_company_invests_in_it_but_never_sanctions(asked: Callable[[str], Asked]) -> None:
    (found,) = pairs(asked("The United States spoke with Iran about Huawei."))
    assert {("United States", "Iran"), ("United States", "Huawei"), ("Huawei", "Iran")} <= found
    assert ("Huawei", "Huawei") not in found


def test_a_reference_stands_with_its_name_and_is_marked_as_one(asked: Callable[[str], Asked]) -> None:
    posed = asked("Nvidia met AMD in Arizona. Nvidia said it had met Tesla.")[-1]
    nvidia = posed.question.parties[posed.names.index("Nvidia")]
    here = [place for place in nvidia.places if place[0] >= posed.question.start]
    assert [(posed.question.text[a:b], is_reference) for a, b, is_reference in here] == [("Nvidia", False), ("it", True)]
    assert posed.start == len("Nvidia met AMD in Arizona. ")


def test_who_is_named_in_the_sentence_before_may_stand_in_a_relation_with_whom_the_sentence_names(asked: Callable[[str], Asked]) -> None:
    first, second = pairs(asked("Nvidia met Intel on Monday. The talks pleased AMD."))
    assert first == {("Nvidia", "Intel"), ("Intel", "Nvidia")}
    assert second == {("Nvidia", "AMD"), ("AMD", "Nvidia"), ("Intel", "AMD"), ("AMD", "Intel")}


def test_of_two_sentences_back_nobody_is_asked_about(asked: Callable[[str], Asked]) -> None:
    assert pairs(asked("Nvidia was quiet. Rain fell on Monday. AMD was quiet as well.")) == []


def test_whoever_speaks_for_a_state_stands_for_it_as_well(asked: Callable[[str], Asked]) -> None:
    found = pairs(asked("The United States was quiet on Sunday. President Donald Trump spoke of Huawei on Monday."))[-1]
    assert ("United States", "Huawei") in found


def test_a_sentence_with_one_party_asks_nothing(asked: Callable[[str], Asked]) -> None:
    assert asked("Nvidia reported its results on Monday.") == []


def test_the_places_are_those_of_the_article_in_whichever_paragraph(asked: Callable[[str], Asked]) -> None:
    text = "The company was quiet on Sunday.\n\n   On Monday Microsoft met OpenAI.\n\n\nTesla did not."
    first, second = asked(text)
    for posed in (first, second):
        sentence = posed.question.text[posed.question.start :]
        assert text[posed.start : posed.start + len(sentence)] == sentence
        places = [posed.place(place) for party in posed.question.parties for place in party.places]
        assert sorted(text[a:b] for a, b in places) == sorted(posed.names)
    assert second.names == ("Tesla", "Microsoft", "OpenAI")
