"""Acronyms in brackets and short forms: the article's fullest form of a name for each of its shorter ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipelines.language.lexicon import Words
from pipelines.language.names import TRUSTED, Name
from pipelines.language.reading import Reading

_SHORTEST = 3  # letters of an acronym that no brackets explain
_MODELS = frozenset({"Pro", "Max", "Plus", "Mini", "Air", "Ultra"})  # in the name of one of a maker's products, not in the maker's


def with_full_names(reading: Reading, names: list[Name], words: Words) -> list[Name]:
    """Let acronyms, short forms and tickers carry the article's fullest form of the name."""
    doc = reading.doc
    ordered = sorted(names, key=lambda n: n.start)
    short: dict[str, Name] = {}
    for left, right in pairwise(ordered):
        if right.start == left.end + 1 and doc[left.end].text == "(" and _is_acronym(doc[right.start : right.end].text, left.name):
            short[doc[right.start : right.end].text] = left
    ordered = _without_tickers(doc, ordered, short)
    bare = words.legal_forms
    forms = _Forms(
        short=_initials(ordered, bare) | _symbols(ordered) | short,
        parts=_by_part(doc[n.start : n.end] for n in ordered if not n.known and n.end - n.start > 1),
        full={doc[n.start : n.end].text: n for n in sorted(ordered, key=lambda n: (n.known is not None, -n.start))},
        known=_by_surname(doc, ordered) | _by_beginning(doc, ordered, words),
        ends=_by_end(doc, ordered),
        sure=frozenset(n.key for n in ordered if n.known and n.strength == "strong"),
        forms=words.legal_forms | words.trades | words.name_parts | words.body_nouns,
    )
    return [forms.full_name(name, _said(doc, name, forms)) for name in ordered]


def _said(doc: Doc, name: Name, forms: "_Forms") -> str:
    """The words of a name; with its possessive where that belongs to the full one (`Sam's` for Sam's Club); all of it for `the Journal`."""
    text = doc[name.start : name.end].text
    if name.known is None and text in forms.ends and text not in forms.parts and name.start and doc[name.start - 1].lower_ == "the":
        return forms.ends[text]
    owned = text + doc[name.end].text if name.end < len(doc) and doc[name.end].tag_ == "POS" else ""
    return owned if owned in forms.known else text


@dataclass(frozen=True, slots=True)
class _Forms:
    """What an article says of its short forms: names by acronym, longer texts by their parts, names by text, known ones by theirs.

    `ends` are known full texts by what they end in, `sure` the keys of those known by more than a weak spelling, `forms` the
    words that a short form leaves out, such as legal forms and trades.
    """

    short: Mapping[str, Name]
    parts: Mapping[str, set[str]]
    full: Mapping[str, Name]
    known: Mapping[str, Name]
    ends: Mapping[str, str]
    sure: frozenset[str]
    forms: frozenset[str]

    def full_name(self, name: Name, text: str) -> Name:
        """`name` as the article's fullest form has it."""
        if name.known:
            if name.strength == "weak" and name.key not in self.sure and (person := self._bearer(text)) is not None:
                return _of_fuller(name, person)
            other = self.known.get(text) if name.strength == "weak" else None
            return name if other is None or other.known is None or other.known.parent == name.known.id else _of_fuller(name, other)
        same = self.full.get(text)
        if same is not None and same.known is not None and same.strength in ("strong", "weak"):
            return _of_fuller(name, same)  # where nothing but its place in a headline kept it from being known
        source = self.short.get(self._bare(text)) or self.known.get(text)
        if source is None and (longer := self._longer(text)) is not None:
            source = self.short.get(longer, self.full[longer])
        return name if source is None else _of_fuller(name, source)

    def _bare(self, text: str) -> str:
        """`LNG` of `LNG Ltd.`"""
        first, _, rest = text.partition(" ")
        return first if first.isupper() and rest and all(word in self.forms for word in rest.split()) else text

    def _bearer(self, text: str) -> Name | None:
        """The one person of the article who bears a surname that somebody known is called by too."""
        longer = self._longer(text)
        return self.full[longer] if longer is not None and self.full[longer].kind == "Person" and longer.endswith(f" {text}") else None

    def _longer(self, text: str) -> str | None:
        """The one longer name that `text` is short for."""
        longer = {one for one in self.parts.get(text, ()) if self._abbreviates(text, one)}
        whole = [one for one in longer if not self.parts.get(one, set()) & longer]
        return whole[0] if len(whole) == 1 else None

    def _abbreviates(self, text: str, longer: str) -> bool:
        """Whether `text` leaves out what goes without saying, or what was said before: `Larkspur 4.0` and a later
        `Larkspur Today` are other things than Larkspur."""
        source, rest = self.full[longer], set(longer.split()) - set(text.split())
        if rest & self.forms:
            return True
        is_model = bool(rest & _MODELS) or re.search(r"\d", " ".join(rest)) is not None
        return not is_model and (source.kind == "Person" or source.start < self.full[text].start)


def _of_fuller(name: Name, source: Name) -> Name:
    return replace(name, name=source.name, known=source.known, kind=source.kind, trust=source.trust, strength=None)


def _by_beginning(doc: Doc, names: Iterable[Name], words: Words) -> dict[str, Name]:
    """The one known company or body whose name in the article begins with a text (`Burford` in `Burford Capital`).

    Of a company and its units it is the company: `Lark` is Lark Securities beside Lark Securities (USA).
    """
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    named = set()
    for name in names:
        if name.known is None or name.kind not in ("Company", "GovernmentBody") or name.strength not in ("strong", None):
            continue
        text = doc[name.start : name.end].text
        named.add(text)
        for spelling in {text, name.name} if text != name.name else {text}:
            parts = spelling.split()
            for end in range(1, len(parts)):
                if not all(part.lower().rstrip(".,") in words.not_alone | words.titles | words.not_names for part in parts[:end]):
                    found[" ".join(parts[:end]).rstrip(",")].setdefault(name.key, name)
    only = {text: owner for text, by_key in found.items() if (owner := _owner(list(by_key.values()))) is not None}
    return {text: owner for text, owner in only.items() if text not in named}


def _owner(names: list[Name]) -> Name | None:
    """The one of which all the others are units."""
    owners = [n for n in names if n.known and all(o.known and (o is n or o.known.parent == n.known.id) for o in names)]
    return owners[0] if len(owners) == 1 else None


def _by_end(doc: Doc, names: Iterable[Name]) -> dict[str, str]:
    """The one known company or body whose name in the article ends in a text (`Journal` in `Lark Street Journal`)."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        if name.known is not None and name.kind in ("Company", "GovernmentBody") and name.strength == "strong":
            words = (text := doc[name.start : name.end].text).split()
            for start in range(1, len(words)):
                found[" ".join(words[start:])].setdefault(name.key, text)
    return {end: next(iter(by_key.values())) for end, by_key in found.items() if len(by_key) == 1}


def _by_surname(doc: Doc, names: Iterable[Name]) -> dict[str, Name]:
    """The one known person whose full name ends in a text."""
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        if name.kind == "Person" and " " in (text := doc[name.start : name.end].text):
            found[text.split()[-1]].setdefault(name.key, name)
    only = ((text, next(iter(by_key.values()))) for text, by_key in found.items() if len(by_key) == 1)
    return {text: name for text, name in only if name.known is not None}


def _initials(names: Iterable[Name], bare: frozenset[str]) -> dict[str, Name]:
    """`EIA` for the one `Energy Information Administration` of the article, with or without its legal form; three letters at least."""
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        words = [word for word in name.name.split() if word[0].isupper()]
        whole, short = ("".join(word[0] for word in some) for some in (words, [word for word in words if word not in bare]))
        for capitals in (whole, short):
            if len(capitals) >= _SHORTEST and name.kind in ("Company", "GovernmentBody") and name.trust >= TRUSTED:
                found[capitals].setdefault(name.key, name)
    return {text: next(iter(by_key.values())) for text, by_key in found.items() if len(by_key) == 1}


def _symbols(names: Iterable[Name]) -> dict[str, Name]:
    """`WMT` for Walmart where the article names it."""
    listed = (name for name in names if name.known is not None and name.known.ticker and name.kind == "Company")
    return {symbol: name for name in listed if len(symbol := str(name.known and name.known.ticker).partition(".")[0]) >= _SHORTEST}


def _without_tickers(doc: Doc, names: list[Name], short: dict[str, Name]) -> list[Name]:
    """The names but for listings, of which a company may have several: `Google (GOOG, GOOGL)`."""
    kept = names[:1]
    for name in names[1:]:
        if not _is_ticker(doc, kept[-1], name, short):
            kept.append(name)
    return kept


def _is_ticker(doc: Doc, left: Name, name: Name, short: dict[str, Name]) -> bool:
    """`AAPL` in `Apple (AAPL)`: a listing, not one more name."""
    text = doc[name.start : name.end].text
    bracketed = name.start > 0 and doc[name.start - 1].text in ("(", ",") and name.end < len(doc) and doc[name.end].text in (")", ",")
    return (
        bracketed
        and name.known is None
        and text.isupper()
        and len(text) <= 5
        and text not in short
        and name.start - left.end <= 5
        and any(t.text == "(" for t in doc[max(name.start - 4, 0) : name.start])
    )


def _is_acronym(text: str, name: str) -> bool:
    letters = [c for c in text if c.isalnum()]
    rest = iter(name.upper())
    return len(letters) > 1 and text.isupper() and text[0] == name[:1].upper() and all(c in rest for c in letters)


def _by_part(spans: Iterable[Span]) -> dict[str, set[str]]:
    """Longer names by the shorter ones they begin or end with (`Capchem` in `Shenzhen Capchem Technology`)."""
    parts: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        for start in range(min(2, len(span))):
            for end in range(start + 1, len(span) + (start > 0)):
                parts[span[start:end].text].add(span.text)
        parts[span[-1].text].add(span.text)
    return parts
