"""`newsgraph schema`: the declaration's constraints and indexes on the server."""

import typer

from graph_schema.load import load_schema
from pipelines.cli.show import lines, out
from pipelines.settings import load_settings

app = typer.Typer(help="Constraints and indexes that the declaration asks for: apply, show, check.", no_args_is_help=True)


@app.command()
def apply() -> None:
    """Create what is missing; the Enterprise-only statements are applied where the edition takes them."""
    from pipelines.cli.server import server_address
    from pipelines.graph.connection import connected
    from pipelines.graph.schema import apply_schema

    address = server_address(load_settings())
    with connected(address) as driver:
        applied = apply_schema(driver, address.database, load_schema())
    lines([f"Neo4j {applied.version} {applied.edition}: {len(applied.created)} created, {applied.unchanged} there already."])
    if applied.written_out:
        lines([f"{len(applied.written_out)} statements need Enterprise and were not run; see `newsgraph schema show`."])


@app.command()
def show() -> None:
    """Print all statements as Cypher, the Enterprise-only ones last; needs no server."""
    from pipelines.graph.schema import show as show_schema

    out.print(show_schema(load_schema()), soft_wrap=True, markup=False, end="")


@app.command()
def check() -> None:
    """Compare the server with the declaration; exits with 1 and the differences when they differ."""
    from pipelines.cli.server import server_address
    from pipelines.graph.connection import connected
    from pipelines.graph.schema import check_schema

    address = server_address(load_settings())
    with connected(address) as driver:
        faults = check_schema(driver, address.database, load_schema())
    lines(faults or ["The server has all declared constraints and indexes, and nothing undeclared."])
    raise SystemExit(1 if faults else 0)
