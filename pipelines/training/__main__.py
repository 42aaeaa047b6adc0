"""`python -m pipelines.training [--epochs N] [--layers N] FOLDER`: train the judge anew and write its files.

It takes some hours on one core. `newsgraph evaluate` tells what came of it.
"""

import argparse
from dataclasses import fields
from pathlib import Path

from rich.console import Console

from graph_schema.load import load_schema
from pipelines.language.pieces import Labels, read_tokenizer
from pipelines.training.base import base_folder
from pipelines.training.export import export
from pipelines.training.fitting import Plan, fit
from pipelines.training.gating import fit_gate, worth_learning
from pipelines.training.lessons import lessons
from pipelines.training.texts import read_texts, states


def labels() -> Labels:
    """What the judge can say: every entity kind of the schema, and its claim types with their statuses and values, if the texts state them.

    Of a type that no text states it would only learn to say no; constructions alone find that one.
    """
    schema = load_schema()
    stated = {one.type for one in states(read_texts())}
    types = {name: declared for name, declared in schema.claim_types.items() if name in stated}
    kinds = sorted(schema.entity_kinds)
    statuses = [f"{name}.{status.name}" for name, declared in types.items() if declared.claims for status in declared.claims.statuses]
    values = [value for declared in types.values() for value in declared.telling_values]
    return Labels(tuple(kinds), tuple(types), tuple(statuses), tuple(values))


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for field in fields(Plan):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    parser.add_argument("out", type=Path)
    given = vars(parser.parse_args())
    folder = given.pop("out")
    told, tokenizer, said = Console(), read_tokenizer(base_folder()), labels()
    found = lessons()
    told.print(f"{len(found):,} sentences, {sum(len(lesson.answers) for lesson in found):,} pairs that they state something of")
    gate, learnt = fit_gate(found, said, tokenizer), worth_learning(found, said, tokenizer)
    told.print(f"{len(learnt):,} of them are not too easy to learn from")
    network = fit(learnt, said, tokenizer, Plan(**given))
    export(network, gate, said, tokenizer, folder)
    told.print(f"Written to {folder}")


if __name__ == "__main__":
    main()
