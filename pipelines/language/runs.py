"""Runs of capitalised words: where a name may stand that the registry does not know.

English writes names with a capital; in the middle of a sentence that is better evidence than a small
model's word. At a sentence's start and in a headline set in title case it is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span, Token

from pipelines.language.kinds import is_told_at_once
from pipelines.language.lexicon import Words
from pipelines.language.reading import Reading

_NO_NAME_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY", "LANGUAGE", "EVENT", "LAW"})
_NO_NAME_POS = frozenset({"PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PUNCT", "SPACE", "PART", "NUM", "SYM", "INTJ"})
_LONGEST_HEADLINE = 40  # tokens
_OPENING = tuple("\"“‘':—–-•")
_ACRONYMS = re.compile(r"[A-Z]{2,}s")  # `CLOs`, `JVs`: several of a kind
_NO_MEMBERS = frozenset({"directors", "trustees", "governors"})  # of `Board of Directors`
_ROLES = frozenset({"ceo", "founder", "co", "president", "chief", "chairman", "analyst", "director", "head", "partner", "managing"})
_NAME_LINE = 7  # tokens
_TITLE_CASE = 0.7  # share of a block's longer words that begin with a capital


@dataclass(frozen=True, slots=True)
class NameTokens:
    """Which words an article writes with a capital where grammar does not ask for one."""

    words: frozenset[str]
    titles: frozenset[int]

    @classmethod
    def of(cls, reading: Reading, words: Words) -> "NameTokens":
        """Look through the whole article once."""
        titles = frozenset(number for number, block in enumerate(reading.blocks()) if _is_title_case(block))
        seen = {
            t.text
            for t in reading.doc
            if t.text[:1].isupper() and not _starts(t) and reading.block(t) not in titles | reading.loud and t.lower_ not in words.not_names
        }
        return cls(frozenset(seen), titles)

    def holds(self, token: Token, words: Words, in_title: bool) -> bool:
        """Whether `token` can be part of a name."""
        if not token.text[:1].isupper() or token.lower_ in words.not_names or token.ent_type_ in _NO_NAME_LABELS:
            return False
        if token.i > 0 and token.nbor(-1).like_num and not token.nbor(-1).whitespace_:
            return False  # the `G` of 4G
        if token.pos_ in _NO_NAME_POS and token.text not in words.legal_forms:
            return False
        if _ACRONYMS.fullmatch(token.text) and token.ent_type_ != "ORG":
            return False
        if in_title or _starts(token):
            named = bool(token.ent_type_) and (token.pos_ == "PROPN" or _goes_on(token))
            return token.text in self.words or (
                not in_title and (named or _begins_compound(token) or (token.tag_ == "NNP" and is_told_at_once(token, words)))
            )
        return True


def is_title_case(reading: Reading, token: Token) -> bool:
    """Whether the block around `token` is a headline with most words capitalised."""
    return _is_title_case(reading.span(reading.block(token)))


def runs(reading: Reading, names: NameTokens, words: Words) -> Iterator[Span]:
    """The longest runs of tokens that can be part of names, each within one sentence; none in a line set in capitals."""
    start: int | None = None
    for token in reading.doc:
        block = reading.block(token)
        in_title = block in names.titles
        if start is not None and (token.is_sent_start or _ends_name(token, words)):
            yield reading.doc[start : token.i]
            start = None
        if block not in reading.loud and (
            names.holds(token, words, in_title)
            or (start is not None and _ends_in_ai(token, reading))
            or (start is not None and _continues(token, words, names, in_title))
        ):
            start = token.i if start is None else start
        elif start is not None:
            yield reading.doc[start : token.i]
            start = None
    if start is not None:
        yield reading.doc[start : len(reading.doc)]


def _ends_name(token: Token, words: Words) -> bool:
    """A legal form closes a name, but for another one (`Co. Ltd.`); a known name is one token with its own."""
    form = token.nbor(-1).text.rpartition(" ")[2]
    if token.lower_ == "of" and form in words.organisations:
        return False
    return form in words.legal_forms and token.text not in words.legal_forms and token.text not in "&,"


def _continues(token: Token, words: Words, names: NameTokens, in_title: bool) -> bool:
    """Inside a name: `&`, the comma of `Co., Ltd.`, a number, `of` behind an organisation's noun or within an entity of the model's."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is None or following.is_sent_start:
        return token.like_num and token.dep_ == "nummod" and token.head.i < token.i
    if token.text in ("&", ","):
        return names.holds(following, words, in_title) if token.text == "&" else following.text in words.legal_forms
    within = token.ent_iob_ == "I" and token.ent_type_ == following.ent_type_
    if token.lower_ in ("of", "for") and token.nbor(-1).text in words.organisations | words.body_nouns:
        goes_on = names.holds(following, words, in_title) and following.lower_ not in _NO_MEMBERS
        return goes_on and (within or token.lower_ == "of")
    if token.lower_ in ("of", "-") and within:
        return following.text[:1].isupper() and following.lower_ not in _NO_MEMBERS
    if token.like_num and within and token.ent_type_ == "ORG":
        return names.holds(following, words, in_title)  # `Larkspur 7 Metals`
    return (
        token.text[:1].isdigit()
        and token.ent_type_ not in _NO_NAME_LABELS
        and token.i > 0
        and token.nbor(-1).whitespace_ == " "
        and token.head.i == token.i - 1
    )


def _ends_in_ai(token: Token, reading: Reading) -> bool:
    """`Larkspur AI raised`; `Nvidia AI` is what Nvidia does, and in `Larkspur AI chips` it is the chips'."""
    before = token.nbor(-1)
    return (
        token.text == "AI" and before.i not in reading.known and before.head.i == token.i and token.dep_ not in ("compound", "amod", "nmod")
    )


def _goes_on(token: Token) -> bool:
    """Whether the model's entity goes on with a capital; its tagger is not sure of a name's first word, but knows most verbs."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) and (token.pos_ != "VERB" or token.is_upper) else None
    return following is not None and following.ent_iob_ == "I" and following.text[:1].isupper()


def _begins_compound(token: Token) -> bool:
    """`Founder Securities Co. said`: a name's first word at a sentence's start that no other one says to be one."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return (
        following is not None
        and token.tag_ == following.tag_ == "NNP"
        and following.text[:1].isupper()
        and token.dep_ == "compound"
        and token.head.i > token.i
        and all(t.tag_ in ("NNP", "NNPS") for t in token.doc[token.i : token.head.i + 1])
    )


def _starts(token: Token) -> bool:
    """Where English writes a capital anyway: at a sentence's start, and after an opening quote, a colon or a sentence's bracket."""
    if token.is_sent_start or token.i == 0:
        return True
    before = token.nbor(-1)
    return before.text in _OPENING or (before.text in ("(", "[") and bool(before.is_sent_start))


def _is_title_case(block: Span) -> bool:
    if any(t.text == "," and after.lower_ in _ROLES for t, after in pairwise(block[1:_NAME_LINE])):
        return False  # `Jane Larkspur, CEO of Veltora` below a quotation
    if len(block) > _LONGEST_HEADLINE or block[-1].text in (".", "!", "?"):
        return False
    longer = [t for t in block if t.is_alpha and len(t) > 3]
    return len(longer) >= 3 and sum(t.text[:1].isupper() for t in longer) / len(longer) >= _TITLE_CASE
