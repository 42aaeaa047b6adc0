"""Annotated articles: read strictly, split for ever."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import SettingsError
from pipelines.evaluation.gold import SHIPPED, halves, read_gold

CLAIM = {
    "type": "INVESTS_IN",
    "subject": "Larkspur",
    "object": "Quillon Cells",
    "object_aliases": ["Quillon"],
    "evidence": "Larkspur bought Quillon.",
}


def written(folder: Path, **changes: Any) -> Path:
    row = {"id": "a-1", "title": "A deal", "published": "2024-05-24", "text": "Larkspur bought Quillon.", "claims": [CLAIM]} | changes
    path = folder / "gold.jsonl"
    path.write_text(json.dumps({key: value for key, value in row.items() if value is not None}) + "\n", encoding="utf-8")
    return path


def test_an_article_comes_with_its_text_claims_and_date(tmp_path: Path) -> None:
    (article,) = read_gold(written(tmp_path))
    assert article.text == "Larkspur bought Quillon."
    assert article.published.precision == "day"
    assert article.claims[0].object == ("Quillon Cells", "Quillon")
    assert not article.claims[0].optional


def test_a_text_stands_in_the_line_or_in_a_file_beside_it_or_is_given_by_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("From the file.", encoding="utf-8")
    assert read_gold(written(tmp_path, text=None, file="a.txt"))[0].text == "From the file."
    assert read_gold(written(tmp_path, text=None), {"a-1": "Given."})[0].text == "Given."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": None}, "has no text for a-1"),
        ({"text": None, "file": "gone.txt"}, "gone.txt cannot be read"),
        ({"claims": [{"type": "INVESTS_IN", "subject": "A"}]}, "lacks 'object'"),
        ({"published": "soon"}, "published"),
        ({"claims": None}, "lacks 'claims'"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as error:
        read_gold(written(tmp_path, **changes))
    assert error.value.where == f"{tmp_path / 'gold.jsonl'}:1"


def test_an_empty_file_is_no_gold(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="holds no annotated article"):
        read_gold(tmp_path / "empty.jsonl")


def test_the_halves_part_the_articles_by_their_ids_alone(tmp_path: Path) -> None:
    articles = [read_gold(written(tmp_path, id=f"a-{number}"))[0] for number in range(40)]
    dev, held = list(halves(articles, "dev")), list(halves(articles, "held"))
    assert {article.id for article in dev}.isdisjoint(article.id for article in held)
    assert len(dev) + len(held) == len(list(halves(articles, "all"))) == 40
    assert 10 < len(dev) < 30
    assert read_gold(written(tmp_path, id="a-1", title="Another"))[0].half == articles[1].half


def test_a_purchase_in_the_shipped_gold_is_an_investment_too() -> None:
    """The investment comes after it: of two claims on one pair the last is what the judge's lessons hold for right."""
    gold = read_gold(SHIPPED)
    purchases = [(claim, beside) for article in gold for claim, beside in pairwise(article.claims) if claim.type == "ACQUIRES"]
    assert len(purchases) == sum(claim.type == "ACQUIRES" for article in gold for claim in article.claims) > 200
    for claim, beside in purchases:
        assert (beside.type, beside.attrs["kind"]) == ("INVESTS_IN", "acquisition")
        assert (beside.subject, beside.object, beside.status) == (claim.subject, claim.object, claim.status)
        assert claim.optional >= beside.optional
