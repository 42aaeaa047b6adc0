"""Which entities may be one and the same, for a person to say; nothing is ever merged by this.

Pairs are looked for among entities that share a word, initials or the beginning or end of a name, so that
thousands take seconds. Names that differ in a number (ASR1603, ASR1605; Fund II, Fund III) are never a pair.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein

from graph_schema.registry import KnownEntity, Registry
from pipelines.resolution.names import key

LEAST = 0.5  # likeness below which a pair is not worth a look
_SMALL = frozenset(["a", "an", "the", "of", "and", "for", "in", "de", "du", "del"])
_ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"])
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_CROWDED = 150  # entities that share a piece of a name; it tells none of them apart
_SPELLINGS = 8  # of one entity that are looked at, the commonest first
_CLOSE = ((9, 2), (5, 1))  # from how many letters on, how many slips still leave a name alike
_SHORTEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with its spellings, the one shown first."""

    entity_id: str
    kind: str
    spellings: tuple[str, ...]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entities that may be one: how likely it looks, from 0 to 1, and why, for a person to read."""

    a: str
    b: str
    likeness: float
    why: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling, taken apart."""

    text: str
    words: tuple[str, ...]  # of its key, without small ones
    numbers: tuple[str, ...]
    initials: frozenset[str]

    @property
    def letters(self) -> str:
        return "".join(self.words)


def alike(named: Sequence[Named], registry: Registry) -> list[Alike]:
    """Pairs of one kind that may be one entity, likeliest first; at most one of the two is in the registry."""
    forms = {entity.entity_id: tuple(map(_form, entity.spellings[:_SPELLINGS])) for entity in named}
    weights = _Weights(forms.values(), registry)
    by_id = {entity.entity_id: entity for entity in named}
    family = _Family(registry)
    found = []
    for a, b in _pairs(named, forms):
        if by_id[a].known and by_id[b].known:
            continue
        if forms[a][0].numbers != forms[b][0].numbers or family.parts(by_id[a], by_id[b], forms):
            continue
        best = max((_compared(one, other, weights) for one in forms[a] for other in forms[b]), key=lambda told: told[0])
        if best[0] >= LEAST:
            found.append(Alike(a, b, round(best[0], 3), best[1]))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.a, pair.b))


def _form(text: str) -> _Form:
    words = tuple(word for word in key(text).split() if word not in _SMALL) or (key(text),)
    numbers = [*_DIGITS.findall(text), *(word for word in words if word in _ROMAN)]
    whole = [word for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text)) if word.casefold() not in _SMALL]
    initials = {"".join(word[0] for word in part).casefold() for part in (whole, words)}
    return _Form(text, words, tuple(sorted(numbers)), frozenset(i for i in initials if len(i) >= _SHORTEST_INITIALS))


class _Weights:
    """How much a word tells: one that few entities of the record and the registry are called by tells much."""

    def __init__(self, forms: Collection[tuple[_Form, ...]], registry: Registry) -> None:
        called = [{word for form in of_entity for word in form.words} for of_entity in forms]
        called += [set(key(entity.name).split()) for entity in registry.entities.values()]
        self._seen = Counter(word for words in called for word in words)
        self._entities = len(called)

    def of(self, words: Iterable[str]) -> float:
        """The weight of several words."""
        return sum(math.log(1 + self._entities / self._seen.get(word, 1)) for word in words)


class _Family:
    """Parents and subsidiaries in the registry, by which a near name is known to be somebody else's."""

    def __init__(self, registry: Registry) -> None:
        self._kin: dict[str, list[KnownEntity]] = defaultdict(list)
        for entity in registry.entities.values():
            if entity.parent:
                parent = registry.entities[entity.parent]
                self._kin[entity.id].append(parent)
                self._kin[parent.id].append(entity)

    def parts(self, one: Named, other: Named, forms: Mapping[str, tuple[_Form, ...]]) -> bool:
        """Whether the unknown one is called after a parent or subsidiary of the known one."""
        known, unknown = (one, other) if one.known else (other, one)
        names = {frozenset(_form(text).words) for kin in self._kin.get(known.entity_id, ()) for text in kin.strong}
        own = {frozenset(form.words) for form in forms[known.entity_id]}
        called = [frozenset(form.words) for form in forms[unknown.entity_id]]
        return any(name <= words and not any(name < mine <= words for mine in own) for name in names for words in called)


def _pairs(named: Sequence[Named], forms: Mapping[str, tuple[_Form, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs that share a piece of a name, each once, the smaller id first."""
    sharing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in named:
        for form in forms[entity.entity_id]:
            for piece in _pieces(form):
                sharing[entity.kind, piece].add(entity.entity_id)
    crowds = (sorted(ids) for ids in sharing.values() if 1 < len(ids) <= _CROWDED)
    return iter(sorted({pair for crowd in crowds for pair in combinations(crowd, 2)}))


def _pieces(form: _Form) -> Iterator[str]:
    yield from (f"word {word}" for word in form.words if len(word) > 1)
    yield from (f"initials {initials}" for initials in form.initials)
    if len(form.letters) >= _CLOSE[-1][0]:
        yield f"begins {form.letters[:4]}"
        yield f"ends {form.letters[-4:]}"
    if _stands_for(form):
        yield f"initials {form.letters}"


def _stands_for(form: _Form) -> bool:
    """Whether a spelling looks like initials: one word in capitals."""
    return len(form.words) == 1 and form.text.isupper() and form.text.isalpha() and len(form.text) >= _SHORTEST_INITIALS


def _compared(one: _Form, other: _Form, weights: _Weights) -> tuple[float, str]:
    """How alike two spellings are, and why."""
    if one.numbers != other.numbers:
        return 0.0, ""
    return max((_same_words(one, other), _initials(one, other), _slips(one, other), _shared(one, other, weights)), key=lambda told: told[0])


def _same_words(one: _Form, other: _Form) -> tuple[float, str]:
    same = sorted(one.words) == sorted(other.words) or one.letters == other.letters
    return (0.95, f"“{one.text}” and “{other.text}” are the same words") if same else (0.0, "")


def _initials(one: _Form, other: _Form) -> tuple[float, str]:
    for short, long in ((one, other), (other, one)):
        if _stands_for(short) and short.letters in long.initials:
            certain = min(0.95, 0.6 + 0.1 * (len(short.letters) - 2))
            return certain, f"“{short.text}” are the initials of “{long.text}”"
    return 0.0, ""


def _slips(one: _Form, other: _Form) -> tuple[float, str]:
    shorter = min(len(one.letters), len(other.letters))
    allowed = next((slips for length, slips in _CLOSE if shorter >= length), 0)
    if not allowed:
        return 0.0, ""
    slips = DamerauLevenshtein.distance(one.letters, other.letters, score_cutoff=allowed)
    if slips > allowed or slips == 0:
        return 0.0, ""
    told = "one letter differs" if slips == 1 else f"{slips} letters differ"
    return 1 - 2.5 * slips / shorter, f"“{one.text}” and “{other.text}”: {told}"


def _shared(one: _Form, other: _Form, weights: _Weights) -> tuple[float, str]:
    """Words that both have, by how much they tell; a name that is a part of the other counts more."""
    mine, others = set(one.words), set(other.words)
    both = mine & others
    if not both:
        return 0.0, ""
    part = weights.of(both) / weights.of(mine | others)
    if mine <= others or others <= mine:
        short, long = (one, other) if len(mine) < len(others) else (other, one)
        return 0.35 + 0.6 * part, f"“{short.text}” is a part of “{long.text}”"
    return 0.9 * part, f"“{one.text}” and “{other.text}” share “{' '.join(word for word in one.words if word in both)}”"
