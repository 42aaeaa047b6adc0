"""Is the graph what the record says, to every value, and if not, what then: check, mend, rebuild, hash.

What can be wrong is asked by the rooms themselves (record, graph); here stands what belongs to a full
check, and in which order a graph is mended. Whoever mends or rebuilds holds the record's lock.
"""

from dataclasses import dataclass, field

from pipelines.flow.project import Knowledge, wanted, write_graph
from pipelines.flow.run import Tally, Watch
from pipelines.graph.canonical import differences, graph_hash, projection_hash
from pipelines.graph.edited import edited, repair
from pipelines.graph.ownership import claim_ownership, doubt, written_projection
from pipelines.graph.rebuild import drop
from pipelines.graph.schema import apply_schema, check_schema
from pipelines.graph.server import Server
from pipelines.graph.support import miscounted, unsupported
from pipelines.record import audit


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong, a sentence each, and the hashes of the graph and of what the record asks for."""

    record: list[str] = field(default_factory=list)
    graph: list[str] = field(default_factory=list)
    graph_hash: str = ""
    record_hash: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.record and not self.graph


def check(knowledge: Knowledge, server: Server) -> Findings:
    """Everything that must hold of record and graph, asked anew; nothing is changed."""
    projection = wanted(knowledge)
    stands, said = graph_hash(server.driver, server.database, knowledge.schema), projection_hash(projection, knowledge.schema)
    faults = [*_state(knowledge, server), *_faults(knowledge, server)]
    if stands != said:
        told = differences(server.driver, server.database, knowledge.schema, projection)
        faults += [f"the graph's hash is {stands[:16]}…, that of the record {said[:16]}…", *told]
    return Findings(record_faults(knowledge), faults, stands, said)


def graph_faults(knowledge: Knowledge, server: Server) -> list[str]:
    """What is wrong with the graph, a sentence each."""
    return check(knowledge, server).graph


def record_faults(knowledge: Knowledge) -> list[str]:
    """What is wrong with the record itself, a sentence each."""
    record, schema = knowledge.record, knowledge.schema
    found = [*audit.article_faults(record), *audit.quotation_faults(record), *audit.link_faults(record, knowledge.decisions().retracted)]
    return found + [fault for type_ in schema.claim_types for fault in audit.declaration_faults(record, schema, type_)]


def hash_of_record(knowledge: Knowledge) -> str:
    """The hash of the graph that the record asks for; no server is needed."""
    return projection_hash(wanted(knowledge), knowledge.schema)


def mend(knowledge: Knowledge, server: Server, watch: Watch) -> list[str]:
    """Make the graph equal to the record again; returns what was done, a sentence each.

    What strangers wrote stays, and so do faults of the record itself.
    """
    driver, database, schema = server.driver, server.database, knowledge.schema
    claim_ownership(driver, database, knowledge.record.identity(), adopt=False)
    watch.step("Mending the graph")
    applied = apply_schema(driver, database, schema)
    edits = edited(driver, database, schema)
    repair(driver, database, edits)
    doubt(driver, database)  # else the writer would believe that there is nothing to do
    tally = write_graph(knowledge, server, watch)
    done = [f"Created or replaced constraint or index {name}." for name in (*applied.created, *applied.replaced)]
    done += [f"Wrote anew: {edit}." for edit in edits]
    changed = ", ".join(f"{tally.counts[what]} {what}" for what in ("created", "updated", "deleted"))
    return [*done, f"Nodes and relationships: {changed}."]


def rebuild(knowledge: Knowledge, server: Server, watch: Watch, *, force: bool = False) -> Tally:
    """Drop the graph and write it again from the record.

    Raises WriteError when it is another record's, or when relationships of others hang on its nodes and
    `force` does not allow to lose them.
    """
    claim_ownership(server.driver, server.database, knowledge.record.identity(), adopt=False)
    picture = wanted(knowledge)  # a record that cannot be read leaves the graph as it is
    watch.step("Dropping the graph")
    drop(server.driver, server.database, knowledge.schema, watch, force=force)
    return write_graph(knowledge, server, watch, picture=picture)


def _state(knowledge: Knowledge, server: Server) -> list[str]:
    """Whether the graph was written to the end, and from what the record is now."""
    written = written_projection(server.driver, server.database)
    if written is None:
        return ["the graph was not written to its end, or not at all; `newsgraph run` finishes it"]
    if written[0] != knowledge.record.identity():
        return [f"the graph is that of record {written[0]}"]
    if written[1] != knowledge.edition():
        return ["record, judgements, lists or program changed since the graph was written; `newsgraph run` brings it up to date"]
    return []


def _faults(knowledge: Knowledge, server: Server) -> list[str]:
    given = server.driver, server.database, knowledge.schema
    edits = [str(edit) for edit in edited(*given)]
    return [*check_schema(*given), *unsupported(*given), *miscounted(*given), *edits]
