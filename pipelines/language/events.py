"""When what a claim states happened or takes effect, as its own sentence says.

Belongs here: which date of a sentence is that of a trigger's event, and whether it fits the claim's
status. Does not: what a date means (`dates`). Of several dates that differ there is none.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from spacy.tokens import Span, Token

from graph_schema.strict import read_yaml
from pipelines.language.dates import WIDTHS, Clock, Dates, Expression, Period, Tense, common, holding
from pipelines.language.grammar import children, governing_verb
from pipelines.language.lexicon import LEXICON, model_errors
from pipelines.records import Published

_KEYS = ("before", "starts", "never", "carriers", "effects", "states", "counted", "pending", "begins", "ended")
_PHRASE = frozenset({"prep", "pobj", "dobj", "dative", "agent", "npadvmod", "advmod", "nsubjpass"})  # a date climbs these to its verb
_FIRST = frozenset({"pobj", "npadvmod", "advmod", "pcomp", "tmod"})  # by which a date hangs on its clause
_WITHIN = frozenset({"nummod", "amod", "compound", "nmod"})  # by which it stands before its noun: "the 2014 acquisition"
_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_NEWSROOMS = tuple(timedelta(hours=hours) for hours in (-8, 0, 10))  # clocks against UTC: California to Sydney
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The word that a date belongs to, and whether it is the day from which something holds."""

    token: Token
    starts: bool


class Events:
    """Reads the date of an event; the words are data (lexicon/events.yml)."""

    def __init__(self, path: Path = LEXICON / "events.yml") -> None:
        with model_errors():
            top = read_yaml(path)
            words = {key: frozenset(top.texts(key)) for key in _KEYS}
            for key in _KEYS:
                top.values.pop(key, None)
            top.finish(_KEYS)
        self._dates = Dates()
        self._before, self._starts, self._never = words["before"], words["starts"], words["never"]
        self._carriers, self._effects, self._states = words["carriers"], words["effects"], words["states"]
        self._counted, self._pending = words["counted"], words["pending"]
        self._begins, self._ended = words["begins"], words["ended"]

    def when(self, trigger: Token, status: str | None, published: Published) -> Period | None:
        """The period in which what `trigger` says happened, happens or takes effect; None where the sentence does not say.

        A claim without a status is of a lasting state, which has no date. Without a day of publication only
        dates with a year are read.
        """
        if status is None or trigger.lemma_.lower() in self._states:
            return None
        days = _days(published)
        read = (self._read(expression, trigger, status, days) for expression in self._dates.expressions(trigger.sent.text))
        return _one([period for period in read if period is not None])

    def is_over(self, noun: Token, published: Published) -> bool:
        """Whether a noun bears a date of its own that is over (`its 2014 acquisition of X`, `the purchase of X last year`)."""
        days = _days(published)
        if not days or noun.pos_ != "NOUN":
            return False
        periods = [self._own(expression, noun, days[0]) for expression in self._dates.expressions(noun.sent.text)]
        return any(p is not None and p.first < holding(days[0], p.precision).first for p in periods)

    def _own(self, expression: Expression, noun: Token, day: date) -> Period | None:
        span = noun.sent.char_span(expression.start, expression.end, alignment_mode="expand")
        return self._dates.period(expression, Clock(day, "past")) if span is not None and self._is_its(span.root, noun) else None

    def _is_its(self, date_: Token, noun: Token) -> bool:
        """Whether a date stands before its noun, or after it in the same phrase."""
        head = date_.head if date_.dep_ != "pobj" else date_.head.head
        within = head.i == noun.i or (head.dep_ == "pobj" and head.head.head.i == noun.i)
        return within and date_.dep_ in (*_WITHIN, *_FIRST)

    def _read(self, expression: Expression, trigger: Token, status: str, days: list[date]) -> Period | None:
        span = trigger.sent.char_span(expression.start, expression.end, alignment_mode="expand")
        anchor = self._anchor(span, trigger, bare=expression.bare) if span is not None and (days or not expression.relative) else None
        if span is None or anchor is None or (status in self._ended and self._tells_begin(anchor.token, trigger)):
            return None
        pending = status in self._pending
        tense: Tense = "near" if anchor.starts else _tense(anchor.token, pending)
        readings = {self._dates.period(expression, Clock(day, tense)) for day in days or [date.max]}
        period = common(found) if len(found := [r for r in readings if r is not None]) == len(readings) else None
        if period is None or not _fits(period, days, pending, tense) or _is_beside(expression.words.get("part"), pending, anchor.starts):
            return None
        if _lead(span) == "by" and (not (pending or tense == "future") or _is_far(expression, period, days)):
            return None
        return period

    def _anchor(self, span: Span, trigger: Token, *, bare: bool) -> _Anchor | None:
        """The trigger, or the verb that carries it, where `span` stands in its clause as the date of what happens there."""
        root = span.root
        if root.dep_ in _WITHIN:
            dated = root.head.i == trigger.i and trigger.pos_ == "NOUN" and trigger.lemma_.lower() not in self._counted
            return _Anchor(trigger, False) if dated else None
        starts = _lead(span) in self._starts
        if not self._is_led(span, bare=bare) or not (root.dep_ in _FIRST or starts):
            return None
        token = self._climbed(root, trigger)
        if token is None or not (token.i == trigger.i or self._carries(token, trigger)):
            return None
        return _Anchor(token, starts or (token.tag_ not in ("VBD", "VBN") and self._takes_effect(token)))

    def _tells_begin(self, verb: Token, trigger: Token) -> bool:
        """Whether a date is that of the beginning of what is told to be over."""
        return verb.i != trigger.i and verb.dep_ in ("acl", "relcl") and verb.lemma_.lower() in self._begins

    def _takes_effect(self, verb: Token) -> bool:
        into = [noun for prep in children(verb, ("prep",)) for noun in children(prep, ("pobj",))]
        return any(noun.lemma_.lower() in self._effects for noun in (*children(verb, ("dobj",)), *into))

    def _is_led(self, span: Span, *, bare: bool) -> bool:
        """Whether the word before a date leaves it one of the event."""
        if bare or span.start == span.sent.start:
            return not bare or _lead(span) in self._before
        before = span.doc[span.start - 1]
        if before.lower_ in self._never:
            return False
        return before.lower_ in self._before or before.pos_ not in ("ADP", "SCONJ", "DET", "PART", "NUM")

    def _climbed(self, root: Token, trigger: Token) -> Token | None:
        """The trigger or the first verb above a date, where nothing but the parts of a phrase lies between."""
        token = root
        for _ in range(_DEEPEST):
            if token.i == trigger.i or token.pos_ in ("VERB", "AUX"):
                return token if token.lower_ not in self._starts else token.head
            if token.dep_ not in _PHRASE and token.lower_ not in self._starts and token is not root:
                return None
            token = token.head
        return None

    def _carries(self, verb: Token, noun: Token) -> bool:
        """Whether `verb` says that what the trigger `noun` names came about: imposed a ban, a ban imposed, a ban took effect."""
        if verb.lemma_.lower() not in self._carriers or noun.pos_ in ("VERB", "AUX"):
            return False
        above = governing_verb(noun)
        return (above is not None and above.i == verb.i) or (verb.dep_ in ("acl", "relcl") and verb.head.i == noun.i)


def _lead(span: Span) -> str:
    return span.doc[span.start - 1].lower_ if span.start > span.sent.start else ""


def _one(found: list[Period]) -> Period | None:
    """The narrowest of periods that lie within each other."""
    narrowest = min(found, key=lambda p: WIDTHS.index(p.precision), default=None)
    return narrowest if narrowest is not None and all(period.holds(narrowest) for period in found) else None


def _days(published: Published) -> list[date]:
    """The days that publication may have been where the article was written: of a moment in UTC we do not know the newsroom's clock."""
    if published.at is None or published.precision not in ("second", "day"):
        return []
    shifts = _NEWSROOMS if published.precision == "second" else (timedelta(0),)
    return sorted({(published.at + shift).date() for shift in shifts})


def _fits(period: Period, days: list[date], pending: bool, tense: Tense) -> bool:
    """What has happened does not lie ahead, and what is planned not behind; a date from which something holds may be either."""
    if not days:
        return not pending or tense == "future"
    if pending:
        return period.first > days[-1] or (tense == "future" and period.first >= holding(days[0], period.precision).first)
    return period.first <= days[-1] or tense == "near"


def _is_beside(part: str | None, pending: bool, starts: bool) -> bool:
    """`Earlier this year` tells nothing of what is planned, `later this year` nothing of what has happened."""
    return (part == "earlier" and pending) or (part == "later" and not pending and not starts)


def _is_far(expression: Expression, period: Period, days: list[date]) -> bool:
    """`By 2030` is no date of what goes on until then; by this year or the next it nearly is."""
    return expression.form == "year" and bool(days) and period.first.year > days[-1].year + 1


def _tense(token: Token, pending: bool) -> Tense:
    """Whether an event is told as past or as to come."""
    if token.pos_ not in ("VERB", "AUX"):
        return "open" if pending else "past"
    helpers = children(token, ("aux", "auxpass"))
    if any(helper.lower_ in _FUTURE_MODALS for helper in helpers):
        return "future"
    if any(helper.tag_ == "TO" for helper in helpers):
        return _tense(token.head, pending) if token.dep_ in ("xcomp", "ccomp", "advcl") and token.head.pos_ in ("VERB", "AUX") else "open"
    present = any(helper.tag_ in ("VBZ", "VBP") for helper in helpers if helper.lemma_ == "be") or token.tag_ in ("VBZ", "VBP")
    if pending:
        return "future" if present else "open"
    return "past"
