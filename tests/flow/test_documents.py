"""Of documents with one URL the latest published owns the article, whatever was read when; it goes with the last of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.spec import Schema
from pipelines.flow import Run, extract_claims, parse_documents, read_documents, wanted
from pipelines.language.extractor import Extractor
from pipelines.record import Record, day_of
from tests.flow.conftest import LISTED, RIVALS, START, Project
from tests.flow.test_standing import fresh, hashed, live

URL = "https://news.example/zte"
INTEL = RIVALS.replace("AMD", "Intel")
OLD, NEW = "2026-11-23", "2026-11-24"
LISTING, RIVALRY = ("SANCTIONS", "Bureau of Industry and Security", "ZTE"), ("COMPETES_WITH", "AMD", "Nvidia")


def shared(text: str, published: str | None = None, id_: str = "x", url: str = URL) -> dict[str, object]:
    return {"id": id_, "url": url, "text": text, "published": published}


def other(id_: str = "stays") -> dict[str, object]:
    return {"id": id_, "text": f"Samsung competes with Micron. This article of {id_} is always there, and says so in English."}


class Sources:
    """Sources s1 and s2, a file each, that are read one at a time."""

    def __init__(self, project: Project) -> None:
        self.project, self.day = project, 0

    def read(self, name: str, *articles: dict[str, object], complete: bool = True) -> dict[str, int]:
        """One run over one source that holds these articles and one more."""
        self.day += 1
        self.project.write_lines(f"{name}.jsonl", *articles, other())
        run = self.project.run(self.day, complete=complete, any_number=True)
        return ingest(replace(run, paths=[self.project.articles / f"{name}.jsonl"], source=name), self.project)

    @property
    def claims(self) -> list[tuple[str, str, str]]:
        return [claim for claim in self.project.claims() if claim[1] != "Samsung"]

    @property
    def outcomes(self) -> dict[str, str]:
        return {row["source"]: row["outcome"] for row in self.project.record.table("documents").to_pylist() if row["own_id"] == "x"}


def ingest(run: Run, project: Project) -> dict[str, int]:
    """The reasons why documents were refused."""
    read_documents(run, "v1")
    parsed = parse_documents(run)
    extract_claims(run, project.extractor, project.schema, "v1")
    return parsed.reasons


@pytest.fixture
def sources(project: Project) -> Sources:
    return Sources(project)


@pytest.mark.parametrize("order", [("s1", "s2"), ("s2", "s1")])
@pytest.mark.parametrize(
    ("first", "second", "claim"),
    [
        (shared(LISTED, NEW), shared(RIVALS, OLD), LISTING),
        (shared(LISTED, OLD), shared(RIVALS, NEW), RIVALRY),
        (shared(LISTED), shared(RIVALS, OLD), RIVALRY),
        (shared(LISTED, OLD), shared(RIVALS, OLD), LISTING),
        (shared(LISTED), shared(RIVALS), LISTING),
    ],
)
def test_the_latest_published_then_the_first_by_source_counts_whichever_is_read_first(
    sources: Sources, order: tuple[str, str], first: dict[str, object], second: dict[str, object], claim: tuple[str, str, str]
) -> None:
    for name in order:
        sources.read(name, first if name == "s1" else second)
    assert sources.claims == [claim]
    owner, loser = ("s1", "s2") if claim is LISTING else ("s2", "s1")
    assert sources.outcomes == {owner: "article", loser: "same_article"}
    refused = [(row["source"], row["reason"]) for row in sources.project.record.table("refusals").to_pylist()]
    assert refused == [(loser, "same_article")]
    before = sources.project.generation()
    for name in order:
        sources.read(name, first if name == "s1" else second)
    assert sources.project.generation() == before


def test_an_article_that_is_gone_from_one_source_stands_until_it_is_gone_from_the_other(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s2", shared(LISTED, NEW))
    sources.read("s1")
    assert sources.claims == [LISTING]
    sources.read("s2")
    assert sources.claims == []
    sources.read("s2", shared(LISTED, NEW))
    assert (sources.claims, sources.outcomes) == ([LISTING], {"s1": "gone", "s2": "article"})


def test_when_the_owner_goes_the_article_stands_as_it_was_until_the_others_source_is_read(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s2", shared(RIVALS, OLD))
    sources.read("s1")
    assert sources.claims == [LISTING]
    sources.read("s2", shared(RIVALS, OLD))
    assert (sources.claims, sources.outcomes["s2"]) == ([RIVALRY], "article")
    assert sources.project.record.table("refusals").num_rows == 0


def test_when_the_owner_moves_to_another_url_the_other_has_the_article(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s2", shared(RIVALS, OLD))
    sources.read("s1", shared(INTEL, NEW, url=URL + "-2"))
    moved = ("COMPETES_WITH", "Intel", "Nvidia")
    assert sources.claims == [moved, LISTING]
    sources.read("s2", shared(RIVALS, OLD))
    assert sources.claims == [RIVALRY, moved]


def test_an_owner_whose_date_falls_back_loses_to_one_that_is_read_later(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s2", shared(RIVALS, OLD))
    sources.read("s1", shared(LISTED))
    assert sources.claims == [LISTING]
    sources.read("s2", shared(RIVALS, OLD))
    assert (sources.claims, sources.outcomes) == ([RIVALRY], {"s1": "same_article", "s2": "article"})


def test_a_change_of_one_that_does_not_count_changes_nothing_that_stands(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s2", shared(RIVALS, OLD))
    articles = sources.project.record.table("articles").to_pylist()
    assert sources.read("s2", shared(INTEL, OLD)) == {"same_article": 1}
    assert sources.project.record.table("articles").to_pylist() == articles


def test_an_owner_that_breaks_keeps_the_article(sources: Sources) -> None:
    sources.read("s1", shared(LISTED, NEW))
    sources.read("s1", shared(LISTED, "never"))
    sources.read("s2", shared(RIVALS, OLD))
    assert sources.claims == [LISTING]


FILES = ("s1.jsonl", "s2.jsonl", "s3.jsonl")
DOCUMENT = st.builds(
    shared,
    st.sampled_from([LISTED, RIVALS, INTEL]),
    st.sampled_from([None, OLD, NEW]),
    st.sampled_from("xy"),
    st.sampled_from([URL, URL + "-2"]),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(FILES), st.lists(DOCUMENT, max_size=2, unique_by=lambda article: article["id"]), st.booleans()),
    min_size=2,
    max_size=7,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_stands_is_free_of_the_order_in_which_sources_that_share_urls_were_read_and_the_past_is_kept(
    tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema, steps: list[tuple[str, list[dict[str, Any]], bool]]
) -> None:
    project = fresh(tmp_path_factory, extractor, schema)
    for name in FILES:
        project.write_lines(name, other(name))

    then = {}

    def read(day: int, *names: str) -> None:
        now = START + timedelta(days=day)
        paths = [project.articles / name for name in names]
        ingest(Run(project.record, day_of(now), now, paths, complete=True, any_number=True), project)
        then[now] = hashed(project)

    for day, (name, articles, is_read) in enumerate(steps):
        project.write_lines(name, other(name), *articles)
        if is_read:
            read(day, name)
    read(len(steps), *FILES)
    stands = live(wanted(project.knowledge()))
    generation = project.generation()
    read(len(steps) + 1, *FILES)
    assert project.generation() == generation
    assert {at: hashed(project, at) for at in then} == then
    project.record = Record(project.articles.parent / "together")
    read(len(steps) + 1, *FILES)
    assert live(wanted(project.knowledge())) == stands
