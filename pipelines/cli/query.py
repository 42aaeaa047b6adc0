"""`newsgraph query`: the library of questions."""

from collections.abc import Mapping
from typing import Annotated

import typer

from graph_schema.errors import SchemaError
from graph_schema.queries import Parameter, Query, load_queries
from pipelines.cli.show import out, print_json, show_rows
from pipelines.settings import load_settings

Name = Annotated[str | None, typer.Argument(help="Name of the question; without one, all are listed.", show_default=False)]
Param = Annotated[list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter; may be given several times.")]
AsJson = Annotated[bool, typer.Option("--json", help="Rows as a JSON array of objects.")]


def query(name: Name = None, param: Param = None, as_json: AsJson = False) -> None:
    """Ask the graph one of the library's questions, or list them.

    Example: newsgraph query sanctions_on --param entity=Huawei
    """
    from pipelines.cli.server import server_address
    from pipelines.graph.ask import ask
    from pipelines.graph.connection import connected

    library = load_queries()
    if name is None:
        _list(library, as_json=as_json)
        return
    if name not in library:
        raise SchemaError(f"there is no question {name!r}", where="newsgraph query", fix=f"Choose one of {', '.join(library)}.")
    question = library[name]
    parameters = question.bind(_pairs(param or []))
    address = server_address(load_settings())
    with connected(address) as driver:
        frame = ask(driver, address.database, question, parameters)
    if frame.empty and not as_json:
        out.print(f"{question.title}: nothing found.")
    elif as_json:
        print_json(frame.astype(object).where(frame.notna(), None).to_dict("records"))
    else:
        show_rows(frame, question.title)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for (key, equals, _), text in zip(pairs, given, strict=True):
        if not key or not equals:
            raise SchemaError(f"{text!r} is no KEY=VALUE", where="--param", fix="Write it like --param entity=Huawei.")
    return {key: value for key, _, value in pairs}


def _usage(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}={parameter.default}]"


def _list(library: Mapping[str, Query], *, as_json: bool) -> None:
    import pandas as pd

    listed = [{"name": q.name, "answers": q.answers, "parameters": ", ".join(map(_usage, q.parameters))} for q in library.values()]
    if as_json:
        print_json(listed)
    else:
        show_rows(pd.DataFrame(listed), "Questions")
        out.print("Ask one: newsgraph query NAME --param KEY=VALUE", markup=False)
