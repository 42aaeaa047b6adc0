"""What a person is shown who has to defend a claim: its words in their paragraph, offsets that fit, and the reason."""

import json
from pathlib import Path

import pytest

from graph_schema.registry import Registry
from pipelines.errors import RecordError, SettingsError
from pipelines.flow.deciding import about_claim
from pipelines.flow.proof import Proof, proof
from pipelines.flow.view import view
from pipelines.judgements.entries import Verdict
from pipelines.records import Role
from tests.flow.conftest import Project
from tests.flow.written import Said, Written

SENTENCE = "Zeta Robotics competes with Quorx."
TEXT = f"A first paragraph.\n\nOthers watch. {SENTENCE}\nNobody else does.\n\nA last paragraph."


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    record = Written(tmp_path, registry)
    record.article("one.txt", TEXT, Said("Zeta Robotics", "Quorx"))
    return record


def only(written: Written) -> Proof:
    seen = written.view()
    return proof(seen, str(seen.claims["claim_id"].iloc[0]))


def test_the_sentence_stands_in_its_whole_paragraph(written: Written) -> None:
    found = only(written)
    assert found.paragraph == f"Others watch. {SENTENCE}\nNobody else does."
    assert TEXT[found.begins :].startswith(found.paragraph)


def test_a_text_without_blank_lines_has_a_paragraph_on_each_line(tmp_path: Path, registry: Registry) -> None:
    record = Written(tmp_path, registry)
    record.article("one.txt", f"Before.\n{SENTENCE} Others watch.\nAfter.", Said("Zeta Robotics", "Quorx"))
    assert only(record).paragraph == f"{SENTENCE} Others watch."


def test_the_pieces_are_the_paragraph_and_say_what_each_is(written: Written) -> None:
    found = only(written)
    pieces = list(found.marked())
    assert "".join(text for text, _ in pieces) == found.paragraph
    marked = {role: "".join(text for text, roles in pieces if role in roles) for role in (Role.SENTENCE, Role.SUBJECT, Role.OBJECT)}
    assert marked == {Role.SENTENCE: SENTENCE, Role.SUBJECT: "Zeta Robotics", Role.OBJECT: "Quorx"}


def test_what_a_person_called_wrong_can_still_be_looked_at(written: Written) -> None:
    seen = written.view()
    written.judge(Verdict.REJECT, claim=about_claim(seen, Verdict.REJECT, str(seen.claims["claim_id"].iloc[0])))
    found = only(written)
    assert found.claim["judged"] == "rejected"
    assert str(found.claim["withdrawn_why"]).startswith("rejected by")


def test_all_of_it_is_json(written: Written) -> None:
    told = json.loads(json.dumps(only(written).as_json(), default=str))
    assert told["paragraph"]["text"][told["evidence"][0]["start"] - told["paragraph"]["start"] :].startswith(SENTENCE)
    assert told["claim"]["subject"] == "Zeta Robotics"


def test_an_unknown_claim_is_a_settings_error(written: Written) -> None:
    with pytest.raises(SettingsError, match="no claim"):
        proof(written.view(), "c-0000")


def test_a_text_that_does_not_hold_the_sentence_is_a_damaged_record(written: Written) -> None:
    seen = written.view()
    seen.claims["sentence"] = "Something else."
    with pytest.raises(RecordError, match="does not stand at"):
        proof(seen, str(seen.claims["claim_id"].iloc[0]))


def test_the_reason_is_the_construction_or_the_judge(project: Project) -> None:
    project.write("a.txt", "AMD competes with Nvidia in data-centre chips.")
    project.ingest()
    seen = view(project.knowledge())
    (id_,) = seen.claims["claim_id"]
    assert proof(seen, id_).reason.startswith("a construction, as in “")
    seen.claims["pattern"] = "competes_with.judged"
    assert proof(seen, id_).reason.startswith("the learned judge")
    seen.claims["pattern"] = "competes_with.long_gone"
    assert proof(seen, id_).reason == "a construction that this version no longer has"
