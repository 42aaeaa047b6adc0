"""The job over all assets, its daily schedule, and the executor.

Everything runs in one process: the spaCy model is loaded once, and the record's lock is held from
the first asset to the last.
"""

import dagster as dg

from pipelines.record import day_of
from pipelines.records import utc_now

JOB_NAME = "newsgraph"
UPDATE_NAME = "update_graph"
AUDIT_NAME = "audit"
AUDIT = dg.AssetSelection.checks(
    dg.AssetCheckKey(dg.AssetKey("graph"), "graph_equals_record"), dg.AssetCheckKey(dg.AssetKey("claims"), "quality_holds")
)

newsgraph_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all() - AUDIT,
    executor_def=dg.in_process_executor,
    description="Articles to graph, with the checks of each step.",
)
update_job = dg.define_asset_job(
    UPDATE_NAME,
    selection=dg.AssetSelection.assets("entities", "graph") - AUDIT,
    executor_def=dg.in_process_executor,
    description="The graph after a judgement or a new list: who is who, and the graph; no article is read.",
)
audit_job = dg.define_asset_job(
    AUDIT_NAME,
    selection=AUDIT,
    executor_def=dg.in_process_executor,
    description="Every value of the graph against the record, as `newsgraph check` does; the extraction against annotated texts.",
)


@dg.schedule(job=audit_job, cron_schedule="0 5 * * 0", execution_timezone="UTC", description="Audit the graph on Sundays at 05:00 UTC.")
def weekly_audit(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One audit; ticking twice for the same time asks for one run."""
    return dg.RunRequest(run_key=context.scheduled_execution_time.isoformat())


@dg.schedule(job=newsgraph_job, cron_schedule="0 6 * * *", execution_timezone="UTC", description="Read the inbox every day at 06:00 UTC.")
def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run for today, whose partition new documents belong to; ticking twice for the same time asks for one run."""
    return dg.RunRequest(partition_key=day_of(utc_now()), run_key=context.scheduled_execution_time.isoformat())
