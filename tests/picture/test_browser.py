"""The page in a browser: drawn, filtered, clicked, searched and walked through by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.picture.browser import Browser, browser
from tests.picture.conftest import HOSTILE, SENTENCE

pytestmark = pytest.mark.browser
SHOWN = "cy.elements(':visible').map((one) => one.isNode() ? one.id() : facts[one.data('place')].id).sort()"
ROWS = "[...document.querySelectorAll('#facts tbody tr')].filter((row) => row.offsetParent).length"
BAN = "cy.edges().filter((edge) => facts[edge.data('place')].id === 'f-ban')"
MIDDLE = "(() => {{ const box = canvas.getBoundingClientRect(), at = {}; return [box.x + at.x, box.y + at.y]; }})()"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def opened(chromium: Browser, file: Path) -> Iterator[Browser]:
    """The page of the hostile newsroom, freshly opened; it may complain of nothing."""
    chromium.open(file)
    yield chromium
    assert chromium.complaints == []
    assert chromium.run("document.title") == "Acme & <b> – newsgraph"


def details(opened: Browser) -> str:
    return str(opened.run("document.getElementById('details').hidden ? '' : document.getElementById('details').innerText"))


def test_everything_is_drawn_and_told_to_who_cannot_see_it(opened: Browser) -> None:
    assert opened.run("cy.nodes(':visible').length") == 7
    assert opened.run("cy.edges(':visible').length") == 11
    assert opened.run("canvas.getAttribute('aria-label')") == "Graph of 7 entities and 11 facts"
    painted = (
        "[...canvas.querySelectorAll('canvas')].some((c) => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean))"
    )
    assert opened.run(painted)
    assert opened.run("cy.nodes('.labelled').length") > 3


def test_the_layout_is_the_same_each_time(opened: Browser, file: Path) -> None:
    places = "cy.nodes().map((node) => [node.id(), node.position('x'), node.position('y')])"
    first = opened.run(places)
    opened.open(file)
    assert opened.run(places) == first
    assert len({tuple(place[1:]) for place in first}) == 7


def test_a_click_on_an_edge_shows_its_claims(opened: Browser) -> None:
    opened.click(*opened.run(MIDDLE.format(f"{BAN}.renderedMidpoint()")))
    told = details(opened)
    for text in (
        SENTENCE,
        HOSTILE.replace("\u2028", "").split(" <!--")[0],
        "The Sample Post",
        "2024-05-10",
        "in force",
        "confidence 0.80",
        "c-a-1-f-ban",
    ):
        assert text in told.replace("\u2028", "")
    marked = "[...document.querySelectorAll('#details blockquote mark')].map((mark) => [mark.className, mark.textContent])"
    assert opened.run(marked) == [["subject", "Norland"], ["trigger", "banned"], ["object", "Acme"]]
    assert opened.run("[...document.querySelectorAll('#details a')].map((a) => a.href)") == ["https://news.example/a-1"]


def test_a_click_on_a_node_shows_its_names_and_facts(opened: Browser) -> None:
    opened.click(*opened.run(MIDDLE.format("cy.getElementById('e-acme').renderedPosition()")))
    told = details(opened)
    for text in ('Acme "Quoted" \\ Corp', "ACME", "company", "ACM", "sanctions", "Norland", "invests in", "Vela Fund", "listed on"):
        assert text in told


def test_what_is_disputed_says_what_against_what(opened: Browser) -> None:
    opened.run("choose({ fact: facts.findIndex((fact) => fact.id === 'f-freeze') })")
    assert "Articles contradict each other: in force (1) against lifted (1)." in details(opened)
    assert "says otherwise: lifted" in details(opened)
    opened.run("choose({ fact: facts.findIndex((fact) => fact.id === 'f-vela-bolt') })")
    assert "Reports of its transaction contradict each other." in details(opened)


def test_a_listing_tells_what_its_list_says(opened: Browser) -> None:
    opened.run("choose({ fact: facts.findIndex((fact) => fact.id === 'l-e-acme') })")
    assert "PUMPS" in details(opened)
    assert "The same name." in details(opened)


@pytest.mark.parametrize(
    ("script", "gone", "rows"),
    [
        (
            "document.querySelector('input[value=SANCTIONS]').click()",
            {"f-ban", "f-tariff", "f-freeze", "f-lifted", "e-ministry"},
            7,
        ),
        ("document.querySelector('input[value=lifted]').click()", {"f-lifted"}, 10),
        ("document.querySelector('input[value=Person]').click()", {"e-ada", "f-ada-bolt", "f-freeze"}, 9),
        ("field('confidence').value = 0.5; update()", {"f-plant"}, 10),
        ("field('since').value = '2024-05-01'; update()", {"f-vela-acme", "l-e-acme", "l-e-vela", "e-list"}, 8),
        ("field('until').value = '2023-12-31'; update()", {"f-ban", "f-tariff"}, 3),
        ("field('undated').click()", {"f-rivals"}, 10),
        ("field('disputed').click()", {"f-ban", "e-vela"}, 1),
        ("field('several').click()", {"f-tariff", "e-vela"}, 2),
    ],
)
def test_a_filter_hides_in_graph_and_table(opened: Browser, script: str, gone: set[str], rows: int) -> None:
    before = set(opened.run(SHOWN))
    assert gone <= before
    opened.run(script)
    opened.settle()
    assert not gone & set(opened.run(SHOWN))
    assert opened.run(ROWS) == rows
    opened.run("document.querySelector('#filters [type=reset]').click()")
    opened.settle()
    opened.settle()
    assert set(opened.run(SHOWN)) == before


def test_a_period_dragged_on_the_timeline_becomes_the_days_of_the_form(opened: Browser) -> None:
    x, y, width = opened.run(
        "(() => { const box = bars.getBoundingClientRect(); return [box.x, box.y + 40, line.step * line.days.length]; })()"
    )
    opened.click(x + width - 1, y, to=(x + width / 2, y))
    since, until = opened.run("[field('since').value, field('until').value]")
    assert "2020-01-01" < since < until
    assert "l-e-acme" not in opened.run(SHOWN)


def test_the_search_finds_names_and_sentences_and_enter_opens_the_first(opened: Browser) -> None:
    opened.press("/")
    for letter in "vela":
        opened.press(letter)
    assert "f-vela-acme" in opened.run(SHOWN)
    assert "f-ban" not in opened.run(SHOWN)
    opened.press("Enter")
    assert details(opened).startswith("✕\nVela Fund") or "Vela Fund" in details(opened)
    opened.run("field('search').value = 'fiercest rival'; update()")
    opened.settle()
    assert opened.run(SHOWN) == ["e-acme", "e-bolt", "f-rivals"]


def test_a_fact_is_reached_opened_and_left_by_keyboard_alone(opened: Browser) -> None:
    opened.run("document.querySelector('#facts tbody button').focus()")
    opened.press("Enter")
    assert details(opened)
    assert opened.run("document.getElementById('details').contains(document.activeElement)")
    opened.press("Escape")
    assert details(opened) == ""
    assert opened.run("document.activeElement.className") == "fact"


def test_everything_that_can_be_used_has_a_name_and_shows_its_focus(opened: Browser) -> None:
    tree = opened.tell("Accessibility.getFullAXTree")["nodes"]
    used = {"button", "checkbox", "searchbox", "slider", "link", "Date", "image", "img"}
    nameless = [
        node["role"]["value"]
        for node in tree
        if not node.get("ignored") and node["role"]["value"] in used and not node.get("name", {}).get("value")
    ]
    assert nameless == []
    opened.press("Tab")
    opened.press("Tab")
    assert opened.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_light_follows_the_system_until_the_button_is_pressed(opened: Browser, file: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = opened.run(paper)
    opened.run("field('theme').click()")
    dark = opened.run(paper)
    assert dark != light
    opened.open(file, dark=True)
    assert opened.run(paper) == dark
    assert opened.run("cy.nodes('.labelled')[0].style('color')") == opened.run("getComputedStyle(document.body).color").replace(
        " ", ""
    ).replace(",", ",")


def test_a_narrow_window_shows_the_graph_without_scrolling_sideways(opened: Browser, file: Path) -> None:
    opened.open(file, (390, 840))
    assert opened.run("document.documentElement.scrollWidth") <= 390
    assert opened.run("canvas.getBoundingClientRect().top") < 400
    assert opened.run("canvas.getBoundingClientRect().height") > 300
    assert opened.run("document.getElementById('legend').getBoundingClientRect().top >= canvas.getBoundingClientRect().bottom")
    assert "articles" in opened.run("getComputedStyle(document.querySelector('#facts td[data-name]:not(:empty)'), '::before').content")


def test_no_name_is_cut_at_the_edge(opened: Browser, file: Path) -> None:
    opened.open(file, (390, 840))
    opened.run("cy.pan({ x: 0, y: 0 }) && cy.nodes().data({ short: 'Office of Something Very Long', wide: 200 }).length")
    opened.run("cy.nodes().positions((node, place) => ({ x: (place % 2 ? 5 : 380) / cy.zoom(), y: 50 * (1 + place) / cy.zoom() })).length")
    opened.run("label()")
    boxes = opened.run("cy.nodes('.labelled').map((node) => [node.boundingBox().x1, node.boundingBox().x2].map((x) => x * cy.zoom()))")
    assert boxes
    assert all(-40 <= left < right <= 430 for left, right in boxes)  # of their nodes; beside these a label reached to -95 and 480
