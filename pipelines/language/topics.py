"""Whom a sentence or a whole article is about, for a role that the words leave open (`competitors such as X`).

Belongs here: the company that is talked of. Does not: what a pronoun or `the company` stands for (`coreference`).
"""

from collections import Counter

from spacy.tokens import Token

from pipelines.language.coreference import Antecedent, Coreference, only
from pipelines.language.grammar import SUBJECTS
from pipelines.language.names import TRUSTED, Name, Names

_MAIN = 3  # times the main company of an article is a subject, at least


class Topics:
    """What one article talks of."""

    def __init__(self, names: Names, coreference: Coreference) -> None:
        self._names = names
        self._coreference = coreference

    def topic(self, trigger: Token, kinds: frozenset[str], others: set[str]) -> Antecedent | None:
        """The one company that the sentence up to `trigger` is about, else the sentence before, else the whole article.

        Only a company of the registry: what merely looks like a name is too often none to be trusted unseen. Never one
        of `others`, the keys of who fills the other role.
        """
        number = self._coreference.number[trigger.sent.start]
        named = self._names.between(trigger.sent.start, trigger.i)
        before = [n for n in named if self._is_topical(n, kinds, others) and not self._coreference.tells(n, trigger)]
        if told := [n for n in before if self._coreference.is_subject(n)] or [n for n in before if self._is_owner_of_subject(n)]:
            name = only(told)
            return Antecedent(name, 0) if name and name.known else None
        if (found := self._told_of(trigger, kinds, others)) is not None:
            return found
        apart = [n for n in before if all(listed.key not in others for listed in self._names.listed_with(n))]
        if (name := only(apart)) is not None and name.known:
            return Antecedent(name, 0)
        for distance in range(1, min(number, 2) + 1):
            sentence = self._coreference.sentences[number - distance]
            for subject in sentence.root.children:
                if (
                    subject.dep_ in SUBJECTS
                    and (name := self._subject_name(subject))
                    and name.known
                    and self._is_topical(name, kinds, others)
                ):
                    return Antecedent(name, distance)
        main = self.main_topic(kinds, others)
        return main if main is not None and main.name.known else None

    def _told_of(self, trigger: Token, kinds: frozenset[str], others: set[str]) -> Antecedent | None:
        """Whom a pronoun or noun as subject before `trigger`, or as its possessor, stands for (`its shares fell amid competition`)."""
        for token in reversed(trigger.doc[trigger.sent.start : trigger.i]):
            found = (
                self._coreference.resolve(token)
                if token.dep_ in SUBJECTS or (token.dep_ == "poss" and token.head.dep_ in SUBJECTS)
                else None
            )
            if found is None or not found.name.known or self._coreference.tells(found.name, trigger):
                continue
            if self._is_topical(found.name, kinds, others) and self._takes_part(found.name):
                return found
        return None

    def _takes_part(self, name: Name) -> bool:
        """Whether it is a subject or an object: what a clause merely mentions (`competition from X`) is soon forgotten."""
        return self._names.doc[name.start : name.end].root.dep_ in (*SUBJECTS, "dobj")

    def _is_owner_of_subject(self, name: Name) -> bool:
        """`Tesla` in `Tesla shares fell`, `the stock of Tesla fell`."""
        root = self._names.doc[name.start : name.end].root
        head = root.head.head if root.dep_ == "pobj" and root.head.lower_ == "of" else root.head
        return root.dep_ in ("poss", "compound", "nmod", "pobj") and head.dep_ in SUBJECTS

    def _subject_name(self, subject: Token) -> Name | None:
        name = self._names.at(subject)
        if name is None and (found := self._coreference.resolve(subject)) is not None:
            name = found.name
        return name

    def _is_topical(self, name: Name, kinds: frozenset[str], others: set[str]) -> bool:
        return name.kind in kinds and name.key not in others and name.trust >= TRUSTED and name.strength not in ("demonym", "metonym")

    def main_topic(self, kinds: frozenset[str], others: set[str]) -> Antecedent | None:
        """The company that is a subject at least twice as often as any other, so not whoever is merely told or asked."""
        topical = [
            n for n in self._names.all if n.kind == "Company" and self._is_topical(n, kinds, others) and self._coreference.is_subject(n)
        ]
        ranked = Counter(n.key for n in topical).most_common(2)
        if not ranked or ranked[0][1] < _MAIN or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
            return None
        return Antecedent(next(n for n in topical if n.key == ranked[0][0]), 2)
