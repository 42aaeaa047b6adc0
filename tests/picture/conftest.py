"""The newsroom's graph, with texts that would do harm on a careless page, and its page as a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from graph_schema.spec import Schema
from pipelines.graph.neighbourhood import Bounds, around
from pipelines.graph.reconcile import reconcile
from pipelines.graph.schema import apply_schema
from pipelines.graph.server import Server
from pipelines.picture.page import page
from pipelines.picture.scene import Heading, scene
from pipelines.records import Neighbourhood
from tests.graph.newsroom import newsroom
from tests.graph.sample import Sample

HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"> {{ 7 * 7 }} <!-- ]]> \u2028 ’"
# The ban's sentence, after a smiley, which is one code point and two units of JavaScript; the offsets count in the text.
SENTENCE = "🙂 Norland banned imports of Acme's pumps."
EVIDENCE = ["sentence:100:141", "subject:102:109", "trigger:110:116", "object:128:132", "antecedent:20:30"]


def hostile_newsroom() -> Sample:
    """The newsroom, whose second article is hostile from title to address."""
    graph = newsroom()
    two = next(row for row in graph.nodes["Article"] if row["article_id"] == "a-2")
    two |= {"title": HOSTILE, "publisher": HOSTILE, "url": "javascript:document.title='broken'"}
    for row in graph.nodes["Claim"]:
        if row["claim_id"] == "c-a-2-f-ban":
            row |= {"sentence": HOSTILE, "end": len(HOSTILE)}
        if row["claim_id"] == "c-a-1-f-ban":
            row |= {"sentence": SENTENCE, "start": 100, "end": 100 + len(SENTENCE), "evidence": EVIDENCE}
    next(row for row in graph.nodes["Company"] if row["entity_id"] == "e-bolt")["name"] = f"Bolt {HOSTILE}"
    return graph


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="module")
def seen(_driver: Driver, schema: Schema) -> Callable[[str, int], Neighbourhood]:
    """The neighbourhood of somebody in the hostile newsroom's graph, to some depth."""
    _driver.execute_query("MATCH (n) DETACH DELETE n")
    apply_schema(_driver, "neo4j", schema)
    reconcile(_driver, "neo4j", schema, *hostile_newsroom().frames(schema))
    return lambda name, depth: around(Server(_driver, "neo4j"), name, Bounds(schema, depth))


@pytest.fixture(scope="module")
def html(seen: Callable[[str, int], Neighbourhood], schema: Schema) -> str:
    return page(scene(seen("acme", 3), schema, Heading("Acme & <b>", "Who is near.", "newsgraph view acme")))


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("page") / "acme.html"
    written.write_text(html, encoding="utf-8")
    return written
