"""One article as the language model read it: one Doc over all blocks, with offsets into the article.

Belongs here: the way from tokens to code points of `Article.text` to sentences, and to refusals at a place of it. Does not: names.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipelines.language.familiar import Options, is_loud
from pipelines.records import Article, Refusal


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed article. `firsts[i]` is the first token of block i, `shifts[i]` its distance to the article's text;
    `known` says which entities of the registry a token may name, `loud` which blocks are lines set in capitals."""

    article: Article
    doc: Doc
    firsts: tuple[int, ...]
    shifts: tuple[int, ...]
    known: Mapping[int, Options]
    loud: frozenset[int]

    @classmethod
    def of(cls, article: Article, blocks: Sequence[tuple[int, Doc, Mapping[int, Options]]]) -> "Reading":
        """Join an article's blocks, each given with its start in the text and the registry's names in it; at least one."""
        doc = Doc.from_docs([block for _, block, _ in blocks])
        firsts, shifts, first = [], [], 0
        known: dict[int, Options] = {}
        for start, block, options in blocks:
            firsts.append(first)
            shifts.append(start - doc[first].idx)
            known |= {first + position: option for position, option in options.items()}
            first += len(block)
        loud = frozenset(number for number, (_, block, _) in enumerate(blocks) if is_loud(block.text))
        return cls(article, doc, tuple(firsts), tuple(shifts), known, loud)

    def blocks(self) -> list[Span]:
        """The article's blocks in their order."""
        return [self.span(number) for number in range(len(self.firsts))]

    def span(self, block: int) -> Span:
        """The block of that number."""
        end = self.firsts[block + 1] if block + 1 < len(self.firsts) else len(self.doc)
        return self.doc[self.firsts[block] : end]

    def block(self, token: Token) -> int:
        """The number of the block that holds `token`."""
        return bisect_right(self.firsts, token.i) - 1

    def offsets(self, span: Span) -> tuple[int, int]:
        """Where `span` stands in the article's text; a span never crosses a block."""
        shift = self.shifts[self.block(span[0])]
        return span.start_char + shift, span.end_char + shift

    def sentence(self, token: Token) -> tuple[int, int]:
        """Where the sentence around `token` stands in the article's text, without blanks at its ends."""
        start, end = self.offsets(token.sent)
        raw = self.article.text[start:end]
        return start + len(raw) - len(raw.lstrip()), end - (len(raw) - len(raw.rstrip()))

    def refusal(self, reason: str, message: str, place: tuple[int, int], sample: str) -> Refusal:
        """A statement at [start, end) of the article that is set aside, with its reason."""
        article, (start, end) = self.article, place
        return Refusal("extract", reason, message, f"{article.locator}#{start}-{end}", article.source, article.own_id, sample)
