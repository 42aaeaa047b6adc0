"""The job over all assets, its daily schedule, and the executor.

Everything runs in one process: the spaCy model is loaded once, and the record's lock is held from
the first asset to the last.
"""

import dagster as dg

from pipelines.defs.assets import BEGAN
from pipelines.record import day_of

JOB_NAME = "newsgraph"

newsgraph_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Articles to graph, with all checks.",
)


@dg.schedule(job=newsgraph_job, cron_schedule="0 6 * * *", execution_timezone="UTC", description="Read the inbox every day at 06:00 UTC.")
def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run for the day of the tick; ticking twice for the same time asks for one run."""
    moment = context.scheduled_execution_time
    return dg.RunRequest(partition_key=day_of(moment), run_key=moment.isoformat(), tags={BEGAN: moment.isoformat()})
