"""The page as a file: whole, harmless, the same each time."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pipelines.picture
from graph_schema.spec import Schema
from pipelines.picture.page import LIBRARIES, icon, page
from pipelines.picture.scene import Heading, scene
from pipelines.records import Neighbourhood
from tests.picture.conftest import HOSTILE

VENDOR = Path(pipelines.picture.__file__).parent / "vendor"


class Read(HTMLParser):
    """The elements of a page, with the attributes that lead elsewhere, and the text of its scripts and of the rest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "srcset", "data") and value]
        assert not [name for name, _ in attrs if name.startswith("on")], f"<{tag}> runs a script"

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1] == "script" and self.lasttag == "script" and self.cdata_elem == "script":
            self.scripts.append(data)
        else:
            self.text += data


@pytest.fixture(scope="module")
def read(html: str) -> Read:
    return Read(html)


def test_hostile_texts_stay_texts(html: str, read: Read) -> None:
    assert html.count(HOSTILE) == 0
    assert html.count("<script") == html.count("</script") == read.elements.count("script") == len(LIBRARIES) + 3
    assert "img" not in read.elements
    assert HOSTILE in read.text
    assert "{{ 7 * 7 }}" in html


def test_the_embedded_data_are_those_of_the_graph(read: Read) -> None:
    data = next(json.loads(script) for script in read.scripts if script.startswith('{"about"'))
    assert (data["title"], data["command"], data["leftOut"]) == ("Acme & <b>", "newsgraph view acme", 0)
    assert {node["name"] for node in data["nodes"]} >= {"Norland", "Vela Fund", "Ada Example", f"Bolt {HOSTILE}"}
    assert {fact["id"] for fact in data["facts"]} >= {"f-ban", "f-rivals", "f-freeze", "l-e-acme"}
    assert len(data["claims"]) == 12
    assert "".join(text for text, _ in next(c for c in data["claims"] if c["id"] == "c-a-2-f-ban")["pieces"]) == HOSTILE


def test_no_address_leads_out_of_the_page(html: str, read: Read) -> None:
    assert read.addresses == ["#facts"]
    assert not re.search(r"@import|url\(\s*['\"]?(?!\$|data:)", html[: html.index("</style>")])
    assert "default-src 'none'" in html


def test_every_fact_stands_in_the_table_with_its_sentence(read: Read) -> None:
    assert "Norland banned imports of Acme's pumps." in read.text
    assert read.elements.count("tr") == 1 + 11


def test_only_the_pages_own_scripts_may_run(html: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == len(LIBRARIES) + 1
    assert html.count("'sha256-") == len(scripts)
    assert "unsafe-inline' 'sha256" not in html
    assert "script-src 'unsafe" not in html


def test_the_same_graph_gives_the_same_bytes(html: str, seen: Callable[[str, int], Neighbourhood], schema: Schema) -> None:
    again = page(scene(seen("acme", 3), schema, Heading("Acme & <b>", "Who is near.", "newsgraph view acme")))
    assert again == html


def test_the_libraries_are_those_that_their_authors_published() -> None:
    named = dict(re.findall(r"^\| `([\w.-]+)` .*`([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {name: sha256((VENDOR / name).read_bytes()).hexdigest() for name in LIBRARIES}
    assert {path.name for path in VENDOR.glob("*.js")} == set(LIBRARIES)
    assert [
        name for name in (*LIBRARIES, "lucide") if not (VENDOR / f"LICENSE-{name.removesuffix('.js').removesuffix('.min')}").exists()
    ] == []


def test_every_kind_of_entity_has_its_icon(schema: Schema) -> None:
    assert [kind for kind in schema.entity_kinds if not icon(schema.nodes[kind].look.icon)] == []
    assert icon("no-such-icon") is None
    assert icon(None) is None
