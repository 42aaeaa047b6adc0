"""The words by which English says that something is not so, or not yet so: lexicon/modality.yml as types.

Belongs here: reading the file. Does not: what the words do to a statement (`status`).
"""

from dataclasses import dataclass, fields
from pathlib import Path

from graph_schema.strict import Fields, read_yaml
from pipelines.language.lexicon import LEXICON, model_errors


@dataclass(frozen=True, slots=True)
class Signs:
    """Words that show one kind of modality."""

    governors: frozenset[str]
    modals: frozenset[str]
    modifiers: frozenset[str]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Modality:
    """The sections of lexicon/modality.yml."""

    negated: Signs
    wished: Signs
    resisted: Signs
    denied: Signs
    reports: Signs
    dismissed: Signs
    made_up: Signs
    ceased: Signs
    conditional: Signs
    hypothetical: Signs
    advised: Signs
    factual: Signs


def load_modality(path: Path = LEXICON / "modality.yml") -> Modality:
    """Read the words. Raises ModelError naming file, key and fix."""
    names = tuple(field.name for field in fields(Modality))
    with model_errors():
        top = read_yaml(path)
        modality = Modality(*(_signs(top.below(name)) for name in names))
        for name in names:
            top.values.pop(name, None)
        top.finish(names)
    return modality


def _signs(section: Fields) -> Signs:
    keys = ("governors", "modals", "modifiers", "marks")
    signs = Signs(*(frozenset(section.texts(key)) for key in keys))
    for key in keys:
        section.values.pop(key, None)
    section.finish(keys)
    return signs
