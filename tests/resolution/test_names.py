"""What tells two names apart survives; case, legal forms, articles and punctuation do not."""

import re
import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.legal_forms import ALL_FORMS
from pipelines.resolution.names import key, without_legal_form, without_possessive

WORDS = st.text(string.ascii_letters, min_size=4, max_size=9).filter(lambda w: w.casefold() not in {f.casefold() for f in ALL_FORMS})
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kedali Fab Co. Ltd.", "Kedali Fab"),
        ("Kedali Fab Co., Ltd.", "the Kedali Fab's"),
        ("J.P. Marbury", "JP Marbury"),
        ("Marbury & Sons", "Marbury and Sons"),
        ("Café Volta SA", "CAFÉ VOLTA"),
        ("Rock-Hill Inc", "Rock Hill"),
        ("Hermes'", "Hermes"),
        ("Ｋｅｄａｌｉ", "Kedali"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASR1603", "ASR1605"),
        ("Marbury Fund I", "Marbury Fund II"),
        ("Quill 3.5", "Quill 35"),
        ("Quill 3,5", "Quill 35"),
        ("Volta 2023", "Volta 2024"),
        ("Volta+", "Volta"),
        ("Marbury Bank", "Marbury Banks"),
        ("Volta EV", "Volta"),
        ("The Volta Company", "Volta"),
    ],
)
def test_what_tells_two_apart_survives(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["Inc.", "The", "'s", "Co. Ltd.", "...", " ", "&"])
def test_a_name_of_nothing_else_keeps_a_key(name: str) -> None:
    assert isinstance(key(name), str)
    assert key(name) or not name.strip()


@settings(deadline=None)
@given(NAMES, st.sampled_from(sorted(ALL_FORMS)))
def test_any_legal_form_comes_off(name: str, form: str) -> None:
    assert without_legal_form(f"{name} {form}") == name
    assert key(f"{name} {form}") == key(name)


@settings(deadline=None)
@given(st.text(st.sampled_from("19aB.,'-+!/ \u00b2\u0661"), max_size=12) | st.text(max_size=30))
def test_numbers_survive_whole_and_apart(text: str) -> None:
    name = f"Quill {text}"
    assert re.findall(r"\d+", key(name)) == re.findall(r"\d+", unicodedata.normalize("NFKC", name))


@settings(deadline=None)
@given(NAMES)
def test_possessive_comes_off(name: str) -> None:
    assert without_possessive(name + "’s") == name
    assert without_possessive(name + "'s") == name
