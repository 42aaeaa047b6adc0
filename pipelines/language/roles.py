"""From the token where a path ends to the names that fill the role: lists, appositions, governments, references.

Belongs here: what in a noun phrase stands for whom. Does not: how the token was reached (`grammar`, `paths`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from pipelines.language.coreference import Coreference
from pipelines.language.grammar import children, owners
from pipelines.language.lexicon import Words
from pipelines.language.names import STATES, Name, Names

_COLLECTIONS = frozenset({"group", "consortium", "number", "trio", "duo", "pair", "syndicate", "series", "range", "list", "host", "handful", "unit", "arm"})
_REFERENCE = 0.85  # a reference within the sentence; each sentence back costs as much again


@dataclass(frozen=True, slots=True)
class Filler:
    """A name in a role. `span` is what stands there (`the chipmaker`), `antecedent` the name it stands for."""

    name: Name
    span: Span
    certainty: float
    antecedent: Span | None = None


class Roles:
    """Fills roles in one article."""

    def __init__(self, names: Names, coreference: Coreference, words: Words) -> None:
        self._names = names
        self._coreference = coreference
        self._words = words

    def fillers(self, token: Token) -> list[Filler]:
        """Whoever `token` and what is coordinated with it name; empty when nobody is named."""
        found: dict[str, Filler] = {}
        for member in self._members(token):
            for filler in self._single(member):
                found.setdefault(filler.name.key, filler)
        return list(found.values())

    def _members(self, token: Token) -> Iterator[Token]:
        """`token` and the rest of its list; parsers read `A, B, C and D` as appositions as well."""
        yield token
        name = self._names.at(token)
        heads = list(self._names.doc[name.start : name.end]) if name else [token]
        for head in heads:
            for child in children(head, ("conj", "appos")):
                if name is not None and child.i < name.end:
                    continue
                if child.dep_ == "conj" or (name is not None and self._is_list_item(name, child)):
                    yield from self._members(child)

    def _is_list_item(self, name: Name, child: Token) -> bool:
        other = self._names.at(child)
        if other is None or other.kind != name.kind:
            return False
        return all(t.text == "," for t in self._names.doc[name.end : other.start])

    def _single(self, token: Token) -> Iterator[Filler]:
        name = self._names.at(token)
        if name is not None:
            yield Filler(name, self._names.doc[name.start : name.end], name.trust)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
            yield from self._listed(token) or self._apposed(token) or self._government(token) or self._referred(token)
        elif token.pos_ in ("PRON", "DET"):
            yield from self._referred(token)

    def _listed(self, noun: Token) -> list[Filler]:
        """`companies such as X and Y`, `investors, including Z`, `a group of A and B`."""
        found: list[Filler] = []
        for child in noun.children:
            marker = child.lower_ in self._words.list_markers and child.i > noun.i
            collection = child.lower_ == "of" and noun.lemma_.lower() in _COLLECTIONS
            if marker or collection:
                found += [filler for item in children(child, ("pobj", "dobj")) for filler in self.fillers(item)]
        return found

    def _apposed(self, noun: Token) -> list[Filler]:
        """`its rival, X`, `chipmaker X` where the parser made the noun the head."""
        near = [child for child in children(noun, ("appos",)) if self._names.at(child) and child.i > noun.i]
        return [filler for child in near for filler in self.fillers(child)]

    def _government(self, noun: Token) -> list[Filler]:
        """`Chinese regulators`, `the U.S. government`, `lawmakers in Japan`."""
        if noun.lemma_.lower() not in self._words.government_nouns:
            return []
        near = owners(noun) + [deep for prep in children(noun, ("prep",)) if prep.lower_ in ("of", "in") for deep in children(prep, ("pobj",))]
        states = [name for token in near if (name := self._names.at(token)) and name.kind in STATES]
        doc = self._names.doc
        return [Filler(name, doc[name.start : name.end], 0.95) for name in states[:1]]

    def _referred(self, token: Token) -> list[Filler]:
        antecedent = self._coreference.resolve(token)
        if antecedent is None:
            return []
        name, doc = antecedent.name, self._names.doc
        certainty = name.trust * _REFERENCE ** (antecedent.distance + 1)
        start = min([token.i, *(c.i for c in token.children if c.dep_ in ("det", "poss", "amod", "compound") and c.i < token.i)])
        return [Filler(replace(name), doc[start : token.i + 1], certainty, doc[name.start : name.end])]
