"""What becomes of the judge's likelihoods: claims where it is sure, refusals where it is sure of the contrary."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from graph_schema.registry import Registry, known_entities
from graph_schema.spec import Schema
from pipelines.errors import ModelError
from pipelines.language.claims import ClaimFinder
from pipelines.language.extractor import Extractor
from pipelines.language.frames import load_relations
from pipelines.language.judge import Answer
from pipelines.language.judged import UNLIKELY, JudgedClaims, Threshold, Thresholds, read_thresholds
from pipelines.language.modality import load_modality
from pipelines.language.pieces import Labels
from pipelines.language.questions import Question
from pipelines.records import Extraction
from tests.language.conftest import MODEL, article

STATUSES = ("INVESTS_IN.done", "INVESTS_IN.planned", "SANCTIONS.in_force")
VALUES = ("INVESTS_IN.kind.equity", "INVESTS_IN.kind.fund", "INVESTS_IN.kind.acquisition", "SANCTIONS.measure.fine")
TYPES = ("COMPETES_WITH", "INVESTS_IN", "SANCTIONS")
Said = dict[tuple[str, str], dict[str, float]]


class Scripted:
    """A judge that says of two words what the test says; nothing is likely otherwise."""

    labels = Labels((), TYPES, STATUSES, VALUES)

    def __init__(self, said: Said) -> None:
        self.said = said

    def answers(self, asked: Sequence[Question], least: float) -> Iterator[dict[tuple[int, int], Answer]]:
        assert least == 0.2
        for question in asked:
            yield {pair: self._answer(question, pair) for pair in question.pairs}

    def _answer(self, question: Question, pair: tuple[int, int]) -> Answer:
        words = [question.text[slice(*question.parties[end].places[0][:2])] for end in pair]
        given = self.said.get((words[0], words[1]), {})
        at = question.text.index("poured") if "poured" in question.text else 0
        likely = dict.fromkeys(STATUSES, 0.1) | {"INVESTS_IN.planned": 0.8}
        values = dict(zip(VALUES, (0.1, 0.9, 0.1, 1.0), strict=True)) | {v: p for v, p in given.items() if v in VALUES}
        return Answer(dict.fromkeys(TYPES, 0.01) | {t: p for t, p in given.items() if t in TYPES}, likely, values, (at, at + 6))


def reader(extractor: Extractor, schema: Schema) -> Callable[[str, Said], Extraction]:
    """The claims of a text when the judge says so; 0.9 makes a claim, below 0.1 takes one back."""

    def read(text: str, said: Said) -> Extraction:
        finder = ClaimFinder(load_relations(schema), load_modality())
        thresholds = Thresholds(0.2, dict.fromkeys(TYPES, Threshold(0.9, 0.1, 0.8)))
        extractor._judged = JudgedClaims(Scripted(said), load_relations(schema), finder, thresholds)  # type: ignore[arg-type]
        return next(iter(extractor.extract([article(text)])))

    return read


@pytest.fixture
def judged(registry: Registry, schema: Schema) -> Callable[[str, Said], Extraction]:
    return reader(Extractor(registry, schema, MODEL), schema)


def facts(found: Extraction) -> list[tuple[str, str, str]]:
    return [(claim.subject.name, claim.type, claim.object.name) for claim in found.claims]


POURED = "Microsoft poured $2 billion of its cash into the hands of OpenAI on Monday."


def test_a_likely_pair_becomes_a_claim_with_its_proof(judged: Callable[[str, Said], Extraction]) -> None:
    (claim,) = judged(POURED, {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.95}}).claims
    assert (claim.subject.name, claim.type, claim.object.name, claim.status) == ("Microsoft", "INVESTS_IN", "OpenAI", "planned")
    assert (claim.pattern, claim.confidence, claim.sentence) == ("invests_in.judged", 0.76, POURED)
    assert {POURED[e.start : e.end] for e in claim.evidence} == {POURED, "Microsoft", "OpenAI", "poured"}
    assert (claim.attrs["amount"], claim.attrs["kind"]) == (2e9, "fund")


def test_what_is_told_of_a_value_is_told_of_the_type_that_it_implies(judged: Callable[[str, Said], Extraction]) -> None:
    bought = {"INVESTS_IN": 0.99, "INVESTS_IN.kind.acquisition": 0.98}
    second, first = judged(POURED, {("Microsoft", "OpenAI"): bought}).claims
    assert (first.type, first.attrs["kind"]) == ("INVESTS_IN", "acquisition")
    assert (second.type, second.status, second.pattern, second.attrs["amount"]) == ("ACQUIRES", "planned", "acquires.judged", 2e9)
    assert "kind" not in second.attrs
    either = {"INVESTS_IN": 0.99, "INVESTS_IN.kind.acquisition": 0.9}  # together not likely enough
    assert [claim.type for claim in judged(POURED, {("Microsoft", "OpenAI"): either}).claims] == ["INVESTS_IN"]


def test_a_town_and_its_country_have_one_status_and_one_place_one_claim(judged: Callable[[str, Said], Extraction]) -> None:
    built, said = "Tesla is building a plant in Beijing, China.", {"INVESTS_IN": 0.95}
    found = judged(built, {("Tesla", "China"): said})
    assert {(claim.object.name, claim.object.text, claim.status) for claim in found.claims} == {("Beijing city", "Beijing", "done")}
    apart = judged("Tesla is building a plant in Beijing, Japan.", {("Tesla", "Japan"): said})
    assert {(claim.object.name, claim.status) for claim in apart.claims} == {("Beijing city", "done"), ("Japan", "done")}


def test_an_unlikely_pair_becomes_none(judged: Callable[[str, Said], Extraction]) -> None:
    assert facts(judged(POURED, {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.89}})) == []


def test_of_rivals_both_directions_count_and_one_claim_comes_of_it(judged: Callable[[str, Said], Extraction]) -> None:
    text = "Nvidia and AMD eyed each other on Monday."
    assert facts(judged(text, {("Nvidia", "AMD"): {"COMPETES_WITH": 0.97}, ("AMD", "Nvidia"): {"COMPETES_WITH": 0.95}})) == [
        ("Nvidia", "COMPETES_WITH", "AMD")
    ]
    assert facts(judged(text, {("Nvidia", "AMD"): {"COMPETES_WITH": 0.97}})) == []


def test_what_a_construction_found_stays_unless_the_sentence_speaks_against_it(judged: Callable[[str, Said], Extraction]) -> None:
    text = "Nvidia competes with AMD in chips."
    both = {("Nvidia", "AMD"): {"COMPETES_WITH": 0.5}, ("AMD", "Nvidia"): {"COMPETES_WITH": 0.5}}
    kept = judged(text, both)
    assert [(claim.pattern, claim.type) for claim in kept.claims] == [("competes_with.compete_with", "COMPETES_WITH")]
    refused = judged(text, {})
    assert refused.claims == ()
    assert [(refusal.reason, refusal.sample) for refusal in refused.refusals] == [(UNLIKELY, text)]


def test_what_the_telling_word_denies_becomes_no_claim(judged: Callable[[str, Said], Extraction]) -> None:
    text = "Microsoft has not poured any of its cash into the hands of OpenAI."
    assert facts(judged(text, {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.95}})) == []


@pytest.mark.parametrize("text", ["The United States has not sanctioned Huawei.", "The United States did not blacklist Huawei."])
def test_what_a_construction_refused_stays_refused_however_likely_it_looks(judged: Callable[[str, Said], Extraction], text: str) -> None:
    found = judged(text, {("The United States", "Huawei"): {"SANCTIONS": 0.99}, ("United States", "Huawei"): {"SANCTIONS": 0.99}})
    assert (found.claims, len(found.refusals)) == ((), 1)


def test_each_of_several_taken_back_in_one_sentence_is_a_refusal_of_its_own(judged: Callable[[str, Said], Extraction]) -> None:
    found = judged("The United States sanctioned Huawei, Tencent and SMIC.", {})
    assert found.claims == ()
    assert len({refusal.refusal_id for refusal in found.refusals}) == 3


def test_a_fact_that_a_construction_found_is_not_stated_twice(judged: Callable[[str, Said], Extraction]) -> None:
    text = "Nvidia competes with AMD in chips."
    likely = {("Nvidia", "AMD"): {"COMPETES_WITH": 0.99}, ("AMD", "Nvidia"): {"COMPETES_WITH": 0.99}}
    assert [claim.pattern for claim in judged(text, likely).claims] == ["competes_with.compete_with"]


def test_a_fact_stated_twice_is_one_claim_by_the_surer_sentence(judged: Callable[[str, Said], Extraction]) -> None:
    found = judged(
        "Microsoft poured money into OpenAI. Again Microsoft poured money into OpenAI.", {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.93}}
    )
    assert facts(found) == [("Microsoft", "INVESTS_IN", "OpenAI")]


@pytest.mark.parametrize("text", ["Microsoft did not invest in OpenAI on Monday.", "Microsoft bought a 20% stake in OpenAI on Monday."])
def test_what_a_construction_tells_of_a_fact_is_not_told_otherwise_by_what_it_implies(
    judged: Callable[[str, Said], Extraction], text: str
) -> None:
    likely = {"INVESTS_IN": 0.99, "INVESTS_IN.kind.acquisition": 0.99}
    assert [claim.type for claim in judged(text, {("Microsoft", "OpenAI"): likely}).claims if claim.type == "ACQUIRES"] == []


def test_many_sentences_that_hardly_state_a_fact_and_one_that_is_repeated_are_no_surer(judged: Callable[[str, Said], Extraction]) -> None:
    days = " ".join(f"Microsoft met OpenAI on day {day} of the fair." for day in range(2, 9))
    assert facts(judged(days, {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.45}})) == []
    assert facts(judged("Microsoft met OpenAI. Microsoft met OpenAI.", {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.75}})) == []


def test_a_company_is_no_rival_of_its_product(schema: Schema) -> None:
    likely = {"COMPETES_WITH": 0.99}
    read = reader(Extractor(known_entities(), schema, MODEL), schema)
    assert facts(read("Apple showed the iPhone on Monday.", {("Apple", "iPhone"): likely, ("iPhone", "Apple"): likely})) == []
    assert facts(read("Nokia eyed the iPhone on Monday.", {("Nokia", "iPhone"): likely, ("iPhone", "Nokia"): likely})) != []


def test_two_sentences_that_may_state_a_fact_are_surer_than_one(judged: Callable[[str, Said], Extraction]) -> None:
    said = {("Microsoft", "OpenAI"): {"INVESTS_IN": 0.75}}
    once = "Microsoft met OpenAI on Monday."
    assert facts(judged(once, said)) == []
    (claim,) = judged(f"{once} Microsoft met OpenAI again.", said).claims
    assert (claim.sentence, claim.confidence) == (once, 0.75)  # a quarter of a quarter in doubt, 0.8 of the rest


def test_a_type_without_thresholds_is_named(tmp_path: Path) -> None:
    file = tmp_path / "thresholds.yml"
    file.write_text("read: 0.2\nSANCTIONS: {add: 0.9, keep: 0.0, trust: 0.8}\n", encoding="utf-8")
    assert read_thresholds(file, ["SANCTIONS"]) == Thresholds(0.2, {"SANCTIONS": Threshold(0.9, 0.0, 0.8)})
    with pytest.raises(ModelError, match="INVESTS_IN"):
        read_thresholds(file, ["SANCTIONS", "INVESTS_IN"])
    file.write_text("read: 0.2\nSANCTIONS: {add: 90, keep: 0.0, trust: 0.8}\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"SANCTIONS.*add.*90"):
        read_thresholds(file, ["SANCTIONS"])


@pytest.mark.parametrize(
    ("label", "values"),
    [("kinds", ["Company"]), ("statuses", ["INVESTS_IN.finished"]), ("values", ["INVESTS_IN.kind.loan"])],
    ids=["a kind is unknown", "a status is gone", "a value is gone"],
)
def test_a_judge_for_another_schema_is_refused(label: str, values: list[str], tmp_path: Path, registry: Registry, schema: Schema) -> None:
    shutil.copytree(Path(__file__).parent / "judge", tmp_path / "judge")
    file = tmp_path / "judge" / "labels.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {label: values}), encoding="utf-8")
    with pytest.raises(ModelError, match="another schema"):
        Extractor(registry, schema, MODEL, judge=tmp_path / "judge")


def test_another_judge_is_another_version(registry: Registry, schema: Schema) -> None:
    files = Path(__file__).parent / "judge"
    with_judge = Extractor(registry, schema, MODEL, judge=files)
    assert with_judge.version != Extractor(registry, schema, MODEL).version
    assert with_judge.version == Extractor(registry, schema, MODEL, judge=files).version
