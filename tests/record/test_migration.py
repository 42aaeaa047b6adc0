"""A record of an earlier format is brought up to date, whole or not at all."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import RecordError
from pipelines.record import Record, writing
from pipelines.record.migration import migrate
from pipelines.records import claim_id
from pipelines.sources.sketch import sketch

DAY = "2026-11-25"
SEEN = datetime(2026, 11, 25, 8, tzinfo=UTC)
TEXT = "AMD competes with Nvidia in data-centre chips."
FORMER: dict[str, list[dict[str, Any]]] = {
    "articles": [
        {
            "article_id": "a-1",
            "source": "test",
            "own_id": "one.txt",
            "locator": "one.txt",
            "media_type": "text/plain",
            "url": None,
            "title": None,
            "publisher": None,
            "published_precision": "unknown",
            "language": "en",
            "text": TEXT,
            "content_hash": "hash",
            "extractor_version": "v1",
            "published_at": None,
            "first_ingested_at": SEEN,
            "retrieved_at": SEEN,
        }
    ],
    "mentions": [
        {"article_id": "a-1", "text": word, "kind": "Company", "name": name, "registry_id": None, "start": at, "end": at + len(word)}
        for word, name, at in (("AMD", "Advanced Micro Devices", 0), ("Nvidia", "Nvidia", 18))
    ],
    "claims": [
        {
            "claim_id": "c-old",
            "article_id": "a-1",
            "type": "COMPETES_WITH",
            "status": None,
            "attrs": "{}",
            "sentence": TEXT,
            "subject_text": "AMD",
            "object_text": "Nvidia",
            "pattern": "p",
            "event_date_precision": None,
            "extractor_version": "v1",
            "start": 0,
            "end": len(TEXT),
            "subject_start": 0,
            "subject_end": 3,
            "object_start": 18,
            "object_end": 24,
            "evidence": [{"role": "sentence", "start": 0, "end": len(TEXT)}],
            "confidence": 0.9,
            "event_date": None,
            "extracted_at": SEEN,
        }
    ],
}


def written(tmp_path: Path, former: dict[str, list[dict[str, Any]]]) -> Path:
    """A record as format 1 wrote it."""
    files: dict[str, dict[str, str]] = {}
    for name, rows in former.items():
        path = tmp_path / name / f"{DAY}.1.parquet"
        path.parent.mkdir()
        pq.write_table(pa.Table.from_pylist(rows), path)
        files[name] = {DAY: f"{name}/{DAY}.1.parquet"}
    manifest = {"format": 1, "record_id": "0123456789ab", "generation": 1, "files": files, "written_at": SEEN.isoformat()}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, FORMER)


def test_reading_one_says_how_to_bring_it_up_to_date(folder: Path) -> None:
    with pytest.raises(RecordError, match=r"has format 1, this version reads 2.*`newsgraph run` brings it up to date"):
        Record(folder).table("articles")


def test_every_row_has_what_the_present_format_asks_for(folder: Path) -> None:
    assert migrate(folder)
    record = Record(folder)
    (article,), (claim,) = record.table("articles").to_pylist(), record.table("claims").to_pylist()
    assert (article["learnt_at"], article["sketch"]) == (SEEN, sketch(TEXT))
    assert {row["reading_id"] for row in (claim, *record.table("mentions").to_pylist())} == {article["reading_id"]}
    assert claim["claim_id"] == claim_id("a-1", "COMPETES_WITH", TEXT, (0, len(TEXT)), (0, 3), (18, 24))
    assert (claim["subject_name"], claim["object_name"], claim["learnt_at"]) == ("Advanced Micro Devices", "Nvidia", SEEN)
    assert record.identity() == "0123456789ab"


def test_whoever_opens_it_for_writing_is_told(folder: Path) -> None:
    told: list[str] = []
    with writing(folder, wait=0, told=told.append):
        assert Record(folder).table("claims").num_rows == 1
    assert told == ["The record was written by an earlier version of newsgraph; it is up to date now."]
    assert not migrate(folder)


def test_one_killed_before_the_switch_has_done_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "manifest.json").read_text()

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Record, "_switch", killed)
        with pytest.raises(KeyboardInterrupt):
            migrate(folder)
    assert (folder / "manifest.json").read_text() == before
    assert migrate(folder)


def test_a_claim_whose_mention_is_missing_is_set_aside_and_the_rest_kept(tmp_path: Path) -> None:
    assert migrate(written(tmp_path, FORMER | {"mentions": FORMER["mentions"][:1]}))
    record = Record(tmp_path)
    assert (record.table("articles").num_rows, record.table("mentions").num_rows, record.table("claims").num_rows) == (1, 1, 0)
    (refused,) = record.table("refusals").to_pylist()
    assert (refused["reason"], refused["source"], refused["own_id"], refused["sample"]) == ("damaged_row", "test", "one.txt", TEXT)
    assert refused["message"].startswith("one.txt: a claim was left out of the new format, since a mention that it speaks of is missing.")


def test_rows_of_an_article_that_is_missing_are_set_aside(tmp_path: Path) -> None:
    elsewhere = {name: [row | {"article_id": "a-2"} for row in FORMER[name]] for name in ("mentions", "claims")}
    assert migrate(written(tmp_path, FORMER | elsewhere))
    refused = Record(tmp_path).table("refusals").to_pylist()
    assert sorted(row["message"].partition(", since ")[2][:29] for row in refused) == ["its article a-2 is missing. T"] * 3
