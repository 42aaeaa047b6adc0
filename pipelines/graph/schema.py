"""The declared constraints and indexes in a database: create them, compare them, write them out.

Which ones there are follows from the declaration (graph_schema.ddl); what the data hold is checked by
`pipelines.graph.audit`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from neo4j import Driver

from graph_schema.cypher import quoted
from graph_schema.ddl import Statement, constraints
from graph_schema.spec import Schema
from pipelines.graph.audit import audit

INDEX_SECONDS = 300
_EXISTING = {
    "CONSTRAINT": "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties RETURN name, labelsOrTypes, properties",
    "INDEX": (
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint"
        " WHERE owningConstraint IS NULL AND type <> 'LOOKUP' RETURN name, labelsOrTypes, properties"
    ),
}


@dataclass(frozen=True, slots=True)
class AppliedSchema:
    """What `apply_schema` did. `written_out` needs Enterprise and was not run on this server."""

    version: str
    edition: str
    created: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: int
    written_out: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Existing:
    kind: str
    on: tuple[str, ...]
    properties: tuple[str, ...]

    def fits(self, statement: Statement) -> bool:
        return (self.kind, self.on, self.properties) == (statement.kind, (statement.on,), statement.properties)

    def __str__(self) -> str:
        return f"{', '.join(self.on)} ({', '.join(self.properties)})"


def apply_schema(driver: Driver, database: str, schema: Schema) -> AppliedSchema:
    """Create what is missing, replace what was declared otherwise before, wait until each index answers.

    Nothing that the declaration does not name is touched. Twice is the same as once.
    """
    version, edition = server(driver, database)
    declared = constraints(schema)
    usable = [s for s in declared if edition == "enterprise" or not s.enterprise]
    existing = _existing(driver, database)
    outdated = [s for s in usable if s.name in existing and not existing[s.name].fits(s)]
    missing = [s for s in usable if s.name not in existing]
    for statement in outdated:
        driver.execute_query(f"DROP {existing[statement.name].kind} {quoted(statement.name)} IF EXISTS", database_=database)
    for statement in (*outdated, *missing):
        driver.execute_query(statement.cypher, database_=database)
    driver.execute_query("CALL db.awaitIndexes($seconds)", seconds=INDEX_SECONDS, database_=database)
    return AppliedSchema(
        version=version,
        edition=edition,
        created=tuple(s.name for s in missing),
        replaced=tuple(s.name for s in outdated),
        unchanged=len(usable) - len(missing) - len(outdated),
        written_out=tuple(s for s in declared if s not in usable),
    )


def check_schema(driver: Driver, database: str, schema: Schema) -> list[str]:
    """What differs between the declaration and the database, a sentence each; empty when nothing does."""
    _, edition = server(driver, database)
    declared = {s.name: s for s in constraints(schema) if edition == "enterprise" or not s.enterprise}
    return [*_differences(declared, _existing(driver, database)), *audit(driver, database, schema)]


def show(schema: Schema) -> str:
    """Every declared statement as a script for Neo4j's own tools; what needs Enterprise stands last."""
    statements = constraints(schema)
    parts = ["// Constraints and indexes that every edition takes", *(f"{s.cypher};" for s in statements if not s.enterprise)]
    parts += ["", "// Enterprise edition only: presence and types", *(f"{s.cypher};" for s in statements if s.enterprise)]
    return "\n".join(parts) + "\n"


def server(driver: Driver, database: str) -> tuple[str, str]:
    """The server's version and edition (`community`, `enterprise`)."""
    records, _, _ = driver.execute_query(
        "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version, edition",
        database_=database,
    )
    return str(records[0]["version"]), str(records[0]["edition"])


def _existing(driver: Driver, database: str) -> dict[str, _Existing]:
    found = {}
    for kind, cypher in _EXISTING.items():
        for record in driver.execute_query(cypher, database_=database).records:
            found[str(record["name"])] = _Existing(kind, tuple(record["labelsOrTypes"] or ()), tuple(record["properties"] or ()))
    return found


def _differences(declared: Mapping[str, Statement], existing: Mapping[str, _Existing]) -> list[str]:
    missing = [f"{s.kind.lower()} {name} is missing; run `newsgraph schema apply`." for name, s in declared.items() if name not in existing]
    changed = [
        f"{s.kind.lower()} {name} stands on {existing[name]}, declared on {s.on} ({', '.join(s.properties)}); run `newsgraph schema apply`."
        for name, s in declared.items()
        if name in existing and not existing[name].fits(s)
    ]
    stray = [f"{e.kind.lower()} {name} on {e} is not declared." for name, e in existing.items() if name not in declared]
    return missing + changed + stray
