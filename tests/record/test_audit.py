"""Each function finds its fault on a damaged record, and none on a sound one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph_schema.load import load_schema
from pipelines.record import Batch, Record, audit, tables

DAY = "2026-11-25"
TEXT = "AMD competes with Nvidia."
ARTICLE = {"article_id": "a-1", "reading_id": "v-1", "locator": "a.txt", "text": TEXT}
CLAIM = {
    "claim_id": "c-1",
    "article_id": "a-1",
    "reading_id": "v-1",
    "type": "COMPETES_WITH",
    "attrs": "{}",
    "sentence": TEXT,
    "start": 0,
    "end": len(TEXT),
    "subject_text": "AMD",
    "subject_start": 0,
    "subject_end": 3,
    "object_text": "Nvidia",
    "object_start": 18,
    "object_end": 24,
}
MENTIONS = [{"reading_id": "v-1", "start": 0, "end": 3}, {"reading_id": "v-1", "start": 18, "end": 24}]
ENTITIES = [{"entity_id": "e-1"}, {"entity_id": "e-2"}]
LINKS = [mention | {"entity_id": entity} for mention, entity in zip(MENTIONS, ("e-1", "e-2"), strict=True)]
SCHEMA = load_schema()


def record(folder: Path, **changes: list[dict[str, Any]]) -> Record:
    rows = {"articles": [ARTICLE], "mentions": MENTIONS, "claims": [CLAIM], "entities": ENTITIES, "links": LINKS} | changes
    made = Record(folder)
    batch = Batch(datetime(2026, 11, 25, tzinfo=UTC))
    batch.rows = {name: rows[name] for name in tables.LIVE}
    made.publish({DAY: batch}, {name: tables.to_table(rows[name], tables.WHOLE[name]) for name in ("entities", "links")})
    return made


def faults(made: Record) -> list[str]:
    declared = [fault for type_ in SCHEMA.claim_types for fault in audit.declaration_faults(made, SCHEMA, type_)]
    return [*audit.article_faults(made), *audit.quotation_faults(made), *declared, *audit.link_faults(made)]


def test_a_sound_record_has_no_fault(tmp_path: Path) -> None:
    assert faults(record(tmp_path)) == []


def test_each_copy_beyond_the_first_is_named_by_its_place(tmp_path: Path) -> None:
    copies = [ARTICLE, ARTICLE | {"locator": "b.txt"}, ARTICLE | {"locator": "c.txt"}]
    assert [fault.partition(":")[0] for fault in faults(record(tmp_path, articles=copies))] == ["b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"articles": [ARTICLE, ARTICLE]}, "a.txt: article a-1 is in twice"),
        ({"articles": [ARTICLE | {"text": " "}], "claims": []}, "a.txt: article a-1 has no text"),
        ({"claims": [CLAIM | {"reading_id": "v-2"}]}, "claim c-1: the text of article a-1 that it was read in is"),
        ({"claims": [CLAIM | {"end": 5}]}, "claim c-1: sentence not as in the text of a-1"),
        ({"claims": [CLAIM | {"subject_start": 1}]}, "claim c-1: subject_text not as in the text of a-1"),
        ({"claims": [CLAIM | {"status": "in_force"}]}, "claim c-1: status 'in_force' is not declared"),
        ({"claims": [CLAIM | {"attrs": json.dumps({"mood": "bad"})}]}, "claim c-1: mood = 'bad' is not declared"),
        ({"claims": [CLAIM | {"type": "SANCTIONS", "status": "lifted", "attrs": json.dumps({"measure": "frown"})}]}, "measure = 'frown'"),
        ({"links": LINKS[:1]}, "mentions without an entity: 1"),
        ({"mentions": MENTIONS[:1]}, "links without a mention: 1"),
        ({"links": [*LINKS, LINKS[0]]}, "mentions linked twice: 1"),
        ({"entities": ENTITIES[:1]}, "links to no entity: 1"),
    ],
)
def test_a_fault_is_found_and_named(tmp_path: Path, changes: dict[str, list[dict[str, Any]]], said: str) -> None:
    found = faults(record(tmp_path, **changes))
    assert len(found) == 1
    assert said in found[0]
