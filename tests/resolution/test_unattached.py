"""Judgements on entities that find nobody are told, and no others."""

import pandas as pd
import pytest

from pipelines.judgements.entries import EntityRef, Verdict
from pipelines.resolution import Identities
from pipelines.resolution.unattached import of_lists
from tests.resolution.deciding import REGISTRY, decided

SAME, RENAME = Verdict.SAME, Verdict.RENAME
ENTRIES = pd.DataFrame({"list_id": ["csl", "csl"], "entry_id": ["1", "ship"]})
LISTINGS = ENTRIES.head(1)  # a ship is no entity
ENTITIES = pd.DataFrame({"entity_id": [Identities(REGISTRY).entity_id("Volta"), "NG000001"]})


def entry(entry_id: str) -> EntityRef:
    return EntityRef("Listed", list_id="csl", entry_id=entry_id)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ((RENAME, "Volta Inc.", "X"), None),
        ((RENAME, "Marbury", "X"), None),
        ((RENAME, entry("1"), "X"), None),
        ((SAME, entry("1"), "Volta"), None),
        ((SAME, entry("ship"), entry("1")), None),
        ((RENAME, "Gone", "X"), "It renames 'Gone', whom the graph does not have."),
        ((RENAME, "Target Corp.", "X"), "It renames 'Target Corp.', whom the graph does not have."),
        ((RENAME, entry("ship"), "X"), "It renames 'Listed', whom the graph does not have."),
        ((RENAME, entry("9"), "X"), "It names csl:9, which no list holds."),
        ((SAME, "Volta", entry("9")), "It names csl:9, which no list holds."),
    ],
)
def test_what_is_on_no_list_and_in_no_article_is_told_once(said: tuple[object, ...], message: str | None) -> None:
    decisions = decided(said)
    found = of_lists(decisions, Identities(REGISTRY, decisions), ENTRIES, ENTITIES, LISTINGS)
    assert [problem.message for problem in found] == ([message] if message else [])
    assert {problem.reason for problem in found} <= {"unattached"}
