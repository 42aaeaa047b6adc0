"""How this package tells a person what it is doing. Showing it is the caller's business."""

from typing import Protocol


class Progress(Protocol):
    """Hears of work that takes seconds. Called from the caller's own thread only."""

    def step(self, message: str) -> None:
        """Say what happens now, or what was found and mended."""

    def advance(self, done: int, total: int, what: str) -> None:
        """Say that `done` of `total` things called `what` are finished."""


class Silent:
    """A Progress that says nothing."""

    def step(self, message: str) -> None:
        """Ignore the message."""

    def advance(self, done: int, total: int, what: str) -> None:
        """Ignore the count."""


SILENT: Progress = Silent()
