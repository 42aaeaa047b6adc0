"""Is the graph what the record says, to every value, and if not, what then: check, mend, rebuild, hash.

What can be wrong is asked by the rooms themselves (record, graph); here stands what belongs to a full
check, and in which order a graph is mended. Whoever mends or rebuilds holds the record's lock.
"""

from dataclasses import dataclass, field

from graph_schema.spec import Schema
from pipelines.errors import RecordError
from pipelines.flow.project import Knowledge, wanted, write_graph
from pipelines.flow.run import Tally, Watch
from pipelines.graph.canonical import differences, graph_hash, projection_hash
from pipelines.graph.edited import edited, repair
from pipelines.graph.ownership import claim_ownership, doubt, written_projection
from pipelines.graph.projection import Projection
from pipelines.graph.rebuild import drop
from pipelines.graph.schema import apply_schema, check_schema
from pipelines.graph.server import Server
from pipelines.graph.support import miscounted, unsupported
from pipelines.record import audit


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong, a sentence each, and the hashes of the graph and of what the record asks for.

    `notes` are what a person should know and is no fault: judgements that could not be followed.
    """

    record: list[str] = field(default_factory=list)
    graph: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    graph_hash: str = ""
    record_hash: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.record and not self.graph


def check(knowledge: Knowledge, server: Server) -> Findings:
    """Everything that must hold of record and graph, asked anew, of the record as it is now; nothing is changed, no lock is needed.

    Raises RecordError where there is no record yet, and WriteError when the graph is another record's.
    """
    knowledge, given = knowledge.still(), (server.driver, server.database, knowledge.schema)
    if knowledge.record.manifest()["record_id"] is None:
        raise RecordError("there is no record yet", where=str(knowledge.record.folder), fix="`newsgraph run` begins one.")
    claim_ownership(server.driver, server.database, knowledge.record.identity(), adopt=False)
    projection = wanted(knowledge)
    stands, said = graph_hash(*given), projection_hash(projection, knowledge.schema)
    faults = _unfinished(knowledge, server)
    if not faults:
        faults = _faults(server, knowledge.schema) if stands == said else _different(server, knowledge.schema, projection)
    return Findings(record_faults(knowledge), faults, _notes(knowledge), stands, said)


def graph_faults(knowledge: Knowledge, server: Server) -> list[str]:
    """What is wrong with the graph, a sentence each."""
    return check(knowledge, server).graph


def record_faults(knowledge: Knowledge) -> list[str]:
    """What is wrong with the record itself, a sentence each."""
    record, schema = knowledge.record, knowledge.schema
    found = [refusal.message for refusal in knowledge.judgements()[1]]
    found += [*audit.article_faults(record), *audit.quotation_faults(record), *audit.link_faults(record, knowledge.decisions().retracted)]
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
    done += [f"{'Deleted' if edit.astray else 'Wrote anew'}: {edit}." for edit in edits]
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


def _notes(knowledge: Knowledge) -> list[str]:
    """Judgements that could not be followed when entities were last resolved; lines that are none are faults."""
    return [row["message"] for row in knowledge.record.table("unfollowed").to_pylist() if row["reason"] != "bad_judgement"]


def _unfinished(knowledge: Knowledge, server: Server) -> list[str]:
    """Whether the graph was written to the end, and from what the record is now; if not, all else that differs follows from it."""
    written = written_projection(server.driver, server.database)
    if written is None:
        return ["the graph was not written to its end, or not at all; `newsgraph run` finishes it"]
    if written[1] != knowledge.edition():
        return ["record, judgements, lists or program changed since the graph was written; `newsgraph run` brings it up to date"]
    return []


def _faults(server: Server, schema: Schema) -> list[str]:
    """What is wrong with a graph that is as the record says: with the record's own facts, or with hashes that the writer goes by."""
    given = server.driver, server.database, schema
    return [*check_schema(*given), *unsupported(*given), *miscounted(*given), *map(str, edited(*given))]


def _different(server: Server, schema: Schema, projection: Projection) -> list[str]:
    """Where the graph is not as the record says; what others wrote is told by label and type, not one by one."""
    given = server.driver, server.database, schema
    declared = {*schema.nodes, *schema.relationships, "…"}
    told = [line for line in differences(*given, projection) if declared.issuperset(line.split()[0].split(":"))]
    return [*told, *check_schema(*given)]
