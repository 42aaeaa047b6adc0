"""The questions on graphs that hold more than the sample: a type declared anew, several claims of one fact."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from neo4j import Driver

from graph_schema.load import MODEL, load_schema
from graph_schema.queries import load_queries
from graph_schema.spec import Schema
from pipelines.graph.ask import ask
from pipelines.graph.reconcile import reconcile
from pipelines.graph.support import unsupported
from tests.graph.newsroom import newsroom
from tests.graph.sample import MAY, Sample

LIBRARY = load_queries()
GIVEN = {"entity": "acme", "since": "2024-01-01", "until": "2024-12-31"}
PROVED = [name for name, query in LIBRARY.items() if "best_claim_id" in query.cypher]
SUPPLIES = """
relationship: SUPPLIES
description: A company delivers to another.
endpoints: [{from: [Company], to: [Company]}]
claims:
  statuses: []
  discriminators: []
  attributes: {}
"""


@pytest.mark.parametrize(
    ("question", "given"),
    [("dossier", {"entity": "Acme"}), ("dossier", {"entity": "bolt"}), ("single_source", {}), ("single_source", {"type": "SUPPLIES"})],
)
def test_the_questions_about_any_fact_know_a_new_type(empty: Driver, tmp_path: Path, question: str, given: dict[str, str]) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "supplies.yml").write_text(SUPPLIES, encoding="utf-8")
    schema = load_schema(tmp_path / "model")
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-bolt", "Bolt")
    graph.claim(graph.article("a-1", MAY, "The Sample Post"), "SUPPLIES", ends, "f-1", "Acme delivers motors to Bolt.")
    graph.fact(("SUPPLIES", "Company", "Company"), ends, "f-1")
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    query = LIBRARY[question]
    found = ask(empty, "neo4j", query, query.bind(given))
    columns = ["subject", "type", "object", "sentence"]
    assert found[columns].to_numpy().tolist() == [["Acme", "SUPPLIES", "Bolt", "Acme delivers motors to Bolt."]]
    assert unsupported(empty, "neo4j", schema) == []


def test_every_question_about_facts_shows_their_proof() -> None:
    of_claims = {
        "evidence",
        "timeline",
        "published",
        "learnt",
        "taken_back",
        "facts_as_of",
        "in_force",
    }  # a row per claim, with its own sentence
    assert {*LIBRARY} - {*PROVED} - of_claims == {"most_mentioned", "listed"}
    summed = {"invested_total"}
    assert all("sentence" in " ".join(LIBRARY[name].columns) for name in {*PROVED, *of_claims} - summed)


@pytest.mark.parametrize("question", PROVED)
def test_the_sentence_is_that_of_the_best_claim_and_other_claims_double_no_row(empty: Driver, schema: Schema, question: str) -> None:
    graph = newsroom()
    # A second claim of each fact, surer and first by id, that is not the one the fact's attributes are from.
    facts = [(type_, row) for (type_, _, _), rows in graph.relationships.items() for row in rows if "fact_id" in row]
    graph.article("a-0", MAY, "The Sample Post")
    for type_, row in facts:
        ends = str(row["start"]), str(row["end"])
        graph.claim("a-0", type_, ends, str(row["fact_id"]), "Another sentence.", confidence=0.99)
    query = LIBRARY[question]
    asked = GIVEN | ({"entity": "Norland"} if question == "sanctions_by" else {})
    given = {p.name: asked[p.name] for p in query.parameters if p.required}
    reconcile(empty, "neo4j", schema, *newsroom().frames(schema))
    before = ask(empty, "neo4j", query, query.bind(given))
    reconcile(empty, "neo4j", schema, *graph.frames(schema))
    after = ask(empty, "neo4j", query, query.bind(given))
    assert not before.empty
    pd.testing.assert_frame_equal(before, after)
