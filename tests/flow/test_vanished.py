"""What is gone from a source declared complete is taken back, and only when that can be believed."""

import pytest

from pipelines.flow.documents import ARTICLE, GONE
from pipelines.flow.vanished import FEW, vanished
from pipelines.records import Refusal
from tests.flow.conftest import LISTED, RIVALS, Project

LISTING = ("SANCTIONS", "Bureau of Industry and Security", "ZTE")
RIVALRY = ("COMPETES_WITH", "AMD", "Nvidia")
WHY = "its complete source no longer has it"


def rows(number: int, source: str = "test", outcome: str = ARTICLE) -> dict[tuple[str, str], dict[str, object]]:
    return {(source, f"{n}.txt"): {"outcome": outcome} for n in range(number)}


def test_a_file_that_is_gone_from_a_complete_source_takes_its_article_along(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest()
    project.remove("listed.txt")
    read, _, extracted = project.ingest(days_later=1, complete=True)
    assert (read.counts["gone"], extracted.counts["readings withdrawn"]) == (1, 1)
    assert (project.claims(), project.withdrawn()) == ([RIVALRY], [("SANCTIONS", "ZTE", WHY)])


def test_of_a_source_that_is_not_declared_complete_nothing_is_gone(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.ingest()
    project.remove("listed.txt")
    project.ingest(days_later=1)
    assert (project.claims(), project.withdrawn()) == ([LISTING], [])


def test_taking_back_twice_is_the_same_as_once(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest()
    project.remove("listed.txt")
    project.ingest(days_later=1, complete=True)
    before = project.generation()
    assert project.ingest(days_later=2, complete=True)[0].counts["gone"] == 0
    assert project.generation() == before


def test_one_that_comes_back_stands_again_on_its_first_day(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest()
    project.remove("listed.txt")
    project.ingest(days_later=1, complete=True)
    project.write("listed.txt", LISTED)
    assert project.ingest(days_later=2, complete=True)[-1].days == ("2026-11-25",)
    assert project.claims() == [RIVALRY, LISTING]


@pytest.mark.parametrize("broken", ["no json\n", '{"id": "x"'])
def test_nothing_is_gone_from_a_source_that_could_not_be_read_whole(project: Project, broken: str) -> None:
    project.write("listed.txt", LISTED)
    project.ingest()
    project.remove("listed.txt")
    project.write("wire.jsonl", broken)
    read = project.ingest(days_later=1, complete=True)[0]
    assert read.reasons["incomplete_reading"] == 1
    assert any("wire.jsonl:1" in refusal.message and "nothing was taken back" in refusal.message for refusal in read.refusals)
    assert project.claims() == [LISTING]


def test_nothing_is_gone_from_an_empty_folder_which_may_not_be_mounted(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.ingest()
    project.remove("listed.txt")
    held = project.ingest(days_later=1, complete=True)[0]
    assert "incomplete_reading" in held.reasons
    assert any("--any-number" in refusal.message for refusal in held.refusals)
    project.ingest(days_later=1, complete=True, any_number=True)
    assert project.claims() == []


def test_an_article_that_another_document_has_too_stays_as_that_one_has_it(project: Project) -> None:
    url = "https://news.example/zte"
    project.write_lines("a.jsonl", {"id": "a", "url": url, "text": LISTED, "published": "2026-11-24"})
    project.write_lines("b.jsonl", {"id": "b", "url": url, "text": RIVALS, "published": "2026-11-23"})
    project.ingest()
    assert project.claims() == [LISTING]
    project.remove("a.jsonl")
    project.ingest(days_later=1, complete=True)
    assert project.claims() == [RIVALRY]


def test_half_of_a_source_gone_at_once_is_not_believed_unless_it_is_said() -> None:
    known, left = rows(3 * FEW), {("test", f"{n}.txt") for n in range(FEW)}
    held = vanished(known, left, [], "test", any_number=False)
    assert (held.keys, [refusal.reason for refusal in held.refusals]) == ((), ["mass_withdrawal"])
    assert f"{2 * FEW} of its {3 * FEW} documents" in held.refusals[0].message
    assert len(vanished(known, left, [], "test", any_number=True).keys) == 2 * FEW


def test_only_the_source_at_hand_is_looked_at_and_what_is_gone_already_is_not_gone_again() -> None:
    known = rows(2) | rows(2, source="other") | {("test", "old.txt"): {"outcome": GONE}}
    assert vanished(known, {("test", "0.txt")}, [], "test", any_number=False).keys == (("test", "1.txt"),)


def test_what_was_passed_by_and_what_another_source_lacks_holds_nothing_back() -> None:
    passed = Refusal("read", "hidden", "is hidden", "x", "test", ".x")
    elsewhere = Refusal("read", "not_json", "is no JSON", "y", "other", "y")
    assert vanished(rows(2), {("test", "0.txt")}, [passed, elsewhere], "test", any_number=False).keys == (("test", "1.txt"),)


def test_ten_of_more_may_go_at_once() -> None:
    assert len(vanished(rows(FEW + 1), {("test", "0.txt")}, [], "test", any_number=False).keys) == FEW


@pytest.mark.parametrize("number", [1, 3])
def test_all_of_a_source_gone_at_once_is_not_believed_however_few_they_were(number: int) -> None:
    held = vanished(rows(number), set(), [], "test", any_number=False)
    assert (held.keys, [refusal.reason for refusal in held.refusals]) == ((), ["mass_withdrawal"])


def test_what_was_held_back_is_no_longer_told_when_the_source_is_whole_again(project: Project) -> None:
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest()
    project.remove("listed.txt")
    project.remove("rivals.txt")
    project.write("notes.pdf", "x")
    assert "mass_withdrawal" in project.ingest(1, complete=True)[0].reasons
    project.write("listed.txt", LISTED)
    project.write("rivals.txt", RIVALS)
    project.ingest(2, complete=True)
    assert "mass_withdrawal" not in project.record.table("refusals")["reason"].to_pylist()
