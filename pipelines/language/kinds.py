"""What a name names that the registry does not know: by its form, by the words around it, and else by the model's word.

A small model takes half of all young companies for people or places. The article knows better: whatever says of one
mention what it is (`startup X`, `X's shares`, `X, who`) says it of all mentions of that name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Span, Token

from pipelines.language.grammar import HYPHENS, SUBJECTS, children
from pipelines.language.lexicon import Words
from pipelines.language.names import Name
from pipelines.language.reading import Reading

_CALLED = frozenset({"call", "name", "dub"})
_LISTING = frozenset({"including", "like", "as"})
_GIVING = frozenset({"participation", "investment", "funding", "financing", "backing"})
_ROUNDS = frozenset({"round", "investment", "funding", "financing"})
_DEALT = frozenset({"acquire", "buy", "purchase", "sell", "own", "back"})
_SWALLOWED = frozenset({"snap", "gobble", "scoop", "take", "swallow"})
_BOUGHT = frozenset({"buy", "purchase"})
_SCALES = frozenset({"million", "billion", "bn", "crore", "euros", "dollars"})
_POURED = frozenset({"pour", "pump", "plow", "plough", "invest", "inject", "sink", "put"})
_BEHIND = frozenset({"backed", "owned", "controlled"})
_SERVICES = frozenset({"service", "app", "site", "website", "portal"})  # before what a model takes for a person
_MEASURES = frozenset({"Index", "Indexes", "Indices"})  # of markets: nobody's name
_LABEL_KINDS = {"ORG": "Company", "PERSON": "Person", "GPE": "Place", "LOC": "Place", "FAC": "Place", "PRODUCT": "Product"}
TOLD = 0.8  # trust in a kind that the text tells


def first_kind(span: Span, words: Words) -> tuple[str, float]:
    """What the name looks like, alone, and how far that is to be trusted."""
    last = span[-1].text
    if last in words.legal_forms or last.rstrip(".") in words.legal_forms:
        return "Company", 0.9
    if any(t.text in words.body_nouns for t in span):
        return "GovernmentBody", TOLD
    if len(span) > 1 and (last in words.trades | words.organisations or _is_of_organisation(span, words)):
        return "Company", TOLD
    if last in _MEASURES or span[-1].like_num or re.search(r"\d", last):
        return "Product", 0.6
    return _modelled(span, words)


def _is_of_organisation(span: Span, words: Words) -> bool:
    """`Corporation of Larks`, `Larkspur Institute for Larks`."""
    return any(t.text in words.organisations and after.lower_ in ("of", "for") for t, after in pairwise(span))


def _modelled(span: Span, words: Words) -> tuple[str, float]:
    label = Counter(t.ent_type_ for t in span).most_common(1)[0][0]
    if len(span) > 1 and span[0].text in words.first_names and label != "ORG":
        return "Person", TOLD
    if label == "PERSON" and len(span) == 1:
        return "Person", 0.5
    return (_LABEL_KINDS[label], 0.7) if label in _LABEL_KINDS else ("Company", 0.5)


class Kinds:
    """Settles the kinds of one article's unknown names."""

    def __init__(self, reading: Reading, names: Iterable[Name], words: Words) -> None:
        self._doc = reading.doc
        self._known = reading.known
        self._words = words
        self._names = list(names)
        self._by_token = {i: name for name in self._names for i in range(name.start, name.end)}

    def settled(self) -> list[Name]:
        """The names in their order; unknown ones with one kind for all that share a name."""
        told: dict[str, Counter[str]] = defaultdict(Counter)
        for name in self._names:
            if name.known is None and (kind := self._told(self._doc[name.start : name.end], name)):
                told[name.key][kind] += 1
        return [self._settle(name, told.get(name.key)) for name in self._names]

    def _settle(self, name: Name, told: Counter[str] | None) -> Name:
        if not told or name.kind not in ("Person", "Place", "Product", "Company"):
            return name
        kind, votes = told.most_common(1)[0]
        if 2 * votes <= told.total() or (kind == "Person" and name.kind == "Company" and name.trust >= TOLD):
            return name
        if kind == "Company" and name.kind == "Person" and name.trust >= TOLD and votes < 2:
            return name
        return self._recognised(replace(name, kind=kind, trust=max(name.trust, TOLD)))

    def _recognised(self, name: Name) -> Name:
        """A weak spelling (`Target`, `Grab`) that the text says to be a company's is that of the one known company."""
        options = {entity.id: entity for entity, _ in self._known.get(name.start, ())}
        entity = next(iter(options.values())) if len(options) == 1 else None
        whole = name.end == name.start + 1 and self._doc[name.start].text == name.name
        if entity is None or not whole or name.kind != "Company" or entity.kind != "Company":
            return name
        return replace(name, name=entity.name, known=entity, trust=1.0, strength="weak")

    def _told(self, span: Span, name: Name) -> str | None:
        if self._is_person(span):
            return "Person"
        is_person = name.kind == "Person"
        return "Company" if self._is_company(span, is_person=is_person) or (is_person and self._is_it(span.root)) else None

    def _is_person(self, span: Span) -> bool:
        before = self._before(span)
        if before is not None and before.lower_ in self._words.person_nouns:
            return True
        if any(t.lower_ == "who" for clause in children(span.root, ("relcl",)) for t in clause.children):
            return True
        return any(noun.lemma_.lower() in self._words.person_nouns for noun in self._said_to_be(span))

    def _is_company(self, span: Span, *, is_person: bool) -> bool:
        before, after, words = self._before(span), self._after(span), self._words
        if before is not None and before.pos_ == "NOUN" and (_is_company_noun(before, words) or (is_person and before.lemma_ in _SERVICES)):
            return True
        belongs = after is not None and after.lemma_.lower() in words.company_belongings | words.managers
        if belongs and span.root.dep_ in ("compound", "nmod", "poss"):
            return True
        if any(_is_company_noun(noun, words) for noun in self._said_to_be(span)):
            return True
        if self._known.get(span.start) and is_dealt_in(span.root):
            return True
        return self._has_company_role(span.root) or self._is_among_companies(span)

    def _has_company_role(self, root: Token) -> bool:
        return self._owns(root) or self._acts(root) or _is_called(root, self._words) or _is_dealt_with(root, self._words)

    def _owns(self, root: Token) -> bool:
        """`X's shares`, `the founder of X`, `a stake in X`, `analysts at X`."""
        head = root.head
        if root.dep_ == "poss":
            return head.lemma_.lower() in self._words.company_belongings
        if root.dep_ != "pobj" or head.lower_ not in ("of", "in", "at"):
            return False
        owned = self._words.staff if head.lower_ == "at" else self._words.company_belongings
        return head.head.lemma_.lower() in owned and (head.lower_ != "in" or head.head.lemma_.lower() in ("stake", "share", "investor"))

    def _acts(self, root: Token) -> bool:
        """`X raised`, `X, which makes`."""
        if any(t.lower_ == "which" for clause in children(root, ("relcl",)) for t in clause.children if t.dep_ in SUBJECTS):
            return True
        return acts_as_company(root, self._words)

    def _is_it(self, root: Token) -> bool:
        """`X said its ...`, where a person's would be his or hers."""
        if root.dep_ not in SUBJECTS:
            return False
        near = (t for t in self._doc[root.i + 1 : root.sent.end] if t.lower_ in ("its", "it", "he", "she", "his", "her", "they", "their"))
        first = next(near, None)
        return first is not None and first.lower_ == "its" and not any(t.dep_ in SUBJECTS for t in self._doc[root.i + 1 : first.i])

    def _is_among_companies(self, span: Span) -> bool:
        """`Moody's, X and Fitch`: what is listed with companies only is a company."""
        listed = {name.start: name for t in span.root.conjuncts if (name := self._by_token.get(t.i)) is not None}
        sure = [name.kind for name in listed.values() if name.known is not None or name.trust >= TOLD]
        return bool(sure) and all(kind == "Company" for kind in sure)

    def _said_to_be(self, span: Span) -> list[Token]:
        """`X, a maker of chips`, `the startup, X`, `X is a startup`."""
        root = span.root
        found = [noun for noun in children(root, ("appos",)) if noun.i not in self._by_token]
        if root.dep_ == "appos" and root.head.i not in self._by_token:
            found.append(root.head)
        if root.dep_ == "nsubj" and root.head.lemma_ == "be":
            found += children(root.head, ("attr",))
        return [noun for noun in found if noun.pos_ == "NOUN"]

    def _before(self, span: Span) -> Token | None:
        first = span[0]
        return first.nbor(-1) if first.i > first.sent.start else None

    def _after(self, span: Span) -> Token | None:
        return self._doc[span.end] if span.end < span[0].sent.end else None


def acts_as_company(root: Token, words: Words) -> bool:
    """`X raised`."""
    return root.dep_ == "nsubj" and root.head.pos_ == "VERB" and root.head.lemma_.lower() in words.company_verbs


def is_told_at_once(token: Token, words: Words) -> bool:
    """Whether a sentence says of its first word that it is a company: `X, an insurer, said`, `X raised`, `X shares rose`."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    owns = after is not None and token.dep_ == "compound" and after.i == token.head.i and after.lemma_.lower() in words.company_belongings
    told = any(noun.pos_ == "NOUN" and _is_company_noun(noun, words) for noun in children(token, ("appos",)))
    return owns or told or acts_as_company(token, words)


def is_dealt_in(token: Token) -> bool:
    """`X was acquired`, `X, sold to Y`, `poured money into X`, `X-backed Y`: what may be a company's name is one here."""
    if token.i + 2 < len(token.doc) and token.nbor(1).text in HYPHENS and token.nbor(2).lower_ in _BEHIND:
        return True
    verbs = [token.head] if token.dep_ == "nsubjpass" else children(token, ("acl", "relcl"))
    if any(v.tag_ == "VBN" and v.lemma_.lower() in _DEALT and _has_buyer(v) for v in verbs):
        return True
    verb = token.head.head
    poured = token.dep_ == "pobj" and token.head.lower_ == "into" and verb.lemma_.lower() in _POURED
    return poured and any(noun.like_num or children(noun, ("nummod", "compound")) for noun in children(verb, ("dobj",)))


def _has_buyer(verb: Token) -> bool:
    return any(p.lower_ in ("by", "to") and any(o.pos_ == "PROPN" for o in children(p, ("pobj",))) for p in verb.children)


def _is_company_noun(noun: Token, words: Words) -> bool:
    return noun.lemma_.lower() in words.company_nouns | words.company_kinds


def _is_called(root: Token, words: Words) -> bool:
    """`A gas company known as X`, `a startup called X`."""
    known_as = root.dep_ == "pobj" and root.head.lower_ == "as"
    verb = root.head.head if known_as else root.head
    named = verb.lower_ == "known" if known_as else verb.lemma_ in _CALLED and root.dep_ in ("oprd", "dobj", "attr")
    return named and verb.dep_ in ("acl", "relcl") and _is_company_noun(verb.head, words)


def _is_dealt_with(root: Token, words: Words) -> bool:
    """`Acquired X`, `gobbled up X`, `bought X for $2 billion`, `companies such as X and Y`, `participation from X`, `a round led by X`."""
    while root.dep_ == "conj" or (root.dep_ == "appos" and root.head.pos_ == "PROPN"):
        root = root.head
    if root.dep_ == "dobj":
        verb = root.head
        swallowed = verb.lemma_ in _SWALLOWED and any(p.lower_ in ("up", "over") for p in children(verb, ("prt",)))
        return verb.lemma_ == "acquire" or swallowed or (verb.lemma_ in _BOUGHT and _for_money(verb))
    if root.dep_ != "pobj":
        return False
    prep, governor = root.head, root.head.head
    if prep.lower_ in _LISTING:
        return governor.tag_ == "NNS" and _is_company_noun(governor, words)
    if prep.lower_ == "from":
        return governor.lemma_.lower() in _GIVING
    raised = governor.lemma_ == "raise" and governor.dep_ == "acl"  # `the sum raised by X`
    return prep.lower_ == "by" and (raised or (governor.lemma_ == "lead" and _is_of_round(governor)))


def _for_money(verb: Token) -> bool:
    """`For $2 billion`, whichever word the parser hangs it on."""
    priced = [o for p in verb.subtree if p.lower_ == "for" and p.i > verb.i for o in children(p, ("pobj",))]
    return any(t.is_currency or t.lower_ in _SCALES for o in priced for t in (o, *o.children))


def _is_of_round(led: Token) -> bool:
    rounds = [led.head] if led.dep_ == "acl" else children(led, ("nsubjpass",))
    return any(noun.lemma_.lower() in _ROUNDS for noun in rounds)
