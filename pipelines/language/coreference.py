"""What `it` and `the company` stand for, where the same or the previous sentence leaves no doubt.

A careful reader resolves many more; here a wrong antecedent is a wrong claim, so doubt means none.
"""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.language.lexicon import Words
from pipelines.language.names import STATES, Name, Names
from pipelines.language.reading import Reading

_PRONOUNS = frozenset({"it", "its", "they", "their", "them"})
_DEFINITE = frozenset({"the", "this", "that", "its", "their"})
_SUBJECTS = ("nsubj", "nsubjpass")
_FURTHEST = 3  # sentences back along a chain of pronouns


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The name that a pronoun or noun stands for, and how many sentences back it is."""

    name: Name
    distance: int


class Coreference:
    """Resolves the references of one article."""

    def __init__(self, reading: Reading, names: Names, words: Words) -> None:
        self._names = names
        self._words = words
        self._sentences = list(reading.doc.sents)
        self._number = {sentence.start: n for n, sentence in enumerate(self._sentences)}

    def is_reference(self, token: Token) -> bool:
        """Whether `token` is a pronoun or a definite noun that may stand for a company."""
        if token.pos_ == "PRON":
            return token.lower_ in _PRONOUNS
        definite = any(child.lower_ in _DEFINITE and child.dep_ in ("det", "poss") for child in token.children)
        return token.pos_ == "NOUN" and token.lemma_.lower() in self._words.company_nouns and definite and token.tag_ == "NN"

    def resolve(self, token: Token, furthest: int = _FURTHEST) -> Antecedent | None:
        """The antecedent of `token`, None where it is not clear."""
        if not self.is_reference(token):
            return None
        number = self._number[token.sent.start]
        name = self._in_sentence(token, token.sent)
        if name is not None:
            return Antecedent(name, 0)
        if number == 0 or furthest == 0:
            return None
        return self._in_previous(token, self._sentences[number - 1], furthest)

    def _in_sentence(self, token: Token, sentence: Span) -> Name | None:
        before = [n for n in self._names.between(sentence.start, token.i) if self._fits(n, token)]
        subjects = [n for n in before if self._is_subject(n) and not self._same_clause(n, token)]
        own = [n for n in before if self._is_subject(n)] if token.dep_ == "poss" else []
        return _only(subjects) or _only(own) or (_only(before) if token.pos_ != "NOUN" and not subjects else None)

    def _in_previous(self, token: Token, sentence: Span, furthest: int) -> Antecedent | None:
        fitting = [n for n in self._names.between(sentence.start, sentence.end) if self._fits(n, token)]
        main = [t for t in sentence.root.children if t.dep_ in _SUBJECTS]
        for subject in main:
            name = self._names.at(subject)
            if name is not None and self._fits(name, token):
                return Antecedent(name, 1)
            if name is None and (found := self.resolve(subject, furthest - 1)) is not None and self._fits(found.name, token):
                return Antecedent(found.name, found.distance + 1)
        name = _only([n for n in fitting if self._is_subject(n)]) or _only(fitting)
        return Antecedent(name, 1) if name is not None else None

    def _fits(self, name: Name, token: Token) -> bool:
        if name.strength in ("demonym", "metonym") or name.kind in ("Person", "Place", "Product", *STATES):
            return False
        countries = {n.known.country for child in token.children if (n := self._names.at(child)) and n.known and n.kind == "Country"}
        return not countries or name.known is None or name.known.country is None or name.known.country in countries

    def _is_subject(self, name: Name) -> bool:
        return self._names.doc[name.start : name.end].root.dep_ in _SUBJECTS

    def _same_clause(self, name: Name, token: Token) -> bool:
        """`It` is never the subject of the verb whose object it is."""
        verb = self._names.doc[name.start : name.end].root.head
        return token.head is verb and token.dep_ != "poss"


def _only(names: list[Name]) -> Name | None:
    """The one entity that all of `names` name, by its last mention; None where they name several or none."""
    return names[-1] if len({name.key for name in names}) == 1 else None
