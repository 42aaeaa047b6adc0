"""`newsgraph dev`: Dagster's page on this project's storage."""

import os
import socket
import sys
from typing import Annotated

import typer

from pipelines.cli.show import lines
from pipelines.settings import load_settings


def dev(port: Annotated[int, typer.Option(help="Port to listen on; the next free one is taken.")] = 3000) -> None:
    """Open Dagster's page: assets, checks, schedule, and the history of all runs, also those of `newsgraph run`.

    Stop it with Ctrl-C.
    """
    from pipelines.defs.history import instance

    settings = load_settings()
    with instance(settings):
        pass
    port = _free(port)
    lines([f"Dagster at http://127.0.0.1:{port} (storage {settings.dagster}); Ctrl-C stops it."])
    sys.stdout.flush()  # what is buffered would die with this process image
    # dagster calls `dagster dev` superseded by `dg dev`, which needs packages that a user has no use for
    command = [sys.executable, "-W", "ignore", "-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(port)]
    os.execv(sys.executable, command)


def _free(port: int) -> int:
    while port < 65535:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
        port += 1
    return port
