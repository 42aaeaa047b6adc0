"""From paths to published claims: what a run takes up, what it replaces, what it keeps."""

from dataclasses import replace

import pytest

from pipelines.errors import RecordError
from pipelines.flow import extract_claims, parse_documents, read_documents
from pipelines.record import audit
from tests.flow.conftest import LISTED, RIVALS, Project

LISTING = ("SANCTIONS", "Bureau of Industry and Security", "ZTE")
RIVALRY = ("COMPETES_WITH", "AMD", "Nvidia")


def test_claims_are_published_with_their_articles(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    read, parsed, extracted = project.ingest()
    assert (read.counts["new or changed"], parsed.counts["articles"], extracted.counts["claims"]) == (2, 2, 2)
    assert project.claims() == [RIVALRY, LISTING]
    assert audit.article_faults(project.record) + audit.quotation_faults(project.record) == []


def test_a_second_run_changes_nothing_and_needs_no_model(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.ingest()
    before = project.generation()
    run = project.run(days_later=1)
    assert read_documents(run, "v1").counts["unchanged"] == 1
    parse_documents(run)
    assert extract_claims(run, None, project.schema, "v1").counts["articles"] == 0
    assert project.generation() == before


def test_a_changed_article_replaces_its_own_claims_in_its_own_day(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.write("two.txt", RIVALS)
    project.ingest()
    project.write("one.txt", RIVALS.replace("AMD", "Intel"))
    tally = project.ingest(days_later=2)[-1]
    assert tally.days == ("2026-11-25",)
    assert project.claims() == [RIVALRY, ("COMPETES_WITH", "Intel", "Nvidia")]


def test_an_article_keeps_the_day_it_was_first_read_on(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    project.write("two.txt", RIVALS)
    project.ingest(days_later=1)
    assert sorted(project.record.manifest()["files"]["articles"]) == ["2026-11-25", "2026-11-26"]


def test_a_run_for_an_earlier_day_takes_only_what_was_first_read_then(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    project.write("one.txt", LISTED + " A spokesman declined to say more about it.")
    project.write("two.txt", RIVALS)
    read = project.ingest(days_later=3, day="2026-11-25")[0]
    assert (read.counts["new or changed"], read.counts["of another day"]) == (1, 1)
    assert project.claims() == [LISTING]


def test_another_extractor_version_extracts_again(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    assert project.ingest(version="v2")[0].counts["new or changed"] == 1
    assert project.claims() == [LISTING]


def test_one_bad_line_is_set_aside_and_kept_and_the_rest_goes_on(project: Project) -> None:
    project.write("wire.jsonl", '{"id": "a", "text": "' + LISTED + '"}\n{"id": "b"\n')
    read = project.ingest()[0]
    assert read.reasons == {"not_json": 1}
    assert project.claims() == [LISTING]
    kept = project.record.table("refusals").to_pylist()
    assert [(row["stage"], row["reason"], row["locator"].endswith("wire.jsonl:2")) for row in kept] == [("read", "not_json", True)]


def test_a_mended_document_takes_its_refusal_away(project: Project) -> None:
    project.write_lines("wire.jsonl", {"id": "a", "text": LISTED, "published": "the day before yesterday-ish"})
    assert project.ingest()[1].reasons == {"bad_date": 1}
    project.write_lines("wire.jsonl", {"id": "a", "text": LISTED, "published": "2026-11-24"})
    project.ingest()
    assert project.record.table("refusals").num_rows == 0
    assert project.claims() == [LISTING]


def test_a_document_that_breaks_keeps_its_former_article(project: Project) -> None:
    project.write_lines("wire.jsonl", {"id": "a", "text": LISTED})
    project.ingest()
    project.write_lines("wire.jsonl", {"id": "a", "text": LISTED, "published": "never"})
    assert project.ingest()[1].reasons == {"bad_date": 1}
    assert project.claims() == [LISTING]


def test_the_same_article_twice_is_one_and_stays_so_when_run_again(project: Project) -> None:
    url = "https://news.example/zte"
    project.write_lines("a.jsonl", {"id": "a", "url": url, "text": LISTED, "published": "2026-11-24"})
    project.write_lines("b.jsonl", {"id": "b", "url": url + "?utm_source=x", "text": RIVALS, "published": "2026-11-23"})
    assert project.ingest()[1].reasons == {"same_article": 1}
    before = project.generation()
    assert project.ingest(days_later=1)[0].counts["new or changed"] == 0
    assert (project.claims(), project.generation()) == ([LISTING], before)


def test_an_article_whose_url_changed_is_not_in_twice(project: Project) -> None:
    project.write_lines("a.jsonl", {"id": "a", "url": "https://news.example/draft", "text": LISTED})
    project.ingest()
    project.write_lines("a.jsonl", {"id": "a", "url": "https://news.example/final", "text": LISTED})
    project.ingest()
    assert project.record.table("articles")["url"].to_pylist() == ["https://news.example/final"]
    assert project.claims() == [LISTING]


@pytest.mark.parametrize("steps", [1, 2])
def test_a_run_that_ended_before_publishing_is_finished_by_the_next(project: Project, steps: int) -> None:
    project.write("one.txt", LISTED)
    run = project.run()
    read_documents(run, "v1")
    if steps == 2:
        parse_documents(run)
    assert project.claims() == []
    project.ingest()
    assert project.claims() == [LISTING]


def test_a_refused_statement_is_counted_and_kept_with_its_sentence(project: Project) -> None:
    project.write("denied.txt", "Intel denied that it had invested $2 billion in Ampere. The report came from a newspaper on Sunday.")
    assert project.claims() == []
    extracted = project.ingest()[2]
    assert sum(extracted.reasons.values()) == 1
    assert "Ampere" in project.record.table("refusals").to_pylist()[0]["sample"]


def test_an_id_that_is_there_twice_in_a_file_counts_once_in_every_run(project: Project) -> None:
    project.write_lines("wire.jsonl", {"id": 1, "text": LISTED}, {"id": 1, "text": RIVALS})
    assert project.ingest()[0].reasons == {"same_id": 1}
    before = project.generation()
    assert project.ingest(days_later=1)[0].reasons == {"same_id": 1}
    assert (project.claims(), project.generation()) == ([LISTING], before)


def test_an_article_shared_by_two_documents_outlives_the_one_that_leaves_it(project: Project) -> None:
    url = "https://news.example/zte"
    project.write_lines("a.jsonl", {"id": "a", "url": url, "text": LISTED, "published": "2026-11-24"})
    project.write_lines("b.jsonl", {"id": "b", "url": url, "text": RIVALS, "published": "2026-11-23"})
    project.ingest()
    project.write_lines("a.jsonl", {"id": "a", "url": url + "-2", "text": LISTED})
    project.ingest(days_later=1)
    assert project.claims() == [RIVALRY, LISTING]
    assert project.record.table("refusals").num_rows == 0


def test_a_later_version_of_anothers_article_is_not_lost_when_the_first_moves_away(project: Project) -> None:
    url = "https://news.example/zte"
    project.write_lines("a.jsonl", {"id": "a", "url": url, "text": LISTED})
    project.ingest()
    project.write_lines("b.jsonl", {"id": "b", "url": url, "text": RIVALS, "published": "2026-11-24"})
    project.ingest(days_later=1)
    assert project.claims() == [RIVALRY]
    assert project.withdrawn() == [("SANCTIONS", "ZTE", "another document with its URL counts more, or alone now")]
    project.write_lines("a.jsonl", {"id": "a", "url": url + "-2", "text": LISTED})
    project.ingest(days_later=2)
    assert project.claims() == [RIVALRY, LISTING]


def test_a_bad_line_of_another_file_keeps_its_refusal(project: Project) -> None:
    project.write("a.jsonl", "no json\n")
    project.ingest()
    (project.articles / "a.jsonl").rename(project.articles.parent / "a.jsonl")
    project.write("b.jsonl", "no json either\n")
    project.ingest()
    assert sorted(project.record.table("refusals")["file"].to_pylist()) == ["a.jsonl", "b.jsonl"]


def test_a_mended_line_takes_its_refusal_away(project: Project) -> None:
    project.write("a.jsonl", "no json\n")
    project.ingest()
    project.write_lines("a.jsonl", {"id": "a", "text": LISTED})
    project.ingest()
    assert project.record.table("refusals").num_rows == 0


def test_a_refused_statement_stays_refused_when_nothing_changed(project: Project) -> None:
    project.write("denied.txt", "Intel denied that it had invested $2 billion in Ampere. The report came from a newspaper on Sunday.")
    project.ingest()
    kept = project.record.table("refusals").to_pylist()
    run = project.run(days_later=1)
    run = replace(run, paths=[project.articles, project.articles / "denied.txt"])
    read_documents(run, "v1")
    parse_documents(run)
    extract_claims(run, None, project.schema, "v1")
    after = project.record.table("refusals").to_pylist()
    assert [row for row in after if row["stage"] == "extract"] == kept
    assert [row["reason"] for row in after if row["stage"] == "read"] == ["read_twice"]


def test_what_was_set_aside_is_told_again_though_it_is_not_looked_at_again(project: Project) -> None:
    project.write_lines("a.jsonl", {"id": "a", "text": LISTED, "published": "never"})
    project.ingest()
    counts = project.ingest()[0].counts
    assert (counts["unchanged"], counts["set aside before"]) == (1, 1)


def test_a_step_run_again_alone_brings_nothing_old_back(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    with pytest.raises(RecordError, match="Materialise the asset before it"):
        extract_claims(project.run(), project.extractor, project.schema, "v1")


def test_staged_articles_are_not_published_without_an_extractor(project: Project) -> None:
    project.write("one.txt", LISTED)
    run = project.run()
    read_documents(run, "v1")
    parse_documents(run)
    with pytest.raises(ValueError, match="no extractor"):
        extract_claims(run, None, project.schema, "v1")
    project.ingest()
    assert project.claims() == [LISTING]


def test_an_empty_folder_is_told_once_and_changes_nothing_when_run_again(project: Project) -> None:
    assert project.ingest()[0].reasons == {"empty_folder": 1}
    before = project.generation()
    project.ingest(days_later=1)
    assert project.generation() == before
    assert project.record.table("articles").num_rows == 0
