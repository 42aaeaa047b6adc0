import re
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.errors import ModelError
from pipelines.language.extractor import LONGEST_ARTICLE, Extractor
from tests.language.conftest import MODEL, article

PIECES = st.sampled_from(
    [
        "Washington blacklisted Huawei in May.",
        "It also sanctioned SMIC, Tencent and “Grab”.",
        "Share this article",
        "• Microsoft’s $2bn deal to buy Grab (NASDAQ: GRAB) collapsed",
        "(Reuters) - Rivian competes with Tesla 🚗.",
        "The company raised €5m from SoftBank – its biggest backer.",
        "\n",
        "\r\n\r\n",
        "   ",
        "{`'\"$}",
    ]
)


def test_one_extraction_per_article_in_order(extractor: Extractor) -> None:
    texts = ["Microsoft acquired Grab.", "", "Rivian competes with Tesla.", "Menu"] * 20
    found = list(extractor.extract(article(text, f"a{n}") for n, text in enumerate(texts)))
    assert [e.article_id for e in found] == [f"a{n}" for n in range(len(texts))]
    assert [bool(e.claims) for e in found] == [True, False, True, False] * 20


def test_articles_are_taken_as_they_come(extractor: Extractor) -> None:
    taken = []

    def endless() -> object:
        for n in range(1000):
            taken.append(n)
            yield article("Microsoft acquired Grab.", f"a{n}")

    next(extractor.extract(endless()))  # type: ignore[arg-type]
    assert len(taken) < 100


@pytest.mark.parametrize("text", ["", "  \n ", "Menu\nShare\n12:30", "*** --- ***"])
def test_an_article_without_a_sentence_is_refused(extractor: Extractor, text: str) -> None:
    (found,) = extractor.extract([article(text)])
    assert [(r.stage, r.reason, r.own_id) for r in found.refusals] == [("extract", "no_sentence", "one")]


def test_an_article_too_long_is_refused_and_the_rest_goes_on(extractor: Extractor) -> None:
    long = article("word " * (LONGEST_ARTICLE // 5 + 1), "long")
    first, second = extractor.extract([long, article("Microsoft acquired Grab.")])
    assert ([r.reason for r in first.refusals], bool(second.claims)) == (["too_long"], True)
    assert "1,000,0" in first.refusals[0].message


def test_extracting_twice_gives_the_same(extractor: Extractor) -> None:
    text = "Washington blacklisted Huawei. The company competes with Samsung. Microsoft acquired Grab for $2 billion."
    assert list(extractor.extract([article(text)])) == list(extractor.extract([article(text)]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=8).map(" ".join))
def test_everything_points_into_the_text(extractor: Extractor, schema: Schema, text: str) -> None:
    (found,) = extractor.extract([article(text)])
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    for claim in found.claims:
        assert claim.sentence == text[claim.start : claim.end]
        assert not re.search(r"\n\s*\n", claim.sentence)
        assert all(0 <= e.start < e.end <= len(text) for e in claim.evidence)
        assert claim.subject.name != claim.object.name
        rule = schema.relationships[claim.type]
        assert rule.claims is not None
        assert claim.attrs.keys() <= rule.claims.attributes.keys()
        assert (claim.subject.kind, claim.object.kind) in rule.endpoints
        assert 0 < claim.confidence <= 1
    parties = {((m.start, m.end), m.name) for claim in found.claims for m in (claim.subject, claim.object)}
    assert len(parties) == len({place for place, _ in parties})  # one place names one entity


def test_masked_text_gives_no_claim(extractor: Extractor) -> None:
    (found,) = extractor.extract([article("Read more: Microsoft acquired Grab.\n\nPrices rose in the south.")])
    assert not found.claims


def test_a_sentence_never_crosses_a_heading(extractor: Extractor) -> None:
    (found,) = extractor.extract([article("Washington blacklisted\n\nHuawei grew.")])
    assert not found.claims


@pytest.mark.parametrize(
    "before",
    [
        "The rate rose to 25% from 10%.",
        "Prices fell (10%).",
        "The fund grew in 2011.",
        "The shares closed at $37.",
        "Sales rose, said Rivian (RIVN).",
        "Shares of Tesla rose (TSLA).",
        "“We are glad, and it shows,” she said. “There is more.”",
        "“There is more to come this year.”",
        'He called it "a long way to go."',
        "Is that a lot of money?",
    ],
)
def test_sentences_without_a_blank_between_them_are_two(extractor: Extractor, before: str) -> None:
    text = f"{before}Microsoft acquired Grab."
    (found,) = extractor.extract([article(text)])
    assert {(c.sentence, c.subject.start) for c in found.claims} == {("Microsoft acquired Grab.", len(before))}


@pytest.mark.parametrize("name", ["Larkspur S.p.A.", "Larkspur.com", "Larkspur.js", "St.Larkspur", "S.Larkspur", "A.P.Larkspur"])
def test_a_name_with_a_stop_in_it_stays_one(extractor: Extractor, name: str) -> None:
    (found,) = extractor.extract([article(f"Last year Microsoft acquired {name} for $2 billion.")])
    assert {c.object.text for c in found.claims} == {name}


def test_a_missing_model_is_an_error_that_names_it(registry: Registry, schema: Schema) -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        Extractor(registry, schema, "no_such_model")


def test_a_model_without_a_parser_is_refused_at_the_start(registry: Registry, schema: Schema, tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=r"token\.dep"):
        Extractor(registry, schema, str(tmp_path / "blank"))


def test_the_version_follows_the_registry(extractor: Extractor, registry: Registry, schema: Schema) -> None:
    other = Registry(registry.entities, registry.kinds, "other")
    assert Extractor(other, schema, MODEL).version != extractor.version
    assert Extractor(registry, schema, MODEL).version == extractor.version


def test_a_capital_at_the_end_of_a_name_is_no_initial(extractor: Extractor) -> None:
    (found,) = extractor.extract([article("Amazon lost the order to SpaceX.")])
    assert "SpaceX" in {m.text for m in found.mentions}


@pytest.mark.parametrize(
    "text",
    [
        "Huawei and SMIC make chips. Both companies were blacklisted by the United States.",
        "Uber faces stiff competition from Amazon Larkspur and Grab.",
    ],
)
def test_who_shares_a_place_in_the_text_stays_apart(extractor: Extractor, text: str) -> None:
    (found,) = extractor.extract([article(text)])
    parties = {(m.start, m.end): m.name for claim in found.claims for m in (claim.subject, claim.object)}
    assert len({claim.claim_id for claim in found.claims}) == len(found.claims) == 2
    assert {parties[m.start, m.end] for claim in found.claims for m in (claim.subject, claim.object)} == {
        m.name for claim in found.claims for m in (claim.subject, claim.object)
    }
