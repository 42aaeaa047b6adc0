"""What a run of capitals holds beside a name: titles, a person and the organisation he speaks for, a ticker, where it is based.

Belongs here: cutting a run by what its own words say. Does not: what the registry knows in it (`namefinder`), where a run
begins and ends (`runs`).
"""

import re
from collections.abc import Iterator

from spacy.tokens import Span

from pipelines.language.lexicon import Words

_BASED = ("-based", "-backed", "-owned", "-listed", "-controlled")
_RANKS = frozenset({"general", "prime", "managing", "senior", "deputy", "associate", "assistant", "vice", "principal", "lead"})
_PERSONS = frozenset({"president", "presidents", "founder", "king", "queen", "general", "prime", "chancellor", "governor"})
_TICKER = re.compile(r"[A-Z]{2,5}")


def parts(piece: Span, words: Words) -> Iterator[Span]:
    """`CNEX General Counsel Matthew Gloss` is two names, `Oslo-based Nordlys` one; empty spans are none."""
    piece = _without_ticker(_after_base(piece), words)
    titles = [t.i for t in piece if t.i > piece.start and t.lower_ in words.inner_titles]
    if not titles:
        yield from _speaker_and_house(piece, words)
        return
    first = next((t.i for t in piece if t.lower_ == "chief"), titles[0])
    while first > piece.start and piece.doc[first - 1].lower_ in _RANKS:
        first -= 1
    if any(t.text not in words.body_nouns for t in piece.doc[piece.start : first]):
        yield piece.doc[piece.start : first]  # but not the `Treasury` of a `Treasury Secretary`
    yield piece.doc[titles[-1] + 1 : piece.end]


def untitled(span: Span, words: Words) -> Span:
    """The name without titles before it; `President Capital Management Corp.` and `Founder Securities` are nobody's."""
    start = span.start
    while start < span.end and (title := span.doc[start].lower_.rstrip(".")) in words.titles:
        if title in _PERSONS and start + 1 < span.end and span[-1].text in words.legal_forms | words.trades:
            break
        start += 1
    while start > span.start and start < span.end and span.doc[start].lower_ in ("of", "for", "&"):
        start += 1  # `of Larks` behind `Head` names nobody
    return span.doc[start : span.end]


def _after_base(piece: Span) -> Span:
    based = [t.i + 1 for t in piece if t.lower_.endswith(_BASED)]
    return piece.doc[max(based, default=piece.start) : piece.end]


def _without_ticker(piece: Span, words: Words) -> Span:
    """`Larkspur Energy LKSE`, as notes to investors write it: the last word is made of letters of those before."""
    if len(piece) < 2 or not _TICKER.fullmatch(piece[-1].text) or piece[-1].text in words.legal_forms or piece[:-1].text.isupper():
        return piece
    name = iter("".join(t.text for t in piece[:-1]).upper())
    made_of_it = piece[-1].text[0] == piece[0].text[0] and all(letter in name for letter in piece[-1].text)
    return piece[:-1] if made_of_it and len(piece[-1]) > 2 else piece


def _speaker_and_house(piece: Span, words: Words) -> Iterator[Span]:
    """`Jane Larkspur of Larkspur Research`: a person and the house that he or she speaks for."""
    of = next((t.i for t in piece if t.lower_ == "of"), piece.start)
    named = of - piece.start in (2, 3) and piece[0].text in words.first_names
    if named and piece.doc[of - 1].text not in words.organisations:
        yield piece.doc[piece.start : of]
        yield piece.doc[of + 1 : piece.end]
    else:
        yield piece
