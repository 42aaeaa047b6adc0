"""Every miss and every false claim on one page, each with its sentence and both names marked, so that a person sees why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.evaluation.gold import Gold, GoldClaim
from pipelines.evaluation.scoring import Compared, Evaluation

SHORT = 600  # characters of a text that is shown whole where its evidence is not told
AROUND = 160  # characters shown before and after a sentence
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked as subject, object, sentence, or not at all."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Error:
    """One miss or false claim; `pieces` are its sentence with some text around, or nothing where it is not found."""

    kind: str  # missed, false
    type: str
    subject: str
    object: str
    told: str
    pieces: tuple[Piece, ...]


def page(title: str, figures: Evaluation, compared: Sequence[Compared]) -> str:
    """The page as HTML that needs nothing else."""
    environment = Environment(
        loader=PackageLoader("pipelines.evaluation", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    articles = [(one.gold, errors) for one in compared if (errors := list(_errors(one)))]
    return environment.get_template("page.html.j2").render(title=title, figures=figures, articles=articles)


def _errors(one: Compared) -> Iterator[Error]:
    for said in one.false:
        told = " ".join(filter(None, (said.status, f"confidence {said.confidence:.2f}", said.pattern)))
        yield Error(
            "false", said.type, said.subject, said.object, told, _shown(one.gold, (said.start, said.end), (said.subject,), (said.object,))
        )
    for gold in one.missed:
        yield Error("missed", gold.type, gold.subject[0], gold.object[0], gold.status or "", _missed(one.gold, gold))


def _missed(article: Gold, gold: GoldClaim) -> tuple[Piece, ...]:
    found = place_of(article.text, gold.evidence) or ((0, len(article.text)) if len(article.text) <= SHORT else None)
    return _shown(article, found, gold.subject, gold.object) if found else (Piece(gold.evidence),)


def place_of(text: str, evidence: str) -> tuple[int, int] | None:
    """Where the quoted words stand, white space aside; what `...` leaves out may be anything within 1,500 characters."""
    parts = [r"\s+".join(map(re.escape, part.split())) for part in _ELLIPSIS.split(evidence) if part.strip()]
    found = re.search(r"[\s\S]{0,1500}?".join(parts), text) if parts else None
    return found.span() if found else None


def _shown(article: Gold, place: tuple[int, int], subject: Sequence[str], object_: Sequence[str]) -> tuple[Piece, ...]:
    start, end = place
    marks = {name.casefold(): mark for mark, names in (("subject", subject), ("object", object_)) for name in names if name}
    before, after = article.text[max(0, start - AROUND) : start], article.text[end : end + AROUND]
    return (Piece(before), *_marked(article.text[start:end], marks), Piece(after))


def _marked(sentence: str, marks: dict[str, str]) -> Iterator[Piece]:
    names = "|".join(re.escape(name) for name in sorted(marks, key=len, reverse=True))
    for part in re.split(rf"(\b(?:{names})\b)", sentence, flags=re.IGNORECASE) if names else [sentence]:
        if part:
            yield Piece(part, marks.get(part.casefold(), "sentence"))
