"""A project in a folder of its own: articles to read, a record, an extractor that is loaded once."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_schema.load import load_schema
from graph_schema.registry import Registry, known_entities
from graph_schema.spec import Schema
from pipelines.flow import Knowledge, Run, Tally, extract_claims, parse_documents, read_documents
from pipelines.judgements.ledger import Ledger
from pipelines.language.extractor import Extractor, load_extractor
from pipelines.record import Record, day_of
from pipelines.settings import load_settings

START = datetime(2026, 11, 25, 8, tzinfo=UTC)
LISTED = "The Bureau of Industry and Security added ZTE to the Entity List on Monday. The company did not comment."
RIVALS = "AMD competes with Nvidia in data-centre chips. Both companies report their results in the coming week."


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="session")
def registry() -> Registry:
    return known_entities()


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return load_extractor(load_settings({}).model)


class Project:
    """A folder of articles and its record; `ingest` is one run over them."""

    def __init__(self, folder: Path, extractor: Extractor, schema: Schema) -> None:
        self.articles = folder / "articles"
        self.articles.mkdir()
        self.record = Record(folder / "record")
        self.ledger = Ledger(folder / "judgements.jsonl")
        self.extractor = extractor
        self.schema = schema

    def write(self, name: str, text: str) -> None:
        (self.articles / name).write_text(text, encoding="utf-8")

    def write_lines(self, name: str, *articles: dict[str, object]) -> None:
        self.write(name, "".join(json.dumps(article) + "\n" for article in articles))

    def remove(self, name: str) -> None:
        (self.articles / name).unlink()

    def run(self, days_later: int = 0, day: str | None = None, **how: bool) -> Run:
        now = START + timedelta(days=days_later)
        return replace(Run(self.record, day or day_of(now), now, [self.articles], "test"), **how)

    def ingest(self, days_later: int = 0, version: str = "v1", day: str | None = None, **how: bool) -> list[Tally]:
        run = self.run(days_later, day, **how)
        tallies = [read_documents(run, version), parse_documents(run)]
        return [*tallies, extract_claims(run, self.extractor, self.schema, version)]

    def knowledge(self) -> Knowledge:
        return Knowledge(self.record, self.ledger, self.schema, known_entities)

    def claims(self) -> list[tuple[str, str, str]]:
        rows = self.record.table("claims").to_pylist()
        return sorted((row["type"], row["subject_text"], row["object_text"]) for row in rows)

    def withdrawn(self) -> list[tuple[str, str, str]]:
        """Claims taken back: type, object and why."""
        rows = self.record.table("withdrawn_claims").to_pylist()
        return sorted((row["type"], row["object_text"], row["withdrawn_why"]) for row in rows)

    def generation(self) -> int:
        generation: int = self.record.manifest()["generation"]
        return generation


@pytest.fixture
def project(tmp_path: Path, extractor: Extractor, schema: Schema) -> Project:
    return Project(tmp_path, extractor, schema)
