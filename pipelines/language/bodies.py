"""Ministries, parliaments and the like that a text calls by their state and what they are: `the Iraqi parliament`, `Iraq's oil ministry`.

Both spellings are one body's, so both get the name with the state's adjective. Belongs here: bodies that the registry does not
know. Does not: whether a state or its body acts (`roles`, `authorities`).
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from pipelines.language.kinds import TOLD
from pipelines.language.names import Name
from pipelines.language.reading import Reading

_HEADS = frozenset({"ministry", "parliament", "army", "navy"})
_PAIRS = frozenset({("central", "bank"), ("supreme", "court"), ("air", "force")})
_LONGEST = 4  # words after the state's


def state_bodies(reading: Reading, names: Iterable[Name]) -> Iterator[Name]:
    """The bodies that stand right behind the names of states, each with the state's name in it."""
    for name in names:
        if name.kind == "Country" and name.known and name.known.demonyms and name.strength in ("demonym", "strong"):
            words = _words(reading.doc[name.end : name.end + _LONGEST + 1], owned=name.strength == "strong")
            if words is not None:
                called = " ".join((name.known.demonyms[0], *(t.lower_ for t in words)))
                yield Name(name.start, words.end, "GovernmentBody", called, TOLD)


def _words(after: Span, *, owned: bool) -> Span | None:
    """The words up to the head noun; those of an adjective follow it, those of a name its possessive."""
    start = after.start
    if owned:
        if not len(after) or after[0].tag_ != "POS":
            return None
        start += 1
    for token in after.doc[start : after.end]:
        if not token.is_alpha or token.pos_ not in ("NOUN", "ADJ", "PROPN") or token.is_title != after.doc[start].is_title:
            return None
        if _is_head(token):
            bare = token.i == start and token.lower_ == "ministry"  # which of them is not said, or comes behind it
            return None if bare else after.doc[start : token.i + 1]
    return None


def _is_head(token: Token) -> bool:
    return token.lower_ in _HEADS or (token.nbor(-1).lower_, token.lower_) in _PAIRS
