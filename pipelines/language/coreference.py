"""What `it` and `the company` stand for, where the same or the previous sentence leaves no doubt.

A careful reader resolves many more; here a wrong antecedent is a wrong claim, so doubt means none.
"""

from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span, Token

from pipelines.language.grammar import OBJECT_CONTROL, SUBJECTS, children, describes, joint_modifier
from pipelines.language.lexicon import Words
from pipelines.language.names import STATES, TRUSTED, Name, Names
from pipelines.language.reading import Reading

_PRONOUNS = frozenset({"it", "its", "they", "their", "them"})
_PLURAL = frozenset({"they", "their", "them"})
_DEFINITE = frozenset({"the", "this", "that"})
_SURE = 0.8  # of an unknown name that is mentioned once
_RATINGS = frozenset({"rating", "target", "coverage", "estimate", "recommendation", "forecast"})  # of somebody else
_SPEECH = frozenset({"say", "report", "write", "tell", "note", "estimate", "find", "show", "hint", "expect", "predict"})
_QUALIFIERS = ("amod", "compound", "nmod")
_BODIES = frozenset({"department", "agency", "ministry", "bureau", "commission", "regulator", "watchdog", "bloc"})
_PARTS = frozenset({"unit", "arm", "affiliate", "subsidiary", "division", "fund"})
_FINANCIERS = frozenset({"Ventures", "Capital", "Partners", "Equity", "Investments", "Fund", "Funds", "VC", "Bank", "Securities"})
# What may stand for a fund or a bank as well.
_OF_ANY = frozenset(
    {"company", "firm", "group", "giant", "business", "investor", "fund", "lender", "bank", "insurer", "broker", "platform"}
)
_BLAME = frozenset({"accuse", "blame", "condemn", "criticise", "criticize", "denounce", "fault", "rebuke", "slam", "sue"})
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
        self.sentences = list(reading.doc.sents)
        self.number = {sentence.start: n for n, sentence in enumerate(self.sentences)}

    def is_reference(self, token: Token) -> bool:
        """Whether `token` is a pronoun or a definite noun that may stand for a company."""
        if token.pos_ == "PRON":
            return token.lower_ in _PRONOUNS
        joint = joint_modifier(token)  # on which the article of `the A and B-backed company` hangs
        phrase = [*token.children, *(joint.children if joint is not None else ())]
        definite = any(child.lower_ in _DEFINITE and child.dep_ in ("det", "poss") for child in phrase)
        noun = token.pos_ == "NOUN" and token.tag_ == "NN" and token.lemma_.lower() in self._words.company_nouns
        return definite and (noun or self._is_body(token)) and not describes(token)

    def _is_body(self, token: Token) -> bool:
        """`The department` stands for a body named before; `the trade department` need not."""
        return token.tag_ == "NN" and token.lower_ in _BODIES and all(child.dep_ not in _QUALIFIERS for child in token.children)

    def resolve(self, token: Token, furthest: int = _FURTHEST) -> Antecedent | None:
        """The antecedent of `token`, None where it is not clear."""
        if not self.is_reference(token):
            return None
        number = self.number[token.sent.start]
        name = self._label(token) or self._accused(token) or self._above(token) or self._in_sentence(token, token.sent)
        found = Antecedent(name, 0) if name is not None else None
        if found is None and number and furthest:
            found = self._in_previous(token, self.sentences[number - 1], furthest)
        return None if found is None or (self.is_subject(found.name) and self._peers(found.name)) else found

    def _peers(self, name: Name) -> list[Name]:
        """The other companies of its list: `it` is none of `A and B`, and `they` are both."""
        return [other for other in self._names.listed_with(name) if other.kind == "Company" and other.key != name.key]

    def _label(self, token: Token) -> Name | None:
        """Whom an item of a digest is about: `Blue Racer: First Reserve's acquisition of the operator closed.`"""
        first = next(iter(self._names.between(token.sent.start, token.i)), None)
        if first is None or first.start != token.sent.start or self._names.doc[first.end].text != ":":
            return None
        return first if token.pos_ == "NOUN" and self._fits(first, token) else None

    def _accused(self, token: Token) -> Name | None:
        """Whom somebody blames: `Iran accused Washington of breaking the law with its sanctions` is about Washington's."""
        verb = next((a for a in token.ancestors if a.lemma_ in _BLAME), None) if token.dep_ == "poss" else None
        names = [self._names.at(child) for child in children(verb, ("dobj",)) if child.i < token.i] if verb is not None else []
        return next((name for name in names if name is not None and name.end <= token.i and self._may_be_blamed(name, token)), None)

    def _may_be_blamed(self, name: Name, token: Token) -> bool:
        return name.kind in STATES or self._fits(name, token)

    def _above(self, token: Token) -> Name | None:
        """The subject of the clause that a pronoun's own clause depends on: `A sued after B said it was ready` is about B."""
        verb = token.head.head if token.dep_ == "poss" and token.head.dep_ in SUBJECTS else token.head
        if verb.head.lemma_ in OBJECT_CONTROL:
            return None  # `A let it buy B`
        if token.pos_ != "PRON" or verb.dep_ not in ("ccomp", "advcl") or not (token.dep_ in SUBJECTS or token.head.dep_ in SUBJECTS):
            return None
        names = [name for subject in children(verb.head, SUBJECTS) if (name := self._names.at(subject)) is not None]
        return next((name for name in names if name.end <= token.i and self._fits(name, token)), None)

    def pair(self, token: Token) -> list[Antecedent]:
        """`Both companies`, `the two carmakers`, `the pair`, `the latter`: of what the nearest sentence names, if it names just so many.

        `They` and `their`: the companies that are its subject together.
        """
        wanted, place = self._wanted(token)
        number = self.number[token.sent.start]
        if token.lower_ in _PLURAL:
            return self._acting_together(token, number)
        for distance in range(min(number, _FURTHEST) + 1) if wanted else ():
            sentence = self.sentences[number - distance]
            end = token.i if distance == 0 else sentence.end
            named = {n.key: n for n in self._names.between(sentence.start, end) if n.kind == "Company" and self._fits(n, token)}
            acting = {key: n for key, n in named.items() if self._acts(n)}
            found = next((group for group in (named, acting) if len(group) == wanted), None)
            if found is not None:
                return [Antecedent(n, distance) for n in found.values()][place]
            if len(named) > wanted or (named and distance):
                return []
        return []

    def _acting_together(self, token: Token, number: int) -> list[Antecedent]:
        if any(t.tag_ == "NNS" and t.dep_ in SUBJECTS for t in self._names.doc[token.sent.start : token.i]):
            return []  # `banks grow as they compete`
        for distance in range(min(number, 1) + 1):
            sentence = self.sentences[number - distance]
            end = token.i if distance == 0 else sentence.end
            for name in self._names.between(sentence.start, end):
                if self.is_subject(name) and self._fits(name, token) and (peers := self._peers(name)):
                    return [Antecedent(n, distance) for n in (name, *peers)]
        return []

    def _acts(self, name: Name) -> bool:
        """Whether it is a subject, or stands in a list with one."""
        root = self._names.doc[name.start : name.end].root
        while root.dep_ == "conj" and root.head.i != root.i:
            root = root.head
        return root.dep_ in SUBJECTS

    def _wanted(self, token: Token) -> tuple[int, slice]:
        """How many names a noun stands for, and which of them; 0 where it is no such noun."""
        marks = {child.lower_ for child in token.children if child.dep_ in ("det", "nummod", "predet", "preconj", "amod")}
        lower = token.lower_
        if token.tag_ == "NNS" and token.lemma_.lower() in self._words.group_nouns:
            both = "both" in marks and not any(child.dep_ in ("cc", "conj") for child in token.children)
            return (2, slice(None)) if both or ({"the", "two"} <= marks) else (3 * ({"the", "three"} <= marks), slice(None))
        if "the" not in marks:
            return 0, slice(None)
        if lower in ("latter", "former") and token.dep_ not in ("amod", "det") and token.pos_ != "VERB":
            return 2, slice(1, 2) if lower == "latter" else slice(0, 1)
        several = {"pair": 2, "duo": 2, "trio": 3}.get(lower, 0)
        return several * (not any(child.lower_ == "of" for child in token.children)), slice(None)

    def tells(self, name: Name, token: Token) -> bool:
        """Whoever says it is not whom it is said of: `X said …`, `analysts at X said …`, `X cut its rating, saying the company …`."""
        root = self._names.doc[name.start : name.end].root
        root = root.head.head if root.dep_ == "pobj" and root.head.head.lemma_ in self._words.staff else root
        verbs = [root.head, *(child for child in root.head.children if child.dep_ == "advcl" and child.tag_ == "VBG")]
        return root.dep_ == "nsubj" and any(verb.lemma_ in _SPEECH and verb.is_ancestor(token) for verb in verbs)

    def _in_sentence(self, token: Token, sentence: Span) -> Name | None:
        before = [n for n in self._names.between(sentence.start, token.i) if self._fits(n, token) and not self._is_source(n, token)]
        if token.dep_ == "poss" and token.head.head.lower_ == "among":
            listed = self._named_up_to(token.head.head)  # `with A and B among its investors`
            before = [n for n in before if n.key not in listed]
        if token.dep_ in ("dobj", "pobj", "dative") and token.pos_ == "PRON":
            return only(before)  # an object refers back to subjects and objects alike
        subjects = [n for n in before if self.is_subject(n) and not self._same_clause(n, token)]
        own = [n for n in before if self.is_subject(n)] if token.dep_ == "poss" else []
        near = [n for n in before if not self._same_clause(n, token)]
        plain = (
            token.pos_ == "PRON"
            or self._countries(token)
            or not any(t.text[:1].isupper() for child in token.children if child.dep_ in _QUALIFIERS for t in child.subtree)
        )
        return only(subjects) or only(own) or (only(near) if plain and not subjects and len(near) == len(before) else None)

    def _named_up_to(self, token: Token) -> set[str]:
        """The keys of the list of names that ends right before `token`."""
        last = next((n for n in self._names.all if n.end == token.i), None)
        if last is None:
            return set()
        return {name.key for name in (last, *self._names.listed_with(last))}

    def _in_previous(self, token: Token, sentence: Span, furthest: int) -> Antecedent | None:
        fitting = [n for n in self._names.between(sentence.start, sentence.end) if self._fits(n, token)]
        main = [t for t in sentence.root.children if t.dep_ in SUBJECTS]
        if sentence.root.lemma_ in _SPEECH:
            told = [t for c in sentence.root.children if c.dep_ == "ccomp" for t in c.children if t.dep_ in SUBJECTS and self._names.at(t)]
            main = told if told and main and self._names.at(main[0]) else main
        for subject in main:
            name = self._names.at(subject)
            if name is not None and self._fits(name, token):
                return Antecedent(name, 1)
            if name is None and (found := self.resolve(subject, furthest - 1)) is not None and self._fits(found.name, token):
                return Antecedent(found.name, found.distance + 1)
        name = only([n for n in fitting if self.is_subject(n)]) or only(fitting)
        return Antecedent(name, 1) if name is not None else None

    def _is_told_by(self, name: Name, token: Token) -> bool:
        """`Its` in `Posco, its bigger rival` is never Posco; `it` in `Posco, which says it` may be."""
        root = self._names.doc[name.start : name.end].root
        phrase = takewhile(lambda t: t.pos_ not in ("VERB", "AUX"), (token, *token.ancestors))
        return any(a.dep_ == "appos" and (a.head.i == root.i or a.head in root.conjuncts) for a in phrase)

    def _fits(self, name: Name, token: Token) -> bool:
        doubtful = name.known is None and name.trust < _SURE and (name.trust < TRUSTED or self._names.counts[name.key] < 2)
        if doubtful or self._is_told_by(name, token) or _is_financier(name, token):
            return False
        if self._is_body(token):
            return name.kind == "GovernmentBody"
        if token.lower_ in ("it", "its") and name.kind in STATES and name.strength != "demonym":
            return self.is_subject(name)
        if name.strength in ("demonym", "metonym") or name.kind in ("Person", "Place", "Product", *STATES):
            return False
        countries = self._countries(token)
        if countries and name.known is not None and name.known.country is not None:
            return name.known.country in countries
        return not countries or name.known is None

    def _countries(self, token: Token) -> set[str]:
        """The countries whose company a phrase such as `the Chinese company` or `the Dubai carrier` speaks of."""
        named = [self._names.at(child) for child in token.children]
        return {name.known.country for name in named if name and name.known and name.known.country and name.kind in ("Country", "Place")}

    def is_subject(self, name: Name) -> bool:
        """Whether a verb is said of it."""
        return self._names.doc[name.start : name.end].root.dep_ in SUBJECTS

    def _is_source(self, name: Name, token: Token) -> bool:
        """Who only tells it: `analysts at X said the company`, `X wrote that the chipmaker`, `X cut its rating of Y, saying it`."""
        root = self._names.doc[name.start : name.end].root
        if root.dep_ == "pobj":
            return root.head.lower_ in ("at", "to", "with") and (
                root.head.head.lemma_.lower() in self._words.staff or root.head.head.lower_ == "according"
            )
        if root.dep_ in ("compound", "nmod", "poss"):
            return root.head.lemma_.lower() in self._words.staff
        named = any(child.dep_ in _QUALIFIERS for child in token.children) and token.pos_ == "NOUN" and not self._countries(token)
        rates = root.dep_ == "nsubj" and any(child.dep_ == "dobj" and child.lemma_ in _RATINGS for child in root.head.children)
        return (named or rates) and self.tells(name, token)

    def _same_clause(self, name: Name, token: Token) -> bool:
        """`It` is never the subject of the verb whose object it is."""
        root = whole = self._names.doc[name.start : name.end].root
        while whole.dep_ in ("appos", "conj", "compound"):
            whole = whole.head
        if whole.dep_ == "pobj" and whole.head.lower_ == "of" and whole.head.head.lemma_.lower() in _PARTS:
            root = whole.head.head  # what a unit of it owns is not the company itself
        verb = root.head
        nearest = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
        return nearest is not None and nearest == verb and token.dep_ != "poss"


def _is_financier(name: Name, token: Token) -> bool:
    """`Fernhill Ventures put $75 million into Larkspur. The startup …`: a fund is no startup."""
    return name.name.rpartition(" ")[2] in _FINANCIERS and token.pos_ == "NOUN" and token.lower_ not in _OF_ANY


def only(names: list[Name]) -> Name | None:
    """The one entity that all of `names` name, by its last mention; None where they name several or none."""
    return names[-1] if len({name.key for name in names}) == 1 else None
