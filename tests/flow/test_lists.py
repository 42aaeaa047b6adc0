"""Editions of official lists come and go; the record keeps what stood."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.flow.lists import load_lists
from pipelines.flow.run import Tally, Unwatched
from pipelines.record import Record, tables
from pipelines.records import Refusal
from tests.lists.conftest import SDN, csl_row, target, write

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


class Lists:
    """A folder of list files, and the record they are loaded into, a day later each time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.record, self.day = folder / "lists", Record(folder / "record"), 0
        self.folder.mkdir()

    def write(self, *names: str, file: str = "csl.csv") -> Path:
        """An edition of the Entity List with these parties."""
        return write(self.folder / file, *(csl_row(name.lower(), f"{name} Ltd.", start_date="2020-02-02") for name in names))

    def load(self, *paths: Path, **how: bool) -> Tally:
        self.day += 1
        return load_lists(self.record, paths or [self.folder], NOW + timedelta(days=self.day), Unwatched(), **how)

    def rows(self) -> dict[str, Any]:
        return {row["entry_id"]: row for row in self.record.table("list_entries").to_pylist()}

    def standing(self) -> list[str]:
        return sorted(id_ for id_, row in self.rows().items() if row["withdrawn_at"] is None)


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def test_an_edition_becomes_lists_and_entries(lists: Lists) -> None:
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Ltd.", start_date="2020-02-02"), csl_row("2", "Star", SDN, type="Vessel"))
    tally = lists.load()
    assert (tally.counts["files"], tally.counts["lists"], tally.counts["entries"], tally.held) == (1, 2, 2, 2)
    assert tally.counts["without a kind (Vessel 1)"] == 1
    found = lists.record.table("lists").to_pylist()
    assert [(row["list_id"], row["name"], row["authority"], len(row["edition"])) for row in found] == [
        ("csl-EL", "Entity List", "Bureau of Industry and Security", 64),
        ("csl-SDN", "Specially Designated Nationals", "Treasury Department", 64),
    ]
    first, second = lists.rows()["1"], lists.rows()["2"]
    assert (first["since"], first["kind"], first["learnt_at"]) == (date(2020, 2, 2), "Company", NOW + timedelta(days=1))
    assert (second["kind"], second["source_type"]) == (None, "Vessel")


def test_loading_twice_is_the_same_as_once(lists: Lists) -> None:
    lists.write("One", "Two")
    lists.load()
    before = lists.record.manifest()
    tally = lists.load()
    assert lists.record.manifest() == before
    assert (tally.counts["entries"], tally.counts["added"], tally.counts["changed"]) == (2, 0, 0)


def test_an_unchanged_edition_is_not_read(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.write("One")
    lists.load()
    monkeypatch.setattr("pipelines.flow.lists.read_list_file", lambda path: pytest.fail(f"{path} was read"))
    assert lists.load().counts["entries"] == 1


def test_what_a_newer_edition_lacks_is_withdrawn_and_comes_back_when_it_returns(lists: Lists) -> None:
    lists.write("One", "Two")
    lists.load()
    lists.write("Two")
    assert lists.load().counts["withdrawn"] == 1
    assert (lists.standing(), lists.rows()["one"]["withdrawn_at"]) == (["two"], NOW + timedelta(days=2))
    lists.write("One", "Two", "Three")
    tally = lists.load()
    assert (tally.counts["returned"], tally.counts["added"]) == (1, 1)
    assert lists.standing() == ["one", "three", "two"]
    assert lists.rows()["one"]["learnt_at"] == NOW + timedelta(days=1)


def test_what_changed_is_changed_and_keeps_the_time_it_was_learnt(lists: Lists) -> None:
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Ltd."))
    lists.load()
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Works Ltd."))
    assert lists.load().counts["changed"] == 1
    assert (lists.rows()["1"]["name"], lists.rows()["1"]["learnt_at"]) == ("Torrent Works Ltd.", NOW + timedelta(days=1))


def test_a_list_that_no_file_holds_is_left_alone(lists: Lists) -> None:
    lists.write("One")
    lists.load()
    other = write(lists.folder / "targets.simple.csv", target("NK-1", "Company", "Orrin"))
    lists.load(other)
    assert lists.standing() == ["NK-1", "one"]


def test_a_file_that_cannot_be_read_leaves_its_list_alone_and_the_others_are_loaded(lists: Lists) -> None:
    path = lists.write("One", "Two")
    lists.load()
    path.write_text(path.read_text()[:-10])
    write(lists.folder / "targets.simple.csv", target("NK-1", "Company", "Orrin"))
    tally = lists.load()
    assert [(refusal.stage, refusal.reason) for refusal in tally.refusals] == [("list", "unreadable")]
    assert str(path) in tally.refusals[0].message
    assert lists.standing() == ["NK-1", "one", "two"]


def test_nothing_is_gone_from_a_list_while_a_file_that_may_hold_it_cannot_be_read(lists: Lists) -> None:
    lists.write("One", "Two", file="2025.csv")
    write(lists.folder / "targets.simple.csv", target("NK-1", "Company", "Orrin"))
    lists.load()
    lists.write("Two", file="2025.csv")
    damaged = lists.folder / "2026.csv"
    damaged.write_text("<html>Service unavailable</html>")
    for any_number in (False, True):
        tally = lists.load(any_number=any_number)
        assert [refusal.reason for refusal in tally.refusals] == ["unreadable", "incomplete_reading"]
        assert f"may be in {damaged}" in tally.refusals[1].message
        assert lists.standing() == ["NK-1", "one", "two"]
    damaged.unlink()
    assert (lists.load().counts["withdrawn"], lists.standing()) == (1, ["NK-1", "two"])


def test_each_list_of_a_file_that_was_left_alone_is_told(lists: Lists) -> None:
    rows = [csl_row(f"{short}{n}", f"Torrent{n} Ltd.", *([SDN] if short == "s" else [])) for short in "es" for n in range(20)]
    file = write(lists.folder / "csl.csv", *rows)
    lists.load()
    write(file, rows[0], rows[20])
    lists.load()
    assert lists.record.table("refusals")["own_id"].to_pylist() == ["csl.csv:csl-EL", "csl.csv:csl-SDN"]


def test_an_entry_whose_row_cannot_be_read_is_not_taken_for_gone(lists: Lists) -> None:
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Ltd."), csl_row("2", "Orrin Ltd."), csl_row("3", "Vale Ltd."))
    lists.load()
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Ltd."), csl_row("2", ""))
    tally = lists.load()
    assert (lists.standing(), [refusal.reason for refusal in tally.refusals]) == (["1", "2"], ["missing_name"])


def test_a_list_that_loses_more_than_half_at_once_is_left_alone_unless_it_may(lists: Lists) -> None:
    lists.write(*(f"P{number}" for number in range(20)))
    lists.load()
    lists.write("P1")
    tally = lists.load()
    assert ([refusal.reason for refusal in tally.refusals], len(lists.standing())) == (["mass_withdrawal"], 20)
    assert "19 of the 20 entries of Entity List" in tally.refusals[0].message
    assert lists.load(any_number=True).counts["withdrawn"] == 19
    assert lists.standing() == ["p1"]
    assert lists.load().refusals == ()


def test_of_two_files_with_one_list_the_later_by_name_counts_and_the_other_is_told_of(lists: Lists) -> None:
    lists.write("Old", file="2025-01.csv")
    lists.write("New", file="2026-01.csv")
    tally = lists.load()
    assert (lists.standing(), [refusal.reason for refusal in tally.refusals]) == (["new"], ["older_file"])
    before = lists.record.manifest()
    lists.load()
    assert lists.record.manifest() == before


def test_folders_are_read_whole_and_other_files_in_them_passed_by(lists: Lists) -> None:
    (lists.folder / "below").mkdir()
    lists.write("One", file="below/csl.csv")
    (lists.folder / "README.md").write_text("not a list")
    (lists.folder / ".csl.csv").write_text("hidden")
    assert (lists.load().refusals, lists.standing()) == ((), ["one"])


def test_what_was_set_aside_stays_in_the_record_until_it_is_mended(lists: Lists) -> None:
    kept = Refusal("read", "not_json", "It is none.", "x.jsonl:1", "wire", "x")
    lists.record.publish({}, {"refusals": tables.to_table([tables.refusal_row(kept, NOW)], tables.REFUSALS)})
    write(lists.folder / "csl.csv", csl_row("1", ""))
    lists.load()
    reasons = lists.record.table("refusals")["reason"].to_pylist()
    assert reasons == ["not_json", "missing_name"]
    write(lists.folder / "csl.csv", csl_row("1", "Torrent Ltd."))
    lists.load()
    assert lists.record.table("refusals")["reason"].to_pylist() == ["not_json"]


def test_killed_before_the_record_is_switched_is_as_if_never_begun(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.write("One")
    lists.load()
    lists.write("Two")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Record, "_switch", killed)
        with pytest.raises(KeyboardInterrupt):
            lists.load()
    assert lists.standing() == ["one"]
    assert lists.load().counts["withdrawn"] == 1
    assert lists.standing() == ["two"]


EDITIONS = st.lists(st.sets(st.sampled_from("ABCDE"), min_size=1), min_size=1, max_size=5)


@given(EDITIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stands_is_the_last_edition_and_nothing_is_forgotten(
    tmp_path_factory: pytest.TempPathFactory, editions: list[set[str]]
) -> None:
    lists = Lists(tmp_path_factory.mktemp("editions"))
    for names in editions:
        lists.write(*sorted(names))
        lists.load()
        lists.load()
        assert lists.standing() == sorted(name.lower() for name in names)
    assert sorted(lists.rows()) == sorted({name.lower() for names in editions for name in names})


def test_the_tables_are_what_their_schemas_say(lists: Lists) -> None:
    lists.write("One")
    lists.load()
    entries: pa.Table = lists.record.table("list_entries")
    assert entries.schema.equals(tables.LIST_ENTRIES)
    assert json.loads(json.dumps(lists.record.manifest()["files"])).keys() == {"lists", "list_entries"}


def test_a_list_that_was_held_back_is_loaded_when_the_operator_says_that_it_is_right(lists: Lists) -> None:
    file = write(lists.folder / "csl.csv", *(csl_row(str(i), f"Torrent{i} Ltd.") for i in range(30)), csl_row("s1", "Star Ltd.", SDN))
    lists.load()
    write(file, csl_row("0", "Torrent0 Ltd."), csl_row("s1", "Star Ltd.", SDN))
    assert "mass_withdrawal" in lists.load().reasons
    lists.load(any_number=True)
    assert lists.standing() == ["0", "s1"]


def test_an_older_edition_can_be_loaded_again(lists: Lists) -> None:
    older = write(lists.folder / "x.csv", csl_row("1", "One Ltd."), csl_row("s1", "Star Ltd.", SDN))
    newer = write(lists.folder / "y.csv", csl_row("1", "One Ltd."), csl_row("2", "Two Ltd."))
    for path in (older, newer, older):
        lists.load(path)
    assert lists.standing() == ["1", "s1"]
