"""How many independent publishers state one thing: copies of one text are one voice.

A pure function of what is known of the reports; which reports state the same thing is decided elsewhere.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from pipelines.sources.sketch import near

SENTENCE = 90.0  # per cent of alike characters from which two sentences are one
FEWEST_WORDS = 8  # shorter sentences are alike by chance

_WORD = re.compile(r"\w+")
_DOMAIN = re.compile(r"(?:\w+://)?([\w-]+(?:\.[\w-]+)+)(?:[:/]\S*)?")
_COUNTRY = 2  # letters of a country's domain, under which names often stand below another label: co.uk, com.cn
_CATEGORY = 3  # letters that such a label has at most


@dataclass(frozen=True)
class Report:
    """One claim's article, its publisher as the source names it, the sketch of its text, and the sentence."""

    article_id: str
    publisher: str | None
    sketch: tuple[int, ...]
    sentence: str

    @cached_property
    def words(self) -> str:
        """The sentence without case and punctuation; empty where it is too short to be known by."""
        words = _WORD.findall(self.sentence.casefold())
        return " ".join(words) if len(words) >= FEWEST_WORDS else ""

    @cached_property
    def name(self) -> str | None:
        """The publisher's normal form; None where unknown."""
        return normal_name(self.publisher or "") or None

    def copies(self, other: "Report") -> bool:
        """Whether the two are one voice: of one article or publisher, or with near-identical texts or sentences."""
        if self.article_id == other.article_id or (self.name is not None and self.name == other.name):
            return True
        if self.words and other.words and fuzz.ratio(self.words, other.words, score_cutoff=SENTENCE):
            return True
        return near(self.sketch, other.sketch)


def normal_name(publisher: str) -> str:
    """The form in which two spellings of one publisher are equal: letters and digits, without case and a leading `the`.

    Of an address it is the name registered: `https://www.news.example.co.uk/world` and `The Example` are `example`.
    """
    name = unicodedata.normalize("NFKC", publisher).strip().casefold()
    if domain := _DOMAIN.fullmatch(name):
        name = _registered(domain[1].split("."))
    letters = "".join(_WORD.findall(name)).replace("_", "")
    return letters.removeprefix("the") or letters


def _registered(labels: list[str]) -> str:
    *rest, last = labels
    if len(last) == _COUNTRY and len(rest) > 1 and len(rest[-1]) <= _CATEGORY:
        rest = rest[:-1]
    return rest[-1]


def voices(reports: Sequence[Report]) -> int:
    """Of how many independent voices the publisher is known; copies of copies are one voice.

    Never more than there are publishers, and the same for any order of `reports`.
    """
    if len({report.name for report in reports} - {None}) < 2:
        return len({report.name for report in reports} - {None})
    return sum(any(report.name for report in voice) for voice in _grouped(reports))


def _grouped(reports: Sequence[Report]) -> list[list[Report]]:
    """The connected parts of the reports under `copies`."""
    groups: list[list[Report]] = []
    for report in dict.fromkeys(reports):
        same = [group for group in groups if any(report.copies(other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([report, *(other for group in same for other in group)])
    return groups
