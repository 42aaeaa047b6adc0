"""The assets: raw_articles → articles → claims, by day of first ingestion; official_lists, entities, graph, whole.

A run for today takes new and changed documents; for changed ones that were first read on an earlier
day, that day's partition of `claims` is reported as materialised too. Each asset calls one step of the flow.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from graph_schema.load import load_schema
from graph_schema.registry import Registry, known_entities, registry_version
from graph_schema.spec import Schema
from pipelines.defs.metadata import metadata
from pipelines.defs.resources import Neo4jServer, Workspace
from pipelines.errors import UnreachableError
from pipelines.flow import (
    Knowledge,
    Run,
    Tally,
    Watch,
    extract_claims,
    load_lists,
    parse_documents,
    read_documents,
    resolve_entities,
    write_graph,
)
from pipelines.judgements.ledger import Ledger
from pipelines.language.version import extraction_version
from pipelines.records import to_milliseconds, utc_now

if TYPE_CHECKING:
    from pipelines.language.extractor import Extractor

Context = dg.AssetExecutionContext
Watching = dg.ResourceParam[Watch]
Result = dg.MaterializeResult[None]

RETRIES = 3  # after 2, 4 and 8 seconds: a server that is restarting is back by then
FIRST_DAY = "2026-11-01"
days = dg.DailyPartitionsDefinition(start_date=FIRST_DAY, end_offset=1)


@cache
def schema() -> Schema:
    """The declared graph, read once."""
    return load_schema()


def registry() -> Registry:
    """The known entities."""
    return known_entities()


def knowledge(workspace: Workspace) -> Knowledge:
    """All that the graph of this workspace is made from."""
    return Knowledge(workspace.record, Ledger(workspace.settings.judgements), schema(), registry)


class Sources(dg.Config):
    """What a run reads: files and folders; the inbox when none is named."""

    paths: list[str] = Field(default_factory=list)
    source: str | None = None
    complete: bool = Field(default=False, description="What the sources do not hold now is gone: its articles are taken back.")
    any_number: bool = Field(default=False, description="However many are gone at once.")


@dg.asset(partitions_def=days, group_name="ingest", kinds={"file", "parquet"})
def raw_articles(context: Context, config: Sources, workspace: Workspace, watch: Watching) -> Result:
    """Documents that are new or changed since they were last looked at, decoded but not understood."""
    run = _run(context, workspace, watch, config)
    return _result(watch, "raw_articles", read_documents(run, _version(workspace)))


@dg.asset(partitions_def=days, deps=[raw_articles], group_name="ingest", kinds={"parquet"})
def articles(context: Context, workspace: Workspace, watch: Watching) -> Result:
    """Articles with text, title, publisher, publication and language; the rest set aside with its reason."""
    return _result(watch, "articles", parse_documents(_run(context, workspace, watch)))


@dg.asset(partitions_def=days, deps=[articles], group_name="ingest", kinds={"spacy", "parquet"})
def claims(context: Context, workspace: Workspace, watch: Watching) -> Result:
    """What articles state of whom, by the claim types of the schema, with the sentence that says so; published to the record."""
    run = _run(context, workspace, watch)
    tally = extract_claims(run, _extractor(run, workspace), schema(), _version(workspace))
    for day in tally.days:
        if day != run.day:
            context.log_event(dg.AssetMaterialization(asset_key="claims", partition=day, description="changed articles"))
    return _result(watch, "claims", tally)


@dg.asset(group_name="graph", kinds={"csv", "parquet"})
def official_lists(context: Context, workspace: Workspace, watch: Watching) -> Result:
    """Entries of the official sanctions lists that lie in the lists folder; those loaded from elsewhere stay."""
    folder = workspace.settings.lists
    return _result(watch, "official_lists", load_lists(workspace.record, [folder] if folder.exists() else [], _asked_for(context), watch))


judgements = dg.AssetSpec("judgements", group_name="graph", description="What people decided: the ledger of `newsgraph judge`.")


@dg.asset(deps=[claims, official_lists, judgements], group_name="graph", kinds={"pandas", "parquet"})
def entities(workspace: Workspace, watch: Watching) -> Result:
    """Who is who: every mention, and every entry of a list, linked to one entity."""
    return _result(watch, "entities", resolve_entities(knowledge(workspace), watch))


class Target(dg.Config):
    """How a run treats a graph that another record wrote."""

    adopt: bool = Field(default=False, description="Replace the graph of another record by this one's.")


@dg.asset(deps=[entities], group_name="graph", kinds={"neo4j"}, pool="neo4j")
def graph(context: Context, config: Target, workspace: Workspace, neo4j: Neo4jServer, watch: Watching) -> Result:
    """The graph in Neo4j, made equal to the record."""
    try:
        with neo4j.connected(workspace.settings, watch) as server:
            tally = write_graph(knowledge(workspace), server, watch, adopt=config.adopt)
    except UnreachableError as error:
        raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=2 ** (context.retry_number + 1)) from error
    return _result(watch, "graph", tally)


def _run(context: Context, workspace: Workspace, watch: Watch, sources: Sources | None = None) -> Run:
    paths = [Path(path) for path in sources.paths] if sources else []
    if sources and not paths:
        workspace.settings.inbox.mkdir(parents=True, exist_ok=True)
        paths = [workspace.settings.inbox]
    run = Run(workspace.record, context.partition_key, _asked_for(context), paths, sources.source if sources else None, watch)
    return replace(run, complete=sources.complete, any_number=sources.any_number) if sources else run


def _extractor(run: Run, workspace: Workspace) -> "Extractor | None":
    """The extractor where an article waits for it: neither spaCy nor its model is loaded over nothing new."""
    if not run.record.staged(run.day, "articles").num_rows:
        return None
    from pipelines.language.extractor import load_extractor  # noqa: PLC0415

    return load_extractor(workspace.settings.model, workspace.settings.judge)


def _asked_for(context: Context) -> datetime:
    """When the run was created: one that waits past midnight still belongs to its day, in all its assets."""
    record = context.instance.get_run_record_by_id(context.run.run_id)
    if record is None:  # a direct call of the asset, without a run in any history
        return utc_now()
    return to_milliseconds(record.create_timestamp)


def _version(workspace: Workspace) -> str:
    return extraction_version(registry_version(), workspace.settings.model, workspace.settings.judge)


def _result(watch: Watch, step: str, tally: Tally) -> Result:
    watch.finished(step, tally)
    return dg.MaterializeResult(metadata=metadata(tally))
