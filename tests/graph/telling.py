"""Claims as a projection hands them to roll-ups, for tests: one pair of entities unless a test says otherwise."""

import pandas as pd

from graph_schema.load import load_schema

SCHEMA = load_schema()
ATTRIBUTES = sorted({name for type_ in SCHEMA.claim_types.values() if type_.claims for name in type_.claims.attributes})
LEARNT = "2026-01-02T03:04:05Z"
_BASE: dict[str, object] = {
    "start": "e1",
    "end": "e2",
    "status": None,
    "confidence": 0.5,
    "publisher": None,
    "published_at": None,
    "published_precision": "day",
    "sketch": None,
    "learnt_at": LEARNT,
    "judged": None,
    "event_date": None,
    "event_date_precision": None,
    **dict.fromkeys(ATTRIBUTES),
}


def claims(*rows: dict[str, object]) -> pd.DataFrame:
    """Claims c0, c1, … each from an article and with a sentence of its own, with the given differences."""
    told = [{**_BASE, "claim_id": f"c{i}", "article_id": f"a{i}", "sentence": f"Sentence {i}.", **row} for i, row in enumerate(rows)]
    frame = pd.DataFrame(told)
    return frame.assign(**{name: pd.to_datetime(frame[name], utc=True, format="ISO8601") for name in ("published_at", "learnt_at")})


def only(frame: pd.DataFrame) -> dict[str, object]:
    assert len(frame) == 1
    return {str(name): value for name, value in frame.iloc[0].items()}
