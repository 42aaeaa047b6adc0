"""Whom a noun for several stands for, where they are named apart from it: later in its sentence, across `be`, in the next or last one.

Belongs here: `28 companies were listed, including X`, `among those banned are X and Y`, `X was one of five firms that …`,
`… 36 companies. They include X`. Does not: lists that hang on the noun itself (`roles`), references to names
told before (`coreference`).
"""

from spacy.tokens import Span, Token

from pipelines.language.grammar import SUBJECTS, agents, children, patients
from pipelines.language.lexicon import Words
from pipelines.language.names import Names

_PLURAL = ("NNS", "NNPS")
_FURTHEST = 22  # tokens from a noun to the list of its members
_UNIONS = frozenset({"group", "consortium", "syndicate", "coalition", "team"})
_LEADING = frozenset({"lead", "head", "spearhead", "back"})
_HOLDING = frozenset({"include", "comprise", "involve"})
_SHARES = frozenset({"one", "two", "three", "several", "some", "many", "number", "latest", "first", "series", "string", "handful"})


class Enumerations:
    """Finds the members of groups in one article."""

    def __init__(self, names: Names, words: Words) -> None:
        self._names = names
        self._words = words

    def tokens(self, noun: Token) -> list[Token]:
        """The tokens that name the members; empty where it is not clear who they are."""
        if noun.lemma_.lower() in _UNIONS and (members := self._united(noun)):
            return members
        if noun.lower_ in ("those", "both") or self._is_group(noun):
            plural = noun.tag_ in _PLURAL or noun.lower_ in ("those", "both")
            listed = (self._later(noun) or self._next(noun)) if plural else []
            return listed or self._identified(noun)
        return []

    def _united(self, noun: Token) -> list[Token]:
        """`A consortium led by X`, `the X-led group`, `a group that includes X`, `X led a group that …`, `X was part of one that …`."""
        for verb in children(noun, ("acl", "relcl", "amod")):
            lemma = verb.lemma_.lower()
            found = agents(verb) if lemma in _LEADING else patients(verb) if lemma in _HOLDING else []
            if named := self._named(found):
                return named
        head = noun.head
        if noun.dep_ == "dobj" and head.lemma_.lower() in _LEADING | {"join"}:
            return self._named(agents(head))
        share = head.head if noun.dep_ == "pobj" and head.lower_ == "of" else None
        if share is None or share.lemma_.lower() not in ("part", "member"):
            return []
        return self._named([share.head] if share.dep_ == "appos" else self._across(share.head, SUBJECTS) if share.dep_ == "attr" else [])

    def _is_group(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        known = lemma in self._words.group_nouns or lemma in self._words.company_nouns
        return noun.pos_ == "NOUN" and (known or (noun.tag_ in _PLURAL and bool(children(noun, ("nummod",)))))

    def _later(self, noun: Token) -> list[Token]:
        """`added 28 companies to its list, including X and Y`; `three firms were named: X, Y and Z`."""
        doc, others = self._names.doc, False
        for token in doc[noun.i + 1 : min(noun.sent.end, noun.i + _FURTHEST)]:
            others = others or ((name := self._names.at(token)) is not None and name.kind == "Company")
            if token.tag_ in _PLURAL and self._is_group(token) and token.head.i != noun.i:
                return []
            before = doc[token.i - 1].text
            such = token.lower_ == "as" and before.lower() == "such"
            if not others and (such or (token.lower_ in self._words.list_markers - {"as", "like"} and before in ",—–-(")):
                return self._named(children(token, ("pobj", "dobj")))
            if (token.text == ":" and not others) or (token.lower_ in ("them", "which") and doc[token.i - 1].lower_ == "among"):
                return self._named(self._phrase_after(token)) or self._just_before(token)
        return []

    def _phrase_after(self, token: Token) -> list[Token]:
        """The head of the phrase behind a word: of `among them Chinese drone maker EHang` it is the maker, not the country."""
        if token.i + 1 >= token.sent.end:
            return []
        first = token.nbor()
        while first.dep_ in ("amod", "compound", "nmod", "det") and first.head.i > first.i:
            first = first.head
        return [first]

    def _just_before(self, pronoun: Token) -> list[Token]:
        """`38 firms, X and Y among them`."""
        name = self._names.at(self._names.doc[max(pronoun.i - 2, 0)])
        if name is None or pronoun.text == ":":
            return []
        root = self._names.doc[name.start : name.end].root
        while root.dep_ == "conj":
            root = root.head
        return self._named([root])

    def _identified(self, noun: Token) -> list[Token]:
        """`X was one of the firms that …`, `among the companies listed are X and Y`, `the firms banned are X and Y`."""
        token = noun
        for _ in range(3):
            head = token.head
            if token.dep_ == "pobj" and head.lower_ in ("of", "among", "amongst") and head.head.lemma_.lower() in _SHARES:
                token = head.head
                continue
            if token.dep_ == "pobj" and head.lower_ in ("among", "amongst"):
                return self._across(head.head, SUBJECTS)
            if token.dep_ == "appos":
                return self._named([head])
            if token.dep_ in ("attr", "acomp"):
                return self._across(head, SUBJECTS)
            return self._across(head, ("attr", "dobj")) if token.dep_ in SUBJECTS and token.tag_ in _PLURAL else []
        return []

    def _across(self, verb: Token, side: tuple[str, ...]) -> list[Token]:
        if verb.lemma_.lower() not in ("be", "include") or children(verb, ("neg",)):
            return []
        found = children(verb, side)
        return found if side == SUBJECTS else self._named(found)

    def _next(self, noun: Token) -> list[Token]:
        """`… to ban 36 companies. They include X and Y.`"""
        doc = self._names.doc
        if noun.sent.end >= len(doc) or not children(noun, ("nummod", "amod")):
            return []
        root = doc[noun.sent.end].sent.root
        subject = children(root, ("nsubj",))
        if root.lemma_.lower() != "include" or not subject:
            return []
        meant = subject[0].lower_ in ("they", "these", "those") or (subject[0].tag_ in _PLURAL and self._is_group(subject[0]))
        return self._named(children(root, ("dobj",))) if meant else []

    def _named(self, tokens: "list[Token] | Span") -> list[Token]:
        """Those of `tokens` that are names, or the heads of lists with one."""
        return [t for t in tokens if self._names.at(t) is not None or children(t, ("conj", "appos"))]
