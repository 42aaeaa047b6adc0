"""Claims against gold: right, false, missed, article by article, and the figures over all of them.

One decision per type, subject, object and article. A required claim that was not found is missed; a found
one that matches nothing is false; one that matches an optional claim only counts neither way.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pipelines.evaluation.agreement import agreement
from pipelines.evaluation.gold import Gold, GoldClaim
from pipelines.evaluation.matching import Names

RESAMPLES = 1_000
SEED = 0
INTERVAL = (2.5, 97.5)  # per cent


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as the system gives it out, with canonical names; offsets are those of its sentence."""

    type: str
    subject: str
    object: str
    status: str | None
    attrs: Mapping[str, Any]
    sentence: str
    start: int
    end: int
    confidence: float
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One article: pairs that are right, claims that are false, gold that was missed."""

    gold: Gold
    right: tuple[tuple[Said, GoldClaim], ...]
    false: tuple[Said, ...]
    missed: tuple[GoldClaim, ...]

    def counts(self, type_: str) -> tuple[int, int, int]:
        """How many of a type are right, false, missed."""
        return (
            sum(gold.type == type_ for _, gold in self.right),
            sum(said.type == type_ for said in self.false),
            sum(gold.type == type_ for gold in self.missed),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1 with its interval; None where nothing was counted."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One type over all articles."""

    right: int
    false: int
    missed: int
    precision: Figure
    recall: Figure
    f1: Figure
    agreement: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of right ones: how many have an attribute as gold has it


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by type; how many articles there were, how many without a claim, and with a false one among those."""

    articles: int
    types: Mapping[str, Scored]
    empty: int
    empty_with_false: int


def compare(gold: Gold, said: Sequence[Said], types: Collection[str], names: Names, symmetric: Collection[str] = ()) -> Compared:
    """What is right, false and missed in one article, of the types that somebody looked for."""
    judged = set(types) & (gold.judged if gold.judged is not None else set(types))
    right: dict[int, tuple[Said, GoldClaim]] = {}
    false = []
    for claim in (claim for claim in said if claim.type in judged):
        found = [
            n
            for n, g in enumerate(gold.claims)
            if names.match(claim.type, (claim.subject, claim.object), g, symmetric=claim.type in symmetric)
        ]
        new = [n for n in found if n not in right and not gold.claims[n].optional]
        if new:
            right[new[0]] = (claim, gold.claims[new[0]])
        elif not found:
            false.append(claim)
    missed = [g for n, g in enumerate(gold.claims) if g.type in judged and not g.optional and n not in right]
    return Compared(gold, tuple(right.values()), tuple(false), tuple(missed))


def evaluate(compared: Sequence[Compared], types: Iterable[str]) -> Evaluation:
    """The figures over all articles; intervals by drawing articles anew, with a fixed seed."""
    drawn = np.random.default_rng(SEED).integers(len(compared), size=(RESAMPLES, len(compared)))
    empty = [one for one in compared if not any(not claim.optional for claim in one.gold.claims)]
    scored = {type_: _scored([one.counts(type_) for one in compared], drawn, _agreements(compared, type_)) for type_ in types}
    return Evaluation(len(compared), scored, len(empty), sum(bool(one.false) for one in empty))


def _scored(counts: Sequence[tuple[int, int, int]], drawn: np.ndarray[Any, Any], agreements: Mapping[str, tuple[int, int]]) -> Scored:
    table = np.array(counts)
    right, false, missed = (int(number) for number in table.sum(axis=0))
    samples = table[drawn].sum(axis=1)
    ratios = [_ratios(*table.sum(axis=0)), *([_ratios(*row) for row in samples])]
    precision, recall, f1 = (_figure([ratio[part] for ratio in ratios]) for part in range(3))
    return Scored(right, false, missed, precision, recall, f1, agreements)


def _ratios(right: float, false: float, missed: float) -> tuple[float, float, float]:
    """Precision, recall and F1; nan where there is nothing to divide by."""
    nothing = float("nan")
    return (
        right / (right + false) if right + false else nothing,
        right / (right + missed) if right + missed else nothing,
        2 * right / (2 * right + false + missed) if right + false + missed else nothing,
    )


def _figure(values: Sequence[float]) -> Figure:
    value, *samples = values
    if np.isnan(value):
        return Figure(None)
    low, high = np.nanpercentile(samples, INTERVAL)
    return Figure(float(value), float(low), float(high))


def _agreements(compared: Sequence[Compared], type_: str) -> dict[str, tuple[int, int]]:
    counted: dict[str, list[bool]] = defaultdict(list)
    for said, gold in (pair for one in compared for pair in one.right if pair[1].type == type_):
        for name, agrees in agreement(said.status, said.attrs, gold).items():
            counted[name].append(agrees)
    return {name: (sum(found), len(found)) for name, found in sorted(counted.items())}
