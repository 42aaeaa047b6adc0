"""What `it` and `the company` stand for, where the same or the previous sentence leaves no doubt.

A careful reader resolves many more; here a wrong antecedent is a wrong claim, so doubt means none.
"""

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.language.lexicon import Words
from pipelines.language.names import STATES, Name, Names
from pipelines.language.reading import Reading

_PRONOUNS = frozenset({"it", "its", "they", "their", "them"})
_DEFINITE = frozenset({"the", "this", "that"})
_SUBJECTS = ("nsubj", "nsubjpass")
_TRUSTED = 0.7
_MAIN = 3  # times the main company of an article is a subject, at least
_SPEECH = frozenset({"say", "report", "write", "tell", "note", "estimate", "find", "show"})
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
        name = self._label(token) or self._in_sentence(token, token.sent)
        if name is not None:
            return Antecedent(name, 0)
        if number == 0 or furthest == 0:
            return None
        return self._in_previous(token, self._sentences[number - 1], furthest)

    def _label(self, token: Token) -> Name | None:
        """Whom an item of a digest is about: `Blue Racer: First Reserve's acquisition of the operator closed.`"""
        first = next(iter(self._names.between(token.sent.start, token.i)), None)
        if first is None or first.start != token.sent.start or self._names.doc[first.end].text != ":":
            return None
        return first if token.pos_ == "NOUN" and self._fits(first, token) else None

    def topic(self, trigger: Token, kinds: frozenset[str], others: set[str]) -> Antecedent | None:
        """The one company that the sentence up to `trigger` is about, else the sentence before, else the whole article.

        Only a company of the registry: what merely looks like a name is too often none to be trusted unseen. Never one
        of `others`, the keys of who fills the other role.
        """
        number = self._number[trigger.sent.start]
        before = [
            n for n in self._names.between(trigger.sent.start, trigger.i) if self._is_topical(n, kinds, others) and self._is_subject(n)
        ]
        if before:
            name = _only(before)
            return Antecedent(name, 0) if name and name.known else None
        for distance in range(1, min(number, 2) + 1):
            sentence = self._sentences[number - distance]
            for subject in sentence.root.children:
                if (
                    subject.dep_ in _SUBJECTS
                    and (name := self._subject_name(subject))
                    and name.known
                    and self._is_topical(name, kinds, others)
                ):
                    return Antecedent(name, distance)
        main = self.main_topic(kinds, others)
        return main if main is not None and main.name.known else None

    def _subject_name(self, subject: Token) -> Name | None:
        name = self._names.at(subject)
        if name is None and (found := self.resolve(subject)) is not None:
            name = found.name
        return name

    def _is_topical(self, name: Name, kinds: frozenset[str], others: set[str]) -> bool:
        return name.kind in kinds and name.key not in others and name.trust >= _TRUSTED and name.strength not in ("demonym", "metonym")

    def main_topic(self, kinds: frozenset[str], others: set[str]) -> Antecedent | None:
        """The company that is a subject at least twice as often as any other, so not whoever is merely told or asked."""
        topical = [n for n in self._names.all if n.kind == "Company" and self._is_topical(n, kinds, others) and self._is_subject(n)]
        ranked = Counter(n.key for n in topical).most_common(2)
        if not ranked or ranked[0][1] < _MAIN or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
            return None
        return Antecedent(next(n for n in topical if n.key == ranked[0][0]), 2)

    def _in_sentence(self, token: Token, sentence: Span) -> Name | None:
        before = [n for n in self._names.between(sentence.start, token.i) if self._fits(n, token)]
        if token.dep_ in ("dobj", "pobj", "dative") and token.pos_ == "PRON":
            return _only(before)  # an object refers back to subjects and objects alike
        subjects = [n for n in before if self._is_subject(n) and not self._same_clause(n, token)]
        own = [n for n in before if self._is_subject(n)] if token.dep_ == "poss" else []
        described = token.pos_ == "NOUN" and not self._countries(token)
        return _only(subjects) or _only(own) or (_only(before) if not described and not subjects else None)

    def _in_previous(self, token: Token, sentence: Span, furthest: int) -> Antecedent | None:
        fitting = [n for n in self._names.between(sentence.start, sentence.end) if self._fits(n, token)]
        main = [t for t in sentence.root.children if t.dep_ in _SUBJECTS]
        if sentence.root.lemma_ in _SPEECH:
            told = [t for c in sentence.root.children if c.dep_ == "ccomp" for t in c.children if t.dep_ in _SUBJECTS and self._names.at(t)]
            main = told if told and main and self._names.at(main[0]) else main
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
        countries = self._countries(token)
        if countries and name.known is not None and name.known.country is not None:
            return name.known.country in countries
        return not countries or name.known is None

    def _countries(self, token: Token) -> set[str]:
        """The countries whose company a phrase such as `the Chinese company` speaks of."""
        named = [self._names.at(child) for child in token.children]
        return {name.known.country for name in named if name and name.known and name.known.country and name.kind == "Country"}

    def _is_subject(self, name: Name) -> bool:
        return self._names.doc[name.start : name.end].root.dep_ in _SUBJECTS

    def _same_clause(self, name: Name, token: Token) -> bool:
        """`It` is never the subject of the verb whose object it is."""
        verb = self._names.doc[name.start : name.end].root.head
        nearest = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
        return nearest is not None and nearest == verb and token.dep_ != "poss"


def _only(names: list[Name]) -> Name | None:
    """The one entity that all of `names` name, by its last mention; None where they name several or none."""
    return names[-1] if len({name.key for name in names}) == 1 else None
