"""The page of errors: each with its sentence, both names marked."""

from pipelines.evaluation.gold import Gold, GoldClaim
from pipelines.evaluation.matching import Names
from pipelines.evaluation.page import page, place_of
from pipelines.evaluation.scoring import Said, compare, evaluate
from pipelines.records import Published

TEXT = "Rain fell.\nLarkspur bought <b>Quillon</b> from its founders last week. It rained again."
GOLD = Gold(
    "a-1",
    TEXT,
    "A deal & more",
    Published(),
    (GoldClaim("INVESTS_IN", ("Larkspur",), ("Quillon",), "done", {}, "Larkspur bought <b>Quillon</b> ... last week.", optional=False),),
    (),
    None,
)


def shown(*said: Said) -> str:
    one = compare(GOLD, said, ["INVESTS_IN"], Names())
    return page("Errors", evaluate([one], ["INVESTS_IN"]), [one])


def test_a_miss_shows_its_sentence_with_both_names_marked_and_nothing_of_the_text_is_markup() -> None:
    html = shown()
    assert 'class="subject">Larkspur</mark>' in html
    assert 'class="object">Quillon</mark>' in html
    assert "<b>Quillon" not in html
    assert "A deal &amp; more" in html


def test_a_false_claim_shows_what_was_said_and_how_sure() -> None:
    html = shown(Said("INVESTS_IN", "Larkspur", "Rain", "planned", {}, "Rain fell.", 0, 10, 0.64, "buys"))
    assert "planned confidence 0.64 buys" in html
    assert 'class="object">Rain</mark>' in html


def test_an_article_without_errors_is_not_listed() -> None:
    assert "A deal" not in shown(Said("INVESTS_IN", "Larkspur", "Quillon", "done", {}, TEXT, 0, len(TEXT), 0.9))


def test_evidence_is_found_whatever_its_white_space_and_what_it_leaves_out() -> None:
    text = "One. Two  words\nfollow here, and so on until the end. Three."
    assert place_of(text, "Two words ... the end.") == (5, 53)
    assert place_of(text, "not there") is None
    assert place_of(text, "") is None
