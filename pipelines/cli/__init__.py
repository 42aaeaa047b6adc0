"""newsgraph at a terminal: the same functions that Dagster runs, for a person.

Belongs here: arguments, exit codes, progress bars, tables. Does not: anything that a run needs to
know; that stands in the rooms. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something
waits for a person: what seems to be gone and was not taken back, or (with --strict) documents set aside.
"""

from pipelines.cli.main import main

__all__ = ["main"]
