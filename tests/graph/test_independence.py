"""Copies of one text are one voice; only voices with a known publisher count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.graph.independence import Report, normal_name, voices
from pipelines.sources.sketch import sketch

STORY = " ".join(f"word{n}" for n in range(200))
SAID = "Norland's trade ministry put the pump maker Acme on its list of banned importers"


def report(article: str, publisher: str | None = None, text: str = "", sentence: str = "") -> Report:
    return Report(article, publisher, tuple(sketch(text or article)), sentence or f"Said only by {article}.")


def test_two_publishers_with_words_of_their_own_are_two_voices() -> None:
    assert voices([report("a", "Wire"), report("b", "Post")]) == 2


def test_one_publisher_is_one_voice_however_it_is_written() -> None:
    assert voices([report("a", "Wire.example"), report("b", "wire.example "), report("c", "www.wire.example")]) == 1


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "wire",
            [
                "Wire",
                " wire",
                "The Wire",
                "WIRE.example",
                "www.wire.example",
                "https://www.wire.example/world",
                "uk.wire.example",
                "wire.co.uk",
            ],
        ),
        ("samplepost", ["The Sample Post", "Sample-Post", "samplepost.example", "thesamplepost.example:443", "SamplePost"]),
        ("quarterlyforsampling", ["Quarterly for Sampling"]),
        ("the", ["The"]),
        ("新聞", ["新聞"]),
        ("", ["", " ", "–"]),
    ],
)
def test_spellings_of_one_publisher_have_one_normal_form(name: str, spellings: list[str]) -> None:
    assert {normal_name(spelling) for spelling in spellings} == {name}


def test_different_publishers_have_different_forms() -> None:
    names = ["Sample Post", "Sample Wire", "sample.example", "post.example", "abc.net.au", "bbc.co.uk", "ft.com", "A.B. News"]
    assert len({normal_name(name) for name in names}) == len(names)


def test_unknown_publishers_are_no_voices() -> None:
    assert voices([report("a"), report("b", " ")]) == 0
    assert voices([report("a"), report("b", "Wire")]) == 1
    assert voices([report("a"), report("b", "Wire"), report("c", "Post")]) == 2


def test_near_identical_articles_are_one_voice() -> None:
    assert voices([report("a", "Wire", STORY), report("b", "Post", f"Updated. {STORY}")]) == 1


def test_near_identical_sentences_are_one_voice() -> None:
    assert voices([report("a", "Wire", sentence=f"{SAID}."), report("b", "Post", sentence=f"{SAID.upper()}, it said.")]) == 1


def test_short_sentences_are_alike_by_chance() -> None:
    assert voices([report("a", "Wire", sentence="Norland banned Acme."), report("b", "Post", sentence="Norland banned Acme.")]) == 2


def test_sentences_that_differ_in_what_they_say_are_two_voices() -> None:
    other = "On Monday officials in Norland said that nobody may import what Acme makes"
    assert voices([report("a", "Wire", sentence=SAID), report("b", "Post", sentence=other)]) == 2


def test_a_copy_of_unknown_origin_joins_those_that_it_copies() -> None:
    wire, post = report("a", "Wire", STORY), report("b", "Post", sentence=SAID)
    assert voices([wire, post]) == 2
    assert voices([wire, post, report("c", None, STORY, SAID)]) == 1
    assert voices([wire, post, report("c", None, STORY, SAID), report("d", "Post"), report("e", "Star")]) == 2


REPORTS = st.builds(
    report,
    st.sampled_from("abcde"),
    st.sampled_from([None, "Wire", "wire", "Post", "Star", "Globe"]),
    st.sampled_from(["", STORY, STORY.replace("word7", "word"), STORY.upper()]),
    st.sampled_from(["", SAID]),
)


@given(st.lists(REPORTS, max_size=7).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_changes_nothing_and_there_are_no_more_voices_than_publishers(case: tuple[list[Report], list[Report]]) -> None:
    found, other = case
    assert voices(found) == voices(other) == voices(found + found)
    assert voices(found) <= len({r.publisher for r in found} - {None})
