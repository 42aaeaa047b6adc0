"""What a format says about an article, before anything of it is checked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is what offsets will count in, `body` the part of it that is prose (without front matter)."""

    text: str
    body: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
