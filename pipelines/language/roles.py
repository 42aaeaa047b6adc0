"""From the token where a path ends to the names that fill the role: lists, appositions, governments, references.

Belongs here: what in a noun phrase stands for whom. Does not: how the token was reached (`grammar`, `paths`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from pipelines.language.authorities import Authorities, countries
from pipelines.language.coreference import Antecedent, Coreference
from pipelines.language.enumerations import Enumerations
from pipelines.language.grammar import HYPHENS, children, owners
from pipelines.language.lexicon import Words
from pipelines.language.makers import maker
from pipelines.language.names import STATES, Name, Names
from pipelines.language.topics import Topics

_WHERE = frozenset({"in", "near", "outside", "at", "around"})
_BEHIND = frozenset({"backed", "owned", "controlled", "funded"})
_TOPIC = 0.8  # a role that only the context fills
_REFERENCE = 0.85  # a reference within the sentence; each sentence back costs as much again


@dataclass(frozen=True, slots=True)
class Filler:
    """A name in a role. `span` is what stands there (`the chipmaker`), `antecedent` the name it stands for.

    `opens`: the name is only what `span` begins with (`Microsoft` in `Microsoft Teams`). `shared`: `span` stands for others too
    (`both companies`), so the name is where `antecedent` is.
    """

    name: Name
    span: Span
    certainty: float
    antecedent: Span | None = None
    opens: bool = False
    shared: bool = False


class Roles:
    """Fills roles in one article."""

    def __init__(self, names: Names, coreference: Coreference, words: Words) -> None:
        self._names = names
        self._coreference = coreference
        self._topics = Topics(names, coreference)
        self._words = words
        self._enumerations = Enumerations(names, words)
        self._authorities = Authorities(names, words)

    def fillers(self, token: Token, kinds: frozenset[str] = frozenset(), trigger: Token | None = None) -> list[Filler]:
        """Whoever `token` and what is coordinated with it name; empty when nobody is named.

        A person of no allowed kind stands for the state or company that the article says they speak for, a
        list for who keeps it. What a relative clause around `trigger` says of `token` is not said of what is
        coordinated with it after the clause.
        """
        found: dict[str, Filler] = {}
        clause = trigger is not None and trigger.i > token.i and token.is_ancestor(trigger)
        for member in self._members(token):
            if trigger is not None and ((clause and member.i > trigger.i) or self._stands_behind(member, trigger)):
                continue
            for filler in self._single(member):
                stands = self.represented(self.placed(filler) if "Place" in kinds else filler, kinds) if kinds else filler
                found.setdefault(stands.name.key, stands)
        if not found and kinds and kinds <= set(STATES) and (body := self._authorities.referred(token)) is not None:
            return [self._pointed(body, token)]
        if not found and "Company" in kinds and "Country" in kinds and (country := self._authorities.country(token)) is not None:
            return [self._pointed(country, token)]
        return list(found.values())

    def placed(self, filler: Filler) -> Filler:
        """`A plant in Berlin` is in the city; `officials in Berlin` act for the state."""
        root = filler.span.root
        while root.dep_ == "conj":
            root = root.head
        where = root.head if root.dep_ == "pobj" and root.head.lower_ in _WHERE else None
        if where is None or where.head.lemma_.lower() in self._words.person_nouns | self._words.staff | self._words.government_nouns:
            return filler
        city = self._names.city(filler.name)
        return filler if city is None else replace(filler, name=city)

    def _stands_behind(self, member: Token, trigger: Token) -> bool:
        """`Tencent` in `the Tencent-backed company did it` takes part in the backing alone, whatever the parser makes of it."""
        name = self._names.at(member)
        after = list(self._names.doc[name.end : name.end + 2]) if name is not None else []
        return len(after) == 2 and after[0].text in HYPHENS and after[1].lower_ in _BEHIND and after[1].i != trigger.i

    def speaker(self, trigger: Token, objects: list[Filler]) -> list[Filler]:
        """The body that says what `trigger` tells, where nobody is told to do it: it acts by saying so."""
        body = self._authorities.speaker(trigger, countries(f.name for f in objects))
        return [] if body is None else [self._pointed(body, trigger)]

    def is_open(self, trigger: Token) -> bool:
        """Whether the words leave open who acts."""
        return self._authorities.is_open(trigger)

    def _pointed(self, body: Name, token: Token) -> Filler:
        doc = self._names.doc
        span = doc[body.start : body.end]
        back = 0 if span.sent == token.sent else 1
        return Filler(body, span, body.trust * _REFERENCE ** (back + 1))

    def is_named(self, token: Token) -> bool:
        """Whether `token` is part of a name; `Investment` in `XP Investment` states no investment. A list's name is a list."""
        name = self._names.at(token)
        return name is not None and name.kind != "SanctionsList"

    def maker(self, filler: Filler) -> Filler | None:
        """The company whose product fills a role, where the article names it."""
        found = maker(filler.name, self._names)
        if found is None:
            return None
        opens = (found.start, found.end) == (filler.name.start, filler.name.end)
        return Filler(found, self._names.doc[found.start : found.end], filler.certainty, opens=opens)

    def main_topic(self, kinds: frozenset[str], others: set[str]) -> list[Filler]:
        """Whom the whole article is about; never one of `others`, by key."""
        found = self._topics.main_topic(kinds, others)
        return [] if found is None else [self._topical(found)]

    def topic(self, trigger: Token, kinds: frozenset[str], others: set[str]) -> list[Filler]:
        """Whom the sentence is about, or the one before, for a role that the words leave open (`competitors such as X`).

        Never one of `others`, by key.
        """
        found = self._topics.topic(trigger, kinds, others)
        return [] if found is None else [self._topical(found)]

    def _topical(self, found: Antecedent) -> Filler:
        span = self._names.doc[found.name.start : found.name.end]
        return Filler(found.name, span, found.name.trust * _TOPIC ** (found.distance + 1))

    def represented(self, filler: Filler, kinds: frozenset[str]) -> Filler:
        """For whom a person or a list stands, where neither is of an allowed kind and the article says so; else who is given."""
        if filler.name.kind not in ("Person", "SanctionsList") or filler.name.kind in kinds:
            return filler
        principal = self._names.principals.get(filler.name.key)
        return replace(filler, name=principal, certainty=0.9 * filler.certainty) if principal else filler

    def _members(self, token: Token) -> Iterator[Token]:
        """`token` and the rest of its list; parsers read `A, B, C and D` as appositions as well."""
        yield token
        name = self._names.at(token)
        heads = list(self._names.doc[name.start : name.end]) if name else [token]
        for head in heads:
            yield from (child for child in children(head, ("nmod", "compound")) if children(child, ("cc",)) and self._is_apart(child, name))
            for child in children(head, ("conj", "appos")):
                if name is not None and child.i < name.end:
                    continue
                if child.dep_ == "conj" or (name is not None and self._is_list_item(name, child)):
                    yield from self._members(child)
        yield from self._in_a_row(name)

    def _is_apart(self, child: Token, name: Name | None) -> bool:
        """`X` in `X and broker Y`, which parsers take for a modifier of the last name."""
        other = self._names.at(child)
        if child.head.dep_ == "poss":
            return False  # `X and Y's rivals` may be X and the rivals
        return name is not None and other is not None and other.kind != "Product" and other.end <= name.start and other.key != name.key

    def _in_a_row(self, first: Name | None) -> Iterator[Token]:
        """`A, B, C and D` by the order of its words, as parsers lose their way in long lists of names."""
        doc, row = self._names.doc, [first] if first is not None else []
        while row:
            last = row[-1]
            gap = next((n for n in range(1, 4) if last.end + n <= len(doc) and self._names.at(doc[min(last.end + n, len(doc) - 1)])), 0)
            between = [t.lower_ for t in doc[last.end : last.end + gap]]
            after = self._names.at(doc[last.end + gap]) if gap else None
            if after is None or after.kind != last.kind or between not in ([","], ["and"], ["or"], [",", "and"], [",", "or"]):
                return
            row.append(after)
            if between != [","]:
                whole = len(row) > 2 and doc[after.start : after.end].root.dep_ not in ("nsubj", "nsubjpass")
                yield from (doc[n.start : n.end].root for n in row[1:] if whole)
                return

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
            ways = (self._listed, self._called, self._apposed, self._government, self._renamed, self._enumerated, self.referred)
            yield from next((fillers for way in ways if (fillers := way(token))), [])
        elif token.pos_ in ("PRON", "DET"):
            yield from self._some(token) or self._enumerated(token) or self.referred(token)

    def _listed(self, noun: Token) -> list[Filler]:
        """`companies such as X and Y`, `investors, including Z`, `a group of A and B`."""
        found: list[Filler] = []
        for child in noun.children:
            marker = child.lower_ in self._words.list_markers and child.i > noun.i and noun.tag_ in ("NNS", "NNPS")
            collection = child.lower_ == "of" and noun.lemma_.lower() in self._words.collections
            if marker or collection:
                found += [filler for item in children(child, ("pobj", "dobj")) for filler in self.fillers(item)]
        return found or self._listed_after(noun)

    def _listed_after(self, noun: Token) -> list[Filler]:
        """`from investors, including X`, `some of the names in the field including X`, where the parser hung the list elsewhere."""
        for token in self._names.doc[noun.i + 1 : noun.i + 3]:
            if token.lower_ in self._words.list_markers and token.sent == noun.sent and token.pos_ in ("VERB", "ADP"):
                return self._items(token)
            if token.text not in ",(-":
                break
        for token in noun.subtree if noun.tag_ in ("NNS", "NNPS") else ():
            if token.lower_ == "including" and not any(self._names.between(noun.i, token.i)):
                return self._items(token)
        return []

    def _items(self, marker: Token) -> list[Filler]:
        return [filler for item in children(marker, ("pobj", "dobj")) for filler in self.fillers(item)]

    def _some(self, quantity: Token) -> list[Filler]:
        """`some of the companies such as X`, `one of its rivals, X`: those whom the noun stands for."""
        of = [noun for prep in children(quantity, ("prep",)) if prep.lower_ == "of" for noun in children(prep, ("pobj",))]
        return [filler for noun in of if noun.pos_ == "NOUN" for filler in self._listed(noun)]

    def _enumerated(self, noun: Token) -> list[Filler]:
        """Whom a noun for several stands for, where they are named apart from it."""
        found = [filler for item in self._enumerations.tokens(noun) if item.i != noun.i for filler in self.fillers(item)]
        return [replace(filler, certainty=0.95 * filler.certainty) for filler in found]

    def _apposed(self, noun: Token) -> list[Filler]:
        """`its rival, X`, `chipmaker X` where the parser made the noun the head."""
        near = [child for child in children(noun, ("appos",)) if self._names.at(child) and child.i > noun.i]
        return [filler for child in near for filler in self.fillers(child)]

    def _called(self, noun: Token) -> list[Filler]:
        """`a company called X`, `a startup named Y`."""
        called = [verb for verb in children(noun, ("acl",)) if verb.lemma_ in ("call", "name", "dub")]
        return [filler for verb in called for name in children(verb, ("oprd", "dobj", "attr")) for filler in self.fillers(name)]

    def _government(self, noun: Token) -> list[Filler]:
        """`Chinese regulators`, `the U.S. government`, `lawmakers in Japan`, `Norway's wealth fund`."""
        wealth = noun.lemma_ == "fund" and any(t.lower_ in ("wealth", "sovereign", "state") for t in noun.children)
        if not wealth and noun.lemma_.lower() not in self._words.government_nouns:
            return []
        near = owners(noun) + [
            deep for prep in children(noun, ("prep",)) if prep.lower_ in ("of", "in") for deep in children(prep, ("pobj",))
        ]
        if any(child.lower_ == "his" for child in children(noun, ("poss",))):
            speakers = [self._names.principals.get(n.key) for n in self._names.between(noun.sent.start, noun.i)]
            return [Filler(n, self._names.doc[noun.i : noun.i + 1], _REFERENCE) for n in speakers if n is not None and n.kind in STATES][:1]
        states = [name for token in near if (name := self._names.at(token)) and name.kind in STATES]
        doc = self._names.doc
        return [Filler(name, doc[name.start : name.end], 0.95) for name in states[:1]]

    def _renamed(self, noun: Token) -> list[Filler]:
        """`CNEX, a startup with ...`, `blacklisted chipmaker SMIC`: what is said of the noun is said of the name."""
        name = self._names.at(noun.head) if noun.dep_ in ("appos", "compound") else None
        if name is None or (noun.dep_ == "compound" and (name.start != noun.i + 1 or noun.lemma_.lower() not in self._words.company_nouns)):
            return []
        return [Filler(name, self._names.doc[name.start : name.end], 0.95 * name.trust)]

    def referred(self, token: Token) -> list[Filler]:
        """Whom a pronoun or a noun such as `the company` or `both carmakers` stands for, where that is clear."""
        antecedent = self._coreference.resolve(token)
        found = self._coreference.pair(token) if antecedent is None else [antecedent]
        return [replace(self._reference(token, one), shared=len(found) > 1) for one in found]

    def _reference(self, token: Token, antecedent: Antecedent) -> Filler:
        name, doc = antecedent.name, self._names.doc
        certainty = name.trust * _REFERENCE ** (antecedent.distance + 1)
        start = min([token.i, *(c.i for c in token.children if c.dep_ in ("det", "poss", "amod", "compound", "nummod") and c.i < token.i)])
        return Filler(replace(name), doc[start : token.i + 1], certainty, doc[name.start : name.end])
