"""The sample articles and their gold: what the demo shows and what extraction is scored against."""

import json
from pathlib import Path

from graph_schema.errors import NewsgraphError
from pipelines.records import Article, RawDocument, utc_now
from pipelines.sources import read
from pipelines.sources.parsing import parse

ROOT = Path(__file__).parents[2]
GOLD = [json.loads(line) for line in (ROOT / "tests" / "gold" / "samples.jsonl").read_text(encoding="utf-8").splitlines()]


def articles() -> dict[str, Article]:
    """Every sample by its gold id: the record's own, else the file's stem."""
    found = {}
    for item in read([ROOT / "samples" / "articles"], None, utc_now()):
        parsed = parse(item) if isinstance(item, RawDocument) else item
        if not isinstance(parsed, Article):
            raise NewsgraphError(parsed.message)
        found[parsed.own_id if parsed.media_type == "application/json" else Path(parsed.own_id).stem] = parsed
    return found


def test_every_sample_is_an_article_of_its_own_and_has_gold() -> None:
    samples = articles()
    assert set(samples) == {entry["id"] for entry in GOLD}
    assert len({sample.article_id for sample in samples.values()}) == len(samples) >= 10
    assert len({sample.publisher for sample in samples.values()} - {None}) >= 3
    assert {sample.media_type for sample in samples.values()} == {"text/plain", "text/markdown", "text/html", "application/json"}


def test_every_gold_claim_quotes_its_article_and_is_stated_once() -> None:
    samples = articles()
    for entry in GOLD:
        words = " ".join(samples[entry["id"]].text.split())
        for claim in entry["claims"]:
            begin, _, end = claim["evidence"].partition(" ... ")
            assert begin in words
            assert end in words
        keys = [(c["type"], c["subject"], c["object"]) for c in entry["claims"]]
        assert len(keys) == len(set(keys))


def test_the_samples_hold_all_three_types_and_all_ways_a_fact_can_stand() -> None:
    required = [claim for entry in GOLD for claim in entry["claims"] if not claim["optional"]]
    by_type = {
        name: {claim["status"] for claim in required if claim["type"] == name} for name in ("SANCTIONS", "INVESTS_IN", "COMPETES_WITH")
    }
    assert by_type["SANCTIONS"] == {"in_force", "planned", "lifted"}
    assert by_type["INVESTS_IN"] >= {"done", "planned", "withdrawn"}
    assert by_type["COMPETES_WITH"] == {None}
    assert any(not entry["claims"] for entry in GOLD)
