"""`newsgraph bloom`: what Neo4j's Bloom needs to show the graph."""

import json
from pathlib import Path
from typing import Annotated

import typer

from graph_schema.bloom import load_actions, load_phrases, perspective
from graph_schema.load import load_schema
from pipelines.cli.files import write
from pipelines.cli.show import err

app = typer.Typer(help="Neo4j Bloom (Explore): a perspective of the graph, to import there.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="Where to write the perspective; - for stdout.", show_default=False)]


@app.command()
def export(file: File) -> None:
    """Write a perspective for Bloom (Explore) 2.21 or later: categories, styles, search phrases, scene actions.

    It follows from the declaration and needs no server. docs/bloom.md says who can use it, and how to import it.

    Example: newsgraph bloom export newsgraph.json
    """
    phrases, actions = load_phrases(), load_actions()
    text = json.dumps(perspective(load_schema(), phrases, actions), ensure_ascii=False, indent=2)
    write(text + "\n", None if file == Path("-") else file)
    if file != Path("-"):
        err.print(
            f"{file}: {len(phrases)} search phrases, {len(actions)} scene actions. Import it in Bloom: Perspective gallery, Import.",
            soft_wrap=True,
            markup=False,
        )
