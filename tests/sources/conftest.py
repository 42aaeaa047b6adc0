"""Shorthands of this room's tests: write files, read them, make raw documents."""

from datetime import UTC, datetime

import pytest

from pipelines.records import MediaType, RawDocument

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ENGLISH = (
    "Larkspur Robotics competes with Graypike in warehouse arms. The company said on Tuesday that it would open a second "
    "factory next year, and that the money for it comes from its own accounts. Nobody at Graypike wanted to comment on the plan.\n"
)


@pytest.fixture
def now() -> datetime:
    return NOW


def raw(payload: str, media_type: MediaType = "text/plain", own_id: str = "story.txt", locator: str = "here/story.txt") -> RawDocument:
    return RawDocument("here", own_id, locator, media_type, payload, NOW)
