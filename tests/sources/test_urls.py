import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.refusing import UnfitError
from pipelines.sources.urls import canonical_url

STORY = "https://wire.example/a/story"


@pytest.mark.parametrize(
    "spelling",
    [
        STORY,
        " https://Wire.Example/a/story/ ",
        "HTTPS://wire.example:443/a//story",
        "https://wire.example/a/story#comments",
        "https://wire.example/a/story/?utm_source=x&utm_medium=mail&fbclid=7#top",
    ],
)
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    assert canonical_url(spelling) == STORY


def test_what_tells_articles_apart_is_kept() -> None:
    spellings = [f"{STORY}{rest}" for rest in ("", "s", "?12345", "?12346", "?id=1", "?id=2", "?cid=7", "?gallery=2", "?q=")]
    assert len({canonical_url(spelling) for spelling in spellings}) == len(spellings)
    assert canonical_url(f"{STORY}?b=2&a=1") == canonical_url(f"{STORY}/?a=1&b=2&utm_x=9")
    assert canonical_url(f"{STORY}?12345") == f"{STORY}?12345"
    assert canonical_url("https://wire.example/") == canonical_url("https://wire.example")


@pytest.mark.parametrize(
    "text",
    [
        *("story", "wire.example/story", "ftp://wire.example/a", "javascript:alert(1)", "https://", "https:///a", "file:///etc/hosts"),
        *("https://wire.example:port/", "https://wire.example:99999/", "https://[::1/", "https://a b.example/", 'https://wire.example/"x"'),
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(UnfitError) as refused:
        canonical_url(text)
    assert refused.value.reason == "bad_url"


@settings(deadline=None)
@given(
    path=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"], exclude_characters='<>"?#'), max_size=20),
    query=st.text(st.sampled_from("abc=&%+1é"), max_size=12),
)
def test_the_canonical_form_is_its_own(path: str, query: str) -> None:
    once = canonical_url(f"https://wire.example/{path}?{query}")
    assert canonical_url(once) == once
