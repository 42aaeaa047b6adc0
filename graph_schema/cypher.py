"""Quoting of declared names in Cypher. Values never come here: they are parameters."""

from collections.abc import Iterable


def quoted(name: str) -> str:
    """`name` as a Cypher identifier, whatever characters it holds."""
    return f"`{name.replace('`', '``')}`"


def labelled(names: Iterable[str]) -> str:
    """`:A:B` for several labels."""
    return "".join(f":{quoted(name)}" for name in names)
