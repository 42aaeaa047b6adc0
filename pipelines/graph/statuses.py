"""How the statuses of several claims on one thing combine: which holds, which claims decide it, whether they contradict each other.

Which statuses there are, and which of them end a fact, is declared in graph_schema/model. Days are
counted as ordinals (`date.toordinal`), periods as their first and last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph_schema.spec import ClaimRule
from pipelines.graph.periods import last_day

LAG = 30  # days for which articles may still tell what is over

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One claim's status, with the days on which it was published and on which its event was; None where unknown."""

    status: str | None
    published: Span | None = None
    event: Span | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of all claims together, which of them decide it (in the order given), and whether they contradict each other."""

    status: str | None
    decides: tuple[bool, ...]
    disputed: bool


def published_span(at: datetime | None, precision: str | None) -> Span | None:
    """The days, UTC, that a publication may have been on; None where that is unknown."""
    if at is None or precision == "unknown":
        return None
    return _span(at.date(), "month" if precision == "month" else "day")


def event_span(day: date | None, precision: str | None) -> Span | None:
    """The days that an event may have been on; None where no event is told."""
    return _span(day, precision) if day is not None and precision is not None else None


def combine(told: Sequence[Told], rule: ClaimRule) -> Outcome:
    """The status of a fact or deal, as its claims give it together.

    - A claim that it is over (lifted, withdrawn) ends it, whatever was published before.
    - It stands again only when a claim says so: one that tells an event after the end and was published
      after it, or that tells no event and was published more than 30 days after the article that told
      the end. The end is the day when it happened, or of the article that told it where that was earlier
      or no day is told.
    - Of the statuses that stand, the first in the declared order holds: in force or done before planned
      before rumoured.
    - An undated article never wins: it decides only among undated ones. It ends nothing that another
      claim says stands, and cannot say that an ended fact stands again.
    - It is disputed when one claim says that it is over and another says that it is in force or done, and
      their times do not settle it: the second was published on the same day or at most 30 days later
      without saying that it stands again, or one of the two articles is undated.
    """
    if not rule.statuses:
        return Outcome(None, (True,) * len(told), disputed=False)
    over = {status.name for status in rule.statuses if status.ends}
    ends = [claim for claim in told if claim.status in over]
    stands = [claim.status not in over and all(_says_again(claim, end) for end in ends if end.published) for claim in told]
    candidates = stands if any(stands) else [claim.status in over for claim in told]
    deciding = [claim for claim, counts in zip(told, candidates, strict=True) if counts]
    dated = [claim for claim in deciding if claim.published] or deciding
    known = [claim.status for claim in dated if claim.status is not None]
    status = min(known, key=rule.rank) if known else None
    decides = tuple(counts and claim.status == status for claim, counts in zip(told, candidates, strict=True))
    return Outcome(status, decides, _disputed(told, ends, rule))


def combine_apart(told: Sequence[Told], things: Sequence[object], rule: ClaimRule) -> Outcome:
    """As `combine`, of claims about several things that end apart from each other, such as two rounds; `things` says which is about which.

    What stands of any of them stands: the first status in the declared order that one of them has.
    """
    places: dict[object, list[int]] = {}
    for place, thing in enumerate(things):
        places.setdefault(thing, []).append(place)
    found = [(at, combine([told[place] for place in at], rule)) for at in places.values()]
    known = [outcome.status for _, outcome in found if outcome.status is not None]
    status = min(known, key=rule.rank) if known else None
    deciding = {
        place for at, outcome in found if outcome.status == status for place, decides in zip(at, outcome.decides, strict=True) if decides
    }
    return Outcome(status, tuple(place in deciding for place in range(len(told))), any(outcome.disputed for _, outcome in found))


def _disputed(told: Sequence[Told], ends: Sequence[Told], rule: ClaimRule) -> bool:
    strongest = next((status.name for status in rule.statuses if not status.ends), None)
    return any(_contradicts(claim, end) for end in ends for claim in told if claim.status == strongest)


def _says_again(claim: Told, end: Told) -> bool:
    """Whether `claim` says clearly that what `end` ended stands again."""
    if claim.published is None or end.published is None:
        return False
    if claim.event is None:
        return claim.published[0] > end.published[1] + LAG
    ended = min(end.event[1], end.published[1]) if end.event else end.published[1]
    return claim.event[0] > ended and claim.published[0] > ended


def _contradicts(claim: Told, end: Told) -> bool:
    """Whether `claim` says that it stands when `end` says that it is over, and time does not settle it."""
    if claim.published is None or end.published is None:
        return True
    overlap = claim.published[1] >= end.published[0] and claim.published[0] <= end.published[1] + LAG
    return overlap and not _says_again(claim, end)


def _span(day: date, precision: str) -> Span:
    return date(day.year, day.month, day.day).toordinal(), last_day(day, precision).toordinal()
