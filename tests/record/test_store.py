"""The record: replaced per article, published at once, unharmed by what a killed run leaves."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import RecordError
from pipelines.record import Batch, Record
from pipelines.record.store import FORMAT, VERSION
from pipelines.record.tables import BY_DAY, RAW, to_table

DAY = "2026-11-25"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def batch(*rows: tuple[str, str], ended: tuple[str, ...] = (), why: str | None = "replaced") -> Batch:
    """A batch of articles (id, text), in place of those of the same ids."""
    new = Batch(NOW, dict.fromkeys([*(article for article, _ in rows), *ended], why))
    new.rows["articles"] = [{"article_id": article, "text": text} for article, text in rows]
    return new


def texts(record: Record, name: str = "articles") -> dict[str, str]:
    table = record.table(name)
    return dict(zip(table["article_id"].to_pylist(), table["text"].to_pylist(), strict=True))


def file_of(record: Record) -> Path:
    return record.folder / record.manifest()["files"]["articles"][DAY]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


def test_an_empty_record_has_every_table_and_no_row(record: Record) -> None:
    assert {record.table(name).num_rows for name in BY_DAY} == {0}


def test_a_changed_article_replaces_its_own_rows_and_no_other(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"), ("b", "other"))}, {})
    record.publish({DAY: batch(("a", "second"))}, {})
    assert texts(record) == {"a": "second", "b": "other"}


def test_an_article_replaced_by_nothing_is_gone(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"), ("b", "other"))}, {})
    record.publish({DAY: batch(ended=("a",))}, {})
    assert texts(record) == {"b": "other"}


def test_what_is_replaced_is_kept_with_when_and_why(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"), ("b", "other"))}, {})
    record.publish({DAY: batch(("a", "second"), why="its text changed")}, {})
    record.publish({DAY: batch(ended=("a",), why="gone")}, {})
    kept = record.table("withdrawn_articles").to_pylist()
    assert [(row["text"], row["withdrawn_at"], row["withdrawn_why"]) for row in kept] == [
        ("first", NOW, "its text changed"),
        ("second", NOW, "gone"),
    ]


def test_what_only_makes_room_leaves_no_trace(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})
    record.publish({DAY: batch(("a", "first again"), why=None)}, {})
    assert (texts(record), texts(record, "withdrawn_articles")) == ({"a": "first again"}, {})


def test_notes_stay_until_they_are_written_anew(record: Record) -> None:
    record.publish({}, {}, {"one": "1", "two": "2"})
    record.publish({DAY: batch(("a", "first"))}, {}, {"two": "3"})
    assert record.manifest()["notes"] == {"one": "1", "two": "3"}


def test_each_file_says_the_format_it_was_written_in(record: Record) -> None:
    record.publish({DAY: batch(("a", "text"))}, {})
    assert pq.read_schema(file_of(record)).metadata[VERSION] == str(FORMAT).encode()


def test_a_run_killed_before_the_manifest_changes_nothing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Record, "_switch", killed)
        with pytest.raises(KeyboardInterrupt):
            record.publish({DAY: batch(("a", "second"))}, {})
    assert texts(record) == {"a": "first"}
    record.publish({DAY: batch(("a", "second"))}, {})
    assert texts(record) == {"a": "second"}


def test_files_of_older_generations_are_deleted_but_the_last_is_kept_for_readers(record: Record) -> None:
    for text in ("first", "second", "third"):
        record.publish({DAY: batch(("a", text))}, {})
    generations = [path.name.removeprefix(f"{DAY}.")[0] for path in sorted((record.folder / "articles").iterdir())]
    assert generations == ["2", "3"]


def test_no_file_name_is_used_twice_not_even_after_a_backup_was_restored(record: Record, tmp_path: Path) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})
    shutil.copytree(record.folder, tmp_path / "backup")
    record.publish({DAY: batch(("a", "second"))}, {})
    lost = record.manifest()["files"]["articles"][DAY]
    shutil.rmtree(record.folder)
    (tmp_path / "backup").rename(record.folder)
    record.publish({DAY: batch(("a", "third"))}, {})
    assert record.manifest()["files"]["articles"][DAY] != lost


def test_a_damaged_manifest_is_named_with_the_way_on(record: Record) -> None:
    record.folder.mkdir()
    (record.folder / "manifest.json").write_text("{")
    with pytest.raises(RecordError, match=r"manifest\.json: is no JSON .* Restore it"):
        record.manifest()


def test_a_record_of_a_later_format_is_not_touched(record: Record) -> None:
    record.folder.mkdir()
    (record.folder / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(RecordError, match="has format 99"):
        record.publish({DAY: batch(("a", "text"))}, {})


def test_a_damaged_table_is_named(record: Record) -> None:
    record.publish({DAY: batch(("a", "text"))}, {})
    (file_of(record)).write_bytes(b"no parquet")
    with pytest.raises(RecordError, match=r"articles/2026-11-25\.1-\w+\.parquet: cannot be read"):
        record.table("articles")


def test_a_table_of_another_version_is_named_with_what_it_lacks(record: Record) -> None:
    record.publish({DAY: batch(("a", "text"))}, {})
    path = file_of(record)
    pq.write_table(pq.read_table(path).drop_columns(["title"]), path)
    with pytest.raises(RecordError, match="lacks the columns title: another version of newsgraph"):
        record.table("articles")


def test_a_stage_that_was_never_run_is_named(record: Record) -> None:
    with pytest.raises(RecordError, match="Materialise the asset before it for 2026-11-25"):
        record.staged(DAY, "raw")


def test_staging_again_replaces(record: Record) -> None:
    record.stage(DAY, "raw", to_table([{"own_id": "a"}], RAW))
    record.stage(DAY, "raw", to_table([{"own_id": "b"}], RAW))
    assert record.staged(DAY, "raw")["own_id"].to_pylist() == ["b"]


@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.text(alphabet=st.characters(codec="utf-8"), max_size=8), min_size=1), max_size=5)
)
def test_the_record_is_what_a_dictionary_would_be(tmp_path_factory: pytest.TempPathFactory, publications: list[dict[str, str]]) -> None:
    record = Record(tmp_path_factory.mktemp("record"))
    expected: dict[str, str] = {}
    ended: list[tuple[str, str]] = []
    for publication in publications:
        record.publish({DAY: batch(*publication.items())}, {})
        ended += [(article, expected[article]) for article in publication if article in expected]
        expected |= publication
    assert texts(record) == expected
    past = record.table("withdrawn_articles")
    assert sorted(zip(past["article_id"].to_pylist(), past["text"].to_pylist(), strict=True)) == sorted(ended)


def test_other_days_keep_their_files(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})
    before = record.manifest()["files"]["articles"][DAY]
    record.publish({"2026-11-26": batch(("b", "next day"))}, {})
    assert record.manifest()["files"]["articles"][DAY] == before
    assert texts(record) == {"a": "first", "b": "next day"}


def test_columns_can_be_chosen(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})
    assert record.table("articles", columns=["article_id"]).schema == pa.schema([("article_id", pa.string())])


def test_a_snapshot_stands_still_while_another_run_publishes(record: Record) -> None:
    record.publish({DAY: batch(("a", "first"))}, {})
    still = record.snapshot()
    record.publish({DAY: batch(("a", "second"), ("b", "new"))}, {})
    assert (texts(still), texts(record)) == ({"a": "first"}, {"a": "second", "b": "new"})
