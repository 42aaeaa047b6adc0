"""The job over all assets, its daily schedule, and the executor.

Everything runs in one process: the spaCy model is loaded once, and the record's lock is held from
the first asset to the last.
"""

import dagster as dg

from pipelines.record import day_of
from pipelines.records import utc_now

JOB_NAME = "newsgraph"

newsgraph_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Articles to graph, with all checks.",
)


@dg.schedule(job=newsgraph_job, cron_schedule="0 6 * * *", execution_timezone="UTC", description="Read the inbox every day at 06:00 UTC.")
def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run for today, whose partition new documents belong to; ticking twice for the same time asks for one run."""
    return dg.RunRequest(partition_key=day_of(utc_now()), run_key=context.scheduled_execution_time.isoformat())
