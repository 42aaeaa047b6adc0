from pipelines.records import Article
from pipelines.sources.pages import draft_of_page
from pipelines.sources.parsing import parse
from tests.sources.conftest import ENGLISH, NOW, raw

PAGE = f"""<html><head><title>Graypike opens | Wire</title><link rel="canonical" href="https://w.example/news/graypike/">
<meta property="og:site_name" content="The Wire"><meta property="article:published_time" content="2024-05-24T23:15:00-05:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><div class="cookie-banner">We use cookies</div>
<article><h1>Graypike opens</h1><p>{ENGLISH}</p><p>{ENGLISH}</p></article><footer>All rights reserved</footer></body></html>"""


def test_a_page_gives_its_article_and_metadata_without_menu_and_banner() -> None:
    found = parse(raw(PAGE, "text/html"))
    assert isinstance(found, Article)
    assert ENGLISH.strip() in found.text
    assert not any(word in found.text for word in ("Sport", "cookies", "rights reserved"))
    assert (found.url, found.publisher, found.published.precision) == ("https://w.example/news/graypike", "The Wire", "day")
    assert f"{found.published.at:%Y-%m-%d}" == "2024-05-24"


def test_a_broken_page_still_gives_its_words() -> None:
    broken = PAGE.replace("</p>", "").replace("</article>", "<b><i></b>").replace("</body></html>", "<tr><td")
    assert ENGLISH.strip() in draft_of_page(broken, NOW).text


def test_a_front_page_as_address_is_no_address_of_the_article() -> None:
    assert draft_of_page(PAGE.replace("https://w.example/news/graypike/", "https://w.example/"), NOW).url is None


def test_a_date_after_the_reading_is_unknown() -> None:
    assert draft_of_page(PAGE, NOW.replace(year=2020)).published is None
