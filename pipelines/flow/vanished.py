"""Documents that a source declared complete no longer has, and when that may be believed.

A folder that was not mounted, a file cut short, an export that failed look like a source that lost its
articles. So nothing is taken back when anything of the source could not be read, or when all of it or more than
half (and more than ten) is gone at once, unless the operator said that any number may go.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pipelines.flow.documents import GONE, Key, Row
from pipelines.records import Refusal
from pipelines.sources import PASSED_BY

WHY = "its complete source no longer has it"
HELD_BACK = frozenset({"incomplete_reading", "mass_withdrawal"})  # reasons why something that may be gone was not taken back
WHOLE = "complete:"  # stands for the source as a whole among the files that were read
FEW = 10  # that many of more may go at once
_SHARE = 0.5
_RIGHT = "If that is right, run again with --any-number."


@dataclass(frozen=True, slots=True)
class Vanished:
    """What is gone, or why it is not believed."""

    keys: tuple[Key, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def vanished(known: Mapping[Key, Row], read: Collection[Key], refused: Iterable[Refusal], source: str, *, any_number: bool) -> Vanished:
    """Documents of `source` that were there before and are not among those `read` now."""
    stood = {key for key, row in known.items() if key[0] == source and row["outcome"] != GONE}
    gone = sorted(stood - set(read))
    harmless = PASSED_BY if any_number else PASSED_BY - {"empty_folder"}
    unread = [refusal for refusal in refused if refusal.source == source and refusal.reason not in harmless]
    if not gone:
        return Vanished()
    if unread:
        said = f"{len(unread)} of its documents or files could not be read (the first: {unread[0].locator}), so what is gone is not known"
        if all(refusal.reason == "empty_folder" for refusal in unread):
            said = f"{unread[0].locator} is empty, as a folder is that was not mounted, and {len(gone)} documents would be gone"
            return Vanished((), (_held(source, "incomplete_reading", said, _RIGHT),))
        return Vanished((), (_held(source, "incomplete_reading", said, "Mend them and run again."),))
    if not any_number and (len(gone) == len(stood) or too_many(len(gone), len(stood))):
        said = f"{len(gone)} of its {len(stood)} documents are gone at once"
        return Vanished((), (_held(source, "mass_withdrawal", said, _RIGHT),))
    return Vanished(tuple(gone))


def too_many(gone: int, stood: int) -> bool:
    """Whether more than half of what stood, and more than a few, is gone at once."""
    return gone > FEW and gone > _SHARE * stood


def _held(source: str, reason: str, said: str, fix: str) -> Refusal:
    message = f"Source {source}: {said}; nothing was taken back. {fix}"
    return Refusal("read", reason, message, source, source, f"complete:{reason}", file=WHOLE)
