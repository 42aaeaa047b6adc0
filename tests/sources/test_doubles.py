import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import Article, Published
from pipelines.sources import without_doubles
from pipelines.sources.parsing import parse
from tests.sources.conftest import ENGLISH, NOW, raw


def article(locator: str, text: str = ENGLISH, day: int | None = None, later: int = 0) -> Article:
    parsed = parse(raw(text, locator=locator))
    assert isinstance(parsed, Article)
    when = Published(NOW - timedelta(days=100 - day), "day") if day else Published()
    return replace(parsed, published=when, retrieved_at=NOW + timedelta(hours=later), content_hash=f"{text}{day}")


def test_different_articles_all_stay_in_their_order() -> None:
    articles = [replace(article("x"), article_id=name) for name in "cab"]
    assert without_doubles(articles) == (articles, [])


def test_the_same_words_twice_are_kept_once_and_both_places_are_named() -> None:
    kept, (refused,) = without_doubles([article("two.txt"), article("one.txt")])
    assert [a.locator for a in kept] == ["one.txt"]
    assert (refused.stage, refused.reason, refused.locator) == ("parse", "same_article", "two.txt")
    assert "one.txt once more, word for word" in refused.message


def test_of_versions_the_latest_published_is_kept_whenever_they_were_read() -> None:
    old, new, undated = article("a", "old " + ENGLISH, day=1), article("b", "new " + ENGLISH, day=2), article("c", ENGLISH)
    assert without_doubles([old, new, undated])[0] == [new]
    kept, refused = without_doubles([replace(old, retrieved_at=NOW + timedelta(hours=1)), new, undated])
    assert kept == [new]
    assert all("another version of the article at b" in r.message for r in refused)


@settings(deadline=None)
@given(
    specs=st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from([None, 1, 2]), st.integers(0, 1), st.sampled_from("pq")), max_size=8),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_the_input_decides_nothing(specs: list[tuple[str, int | None, int, str]], seed: random.Random) -> None:
    articles = [
        replace(article(f"{n}.txt", text * 3 + ENGLISH, day, later), article_id=id_) for n, (id_, day, later, text) in enumerate(specs)
    ]
    shuffled = seed.sample(articles, len(articles))
    kept, refused = without_doubles(articles)
    again, refused_again = without_doubles(shuffled)
    assert {a.locator for a in kept} == {a.locator for a in again}
    assert {r.refusal_id for r in refused} == {r.refusal_id for r in refused_again}
    assert len(kept) + len(refused) == len(articles)
