"""A sentence in pieces: nothing lost, nothing twice, each word with its role."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.picture.marks import pieces
from pipelines.records import Role

SENTENCE = "Norland banned Acme."


def test_subject_trigger_and_object_are_marked_by_offsets_into_the_text() -> None:
    evidence = ["sentence:50:70", "subject:50:57", "trigger:58:64", "object:65:69"]
    assert pieces(SENTENCE, 50, evidence) == [
        ("Norland", "subject"),
        (" ", ""),
        ("banned", "trigger"),
        (" ", ""),
        ("Acme", "object"),
        (".", ""),
    ]


def test_what_lies_outside_of_the_sentence_is_left_out() -> None:
    assert pieces(SENTENCE, 50, ["sentence:50:70", "antecedent:10:17", "object:80:90"]) == [(SENTENCE, "")]


def test_of_roles_on_the_same_words_who_it_is_about_wins() -> None:
    assert pieces("Acme's purchase", 0, ["trigger:0:15", "subject:0:4"]) == [("Acme", "subject"), ("'s purchase", "trigger")]


def test_an_empty_sentence_has_no_pieces() -> None:
    assert pieces("", 3, ["sentence:3:3"]) == []


@given(
    st.text(max_size=30),
    st.integers(0, 50),
    st.lists(st.tuples(st.sampled_from(list(Role)), st.integers(0, 90), st.integers(0, 90)), max_size=6),
)
def test_the_pieces_together_are_the_sentence(sentence: str, start: int, marks: list[tuple[Role, int, int]]) -> None:
    found = pieces(sentence, start, [f"{role}:{min(a, b)}:{max(a, b)}" for role, a, b in marks])
    assert "".join(text for text, _ in found) == sentence
    assert all(text for text, _ in found)
