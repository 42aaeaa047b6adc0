"""Articles in, extractions out: the one thing other rooms use of this one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graph_schema.load import load_schema
from graph_schema.registry import Registry, known_entities
from graph_schema.spec import Schema
from pipelines.errors import ModelError
from pipelines.language.claims import ClaimFinder
from pipelines.language.cleaning import Cleaned, clean, load_cleaning_rules
from pipelines.language.coreference import Coreference
from pipelines.language.familiar import FamiliarWords, Options, restore
from pipelines.language.frames import PATTERNS, load_relations
from pipelines.language.judged import JudgedClaims
from pipelines.language.known import KnownNames
from pipelines.language.lexicon import Words, load_words
from pipelines.language.modality import load_modality
from pipelines.language.namefinder import NameFinder
from pipelines.language.names import TRUSTED, Names
from pipelines.language.questions import Question, questions
from pipelines.language.reading import Reading
from pipelines.language.roles import Roles
from pipelines.language.version import extraction_version
from pipelines.records import Article, Extraction, Mention, Refusal

LONGEST_ARTICLE = 1_000_000  # characters
_NEEDED = ("token.dep", "token.tag", "token.lemma", "doc.ents")
_AT_ONCE = 24  # articles whose docs are held in memory together
_BATCH = 128  # blocks per batch of the model
_GLUED = (  # what ends one word and begins the next where the blank is missing; `Node.js` and `Booking.com` go on in lower case
    r"(?<=[A-Za-z]\.)-(?=[A-Za-z])",
    r"(?<=[\w%)\]])[%)\]”](?=[%)\]”]*[.,;!?]?[\"“”]*[A-Z][a-z])",
    r"(?<=[\d%)\]”])[.,;](?=[\"“”(]*[A-Z][a-z])",
    r"(?<=\w)[)\]](?=[—–])",
    r"(?<=[)\]%”])[—–](?=\w)",
    r"(?<=[a-z\d%)\]”])[!?](?=[\"“”]*[A-Z][a-z])",
    r"(?<=[a-z])\.(?=[\"“”(][A-Z])",
    r"(?<=[.,!?])[\"“”](?=\w)",
)

_CAPITAL_STOP = r"(?<=[a-z][A-Z])\."  # `lost to SpaceX.`: no initial

Block = tuple[int, Doc, Mapping[int, Options]]


class Extractor:
    """Finds mentions and claims in English articles.

    Raises ModelError when the model is not installed or lacks a parser, tagger, lemmatizer or entity recogniser, and
    when a pattern file does not fit its format or `schema`.
    """

    def __init__(self, registry: Registry, schema: Schema, model: str, patterns: Path = PATTERNS, judge: Path | None = None) -> None:
        self._nlp = load_model(model)
        self._relations = load_relations(schema, patterns)
        self._words = load_words()
        self._rules = load_cleaning_rules()
        self._familiar = FamiliarWords(KnownNames(registry, self._nlp), self._nlp)
        self._names = NameFinder(self._words, registry.entities)
        self._claims = ClaimFinder(self._relations, load_modality())
        self._judged = JudgedClaims.load(judge, self._relations, self._claims) if judge else None
        self.version = extraction_version(registry.version, model, judge)

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """One extraction per article, in the same order; what the model cannot take comes back with a refusal."""
        source = iter(articles)
        while chunk := list(islice(source, _AT_ONCE)):
            with self._nlp.memory_zone():
                done = self._chunk(chunk)
            yield from done

    def questions(self, article: Article) -> list[tuple[int, Question, tuple[str, ...]]]:
        """What the judge is asked about an article: where the sentence starts, the question, the parties' names. For its training."""
        blocks = self._blocks([article])[0]
        if not blocks:
            return []
        reading, names, roles = self._understood(article, blocks)
        asked = questions(reading, names, roles, [relation.type for relation in self._relations])
        return [(reading.offsets(one.sentence)[0], one.question, tuple(f.name.name for f in one.fillers)) for one in asked]

    def _understood(self, article: Article, blocks: list[Block]) -> tuple[Reading, Names, Roles]:
        reading = Reading.of(article, blocks)
        names = self._names.find(reading)
        return reading, names, Roles(names, Coreference(reading, names, self._words), self._words)

    def _chunk(self, articles: Sequence[Article]) -> list[Extraction]:
        return [self._extraction(article, blocks) for article, blocks in zip(articles, self._blocks(articles), strict=True)]

    def _blocks(self, articles: Sequence[Article]) -> list[list[Block]]:
        cleaned = [clean(a.text, self._rules) if len(a.text) <= LONGEST_ARTICLE else Cleaned("", ()) for a in articles]
        blocks = [(number, start, self._familiar.prepare(c.text[start:end])) for number, c in enumerate(cleaned) for start, end in c.blocks]
        docs: dict[int, list[Block]] = {}
        parsed = self._nlp.pipe((block.shown for _, _, block in blocks), batch_size=_BATCH)
        for (number, start, block), shown in zip(blocks, parsed, strict=True):
            docs.setdefault(number, []).append((start, restore(block, shown), block.known))
        return [docs.get(number, []) for number in range(len(articles))]

    def _extraction(self, article: Article, blocks: list[Block]) -> Extraction:
        if not blocks:
            return Extraction(article.article_id, refusals=(_unread(article),))
        reading, names, roles = self._understood(article, blocks)
        found = self._claims.find(reading, roles)
        claims, refusals = [claim for claim, _ in found.claims.values()], list(found.refusals.values())
        if self._judged is not None:
            claims, unlikely = self._judged.review(reading, names, roles, found)
            refusals += unlikely
        mentions = {(m.start, m.end): m for m in _mentions(reading, names)}
        mentions |= {(m.start, m.end): m for claim in claims for m in (claim.subject, claim.object)}
        return Extraction(article.article_id, tuple(m for _, m in sorted(mentions.items())), tuple(claims), tuple(refusals))


@cache
def load_extractor(model: str, judge: Path | None = None) -> Extractor:
    """The extractor over the package's own registry and declarations, loaded once in a process: it takes seconds."""
    return Extractor(known_entities(), load_schema(), model, judge=judge)


def load_model(name: str) -> Language:
    """Load an installed spaCy model by name and check that it gives what the patterns need."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"spaCy model {name!r} is not installed", where="NEWSGRAPH_MODEL", fix="Install it, or name one that `spacy info` lists."
        ) from error
    _keep_whole(nlp, load_words())
    given = {attribute for pipe in nlp.pipe_names for attribute in nlp.get_pipe_meta(pipe).assigns}
    if missing := [attribute for attribute in _NEEDED if attribute not in given]:
        raise ModelError(
            f"model {name!r} does not set {', '.join(missing)}",
            where="NEWSGRAPH_MODEL",
            fix="Use a model with tagger, parser, lemmatizer and ner, such as en_core_web_sm.",
        )
    _split_after_stops(nlp)
    return nlp


def _keep_whole(nlp: Language, words: Words) -> None:
    """Let `co-led` be one token that the model takes for `led`, and `S.p.A.` one, instead of three that it takes for anything."""
    tokenizer: Any = nlp.tokenizer
    for word in words.one_word:
        for written in (word, word.capitalize()):
            tokenizer.add_special_case(written, [{"ORTH": written, "NORM": word.partition("-")[2]}])
    for form in words.legal_forms:
        if " " not in form and len(nlp.make_doc(form)) > 1:
            tokenizer.add_special_case(form, [{"ORTH": form}])


def _split_after_stops(nlp: Language) -> None:
    """Let `U.S.-sanctioned` be three words, and `rose 10%.Tech`, `(AMD).Nvidia`, `said.”The` and `to SpaceX.` the words they are."""
    tokenizer: Any = nlp.tokenizer  # spaCy's stubs do not know what it has
    tokenizer.suffix_search = spacy.util.compile_suffix_regex([*(nlp.Defaults.suffixes or ()), _CAPITAL_STOP]).search
    tokenizer.infix_finditer = spacy.util.compile_infix_regex([*(nlp.Defaults.infixes or ()), *_GLUED]).finditer


def _unread(article: Article) -> Refusal:
    long = len(article.text) > LONGEST_ARTICLE
    message = (
        f"has {len(article.text):,} characters, more than {LONGEST_ARTICLE:,}; split it into articles."
        if long
        else "holds no sentence once menus and the like are masked; check that the text is the article's."
    )
    return Refusal(
        "extract", "too_long" if long else "no_sentence", message, article.locator, article.source, article.own_id, article.text[:200]
    )


def _mentions(reading: Reading, names: Names) -> Iterator[Mention]:
    for name in names.all:
        if name.trust >= TRUSTED:
            start, end = reading.offsets(reading.doc[name.start : name.end])
            text = reading.article.text[start:end]
            known = name.known.id if name.known else None
            yield Mention(reading.article.article_id, start, end, text, name.kind, name.name, known)
