"""Rules and word lists of English as data (*.yml), and their strict loading.

Belongs here: words that hold for every relation. Does not: the patterns of one relation
(pipelines/language/patterns), names of entities (graph_schema/registry).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from graph_schema.errors import SchemaError
from graph_schema.strict import read_yaml
from pipelines.errors import ModelError

LEXICON = Path(__file__).parent
FIRST_NAMES = LEXICON / "first_names.yml"


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of words.yml, by what the words do; lemmas in lower case unless said otherwise."""

    legal_forms: frozenset[str]
    name_parts: frozenset[str]
    trades: frozenset[str]
    organisations: frozenset[str]
    offices: frozenset[str]
    managers: frozenset[str]
    titles: frozenset[str]
    company_nouns: frozenset[str]
    government_nouns: frozenset[str]
    body_nouns: frozenset[str]
    group_nouns: frozenset[str]
    collections: frozenset[str]
    instruments: frozenset[str]
    list_markers: frozenset[str]
    not_names: frozenset[str]
    not_alone: frozenset[str]
    one_word: frozenset[str]
    inner_titles: frozenset[str]
    person_nouns: frozenset[str]
    company_kinds: frozenset[str]
    company_belongings: frozenset[str]
    company_verbs: frozenset[str]
    business_verbs: frozenset[str]
    uncountable: frozenset[str]
    staff: frozenset[str]
    first_names: frozenset[str]


@contextmanager
def model_errors() -> Iterator[None]:
    """Report what is wrong with a file of this room as a ModelError."""
    try:
        yield
    except SchemaError as error:
        raise ModelError(error.message, where=error.where, fix=error.fix) from error


def load_words(path: Path = LEXICON / "words.yml") -> Words:
    """Read the word lists, the given names from their own file. Raises ModelError naming file, key and fix."""
    lists = {path: [field.name for field in fields(Words) if field.name != "first_names"], FIRST_NAMES: ["first_names"]}
    found: dict[str, frozenset[str]] = {}
    with model_errors():
        for file, names in lists.items():
            top = read_yaml(file)
            found |= {name: frozenset(top.texts(name)) for name in names}
            top.finish(names)
    return Words(**found)
