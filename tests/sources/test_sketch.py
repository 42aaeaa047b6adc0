"""Copies of a text are known by their sketches; other texts are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.sketch import SIZE, near, sketch


def text(seed: int, words: int = 400) -> list[str]:
    """Words of a text that shares no run of five with one of another seed."""
    drawn = random.Random(seed)
    return [f"{drawn.choice('bdfgklm')}{drawn.choice('aeiou')}{drawn.randrange(300)}" for _ in range(words)]


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert sketch("Norland banned the pumps that Acme makes.") == [1452689566677611287, 2352154701334881838, 5906563665519904991]


def test_a_sketch_is_sorted_without_doubles_and_fits_63_bits() -> None:
    found = sketch(" ".join(text(1)))
    assert len(found) == SIZE
    assert found == sorted(set(found))
    assert all(0 <= value < 2**63 for value in found)


def test_a_short_text_has_fewer_hashes_and_one_without_words_has_none() -> None:
    assert len(sketch("one two three four five six")) == 2
    assert len(sketch("one two")) == 1
    assert sketch("") == sketch(" … ") == []


def test_case_punctuation_and_spacing_do_not_matter() -> None:
    assert sketch("Acme bought Bolt,\n for a SONG today") == sketch("acme bought bolt for a song — today!")


def test_other_words_give_other_hashes() -> None:
    assert sketch("Acme bought Bolt for a song today") != sketch("Acme bought Bolt for a lot today")


def test_copies_with_small_changes_are_near() -> None:
    words = text(1)
    edited = [word if place % 40 else "changed" for place, word in enumerate(words)]
    assert near(sketch(" ".join(words)), sketch(" ".join(edited)))
    assert near(sketch(" ".join(words)), sketch(f"By our staff. {' '.join(words)} Corrects the second paragraph."))


@pytest.mark.parametrize("seed", range(5))
def test_the_first_half_of_a_text_is_near_it(seed: int) -> None:
    words = text(seed)
    whole, half = sketch(" ".join(words)), sketch(" ".join(words[:200]))
    assert near(whole, half)
    assert near(half, whole)


def test_texts_that_share_only_their_boilerplate_are_not_near() -> None:
    shared = text(0, 120)
    assert not near(sketch(" ".join(text(1) + shared)), sketch(" ".join(text(2) + shared)))


def test_a_short_text_within_a_long_one_is_no_copy() -> None:
    words = text(1)
    assert not near(sketch(" ".join(words)), sketch(" ".join(words[:12])))


def test_short_texts_are_near_only_when_they_are_alike() -> None:
    assert near(sketch("Acme bought Bolt"), sketch("ACME bought Bolt."))
    assert not near(sketch("Acme bought Bolt"), sketch("Acme bought Vela"))


def test_nothing_is_near_a_text_without_words() -> None:
    assert not near([], [])
    assert not near(sketch("Acme bought Bolt"), [])


@given(st.text(), st.text())
def test_near_reads_the_same_both_ways(a: str, b: str) -> None:
    assert near(sketch(a), sketch(b)) == near(sketch(b), sketch(a))
    assert near(sketch(a), sketch(a)) == bool(sketch(a))
