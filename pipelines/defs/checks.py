"""Asset checks: what must hold after each step.

Those that find the record itself damaged stop a run before the graph is written. Claims that a changed
declaration no longer allows do not: the projection refuses each of them with its reason.
"""

from collections.abc import Callable, Iterable, Iterator

import dagster as dg

from pipelines.defs.assets import claims, entities, graph, knowledge, registry, schema
from pipelines.defs.resources import Neo4jServer, Workspace
from pipelines.flow import Unwatched
from pipelines.flow.upkeep import graph_faults
from pipelines.graph.local import SILENT
from pipelines.graph.schema import check_schema
from pipelines.graph.support import unsupported
from pipelines.record import Record, audit

SHOWN = 20


def _verdict(faults: Iterable[str], name: str | None = None, asset: dg.AssetKey | None = None) -> dg.AssetCheckResult:
    found = list(faults)
    shown = "\n".join(f"- {fault}" for fault in found[:SHOWN])
    metadata = {"faults": len(found)} | ({"first": dg.MetadataValue.md(shown)} if found else {})
    return dg.AssetCheckResult(passed=not found, check_name=name, asset_key=asset, metadata=metadata)


Faults = Callable[[Record], list[str]]


def _declared(type_: str) -> Faults:
    return lambda record: audit.declaration_faults(record, schema(), type_)


def of_the_record() -> dg.AssetChecksDefinition:
    """The checks on claims, in one step, since a step of its own costs each more than what it asks.

    Those on declarations come from the schema, one for each claim type.
    """
    asked: dict[str, tuple[str, Faults, bool]] = {
        "each_article_once": ("Every article is in once and has a text.", audit.article_faults, True),
        "quoted_exactly": ("Every claim's offsets give its words.", audit.quotation_faults, True),
    }
    for type_ in schema().claim_types:
        asked[f"{type_.lower()}_as_declared"] = (f"Every {type_} claim is as declared.", _declared(type_), False)
    specs = [dg.AssetCheckSpec(name, asset=claims, description=told, blocking=blocks) for name, (told, _, blocks) in asked.items()]

    @dg.multi_asset_check(name="record_is_sound", specs=specs)
    def check(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        for name, (_, faults, _) in asked.items():
            yield _verdict(faults(workspace.record), name, claims.key)

    return check


@dg.asset_check(asset=entities, description="Every mention of what stands is linked to one entity.", blocking=True)
def each_mention_linked_once(workspace: Workspace) -> dg.AssetCheckResult:
    """Of articles that a person took back, only what their claims name is linked."""
    return _verdict(audit.link_faults(workspace.record, knowledge(workspace).decisions().retracted))


@dg.asset_check(asset=graph, description="Each relationship has its claim, each claim its article; nothing undeclared.")
def graph_is_sound(workspace: Workspace, neo4j: Neo4jServer) -> dg.AssetCheckResult:
    """Ask the database itself; whether every value is as the record has it is not asked."""
    with neo4j.connected(workspace.settings, SILENT) as server:
        faults = [check(server.driver, server.database, schema()) for check in (check_schema, unsupported)]
    return _verdict(fault for found in faults for fault in found)


@dg.asset_check(asset=graph, description="The graph is as the record has it, to every value; `newsgraph check` asks the same.")
def graph_equals_record(workspace: Workspace, neo4j: Neo4jServer) -> dg.AssetCheckResult:
    """The full audit. It reads the whole graph, so it runs in a job of its own, not after every run."""
    with neo4j.connected(workspace.settings, SILENT) as server:
        return _verdict(graph_faults(knowledge(workspace), server))


@dg.asset_check(asset=claims, description="On annotated texts of our own the extraction is as right as it was; see `newsgraph evaluate`.")
def quality_holds(workspace: Workspace) -> dg.AssetCheckResult:
    """Scores the shipped gold. It takes the model and half a minute, so it runs with the weekly audit, not after every run."""
    # spaCy and the reading of dates take long to load, and a run over nothing new does without
    from pipelines.evaluation.floor import fallen, read_floor  # noqa: PLC0415
    from pipelines.evaluation.gold import SHIPPED, read_gold  # noqa: PLC0415
    from pipelines.flow.evaluate import judge_extractor  # noqa: PLC0415
    from pipelines.language.extractor import load_extractor  # noqa: PLC0415

    judged = judge_extractor(
        read_gold(SHIPPED), load_extractor(workspace.settings.model, workspace.settings.judge), registry(), schema(), Unwatched()
    )
    return _verdict(fallen(judged.strict, read_floor()))


def all_checks() -> list[dg.AssetChecksDefinition]:
    """Every check."""
    return [of_the_record(), each_mention_linked_once, graph_is_sound, graph_equals_record, quality_holds]
