"""Tallies as what Dagster's page shows: numbers that it plots, tables that a person reads."""

from collections.abc import Mapping

import dagster as dg
import pandas as pd

from pipelines.flow import Tally

_CELL = 200  # characters of a cell; sentences can be long


def metadata(tally: Tally) -> dict[str, dg.MarkdownMetadataValue | int]:
    """Counts as numbers, refusals by reason and sample rows as tables."""
    found: dict[str, dg.MarkdownMetadataValue | int] = dict(tally.counts)
    if tally.held is not None:
        found["dagster/row_count"] = tally.held
    if tally.refusals:
        found["refusals by reason"] = dg.MetadataValue.md(_reasons(tally.reasons))
        found["first refusals"] = dg.MetadataValue.md(
            markdown(pd.DataFrame([{"where": r.locator, "message": r.message} for r in tally.refusals[:10]]))
        )
    if not tally.sample.empty:
        found["sample"] = dg.MetadataValue.md(markdown(tally.sample))
    return found


def _reasons(reasons: Mapping[str, int]) -> str:
    return markdown(pd.DataFrame({"reason": list(reasons), "count": list(reasons.values())}))


def markdown(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table, long cells cut."""
    head = "| " + " | ".join(map(str, frame.columns)) + " |\n|" + "---|" * len(frame.columns)
    return "\n".join([head, *("| " + " | ".join(map(_cell, row)) + " |" for row in frame.itertuples(index=False, name=None))])


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
