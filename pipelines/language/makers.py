"""Whose product it is: `Amgen's Prolia`, `the Model 3 from Tesla`, `Huawei Mate 60`, and what the registry knows.

Two products that compete are products of competitors. Belongs here: product to maker, as far as the article names it.
Does not: when a claim speaks of makers (`claims`).
"""

from dataclasses import replace

from pipelines.language.grammar import children
from pipelines.language.names import Name, Names

_FROM = frozenset({"from", "by"})


def maker(name: Name, names: Names) -> Name | None:
    """The company that makes what `name` names, at the place where the article says so; None where it does not."""
    owner = _owner(name, names)
    if name.known is None or name.known.parent is None or name.kind != "Product":
        return owner
    same = [n for n in names.all if n.known is not None and n.known.id == name.known.parent]
    if same:
        return min(same, key=lambda n: abs(n.start - name.start))
    parent = names.entities.get(name.known.parent)
    written = names.doc[name.start : name.end].text
    if parent is not None and parent.kind == "Company" and written.startswith(f"{parent.name} "):
        return replace(name, kind=parent.kind, name=parent.name, known=parent)
    return owner


def _owner(name: Name, names: Names) -> Name | None:
    """The company whose it is by the grammar."""
    root = names.doc[name.start : name.end].root
    near = children(root, ("poss",)) + [
        noun for prep in children(root, ("prep",)) if prep.lower_ in _FROM for noun in children(prep, ("pobj",))
    ]
    owners = [found for token in near if (found := names.at(token)) and found.kind == "Company" and found.key != name.key]
    return owners[0] if owners else None
