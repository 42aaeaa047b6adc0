"""Ways through a dependency tree, written as text in the pattern files.

    path  = step ( "> " step )*          prep(in) > prep(of)
    step  = function [ "(" words ")" ] [ "[" lemmas "]" ]
    words = word ( "|" word )*           a $name stands for a word list of the file

The functions are those of `grammar`; `[lemmas]` keeps only tokens with one of these lemmas (or written so).
Belongs here: reading and following paths. Does not: what is found at their end.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from graph_schema.errors import SchemaError
from pipelines.language import grammar

_BACK = 2  # sentences
_ONWARD = 8  # tokens
_STEP = re.compile(r"(?P<function>[a-z]+)(?:\((?P<words>[^()]*)\))?(?:\[(?P<lemmas>[^\[\]]*)\])?")


def _head(token: Token, deps: frozenset[str]) -> list[Token]:
    """The token's head, when it hangs on it by one of `deps` (any, when none are given)."""
    return [token.head] if token.head is not token and (not deps or token.dep_ in deps) else []


def _verb(token: Token, lemmas: frozenset[str]) -> list[Token]:
    verb = grammar.governing_verb(token)
    return [verb] if verb is not None and (not lemmas or verb.lemma_.lower() in lemmas) else []


def _before(token: Token, lemmas: frozenset[str]) -> list[Token]:
    """The last verb before `token` with one of these lemmas, in its sentence or the two before."""
    start, sentences = token.sent.start, 0
    for earlier in reversed(token.doc[: token.i]):
        if earlier.i < start:
            start, sentences = earlier.sent.start, sentences + 1
            if sentences > _BACK:
                break
        if earlier.pos_ == "VERB" and earlier.lemma_.lower() in lemmas:
            return [earlier]
    return []


def _onward(token: Token, words: frozenset[str]) -> list[Token]:
    """The first name behind the preposition that follows `token`, over common words alone, whatever the parser made of them."""
    rest = token.doc[token.i + 1 : min(token.i + 1 + _ONWARD, token.sent.end)]
    for number, later in enumerate(rest):
        if number == 0 and later.lower_ not in words:
            return []
        if later.pos_ == "PROPN":
            return [later]
        common = number == 0 or later.pos_ in ("NOUN", "ADJ", "VERB", "DET") or later.text == "-"
        if not common:
            return []
    return []


FUNCTIONS: Mapping[str, Callable[[Token, frozenset[str]], Sequence[Token]]] = {
    "self": lambda token, _: [token],
    "agent": lambda token, _: grammar.agents(token),
    "patient": lambda token, _: grammar.patients(token),
    "subject": lambda token, _: grammar.subjects(token),
    "owner": lambda token, _: [grammar.antecedent(t) for t in grammar.owners(token)],
    "prep": grammar.complements,
    "child": grammar.children,
    "head": _head,
    "verb": _verb,
    "before": _before,
    "sentence": lambda token, _: list(token.sent),
    "onward": _onward,
    "proper": lambda token, _: [token] if token.pos_ == "PROPN" else [],
    "next": lambda token, _: [token.nbor(1)] if token.i + 1 < token.sent.end else [],
}


@dataclass(frozen=True, slots=True)
class Step:
    """One grammatical function with what it is restricted to."""

    function: str
    words: frozenset[str]
    lemmas: frozenset[str]

    def follow(self, token: Token) -> list[Token]:
        """Where the step leads from `token`."""
        found = FUNCTIONS[self.function](token, self.words)
        return [t for t in found if not self.lemmas or t.lemma_.lower() in self.lemmas or t.lower_ in self.lemmas]


@dataclass(frozen=True, slots=True)
class Path:
    """Steps to take one after the other."""

    text: str
    steps: tuple[Step, ...]

    def follow(self, token: Token) -> list[Token]:
        """All tokens at the end of the path, in the order they are met, each once."""
        tokens = [token]
        for step in self.steps:
            tokens = list(dict.fromkeys(found for start in tokens for found in step.follow(start)))
        return tokens


def parse_path(text: str, words: Mapping[str, frozenset[str]], where: str) -> Path:
    """Read a path. Raises SchemaError when it does not follow the grammar above."""
    return Path(text, tuple(_step(part.strip(), words, where) for part in text.split(">")))


def _step(text: str, words: Mapping[str, frozenset[str]], where: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None or match["function"] not in FUNCTIONS:
        raise SchemaError(
            f"`{text}` is no step of a path", where=where, fix=f"Write one of {', '.join(FUNCTIONS)}, with (words) and [lemmas] after it."
        )
    return Step(match["function"], _words(match["words"], words, where), _words(match["lemmas"], words, where))


def _words(text: str | None, words: Mapping[str, frozenset[str]], where: str) -> frozenset[str]:
    found: set[str] = set()
    for word in filter(None, (part.strip() for part in (text or "").split("|"))):
        if not word.startswith("$"):
            found.add(word)
        elif word[1:] in words:
            found |= words[word[1:]]
        else:
            raise SchemaError(f"no word list is called `{word}`", where=where, fix="Add it under `words:` or correct its spelling.")
    return frozenset(found)
