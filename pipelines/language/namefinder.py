"""Find the names of an article: registry hits that hold up in it, and names the registry does not know.

Belongs here: which stretches of text are names, and of what. Does not: short forms (`shortforms`),
where capitals stand for names at all (`runs`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Span, Token

from graph_schema.registry import KnownEntity
from pipelines.language.bodies import state_bodies
from pipelines.language.familiar import Options
from pipelines.language.grammar import children
from pipelines.language.kinds import Kinds, first_kind, is_dealt_in, is_told_at_once
from pipelines.language.lexicon import Words
from pipelines.language.loud import loud_names
from pipelines.language.names import Name, Names
from pipelines.language.parts import parts, untitled
from pipelines.language.reading import Reading
from pipelines.language.runs import NameTokens, is_title_case, runs
from pipelines.language.shortforms import with_full_names

_STARTERS = {"Person": "PERSON"}  # what the model has to take a word for that opens a sentence and may be one of this kind
_PLACES = frozenset({"GPE", "LOC", "FAC", "EVENT", "WORK_OF_ART", "DATE"})
_LISTED = frozenset({"share", "stock", "earnings", "earning", "ceo", "cfo", "coo", "shareholder", "ipo", "dividend"})
_LABEL = 8  # tokens: before a colon this near a sentence's start stands a label, not a name in a sentence


class NameFinder:
    """Finds the names of an article."""

    def __init__(self, words: Words, entities: Mapping[str, KnownEntity]) -> None:
        self._words = words
        self._entities = entities

    def find(self, reading: Reading) -> Names:
        """All names of the article, with short forms carrying the full name."""
        names = [_with_form(reading, name, self._words) for name in _resolved(reading, self._words)]
        unknown = list(state_bodies(reading, names))
        taken = {i for name in unknown for i in range(name.start, name.end)}
        unknown += [n for n in self._unknown(reading, names) if taken.isdisjoint(range(n.start, n.end))]
        covered = {i for name in unknown for i in range(name.start, name.end)}
        names = [n for n in names if not any(i in covered for i in range(n.start, n.end))]
        full = with_full_names(reading, [*names, *unknown], self._words)
        full += loud_names(reading, full, self._words.legal_forms)
        return Names(reading, Kinds(reading, full, self._words).settled(), self._words, self._entities)

    def _unknown(self, reading: Reading, known: list[Name]) -> Iterator[Name]:
        by_start = {i: name for name in known for i in range(name.start, name.end)}
        found = list(runs(reading, NameTokens.of(reading, self._words), self._words))
        alone = {run.text for run in found if run.start not in by_start}
        for run in found:
            inside = list(dict.fromkeys(by_start[t.i] for t in run if t.i in by_start))
            for piece in self._pieces(reading, run, inside, alone):
                split = [piece] if isinstance(piece, Name) else parts(piece, self._words)
                yield from (name for part in split if (name := self._named(part)) is not None)

    def _pieces(self, reading: Reading, run: Span, inside: list[Name], alone: set[str]) -> Iterator[Span | Name]:
        """The parts of a run of capitalised words that are names of their own; `alone` are those that stand alone elsewhere."""
        if not inside or self._is_of(inside[0], run) or (len(inside) == 1 and self._is_amid(inside[0], run)):
            yield run
            return
        last = inside[-1]
        if last.kind == "Country" and (right := run.doc[last.end : run.end]).text in alone:
            yield right  # `moved to the U.S. Larkspur now …`
        else:
            yield from self._right_of(reading, run, inside)
        left = run.doc[run.start : inside[0].start]
        if not len(left):
            return
        named_whole = last.end == run.end and len(inside) == 1 and last.kind != "Country" and _is_entity(run)
        if named_whole and not any(t.lower_ in self._words.titles for t in left):
            yield run
        elif not named_whole and len(left) > 1:
            yield left

    def _is_of(self, known: Name, run: Span) -> bool:
        """`India` in `Bank of India`."""
        behind = known.start - run.start > 1 and run.doc[known.start - 1].lower_ == "of"
        return behind and run.doc[known.start - 2].text in self._words.organisations

    def _is_amid(self, known: Name, run: Span) -> bool:
        """`Square` in `Jackson Square Ventures`: a word of a longer name that names somebody else too."""
        if known.strength not in ("weak", "demonym") or not run.start < known.start <= known.end < run.end:
            return False
        before_last = run.doc[run.start : run.end - 1]
        titled = any(t.lower_.rstrip(".") in self._words.titles for t in before_last)
        return not titled and all(run.start <= t.head.i < run.end for t in before_last)

    def _right_of(self, reading: Reading, run: Span, inside: list[Name]) -> Iterator[Span | Name]:
        """What follows the last known name: legal form, ticker, a title and a person, the rest of a longer name, or a name of its own."""
        last = inside[-1]
        listed = last.known is not None and (last.known.ticker or "").partition(".")[0] == run[-1].text
        end = run.end - listed
        right, whole = run.doc[last.end : end], run.doc[last.start : end]
        if not len(right):
            return
        if all(t.text in self._words.legal_forms | self._words.name_parts for t in right):
            if last.kind == "Company":
                yield replace(last, end=end)
        elif right[0].lower_.rstrip(".") in self._words.titles and right.text != "Stock Exchange":
            yield untitled(right, self._words)
        elif (last.kind == "Place" or (last.strength == "demonym" and _is_entity(whole))) and self._says_nothing_alone(right, last):
            yield whole
        elif not is_title_case(reading, run[0]):
            yield whole if _is_longer_name(last, whole, right, alone=len(inside) == 1) else right

    def _says_nothing_alone(self, right: Span, before: Name) -> bool:
        """`Media Inc.` of `American Media Inc.`, but not `Veltora Inc.` of `American Veltora Inc.`"""
        words = self._words
        if (before.strength == "demonym" and len(right) > 1 and right[-1].text in words.organisations) or right.text == "Stock Exchange":
            return True  # `American Lark Association`
        return all(t.text in words.legal_forms | words.trades | words.name_parts or t.lower_ in words.not_alone for t in right)

    def _named(self, piece: Span | Name) -> Name | None:
        if isinstance(piece, Name):
            return piece
        piece = untitled(piece, self._words)
        if not len(piece) or all(t.lower_ in self._words.not_names or t.text in self._words.legal_forms for t in piece):
            return None
        if len(piece) == 1 and piece.text in self._words.trades | self._words.organisations:
            return None
        label = next((t.text for t in piece.doc[piece.end : piece.end + 2] if not t.is_space), "") == ":"
        if all(t.lower_ in self._words.not_alone or len(t) == 1 for t in piece):
            return None
        if len(piece.text) < 3 or (label and piece.start - piece[0].sent.start < _LABEL):
            return None
        kind, trust = first_kind(piece, self._words)
        return Name(piece.start, piece.end, kind, re.sub(r"\s+", " ", piece.text), trust)


def _resolved(reading: Reading, words: Words) -> Iterator[Name]:
    """The registry's names that hold up: a weak spelling needs a strong one of the same entity, or the model's word for it."""
    supported = {entity.id for options in reading.known.values() for entity, strength in options if strength == "strong"}
    possible = {position: _possible(known, supported) for position, known in reading.known.items()}
    sure = {position: tuple(o for o in known if o[1] != "weak" or o[0].id in supported) for position, known in possible.items()}
    named = _named_words(reading, possible, sure) | _told_words(reading, possible, sure, words)
    for position, known in possible.items():
        token = reading.doc[position]
        options = sure[position] or (known if token.text in named and token.pos_ in ("PROPN", "NOUN") else ())
        if len({entity.id for entity, _ in options}) == 1:
            entity, strength = options[0]
            yield Name(position, position + 1, entity.kind, entity.name, 1.0, entity, strength)


def _with_form(reading: Reading, name: Name, words: Words) -> Name:
    """`eBay Inc.`: no run of capitalised words reaches from a name in lower case to its legal form."""
    end = name.end
    while name.kind == "Company" and name.name[:1].islower() and end < len(reading.doc) and reading.doc[end].text in words.legal_forms:
        end += 1
    return replace(name, end=end)


def _possible(known: Options, supported: set[str]) -> Options:
    """A surname alone means no person whom the article does not name in full, where it is a company's name too."""
    others = tuple(o for o in known if o[0].kind != "Person" or o[0].id in supported)
    return others or known


def _named_words(reading: Reading, known: Mapping[int, Options], sure: Mapping[int, Options]) -> set[str]:
    """Weak spellings of one entity that are names within a sentence, where their capital says something.

    The model has to take a single word for one; several words with capitals are nothing else, but for a place.
    """
    return {
        token.text
        for position, options in known.items()
        if len(options) == 1 and not sure[position] and (token := reading.doc[position]).pos_ == "PROPN"
        if token.ent_type_ in ("ORG", "PERSON")
        or (" " in token.text and token.ent_type_ not in _PLACES and options[0][0].kind == "Company")
        if not token.is_sent_start or (token.dep_ in ("nsubj", "poss") and token.ent_type_ == _STARTERS.get(options[0][0].kind, "ORG"))
        if not is_title_case(reading, token)
    }


def _told_words(reading: Reading, known: Mapping[int, Options], sure: Mapping[int, Options], words: Words) -> set[str]:
    """Weak spellings of one company that a text says to be one: `Zoom earnings rose`, `Microsoft, Zoom and Cisco`."""
    found = set()
    for position, options in known.items():
        token = reading.doc[position]
        after = reading.doc[position + 1] if position + 1 < token.sent.end else None
        owns = after is not None and after.lemma_.lower() in words.company_belongings & _LISTED
        listed = any(o[0].kind == "Company" for other in token.conjuncts for o in sure.get(other.i, ()))
        if (
            (owns or listed or _opens(token, words) or is_dealt_in(token))
            and len(options) == 1
            and options[0][0].kind == "Company"
            and not is_title_case(reading, token)
        ):
            found.add(token.text)
    return found


def _opens(token: Token, words: Words) -> bool:
    """`Stripe closed a round`, `Zoom, a rival of X, said`: a countable noun with neither article nor plural opens a sentence as a name."""
    bare = token.is_sent_start and token.tag_ in ("NN", "NNP") and token.dep_ in ("nsubj", "nsubjpass", "poss")
    if not bare or token.lower_ in words.uncountable or children(token, ("det", "poss", "amod", "nummod", "compound")):
        return False
    verb = token.head
    said = token.dep_ != "poss" and verb.pos_ == "VERB" and verb.lemma_.lower() in words.company_verbs | words.business_verbs
    owned = token.dep_ == "poss" and verb.lemma_.lower() in words.company_belongings
    attributes = children(verb, ("attr",)) if verb.lemma_ == "be" else []
    called = any(noun.lemma_.lower() in words.company_nouns | words.group_nouns for noun in attributes)
    return said or owned or called or is_told_at_once(token, words)


def _is_longer_name(known: Name, whole: Span, right: Span, *, alone: bool) -> bool:
    """`Huawei Mate 60`, `Memphis Meats`, `China Mobile`: the known name is part of the name of something else."""
    if known.strength in ("demonym", "metonym"):
        return False
    if known.kind in ("Company", "Product", "Place", "Country") and _modifies(whole.doc[known.start : known.end], right):
        return True
    return alone and _is_entity(whole) and whole[0].ent_type_ == "ORG"


def _is_entity(span: Span) -> bool:
    """Whether `span` is exactly one entity of the model's."""
    label = span[0].ent_type_
    same = label and all(t.ent_type_ == label for t in span) and all(t.ent_iob_ == "I" for t in span[1:])
    return bool(same) and (span.end == len(span.doc) or span.doc[span.end].ent_iob_ != "I")


def _modifies(known: Span, right: Span) -> bool:
    """`Huawei` in `Huawei Mate 60`: part of the name of something else."""
    return known.root.dep_ in ("compound", "nmod", "nummod") and known.root.head.i in range(right.start, right.end)
