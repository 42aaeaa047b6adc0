"""`newsgraph db`: the local Neo4j server."""

from dataclasses import asdict
from typing import Annotated

import typer

from pipelines.cli.show import TerminalWatch, lines, print_json
from pipelines.errors import SettingsError
from pipelines.graph import local
from pipelines.settings import Settings, load_settings

app = typer.Typer(help="The local Neo4j server: start, stop, status, reset.", no_args_is_help=True)
STATES = {
    "running": "running",
    "stopped": "stopped; `newsgraph db start` starts it",
    "stale": "stopped: its process is gone without a word; `newsgraph db start` starts it",
}
AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


def _local_settings() -> Settings:
    settings = load_settings()
    if settings.neo4j is not None:
        problem = f"names your own server {settings.neo4j.uri}; there is no local one to start or stop"
        raise SettingsError(problem, where="NEO4J_URI", fix="Unset it to use a local server.")
    return settings


@app.command()
def start() -> None:
    """Start the local server, fetching it first when it is not there yet; a running one is found."""
    with TerminalWatch() as watch:
        server = local.start(_local_settings(), watch)
    verb = "Started" if server.started else "Already running:"
    lines([f"{verb} Neo4j {server.version} at {server.address.uri}, user {server.address.user}, process {server.pid}."])


@app.command()
def stop() -> None:
    """Stop the local server; its data stay."""
    lines(["Stopped." if local.stop(_local_settings()) else "No local server was running."])


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say whether the local server runs, where, and where its password is. Exits with 1 when it does not run."""
    found = local.status(_local_settings())
    if as_json:
        print_json(asdict(found))
    else:
        told: dict[str, object] = asdict(found) | {"state": STATES[found.state], "size": f"{found.size / 1e6:,.0f} MB"}
        if found.uptime is None:  # an address of the last start is none to connect to
            told |= dict.fromkeys(("uri", "http", "pid", "uptime"))
        else:
            told["uptime"] = f"{found.uptime / 60:,.0f} min"
        lines([f"{name.replace('_', ' '):<14} {value}" for name, value in told.items() if value is not None])
    raise SystemExit(0 if found.state == "running" else 1)


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop the local server and delete its data and password. The record stays; the next run writes the graph again."""
    settings = _local_settings()
    if not yes:
        typer.confirm(f"Delete the graph under {settings.server}?", abort=True)
    local.reset(settings)
    lines(["Deleted. `newsgraph run` writes the graph again from the record."])
