"""Under other names a sentence states the same: places move with their words, and what is no name stays."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.language.questions import Party, Question
from pipelines.training.renaming import names_by_kind, renamed

TEXT = "Nvidia said it would, with AMD's help, beat Intel in China; Nvidia is no Intel."


def party(word: str, *kinds: str, references: tuple[str, ...] = ()) -> Party:
    places = [(at, at + len(word), False) for at in range(len(TEXT)) if TEXT.startswith(word, at)]
    places += [(TEXT.index(reference), TEXT.index(reference) + len(reference), True) for reference in references]
    return Party(kinds, tuple(places))


QUESTION = Question(
    TEXT,
    (party("Nvidia", "Company", references=("it",)), party("AMD", "Company"), party("Intel", "Company"), party("China", "Country")),
    ((0, 1), (0, 2), (1, 2)),
)
NAMES = {"Company": ["Q", "Larkspur Robotics Holdings", "SMIC"], "Person": [], "Place": []}


@given(st.integers(0, 10_000))
def test_each_place_holds_one_name_per_party_and_the_rest_is_as_it_was(seed: int) -> None:
    other = renamed(QUESTION, NAMES, Random(seed))
    for before, after in zip(QUESTION.parties, other.parties, strict=True):
        assert [reference for _, _, reference in after.places] == [reference for _, _, reference in before.places]
        words = {other.text[a:b] for a, b, reference in after.places if not reference}
        assert len(words) == 1
        assert words <= {TEXT[slice(*before.places[0][:2])], *NAMES["Company"]}
        assert {other.text[a:b] for a, b, reference in after.places if reference} <= {"it"}
    blank = [_without_names(question) for question in (QUESTION, other)]
    assert blank[0] == blank[1]


def _without_names(question: Question) -> str:
    text = question.text
    for start, end in sorted(((a, b) for p in question.parties for a, b, reference in p.places if not reference), reverse=True):
        text = f"{text[:start]}_{text[end:]}"
    return text


def test_countries_keep_their_names_and_others_get_new_ones() -> None:
    texts = {renamed(QUESTION, NAMES, Random(seed)).text for seed in range(30)}
    assert all("in China" in text for text in texts)
    assert any("Larkspur" in text for text in texts)


def test_the_names_to_choose_from_are_those_of_the_questions() -> None:
    assert names_by_kind([QUESTION]) == {"Company": ["Nvidia", "Nvidia", "AMD", "Intel", "Intel"], "Person": [], "Place": []}
