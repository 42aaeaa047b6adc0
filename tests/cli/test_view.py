"""`newsgraph view` as a person runs it."""

from collections.abc import Iterator

import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from pipelines.graph.reconcile import reconcile
from tests.cli.conftest import Shell
from tests.graph.newsroom import newsroom


@pytest.fixture
def newsroom_shell(connected_shell: Shell, graph: Driver) -> Iterator[Shell]:
    schema = load_schema()
    reconcile(graph, "neo4j", schema, *newsroom().frames(schema))
    return connected_shell


def test_the_neighbourhood_of_an_entity_becomes_a_page_named_like_it(newsroom_shell: Shell) -> None:
    done = newsroom_shell("view", "Vela Fund", "--depth", "2")
    assert (done.returncode, done.stdout) == (0, "vela-fund.html\n"), done.stderr
    page = (newsroom_shell.folder / "vela-fund.html").read_text(encoding="utf-8")
    assert "<h1>Vela Fund</h1>" in page
    assert "newsgraph view &#39;Vela Fund&#39; --depth=2 --limit=500" in page
    assert "Norland banned imports of Acme" in page


def test_twice_is_the_same_file_to_the_byte(newsroom_shell: Shell) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        assert newsroom_shell("view", "acme", "--out", name).returncode == 0
        pages.append((newsroom_shell.folder / name).read_bytes())
    assert pages[0] == pages[1]


def test_a_question_is_drawn_with_its_parameters(newsroom_shell: Shell) -> None:
    done = newsroom_shell("view", "sanctions_on", "--param", "entity=acme")
    assert done.returncode == 0, done.stderr
    assert "2 entities, 1 facts, 2 claims." in done.stderr
    page = (newsroom_shell.folder / "sanctions_on.html").read_text(encoding="utf-8")
    assert "<h1>Sanctions on somebody: entity=acme</h1>" in page


def test_options_narrow_what_is_drawn_and_the_page_says_so(newsroom_shell: Shell) -> None:
    done = newsroom_shell("view", "acme", "--type", "sanctions", "--since", "2024-05-10", "--limit", "1", "--out", "x.html")
    assert "1 entities, 0 facts, 0 claims. 1 more entities are left out" in " ".join(done.stderr.split())
    assert "1 more entity is left out" in (newsroom_shell.folder / "x.html").read_text(encoding="utf-8")
    assert "(SANCTIONS, since 2024-05-10 only)" in (newsroom_shell.folder / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Nobody Ltd"], "No entity of the record goes by 'Nobody Ltd'."),
        (["acme", "--since", "yesterday"], "'yesterday' is no day"),
        (["acme", "--type", "LOVES"], "no relationship of type 'LOVES' joins entities"),
        (["acme", "--param", "limit=3"], "'acme' is no question"),
        (["sanctions_on"], "parameter `entity` is missing"),
        (["sanctions_on", "--param", "entity=Ada Example", "--type", "ACQUIRES"], ""),
        (["sanctions_on", "--param", "entity=Nobody"], "nothing found"),
        (["acme", "--out", "none/such/page.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_explained(newsroom_shell: Shell, arguments: list[str], told: str) -> None:
    done = newsroom_shell("view", *arguments)
    assert done.returncode == (1 if told else 0)
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_without_a_server_it_says_how_to_start_one(shell: Shell) -> None:
    done = shell("view", "acme")
    assert done.returncode == 1
    assert "newsgraph db start" in done.stderr
