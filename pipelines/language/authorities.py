"""For which state or body `it`, `the agency` or a subject left unsaid stands.

Belongs here: who acts for a state where the words only point to it. Does not: companies (`coreference`), states named beside
a noun (`roles`).
"""

from collections.abc import Iterable

from spacy.tokens import Token

from pipelines.language.grammar import SUBJECTS, children, is_passive, subjects
from pipelines.language.lexicon import Words
from pipelines.language.names import STATES, Name, Names

_PRONOUNS = frozenset({"it", "we", "they", "he", "she"})
_SPEECH = frozenset({"say", "announce", "tell", "state", "add", "declare", "confirm", "report", "write", "disclose"})
# `the country` is a state, `the agency` one of its bodies.
_OF_STATES = frozenset({"country", "nation", "government", "administration", "bloc", "kingdom", "state"})
_OF_BODIES = frozenset({"agency", "department", "ministry", "regulator", "commission", "bureau", "watchdog", "authority", "office", "bank"})
_BACK = 2  # sentences in which the body was named


class Authorities:
    """Finds the bodies that an article's words point to."""

    def __init__(self, names: Names, words: Words) -> None:
        self._names = names
        self._words = words

    def referred(self, token: Token) -> Name | None:
        """The state or body that a pronoun or `the agency` stands for; None where it is not clear."""
        if token.lower_ in _PRONOUNS and token.dep_ in SUBJECTS:
            return self._told(token) or self._main(token)
        lemma = token.lemma_.lower()
        if token.pos_ != "NOUN" or lemma not in _OF_STATES | _OF_BODIES or any(self._names.at(c) for c in token.children):
            return None
        definite = any(c.lower_ in ("the", "this", "that") for c in children(token, ("det",)))
        modified = children(token, ("amod", "compound", "nmod"))
        return self._last(token, "GovernmentBody" if lemma in _OF_BODIES else "Country") if definite and not modified else None

    def country(self, noun: Token) -> Name | None:
        """Which country `the country` is, to which something is done: the only one named but for the subjects of its sentence."""
        if (
            noun.lemma_.lower() not in ("country", "nation", "republic")
            or noun.tag_ != "NN"
            or children(noun, ("amod", "compound", "nmod"))
        ):
            return None
        if not any(c.lower_ in ("the", "this", "that") for c in children(noun, ("det",))):
            return None
        doc, sentence, acting = self._names.doc, noun.sent, set()
        for _ in range(_BACK):
            named = [n for n in self._names.between(sentence.start, min(sentence.end, noun.i)) if n.kind == "Country"]
            acting |= {n.key for n in named if doc[n.start : n.end].root.dep_ in SUBJECTS and sentence == noun.sent}
            found = [n for n in named if n.key not in acting]
            if found or sentence.start == 0:
                return found[-1] if len({n.key for n in found}) == 1 else None
            sentence = doc[sentence.start - 1].sent
        return None

    def speaker(self, trigger: Token, countries: set[str]) -> Name | None:
        """Who says what `trigger` tells: a body acts by saying so. None for a speaker of one of `countries`, who complains."""
        if not self.is_open(trigger):
            return None
        token = trigger
        for _ in range(6):
            head = token.head
            if token.dep_ in ("ccomp", "parataxis") and head.lemma_.lower() in _SPEECH:
                named = [n for s in children(head, SUBJECTS) if (n := self._state(s)) is not None]
                return named[0] if len(named) == 1 and not (_country(named[0]) in countries or children(head, ("neg",))) else None
            if head is token or token.dep_ in ("advcl", "relcl", "acl"):
                return None
            token = head
        return None

    def is_open(self, trigger: Token) -> bool:
        """Whether the words leave open who acts: no agent is told, or only the measure that it acts by."""
        if trigger.pos_ not in ("VERB", "AUX"):
            return trigger.dep_ != "dobj" or self.is_open(trigger.head)
        if is_passive(trigger):
            return not any(c.lower_ == "by" and children(c, ("pobj",)) for c in children(trigger, ("agent", "prep")))
        open_nouns = self._words.instruments | _OF_BODIES | _OF_STATES | self._words.government_nouns
        return all(self._names.at(s) is None and s.lemma_.lower() in open_nouns for s in subjects(trigger))

    def _told(self, pronoun: Token) -> Name | None:
        """`The department said it was adding …`: the subject of the verb above."""
        verb = pronoun.head
        for above in verb.ancestors:
            if above.pos_ in ("VERB", "AUX") and (own := children(above, SUBJECTS)):
                return self._state(own[0]) if verb.dep_ in ("ccomp", "advcl", "conj", "xcomp") and own[0].i < pronoun.i else None
        return None

    def _main(self, pronoun: Token) -> Name | None:
        """The subject of the sentence before, where `it` is the subject of its own."""
        start = pronoun.sent.start
        if start == 0 or pronoun.head.dep_ != "ROOT":
            return None
        own = children(self._names.doc[start - 1].sent.root, SUBJECTS)
        return self._state(own[0]) if len(own) == 1 else None

    def _state(self, token: Token) -> Name | None:
        name = self._names.at(token)
        if name is None:
            return self.referred(token) if token.pos_ == "NOUN" else None
        if name.kind in STATES:
            return name
        principal = self._names.principals.get(name.key)
        return principal if name.kind == "Person" and principal is not None and principal.kind in STATES else None

    def _last(self, token: Token, kind: str) -> Name | None:
        """The only one of its kind named before in this sentence, else in the ones before."""
        sentence = token.sent
        for _ in range(_BACK + 1):
            found = [
                n for n in self._names.between(sentence.start, min(sentence.end, token.i)) if n.kind == kind and n.strength != "demonym"
            ]
            if found:
                return found[-1] if len({n.key for n in found}) == 1 else None
            if sentence.start == 0:
                return None
            sentence = self._names.doc[sentence.start - 1].sent
        return None


def _country(name: Name) -> str | None:
    return name.known.country if name.known is not None else None


def countries(names: Iterable[Name]) -> set[str]:
    """The countries that `names` belong to, where the registry knows."""
    return {country for name in names if (country := _country(name)) is not None}
