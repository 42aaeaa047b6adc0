import pytest

from pipelines.sources.plain import draft_of_markdown, draft_of_text
from pipelines.sources.refusing import UnfitError
from tests.sources.conftest import ENGLISH, NOW


@pytest.mark.parametrize(
    ("lines", "title", "date"),
    [
        (["Graypike opens a second factory", "", ENGLISH], "Graypike opens a second factory", None),
        (
            ["The Wire", "May 24, 2024 03:54 PM", "TECH", "Graypike opens a second factory", ENGLISH],
            "Graypike opens a second factory",
            "May 24, 2024 03:54 PM",
        ),
        (["Skip to content", "HOME  NEWS  SPORT  WEATHER", "Graypike opens a factory"], "Graypike opens a factory", None),
        (["What's new", ENGLISH], "What's new", None),
        ([ENGLISH, "A line that comes too late"], None, None),
        (["x" * 250], None, None),
        (["1", "2", "3", "4", "5", "2024-05-24"], "1", None),
    ],
)
def test_headline_and_dateline_of_a_plain_text(lines: list[str], title: str | None, date: str | None) -> None:
    for end in ("\n", "\r\n", "\r"):
        draft = draft_of_text(end.join(lines), NOW)
        assert (draft.title, draft.published) == (title, date)


def test_front_matter_is_read_and_stays_in_the_text() -> None:
    text = (
        f"---\ntitle: 1984\nurl: https://w.example/a\npublished: 2024-05-24\npublisher: 'The: Wire'\ntags: [a]\n---\n# Heading\n{ENGLISH}"
    )
    draft = draft_of_markdown(text, NOW)
    assert (draft.title, draft.url, draft.published, draft.publisher) == ("1984", "https://w.example/a", "2024-05-24", "The: Wire")
    assert draft.text == text
    assert draft.body.startswith("# Heading\n")
    assert draft_of_markdown(text.replace("\n", "\r\n"), NOW).published == "2024-05-24"


def test_without_a_title_in_front_matter_the_first_heading_is_it() -> None:
    assert draft_of_markdown(f"---\ntitle: null\n---\nintro\n\n# The *heading* #\n{ENGLISH}", NOW).title == "The *heading*"
    assert draft_of_markdown(f"Some line of four words\n{ENGLISH}", NOW).title == "Some line of four words"


def test_rules_of_a_page_are_no_front_matter() -> None:
    text = f"---\nA thought between two rules\n---\n{ENGLISH}"
    assert draft_of_markdown(text, NOW).body == text


@pytest.mark.parametrize(
    ("front", "reason", "said"),
    [
        ("title: Wire: more", "bad_front_matter", "line 2 is no YAML"),
        ("title: [a, b]", "bad_type", "`title`"),
        ("[" * 5000, "bad_front_matter", "no YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused(front: str, reason: str, said: str) -> None:
    with pytest.raises(UnfitError, match=said) as refused:
        draft_of_markdown(f"---\n{front}\n---\n{ENGLISH}", NOW)
    assert refused.value.reason == reason
