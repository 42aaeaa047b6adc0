"""Declaration, questions and Bloom's phrases → docs/reference.md.

`python -m graph_schema.reference` writes it, `--check` says whether it is stale.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph_schema.bloom import load_actions, load_phrases
from graph_schema.ddl import constraints
from graph_schema.load import load_schema
from graph_schema.parameters import Parameter
from graph_schema.queries import Query, load_queries
from graph_schema.spec import ENTITY, ClaimRule, Look, NodeType, Property, RelationshipType, Schema

PAGE = Path(__file__).parent.parent / "docs" / "reference.md"
_HEAD = """# Reference: what the graph holds

Written by `python -m graph_schema.reference` from the declarations in `graph_schema/model`, the
questions in `graph_schema/queries` and what is saved in `graph_schema/bloom`. Change those, not this page.
"""
_SYMMETRIC = "Stored once, from the smaller key to the larger: match it without a direction."
_ROLLED_UP = "Rolled up from claims: it exists as long as one claim supports it, and the claims carry its `fact_id`."


def render(schema: Schema, queries: Mapping[str, Query] | None = None) -> str:
    """The page as Markdown; `queries` are the library's unless others are given."""
    nodes = sorted(schema.nodes.values(), key=lambda n: (n.base is not None, n.label))
    parts = [
        _HEAD,
        "## Labels\n",
        *(_node(node, schema) for node in nodes),
        "## Relationship types\n",
        *(_relationship(relationship) for _, relationship in sorted(schema.relationships.items())),
        "## Constraints and indexes\n",
        _statements(schema),
        "## Questions\n",
        "Ask one with `newsgraph query NAME --param NAME=VALUE`.\n",
        *(_query(query) for query in (load_queries() if queries is None else queries).values()),
        _bloom(),
    ]
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; returns the exit status."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m graph_schema.reference [--check]\n")
        return 2
    text = render(load_schema())
    name = f"{PAGE.parent.name}/{PAGE.name}"
    if arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write(f"{name} is stale. Run `python -m graph_schema.reference` and commit it.\n")
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{name} written.\n")
    return 0


def _node(node: NodeType, schema: Schema) -> str:
    base = schema.nodes[node.base] if node.base else None
    own = [p for p in node.properties.values() if base is None or p.name not in base.properties]
    lines = [f"### {node.label}\n", f"{node.description}\n"]
    if base is not None:
        lines.append(f"Also carries the label {base.label}, with its key and properties.\n")
    else:
        lines.append(f"Key `{node.key}`, shown as `{node.caption}`.\n")
    if node.label == ENTITY:
        lines.append(f"One of {', '.join(schema.entity_kinds)}.\n")
    if node.fulltext:
        lines.append(f"Full-text index over {', '.join(f'`{name}`' for name in node.fulltext)}.\n")
    lines.append(f"{_look(node.look)}\n")
    return "\n".join([*lines, *_properties(own)])


def _relationship(relationship: RelationshipType) -> str:
    lines = [f"### {relationship.type}\n", f"{relationship.description}\n", f"{_endpoints(relationship)}.\n"]
    if relationship.symmetric:
        lines.append(f"{_SYMMETRIC}\n")
    if relationship.claims is not None:
        lines.append(f"{_ROLLED_UP} {_facts(relationship.claims)}\n")
        lines += _statuses(relationship.claims)
    lines.append(f"{_look(relationship.look)}\n")
    return "\n".join([*lines, *_properties(relationship.properties.values())])


def _look(look: Look) -> str:
    """How it is drawn, in Bloom and on pages of our own."""
    parts = [f"Drawn in `{look.colour}`"]
    if look.icon:
        parts.append(f"as `{look.icon}`")
    if look.size_by:
        steps = f" (from {', '.join(f'{least:,.15g}' for least in look.larger_from)} on)" if look.larger_from else ""
        parts.append(f"larger by `{look.size_by}`{steps}")
    if look.colour_by:
        parts.append(f"its colour weaker by `{look.colour_by}`")
    return f"{', '.join(parts)}."


def _endpoints(relationship: RelationshipType) -> str:
    """Ends by start label; starts with the same ends stand together."""
    ends: dict[str, list[str]] = {}
    for start, end in relationship.endpoints:
        ends.setdefault(start, []).append(end)
    starts: dict[tuple[str, ...], list[str]] = {}
    for start, targets in ends.items():
        starts.setdefault(tuple(targets), []).append(start)
    return "; ".join(f"{', '.join(group)} → {', '.join(targets)}" for targets, group in starts.items())


def _facts(rule: ClaimRule) -> str:
    names = " and ".join(f"`{name}`" for name in rule.discriminators)
    return f"Between two entities there is one for each {names}." if names else "Between two entities there is one."


def _statuses(rule: ClaimRule) -> list[str]:
    if not rule.statuses:
        return []
    lines = [f"- `{s.name}`{' (ends the fact)' if s.ends else ''}: {s.description}" for s in rule.statuses]
    return ["Statuses, the strongest first:\n", *lines, ""]


def _properties(properties: Iterable[Property]) -> list[str]:
    rows = [f"| `{p.name}` | `{p.type}` | {_notes(p)} | {_meaning(p)} |" for p in properties]
    return ["| Property | Type | | Meaning |", "|---|---|---|---|", *rows, ""] if rows else []


def _notes(declared: Property) -> str:
    notes = {"required": declared.required, "indexed": declared.index, "time of processing": declared.processing}
    notes[f"drawn in `{declared.mark}`"] = declared.mark is not None
    return ", ".join(name for name, holds in notes.items() if holds)


def _meaning(declared: Property) -> str:
    enum = f" One of {', '.join(f'`{value}`' for value in declared.enum)}." if declared.enum else ""
    return (declared.description + enum).replace("|", "\\|")


def _statements(schema: Schema) -> str:
    statements = constraints(schema)
    everywhere = [f"| `{s.name}` | {s.kind.lower()} | {s.on} | {', '.join(s.properties)} |" for s in statements if not s.enterprise]
    enterprise = sum(s.enterprise for s in statements)
    return "\n".join(
        [
            "| Name | | On | Properties |",
            "|---|---|---|---|",
            *everywhere,
            "",
            f"On Enterprise {enterprise} more enforce presence and types; `newsgraph schema show` writes them all out.",
            "On Community the same is checked before every write, and `newsgraph schema check` asks the database.",
            "",
        ]
    )


def _query(query: Query) -> str:
    lines = [f"### {query.name}\n", f"{query.answers}\n", *(_parameter(p) for p in query.parameters)]
    return "\n".join([*lines, "", f"Returns {', '.join(f'`{column}`' for column in query.columns)}.", ""])


def _parameter(parameter: Parameter) -> str:
    return f"- `{parameter.name}` ({parameter.type}, {parameter.otherwise}): {parameter.meaning}"


def _bloom() -> str:
    """What is typed into Bloom's search bar, and what is chosen for a selection."""
    phrases = [f"| `{phrase.text}` | {phrase.answers} |" for phrase in load_phrases()]
    actions = [f"| {action.text} | {', '.join(action.labels) or action.on} | {action.answers} |" for action in load_actions()]
    head = "In the perspective that `newsgraph bloom export` writes; see [bloom.md](bloom.md)."
    typed, chosen = ["| Search phrase | Shows |", "|---|---|"], ["| Scene action | On | Shows |", "|---|---|---|"]
    return "\n".join(["## Bloom\n", f"{head}\n", *typed, *phrases, "", *chosen, *actions, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
