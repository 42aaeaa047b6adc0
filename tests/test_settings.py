from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.settings import SHIPPED_JUDGE, load_settings

SERVER = {"NEO4J_URI": "bolt://graph.example:7687"}


def test_without_an_address_the_local_server_is_meant(tmp_path: Path) -> None:
    assert load_settings({"NEWSGRAPH_HOME": str(tmp_path)}).neo4j is None


def test_the_judge_is_the_shipped_one_another_or_none(tmp_path: Path) -> None:
    assert load_settings({}).judge == SHIPPED_JUDGE
    assert (SHIPPED_JUDGE / "labels.json").is_file()
    assert load_settings({"NEWSGRAPH_JUDGE": str(tmp_path)}).judge == tmp_path
    assert load_settings({"NEWSGRAPH_JUDGE": "none"}).judge is None


def test_password_comes_from_the_environment() -> None:
    address = load_settings(SERVER | {"NEO4J_PASSWORD": "open sesame"}).neo4j
    assert address is not None
    assert (address.user, address.password, address.database) == ("neo4j", "open sesame", "neo4j")


@pytest.mark.parametrize("text", ["open sesame", "open sesame\n", "open sesame\r\n"])
def test_password_comes_from_a_file_without_its_line_break(tmp_path: Path, text: str) -> None:
    file = tmp_path / "password"
    file.write_bytes(text.encode())
    address = load_settings(SERVER | {"NEO4J_PASSWORD_FILE": str(file)}).neo4j
    assert address is not None
    assert address.password == "open sesame"


def test_spaces_belong_to_the_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("  open sesame \n", encoding="utf-8")
    address = load_settings(SERVER | {"NEO4J_PASSWORD_FILE": str(file)}).neo4j
    assert address is not None
    assert address.password == "  open sesame "


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "No such file"), (b"", "is empty"), (b"\n", "is empty"), (b"\xff\xfe", "cannot be read")],
)
def test_unusable_password_file_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=message) as caught:
        load_settings(SERVER | {"NEO4J_PASSWORD_FILE": str(file)})
    assert caught.value.where == "NEO4J_PASSWORD_FILE"
    assert str(file) in caught.value.message
    assert caught.value.fix


def test_two_passwords_are_one_too_many(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("one", encoding="utf-8")
    with pytest.raises(SettingsError, match="Keep one of the two"):
        load_settings(SERVER | {"NEO4J_PASSWORD": "other", "NEO4J_PASSWORD_FILE": str(file)})


def test_address_without_a_password_names_both_ways_to_give_one() -> None:
    with pytest.raises(SettingsError, match="NEO4J_PASSWORD_FILE") as caught:
        load_settings(SERVER)
    assert caught.value.where == "NEO4J_PASSWORD"


def test_password_is_not_shown() -> None:
    settings = load_settings(SERVER | {"NEO4J_PASSWORD": "open sesame"})
    assert "open sesame" not in repr(settings)


def test_a_ledger_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    ledger = tmp_path / "judgments.jsonl"
    with pytest.raises(SettingsError, match=r"NEWSGRAPH_JUDGEMENTS.*is not there.*touch") as caught:
        load_settings({"NEWSGRAPH_JUDGEMENTS": str(ledger)})
    assert str(ledger) in caught.value.message
    with pytest.raises(SettingsError, match="is a folder"):
        load_settings({"NEWSGRAPH_JUDGEMENTS": str(tmp_path)})
    ledger.touch()
    assert load_settings({"NEWSGRAPH_JUDGEMENTS": str(ledger)}).judgements == ledger
    assert load_settings({"NEWSGRAPH_HOME": str(tmp_path)}).judgements == tmp_path / "judgements.jsonl"


def test_address_of_another_protocol_is_refused() -> None:
    with pytest.raises(SettingsError, match="is no Neo4j address"):
        load_settings({"NEO4J_URI": "http://graph.example", "NEO4J_PASSWORD": "open sesame"})
