import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import Article, MediaType, Refusal, stable_id
from pipelines.sources.parsing import parse
from tests.sources.conftest import ENGLISH, NOW, raw

GERMAN = "Die Bundesregierung hat am Dienstag neue Regeln für Investitionen angekündigt, die im Herbst gelten sollen. " * 3
CHINESE = "昨天这家公司宣布了一项新的投资计划，将在明年建设第二座工厂。"


def article(payload: str, media_type: MediaType = "text/plain") -> Article:
    parsed = parse(raw(payload, media_type))
    assert isinstance(parsed, Article), parsed
    return parsed


def refused(payload: str, media_type: MediaType = "text/plain") -> Refusal:
    parsed = parse(raw(payload, media_type))
    assert isinstance(parsed, Refusal), parsed
    assert parsed.stage == "parse"
    assert parsed.message.startswith("here/story.txt: ")
    return parsed


def record(**keys: object) -> str:
    return json.dumps({"id": "1", "text": ENGLISH} | keys)


def test_a_record_gives_its_keys_and_ignores_others() -> None:
    found = article(
        record(url="https://W.example/a/", title=" Two\n lines ", published="2024-02", publisher="Wire", extra={"x": 1}), "application/json"
    )
    assert (found.url, found.title, found.publisher) == ("https://w.example/a", "Two lines", "Wire")
    assert (found.published.at, found.published.precision) == (datetime(2024, 2, 1, tzinfo=UTC), "month")
    assert (found.text, found.language) == (ENGLISH, "en")


def test_null_and_empty_metadata_is_unknown() -> None:
    for empty in (None, "", " "):
        found = article(record(url=empty, title=empty, published=empty, publisher=empty), "application/json")
        assert (found.url, found.title, found.publisher, found.published.precision) == (None, None, None, "unknown")


@pytest.mark.parametrize(
    ("keys", "reason", "said"),
    [
        ({"text": 5}, "bad_type", "`text` is a number"),
        ({"title": ["a"]}, "bad_type", "`title` is a list"),
        ({"published": 1716537600}, "bad_type", "`published` is a number"),
        ({"url": True}, "bad_type", "`url` is a boolean"),
        ({"url": "story 7"}, "bad_url", "no web address"),
        ({"published": "sometime"}, "bad_date", "is no date"),
        ({"published": "2031-01-01"}, "bad_date", "out of range"),
        ({"text": ""}, "no_text", "holds no text"),
        ({"text": " \n"}, "no_text", "holds no text"),
        ({"text": "12 -- 7.5 %\n***"}, "no_sentence", "no sentence"),
        ({"text": ENGLISH + "\ud83d"}, "bad_text", f"U+D83D at character {len(ENGLISH)}"),
        ({"title": "a\x00b"}, "bad_text", "`title` holds U+0000"),
        ({"text": GERMAN}, "not_english", "(de)"),
        ({"text": CHINESE}, "not_english", "(zh)"),
        ({"text": "word " * 200_001}, "too_large", "1,000,005 characters"),
    ],
)
def test_an_unfit_record_is_refused_with_the_reason(keys: dict[str, object], reason: str, said: str) -> None:
    found = refused(record(**keys), "application/json")
    assert found.reason == reason
    assert said in found.message
    found.message.encode()
    found.sample.encode()


def test_what_cannot_be_stored_is_escaped_in_the_refusal() -> None:
    assert refused(f"a\x00b {ENGLISH}").sample.startswith("a\\x00b ")


def test_a_text_too_short_to_tell_counts_as_english() -> None:
    assert article("Bonjour tout le monde.").language == "en"


def test_the_id_is_the_canonical_urls_else_that_of_source_and_own_id() -> None:
    with_url = [article(record(url=url), "application/json") for url in ("https://w.example/a?utm_x=1", "https://w.example/a/")]
    assert {a.article_id for a in with_url} == {stable_id("a", "https://w.example/a")}
    assert article(ENGLISH).article_id == stable_id("a", "here", "story.txt")


def test_the_content_hash_covers_content_and_not_place_or_time_of_reading() -> None:
    base = raw(record(), "application/json")
    moved = replace(base, locator="elsewhere:9", retrieved_at=NOW + timedelta(days=1), source="other", own_id="2")
    keys = {"text": ENGLISH + "!", "title": "T", "url": "https://w.example/a", "publisher": "P", "published": "2024-02"}
    hashes = [parse(d).content_hash for d in (base, moved)] + [  # type: ignore[union-attr]
        article(record(**{key: value}), "application/json").content_hash for key, value in (keys | {"published": "2024-02-01"}).items()
    ]
    assert hashes[0] == hashes[1]
    hashes.append(article(record(published="2024-02"), "application/json").content_hash)
    assert len(set(hashes)) == len(hashes) - 1


@settings(deadline=None)  # the first example loads the model
@given(
    noise=st.text(st.sampled_from("\r\n\t \u00a0\u2028’“—é😀İ\u0301`'\"{}$|*#-"), max_size=40),
    media_type=st.sampled_from(["text/plain", "text/markdown", "application/json"]),
)
def test_the_text_is_the_decoded_input_unchanged(noise: str, media_type: MediaType) -> None:
    text = f"{noise}{ENGLISH}{noise}"
    payload = record(text=text) if media_type == "application/json" else text
    assert article(payload, media_type).text == text


@settings(deadline=None)  # the first example loads the model
@given(payload=st.text(max_size=200), media_type=st.sampled_from(["text/plain", "text/markdown", "text/html", "application/json"]))
def test_whatever_comes_in_an_article_or_a_refusal_comes_out(payload: str, media_type: MediaType) -> None:
    if media_type == "application/json":
        payload = json.dumps({"id": "1", "text": payload, "published": payload[:30], "url": payload[:30]})
    assert parse(raw(payload, media_type)) == parse(raw(payload, media_type))


def test_nothing_is_logged_about_a_bad_page(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert refused("<html><body></body></html>", "text/html").reason == "no_text"
        assert refused("just words, no markup", "text/html").reason == "no_text"
    assert caplog.records == []
