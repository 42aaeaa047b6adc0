"""The training texts are read as they are written down; a line that is none is named with its place."""

from pathlib import Path

import pytest

from graph_schema.load import load_schema
from pipelines.errors import SettingsError
from pipelines.training.texts import Stated, read_texts, states

ARTICLE = """# deals-1 | deals digest
E 1 Company Norvik Shipping
E 2 Company Baltic Crane Works
S [Norvik Shipping|1] buys [Baltic|2]
S [The group|1] has paid 85 million euros for [it|2], and [both|1,2] are pleased.
C INVESTS_IN 1 2 done kind=acquisition amount=85000000
C? COMPETES_WITH 1 2
"""


def written(folder: Path, text: str) -> Path:
    (folder / "deals.txt").write_text(text, encoding="utf-8")
    return folder


def test_an_article_is_its_sentences_and_a_headline_a_paragraph_of_its_own(tmp_path: Path) -> None:
    (article,) = read_texts(written(tmp_path, ARTICLE))
    assert (article.id, article.form) == ("deals-1", "deals digest")
    assert article.text == "Norvik Shipping buys Baltic\n\nThe group has paid 85 million euros for it, and both are pleased. "
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.start + len(sentence.text)] == sentence.text


def test_a_bracket_is_a_mention_of_one_or_of_several(tmp_path: Path) -> None:
    second = read_texts(written(tmp_path, ARTICLE))[0].sentences[1]
    assert [(second.text[a:b], entity) for a, b, entity in second.mentions] == [("The group", 1), ("it", 2), ("both", 1), ("both", 2)]


def test_a_statement_belongs_to_the_sentence_before_it(tmp_path: Path) -> None:
    first, second = read_texts(written(tmp_path, ARTICLE))[0].sentences
    assert first.states == []
    assert second.states == [
        Stated("INVESTS_IN", 1, 2, "done", {"kind": "acquisition", "amount": "85000000"}, optional=False),
        Stated("COMPETES_WITH", 1, 2, None, {}, optional=True),
    ]


def test_one_end_of_a_statement_may_stand_in_the_sentence_before(tmp_path: Path) -> None:
    text = ARTICLE + "S [Norvik|1] pays in cash.\nC INVESTS_IN 1 2 done\n"
    assert len(read_texts(written(tmp_path, text))[0].sentences[2].states) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X what is this", "starts with 'X'"),
        ("S [Norvik|9] pays", "no E line has the number 9"),
        ("S Norvik|1] pays", "stray"),
        ("C INVESTS_IN 1 2 done", "no bracket"),
        ("E one Company Norvik", "invalid literal"),
    ],
)
def test_a_line_that_is_none_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    text = ARTICLE + "S [Norvik|1] pays.\nS Nobody does.\n" + line + "\n"
    with pytest.raises(SettingsError, match=said) as error:
        read_texts(written(tmp_path, text))
    assert "deals.txt:10" in str(error.value)


def test_the_shipped_texts_state_only_what_the_schema_declares() -> None:
    texts, schema = read_texts(), load_schema()
    assert len({text.id for text in texts}) == len(texts)
    allowed = {name: {status.name for status in t.claims.statuses} or {None} for name, t in schema.claim_types.items() if t.claims}
    assert {(s.type, s.status) for s in states(texts)} <= {(type_, status) for type_, found in allowed.items() for status in found}
    kinds = {kind for text in texts for kind, _ in text.entities.values()}
    assert kinds <= set(schema.entity_kinds)
