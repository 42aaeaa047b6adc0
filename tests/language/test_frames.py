"""The loader of pattern files is strict, and a new relation needs a declaration and a pattern file, no code."""

import shutil
from pathlib import Path

import pytest

import graph_schema
from graph_schema.load import load_schema
from graph_schema.registry import Registry
from graph_schema.spec import Schema
from pipelines.errors import ModelError
from pipelines.language.extractor import Extractor
from pipelines.language.frames import load_relations
from tests.language.conftest import MODEL, article

FRAME = """
  - id: a
    says: Washington banned Huawei.
    trigger: [ban]
    pos: verb
    subject: [agent]
    object: [patient]
    confidence: 0.9
"""
GOOD = f"relation: SANCTIONS\nstatus: {{default: in_force}}\nframes:{FRAME}"


def load(folder: Path, content: str, schema: Schema) -> None:
    (folder / "p.yml").write_text(content, encoding="utf-8")
    load_relations(schema, folder)


def test_a_small_file_is_enough(tmp_path: Path, schema: Schema) -> None:
    load(tmp_path, GOOD, schema)


@pytest.mark.parametrize(
    ("change", "named", "fix"),
    [
        (("SANCTIONS", "SANCTION"), "SANCTION`", "SANCTIONS"),
        (("in_force", "forced"), "forced", "in_force, planned, lifted"),
        (("confidence: 0.9", "confidence: 1.9"), "1.9", "up to 1"),
        (("confidence: 0.9", "confidence: 0.9\n    colour: red"), "colour", "confidence"),
        (("confidence: 0.9", "confidence: 0.9\n    attrs: {measur: tariff}"), "measur", "measure"),
        (("confidence: 0.9", "confidence: 0.9\n    attrs: {measure: tarif}"), "tarif", "tariff"),
        (("confidence: 0.9", "confidence: 0.9\n    status: done"), "done", "lifted"),
        (("confidence: 0.9", "confidence: 0.9\n    object_kinds: [Sector]"), "Sector", "Company"),
        (("confidence: 0.9", "confidence: 0.9\n    open_subject: anyone"), "anyone", "topic, sole"),
        (("[agent]", "[agens]"), "agens", "agent, patient"),
        (("[ban]", "[$bans]"), r"\$bans", "words:"),
        (("    subject: [agent]\n", ""), "incomplete", "between"),
        (("frames:", f"frames:{FRAME}"), "called `a`", "another id"),
        (("status:", "attributes: {amount: {measure: money}}\nstatus:"), "amount", "measure, list, product"),
        (("status:", "attributes: {list: {measure: money}}\nstatus:"), "string", "float"),
        (("relation:", "relations:"), "relation", "relation"),
        (("status:", "implied_by: INVESTS_IN.kind.loan\nstatus:"), "loan", "INVESTS_IN.kind.acquisition"),
        (("status:", "implied_by: INVESTS_IN.kind.fund\nstatus:"), "done, rumoured, withdrawn", "same statuses"),
    ],
)
def test_an_error_names_file_place_and_fix(tmp_path: Path, schema: Schema, change: tuple[str, str], named: str, fix: str) -> None:
    with pytest.raises(ModelError, match=named) as error:
        load(tmp_path, GOOD.replace(*change, 1), schema)
    assert "p.yml" in error.value.where
    assert fix in error.value.fix


def test_an_empty_folder_is_an_error(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(ModelError, match=r"no \*\.yml"):
        load_relations(schema, tmp_path)


def test_every_example_of_the_shipped_patterns_has_a_text(schema: Schema) -> None:
    relations = load_relations(schema)
    assert {r.type.type for r in relations} == set(schema.claim_types)
    assert all(frame.says.strip() for r in relations for frame in r.frames)


def test_a_new_relation_is_a_declaration_and_a_pattern_file(tmp_path: Path, registry: Registry) -> None:
    model = tmp_path / "model"
    shutil.copytree(Path(graph_schema.__file__).parent / "model", model)
    (model / "supplies.yml").write_text(
        "relationship: SUPPLIES\ndescription: One company delivers to another.\nendpoints: [{from: [Company], to: [Company]}]\n"
        'claims:\n  statuses: []\n  discriminators: []\n  attributes:\n    goods: {type: string, description: "What is delivered."}\n',
        encoding="utf-8",
    )
    patterns = tmp_path / "patterns"
    patterns.mkdir()
    (patterns / "supplies.yml").write_text(
        "relation: SUPPLIES\nframes:\n  - id: supply_with\n    says: TSMC supplies Nvidia.\n    trigger: [supply]\n    pos: verb\n"
        "    subject: [agent]\n    object: [patient]\n    confidence: 0.9\n    texts: {goods: ['prep(with)']}\n",
        encoding="utf-8",
    )
    extractor = Extractor(registry, load_schema(model), MODEL, patterns)
    (found,) = extractor.extract([article("TSMC supplies Nvidia with advanced chips.")])
    (claim,) = found.claims
    assert (claim.type, claim.subject.name, claim.object.name, dict(claim.attrs)) == (
        "SUPPLIES",
        "TSMC",
        "Nvidia",
        {"goods": "advanced chips"},
    )
