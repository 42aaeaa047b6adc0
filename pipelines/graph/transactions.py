"""Which reports speak of one transaction, by investor, time and money; all of one target and kind.

Pure functions of records. Days are counted as ordinals, periods as their first and last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from graph_schema.spec import DealWindow
from pipelines.graph.statuses import Span


@dataclass(frozen=True, slots=True)
class Report:
    """What one claim says of a transaction; `days` are those of its event, else of its publication, else None."""

    claim_id: str
    investor: str
    article_id: str
    sentence: str
    status: str | None = None
    amount: float | None = None
    currency: str | None = None
    amount_usd: float | None = None
    days: Span | None = None

    @property
    def priced(self) -> bool:
        """Whether it tells a sum."""
        return self.amount is not None or self.amount_usd is not None

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Earliest first, but after those dated more exactly, so that a vague date bridges no gap between two; undated last."""
        first, last = self.days or (0, 0)
        return self.days is None, last - first, first, self.claim_id

    def apart(self, other: "Report") -> float | None:
        """By which share of the larger one two sums differ; None where they cannot be compared."""
        if self.currency is not None and self.currency == other.currency and self.amount is not None and other.amount is not None:
            return _share(self.amount, other.amount)
        if self.amount_usd is not None and other.amount_usd is not None:
            return _share(self.amount_usd, other.amount_usd)
        return None


def transactions(reports: Iterable[Report], window: DealWindow) -> list[list[Report]]:
    """The reports, gathered by transaction; each is in exactly one, and their order changes nothing.

    - Reports of one investor are one transaction when their sums are within the window's tolerance (any
      are, where it has none, or the reports are nearly of one day: `at_once`) and each was at most the window's days from another of them.
    - Reports of several investors are, when they tell one sum and share the sentence; or, where the window
      is joint, are as near in time as those of one investor.
    - A report without a sum belongs to the transaction of its investor that is nearest in time within the
      window, but first, where the window is joint, to the one of which its sentence tells with the same
      status. What is left is gathered likewise. That two investors stand in one article says nothing: of
      eleven such pairs in news of 2018 to 2020 at most two shared a round.
    - An undated report joins by sum and investor, or by sentence; without a sum, its investor's first.
    - What was gathered apart is still one transaction when one investor tells exactly one sum in both, as
      articles do that look back, the second begins at most the window's recap after the first, and all their
      sums are within the tolerance.
    """
    ordered = sorted(reports, key=lambda report: report.order)
    by_sum = [report for report in ordered if report.priced or window.tolerance is None]
    others = [report for report in ordered if not report.priced and window.tolerance is not None]
    deals = _gathered(by_sum, window)
    homes = [_home(deals, report, window) for report in others]  # all of them before any joins, so that they draw no others in
    for report, home in zip(others, homes, strict=True):
        if home is not None:
            home.add(report)
    left = [report for report, home in zip(others, homes, strict=True) if home is None]
    return [deal.reports for deal in _with_recaps([*deals, *_gathered(left, window)], window)]


def contradictory(reports: Sequence[Report], share: float) -> bool:
    """Whether known sums differ by more than `share` of the larger."""
    sums = {(r.amount, r.currency, r.amount_usd): r for r in reports if r.priced}
    return any((a.apart(b) or 0) > share for a, b in combinations(sums.values(), 2))


@dataclass(slots=True)
class _Deal:
    """A transaction that is being gathered; `days` span its reports."""

    reports: list[Report] = field(default_factory=list)
    days: Span | None = None

    def add(self, report: Report) -> None:
        self.reports.append(report)
        if report.days:
            first, last = self.days or report.days
            self.days = min(first, report.days[0]), max(last, report.days[1])

    def gap(self, report: Report) -> int:
        """Days between it and the report; 0 where one of them is undated."""
        if self.days is None or report.days is None:
            return 0
        return max(0, report.days[0] - self.days[1], self.days[0] - report.days[1])

    @property
    def sums(self) -> set[tuple[str, float, str]]:
        """Who tells which sum in which currency."""
        return {(r.investor, r.amount, r.currency) for r in self.reports if r.amount is not None and r.currency is not None}

    def of_investor(self, report: Report) -> bool:
        return any(other.investor == report.investor for other in self.reports)

    def of_sentence(self, report: Report) -> list[Report]:
        return [other for other in self.reports if (other.article_id, other.sentence) == (report.article_id, report.sentence)]


def _gathered(ordered: Iterable[Report], window: DealWindow) -> list[_Deal]:
    deals: list[_Deal] = []
    for report in ordered:
        home = _home(deals, report, window)
        if home is None:
            home = _Deal()
            deals.append(home)
        home.add(report)
    return deals


def _with_recaps(deals: Iterable[_Deal], window: DealWindow) -> list[_Deal]:
    """The deals, each recap with the earliest that it looks back on; a recap of a recap is not nearer to the first for it."""
    first: list[_Deal] = []
    for deal in sorted(deals, key=lambda deal: (deal.days is None, deal.days, min(report.order for report in deal.reports))):
        told = next((earlier for earlier in first if _recaps(deal, earlier, window)), None)
        if told is None:
            first.append(deal)
        else:
            told.reports += deal.reports
    return first


def _recaps(deal: _Deal, earlier: _Deal, window: DealWindow) -> bool:
    """Whether both tell exactly one sum of one investor, and nothing speaks against their being one."""
    if not deal.sums & earlier.sums:
        return False
    if deal.days and earlier.days and deal.days[0] - earlier.days[0] > window.recap:
        return False
    return window.tolerance is None or not contradictory([*earlier.reports, *deal.reports], window.tolerance)


def _home(deals: Sequence[_Deal], report: Report, window: DealWindow) -> _Deal | None:
    """The transaction that fits the report best: by sentence, then investor, then time, then the earliest."""
    fitting = [deal for deal in deals if deal.gap(report) <= window.days and _fits(deal, report, window)]
    return min(
        fitting,
        key=lambda deal: (not deal.of_sentence(report), not deal.of_investor(report), deal.gap(report)),
        default=None,
    )


def _fits(deal: _Deal, report: Report, window: DealWindow) -> bool:
    """Whether a report of that time is of the transaction, by investor, sum and place."""
    dated = deal.days is not None and report.days is not None
    if deal.of_investor(report) and (window.tolerance is None or not report.priced or (dated and deal.gap(report) < window.at_once)):
        return True
    if not report.priced:
        return window.joint and any(other.status == report.status for other in deal.of_sentence(report))
    if any(other.apart(report) == 0 for other in deal.of_sentence(report)):
        return True  # the sentence tells its sum once
    apart = [known for other in deal.reports if (known := other.apart(report)) is not None]
    return bool(apart) and max(apart) <= (window.tolerance or 0.0) and (deal.of_investor(report) or (window.joint and dated))


def _share(a: float, b: float) -> float:
    return abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0
