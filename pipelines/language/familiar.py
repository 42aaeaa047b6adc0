"""Show the parser familiar words in place of names it never saw, and put its answer on the real text.

A known name becomes one token, read as the name of something everybody knows (lexicon/familiar.yml): a small
model parses sentences about Microsoft far better than sentences about Paystack. Knows no relation.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from graph_schema.registry import KnownEntity, Strength
from graph_schema.strict import read_yaml
from pipelines.errors import ModelError
from pipelines.language.known import Hit, KnownNames
from pipelines.language.lexicon import LEXICON, model_errors

_COPIED = ("HEAD", "DEP", "TAG", "POS", "MORPH", "LEMMA", "ENT_IOB", "ENT_TYPE")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "–": "-"})  # as in the text the model learnt from

_STOPS = (".", "!", "?")

_LARGE = re.compile(r"(?:m|b|tr)illion|bn|tn|\d{1,3}(?:,\d{3})+|\d{4,}")  # behind which a word of two meanings is a currency
_LETTER_STOP = re.compile(r" [A-Z]\.$")
_LOUD = 3  # words, at least, of a line set in capitals
_LOUD_SHARE = 0.9
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")  # of the text: a known name of two words becomes one token

Options = tuple[tuple[KnownEntity, Strength], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A block as it is (`real`) and as the parser gets it (`shown`), token for token; `known` by token of `real`."""

    real: Doc
    shown: Doc
    known: Mapping[int, Options]


class FamiliarWords:
    """Prepares blocks for the parser."""

    def __init__(self, known: KnownNames, nlp: Language, path: Path = LEXICON / "familiar.yml") -> None:
        self._known = known
        self._nlp = nlp
        with model_errors():
            top = read_yaml(path)
            self._names: dict[str, str] = dict(top.take("names", dict))
            self._words: dict[str, str] = dict(top.take("words", dict))
            self._coins: dict[str, str] = dict(top.take("coins", dict))
            top.finish(["names", "words", "coins"])
        if odd := [w for w in [*self._names.values(), *self._words.values(), *self._coins.values()] if not isinstance(w, str) or " " in w]:
            raise ModelError(f"{odd[0]!r} is not one word", where=path.name, fix="Give one word for each.")

    def prepare(self, text: str) -> Prepared:
        """Tokenise a block and find the registry's names in it."""
        tokens = self._nlp.make_doc(text)
        loud = is_loud(text)
        hits = {hit.span.start: hit for hit in (self._known.find_loud(tokens) if loud else self._known.find(tokens))}
        words: list[str] = []
        shown: list[str] = []
        spaces: list[bool] = []
        known: dict[int, Options] = {}
        for start, end in _units(tokens, hits):
            hit = hits.get(start)
            if hit is not None:
                known[len(words)] = hit.options
            word = text[tokens[start].idx : tokens[end - 1].idx + len(tokens[end - 1])]
            if hit is not None and _LETTER_STOP.search(word) and (end == len(tokens) or tokens[end].text[:1].isupper()):
                word = word[:-1]  # the tokenizer takes the full stop of the sentence for the letter's
            words.append(word)
            seen = word.lower() if loud and hit is None else word
            if hit is None and shown and _LARGE.fullmatch(shown[-1]):
                seen = self._coins.get(seen, seen)
            shown.append(self._shown(seen, hit) if hit or end == start + 1 else tokens[end - 1].text)
            if hit is not None and len(word) < tokens[end - 1].idx + len(tokens[end - 1]) - tokens[start].idx:
                words.append(".")
                shown.append(".")
                spaces.append(False)
            spaces.append(bool(tokens[end - 1].whitespace_))
        vocab = self._nlp.vocab
        return Prepared(Doc(vocab, words, spaces), Doc(vocab, shown, _blanks(words, spaces)), known)

    def _shown(self, word: str, hit: Hit | None) -> str:
        if hit is None:
            return self._words.get(word, word).translate(_STRAIGHT)
        (entity, strength) = hit.options[0]
        if strength != "strong" or (entity.kind in ("Country", "Place", "Person") and " " not in word):
            return word.replace(" ", "-") if strength != "metonym" or " " not in word else self._names.get(entity.kind, word)
        return self._names.get(entity.kind, word.replace(" ", "-"))


def _blanks(words: list[str], spaces: list[bool]) -> list[bool]:
    """The blanks as the parser gets them, with those that an article forgot between sentences (`he said.”The company`)."""
    blanks, quoting = list(spaces), False
    for number, (word, following) in enumerate(pairwise(words)):
        quoting = quoting != (word == '"')
        closes = word == "”" or (word == '"' and not quoting)
        ended = word in _STOPS or (closes and number > 0 and words[number - 1] in _STOPS)
        opens = following == "“" or (following == '"' and not quoting)
        blanks[number] |= ended and (opens or following[:1].isupper())
    return blanks


def is_loud(line: str) -> bool:
    """Whether a line is set in capitals, as some headlines are: it is then read as if it were not."""
    words = _WORD.findall(line)
    return len(words) >= _LOUD and sum(word.isupper() for word in words) >= _LOUD_SHARE * len(words)


def _units(tokens: Doc, hits: Mapping[int, Hit]) -> Iterator[tuple[int, int]]:
    """Token ranges that become one token: known names, and `re-` with its verb."""
    position = 0
    while position < len(tokens):
        hit = hits.get(position)
        end = hit.span.end if hit is not None else position + 1
        if hit is None and tokens[position].lower_ == "re" and end + 1 < len(tokens) and tokens[end].text == "-":
            end += 2 if tokens[end + 1].is_lower and end + 1 not in hits else 0
        yield position, end
        position = end


def restore(prepared: Prepared, parsed: Doc) -> Doc:
    """The block's real words with what the model said of the familiar ones."""
    real = prepared.real
    # spaCy's stubs give the array of unsigned 64-bit integers as one of floats
    real.from_array(list(_COPIED), parsed.to_array(list(_COPIED)))  # type: ignore[arg-type]
    for position in prepared.known:
        is_list = prepared.known[position][0][0].kind == "SanctionsList"
        real[position].lemma_ = "list" if is_list else real[position].text
    return real
