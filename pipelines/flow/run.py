"""What every step is told, and what every step tells back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pandas as pd

from pipelines.graph.local.progress import Progress, Silent
from pipelines.record import Record, day_of
from pipelines.records import Refusal


class Watch(Progress, Protocol):
    """Somebody who wants to see how far a run is, and what it did."""

    def finished(self, step: str, tally: "Tally") -> None:
        """A step of the flow is over, and this is what it did."""


class Unwatched(Silent):
    """Nobody looks."""

    def finished(self, step: str, tally: "Tally") -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run over one day's partition.

    `day` is the partition, `now` the moment the run was asked for: on its own day a run takes new
    documents as well as changed ones; for an earlier day only those that were first read on it.
    """

    record: Record
    day: str
    now: datetime
    paths: Sequence[Path]
    source: str | None = None
    watch: Watch = field(default_factory=Unwatched)
    complete: bool = False  # whether what the source does not hold now is gone from it
    any_number: bool = False  # of articles may be gone at once

    @property
    def takes_new(self) -> bool:
        """Whether new documents belong to this partition."""
        return self.day == day_of(self.now)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a step did: counts by what was counted, refusals, a few rows to look at.

    `days` are the partitions whose rows changed; `held` how many rows the step's result holds now, in
    the whole record.
    """

    counts: dict[str, int]
    refusals: tuple[Refusal, ...] = ()
    sample: pd.DataFrame = field(default_factory=pd.DataFrame)
    days: tuple[str, ...] = ()
    held: int | None = None

    @property
    def reasons(self) -> dict[str, int]:
        """Refusals counted by reason, most frequent first."""
        return dict(Counter(refusal.reason for refusal in self.refusals).most_common())
