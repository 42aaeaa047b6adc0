"""Where a text names an entity of the registry, however weakly: a PhraseMatcher over its phrases.

Belongs here: spelling to entity. Does not: whether a weak spelling means the entity in this article (`names`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from graph_schema.registry import KnownEntity, Registry, Strength

UNNAMED = frozenset({"Sector"})  # known, but written as common words


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling of known entities in a text; one of them, or several for a word that names more than one."""

    span: Span
    options: tuple[tuple[KnownEntity, Strength], ...]


class KnownNames:
    """Finds the registry's phrases, case-sensitively, the longest first."""

    def __init__(self, registry: Registry, nlp: Language) -> None:
        self._options: dict[tuple[str, ...], list[tuple[KnownEntity, Strength]]] = defaultdict(list)
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        phrases = list(registry.phrases())
        docs = [nlp.make_doc(phrase.text) for phrase in phrases]
        for phrase, doc in zip(phrases, docs, strict=True):
            self._options[_key(doc[:])].append((registry.entities[phrase.entity_id], phrase.strength))
            self._matcher.add("known", [doc])

        self._loud: dict[str, list[tuple[str, ...]]] = {}
        self._heard: dict[tuple[str, ...], set[tuple[KnownEntity, Strength]]] = {}

    def find_loud(self, doc: Doc) -> Iterator[Hit]:
        """As `find`, in a line set in capitals (`HENKEL SELLS RUSSIAN UNITS`); weak spellings say nothing there."""
        if not self._loud:
            self._listen()
        words, position = [token.text for token in doc], 0
        while position < len(words):
            keys = [key for key in self._loud.get(words[position], ()) if tuple(words[position : position + len(key)]) == key]
            longest = max(keys, key=len, default=())
            if longest and len(self._heard[longest]) == 1:
                yield Hit(doc[position : position + len(longest)], tuple(self._heard[longest]))
            position += len(longest) or 1

    def _listen(self) -> None:
        for spelling, options in self._options.items():
            if (entity := options[0][0]).kind not in UNNAMED and len(options) == 1 and options[0][1] != "weak":
                loud = tuple(word.upper() for word in spelling)
                self._heard.setdefault(loud, set()).add((entity, options[0][1]))
        for loud in self._heard:
            self._loud.setdefault(loud[0], []).append(loud)

    def find(self, doc: Doc) -> Iterator[Hit]:
        """All hits in text order; none overlaps another."""
        for span in filter_spans(self._matcher(doc, as_spans=True)):
            options = tuple(o for o in self._options[_key(span)] if o[0].kind not in UNNAMED)
            if options:
                yield Hit(span, options)


def _key(span: Span) -> tuple[str, ...]:
    return tuple(token.text for token in span)
