"""The attributes of a claim, read around its trigger: enumerated kinds, named lists, sums, percentages, noun phrases."""

import re
from bisect import bisect_left
from datetime import date

from spacy.tokens import Span, Token

from pipelines.language.frames import CuedAttribute, Frame, Relation
from pipelines.language.grammar import governing_verb
from pipelines.language.money import Amount, Money, Percentage, UsDollars, percentages
from pipelines.records import Scalar

# A sum beside one of these is what something is worth or earns, not what is paid for it.
_NOT_PAID = frozenset(
    [
        "valuation",
        "value",
        "valued",
        "valuing",
        "worth",
        "revenue",
        "revenues",
        "sales",
        "profit",
        "profits",
        "earnings",
        "market-cap",
        "capitalization",
        "capitalisation",
        "debt",
        "fine",
        "fines",
        "penalty",
        "assets",
        "turnover",
        "loss",
        "losses",
    ]
)
# But of a deal that is what is paid: `a deal worth $53 billion`, `an all-stock transaction valued at about $8.5 billion including debt`.
_PRICED = re.compile(
    r"\b(?:deal|transaction|agreement|pact|takeover|acquisition|purchase|bid|offer|investment|round|project)s?\s+(?:that\s+(?:is|was)\s+)?"
    r"(?:worth|valued\s+at)\s+(?:[a-z]+\s+){0,4}$",
    re.IGNORECASE,
)
_LENT = frozenset({"loan", "loans"})  # behind a sum; before it a loan may be anybody's (`the student loan startup raised …`)
_LONGEST_TEXT = 8  # tokens of a noun phrase that is kept as an attribute


class Attributes:
    """Reads the attributes that a relation's patterns ask for."""

    def __init__(self, relation: Relation, money: Money, dollars: UsDollars) -> None:
        self._relation = relation
        self._money = money
        self._dollars = dollars

    def read(self, frame: Frame, trigger: Token, day: date | None) -> dict[str, Scalar]:
        """The attributes of the claim that `frame` finds at `trigger`, published on `day`."""
        found: dict[str, Scalar] = {}
        near = _near(trigger)
        for attribute in self._relation.cued:
            value = _cued(attribute, near if attribute.scope == "near" else trigger.sent.text.lower())
            if value is not None:
                found[attribute.name] = value
        found |= self._measured(trigger, day)
        for name, paths in frame.texts.items():
            token = next((t for path in paths for t in path.follow(trigger)), None)
            if name not in found and token is not None and (text := _noun_phrase(token)):
                found[name] = text
        return found | dict(frame.attrs)

    def _measured(self, trigger: Token, day: date | None) -> dict[str, Scalar]:
        if not self._relation.measured:
            return {}
        sentence = trigger.sent
        money = _nearest(trigger, [a for a in self._money.amounts(sentence.text) if not _is_worth(sentence, a)])
        values: dict[str, Scalar | None] = {"percent": self._share(trigger)}
        if isinstance(money, Amount):
            values |= {"money": money.value, "currency": money.currency}
            values["money_usd"] = self._dollars.convert(money.value, money.currency, day)
        return {name: value for name, measure in self._relation.measured.items() if (value := values.get(measure)) is not None}

    def _share(self, trigger: Token) -> float | None:
        """The percentage that the trigger is or has, else the nearest that is said of a holding; a fraction in words last."""
        sentence = trigger.sent
        found = list(percentages(sentence.text))
        at, after = trigger.idx - sentence.start_char, trigger.idx - sentence.start_char + len(trigger)
        own = [p for p in found if p.end in (after, at, at - 1) or sentence.text[after : p.start].split() in (["of"], ["of", "a"])]
        if own:
            return own[0].value
        near = _nearest(trigger, [p for p in found if _is_share(sentence, p)])
        return near.value if isinstance(near, Percentage) else self._money.fraction(_up_to(trigger))


def _up_to(trigger: Token) -> list[str]:
    return [t.text for t in trigger.doc[max(trigger.sent.start, trigger.i - 4) : trigger.i + 1]]


def _near(trigger: Token) -> str:
    """The trigger's phrase and the verb above it, in lower case."""
    verb = governing_verb(trigger)
    top = verb or trigger
    others = {
        t.i
        for c in top.children
        if c.dep_ == "conj" and c.pos_ == "VERB" and c != trigger and not c.is_ancestor(trigger)
        for t in c.subtree
    }
    words = [t.lower_ for t in top.subtree if abs(t.i - trigger.i) <= 25 and t.i not in others]
    return f" {' '.join(words)} "


def _cued(attribute: CuedAttribute, text: str) -> str | None:
    for value, cues in attribute.values:
        if any(cue in text for cue in cues):
            return value
    return attribute.default


def _nearest(trigger: Token, found: list[Amount] | list[Percentage]) -> Amount | Percentage | None:
    """The closest in the trigger's clause; what follows the trigger counts as closer than what comes before."""
    verb = governing_verb(trigger) or trigger
    clause = {t.i for t in verb.subtree} | {t.i for t in trigger.subtree}
    if verb.dep_ in ("acl", "relcl"):  # "a $30 million round led by X"
        clause |= set(range(verb.head.left_edge.i, verb.head.i + 1))
    sentence = trigger.sent
    starts = [t.idx - sentence.start_char for t in sentence]
    reached = []
    for item in found:
        number = sentence.start + max(0, bisect_left(starts, item.start + 1) - 1)
        if number in clause or trigger.i - 4 <= number < trigger.i:
            apart = number < trigger.i and not trigger.is_ancestor(trigger.doc[number])
            reached.append((abs(number - trigger.i) + (6 if apart else 0), item.start, item))
    return min(reached, key=lambda r: r[:2])[2] if reached else None


def _around(sentence: Span, start: int, end: int, before: int, after: int) -> tuple[set[str], set[str]]:
    """That many words before a place and after it, bare."""
    text = sentence.text.lower()
    sides = text[:start].split()[-before:], text[end:].split()[:after]
    first, last = ({word.strip(".,;()") for word in side} for side in sides)
    return first, last


def _is_worth(sentence: Span, amount: Amount) -> bool:
    before, after = _around(sentence, amount.start, amount.end, 4, 2)
    after -= {"debt"} if "including" in after else set()
    before = set() if _PRICED.search(sentence.text[: amount.start]) else before
    return bool((before | after) & _NOT_PAID or after & _LENT)


def _is_share(sentence: Span, share: Percentage) -> bool:
    before, after = _around(sentence, share.start, share.end, 5, 5)
    return bool(
        (before | after) & {"stake", "stakes", "shares", "interest", "holding", "own", "owns", "owned", "owning", "equity", "ownership"}
    )


def _noun_phrase(token: Token) -> str:
    """The words before a noun with it and what is coordinated with it, without determiner and possessor."""
    last = token
    while later := [t for t in last.children if t.dep_ == "conj" and t.pos_ in ("NOUN", "PROPN")]:
        last = later[-1]
    phrase = token.doc[token.left_edge.i : last.i + 1]
    kept = [t for t in phrase if not (t.dep_ in ("det", "poss", "case", "predet") and t.i < token.i) and (t.i > token.i or not t.is_punct)]
    text = "".join(t.text_with_ws for t in kept).strip()
    return text if 0 < len(kept) <= _LONGEST_TEXT and token.pos_ in ("NOUN", "PROPN") else ""
