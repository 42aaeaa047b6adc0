import pytest

from graph_schema.errors import SchemaError
from pipelines.language.paths import parse_path

WORDS = {"list": frozenset({"list", "blacklist"})}


def test_a_path_is_read_step_by_step() -> None:
    path = parse_path("prep(to|on)[$list|roll] > owner", WORDS, "here")
    assert [(s.function, s.words, s.lemmas) for s in path.steps] == [
        ("prep", {"to", "on"}, {"list", "blacklist", "roll"}),
        ("owner", set(), set()),
    ]


@pytest.mark.parametrize("text", ["", "agents", "prep(to", "prep to", "agent >", "agent > > owner", "prep(to)[x]y"])
def test_what_is_no_path_is_an_error_that_lists_the_steps(text: str) -> None:
    with pytest.raises(SchemaError, match="agent, patient") as error:
        parse_path(text, WORDS, "x.yml: frames[0] `a`: subject")
    assert error.value.where == "x.yml: frames[0] `a`: subject"


def test_an_unknown_word_list_is_an_error() -> None:
    with pytest.raises(SchemaError, match=r"\$lists"):
        parse_path("prep(to)[$lists]", WORDS, "here")
