"""The quality that must not fall, on the shipped gold."""

from pathlib import Path

import pytest

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.registry import known_entities
from pipelines.evaluation.floor import fallen, read_floor
from pipelines.evaluation.gold import SHIPPED, read_gold
from pipelines.evaluation.scoring import Evaluation, Figure, Scored
from pipelines.flow import Unwatched
from pipelines.flow.evaluate import judge_extractor
from pipelines.language.extractor import load_extractor
from pipelines.settings import load_settings


def figures(precision: float | None, recall: float) -> Evaluation:
    scored = Scored(1, 1, 1, Figure(precision), Figure(recall), Figure(0.5))
    return Evaluation(3, {"SANCTIONS": scored}, 0, 0)


def test_what_is_below_the_floor_is_told_and_what_meets_it_is_not() -> None:
    floor = {"SANCTIONS": {"precision": 0.9, "recall": 0.5}}
    assert fallen(figures(0.9, 0.5), floor) == []
    assert fallen(figures(0.89, 0.6), floor) == ["precision of SANCTIONS is 0.890, below 0.9"]
    assert fallen(figures(None, 0.4), floor) == ["precision of SANCTIONS is unknown, below 0.9", "recall of SANCTIONS is 0.400, below 0.5"]


def test_a_floor_with_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floor.yml"
    path.write_text("SANCTIONS: {precision: 0.9, recall: 0.5, beauty: 1.0}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="beauty"):
        read_floor(path)


def test_the_extraction_is_as_right_as_it_was() -> None:
    schema, registry, settings = load_schema(), known_entities(), load_settings({})
    extractor = load_extractor(settings.model, settings.judge)
    judged = judge_extractor(read_gold(SHIPPED), extractor, registry, schema, Unwatched())
    assert fallen(judged.strict, read_floor()) == []
    assert set(read_floor()) == set(schema.claim_types)
