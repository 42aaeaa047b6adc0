"""A new reading of an article replaces the old one; what ends with it is kept, what both state stands since it was learnt."""

from datetime import timedelta

from tests.flow.conftest import LISTED, RIVALS, START, Project

LATER = " A spokesman declined to say more about it."


def learnt(project: Project) -> dict[str, int]:
    """Per standing claim's object, days after the start since when it stands."""
    return {row["object_text"]: (row["learnt_at"] - START) // timedelta(days=1) for row in project.record.table("claims").to_pylist()}


def test_a_claim_that_a_changed_text_keeps_stands_since_it_was_first_learnt(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    project.write("one.txt", LISTED + LATER + " " + RIVALS)
    project.ingest(days_later=3)
    assert learnt(project) == {"ZTE": 0, "Nvidia": 3}


def test_the_text_and_the_claims_of_a_replaced_version_are_kept(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    project.write("one.txt", RIVALS)
    project.ingest(days_later=1)
    (article,) = project.record.table("withdrawn_articles").to_pylist()
    assert (article["text"], article["withdrawn_at"]) == (LISTED, START + timedelta(days=1))
    assert project.withdrawn() == [("SANCTIONS", "ZTE", "the article's text changed")]


def test_an_extractor_that_finds_the_same_leaves_no_trace_of_the_one_before(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    project.ingest(days_later=1, version="v2")
    assert (project.withdrawn(), project.record.table("withdrawn_articles").num_rows, learnt(project)) == ([], 0, {"ZTE": 0})


def test_a_claim_that_a_later_extractor_does_not_find_is_kept_as_withdrawn(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    found = project.extractor.extract
    project.extractor.extract = lambda articles: [e.__class__(e.article_id, e.mentions) for e in found(articles)]  # type: ignore[method-assign]
    try:
        project.ingest(days_later=1, version="v2")
    finally:
        project.extractor.extract = found  # type: ignore[method-assign]
    assert (project.claims(), [why for _, _, why in project.withdrawn()]) == (
        [],
        ["a later version of the extractor reads the article otherwise"],
    )


def test_words_that_change_in_place_make_another_claim(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    before = project.record.table("claims")["claim_id"].to_pylist()
    project.write("one.txt", LISTED.replace("Monday", "Friday"))
    project.ingest(days_later=1)
    assert project.record.table("claims")["claim_id"].to_pylist() != before
    assert len(project.withdrawn()) == 1
