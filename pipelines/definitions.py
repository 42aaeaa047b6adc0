"""What Dagster loads: `dagster dev -m pipelines.definitions`, or `newsgraph dev`."""

import dagster as dg

from pipelines.defs import assets
from pipelines.defs.checks import all_checks
from pipelines.defs.jobs import audit_job, daily, newsgraph_job, update_job, weekly_audit
from pipelines.defs.resources import LogWatch, Neo4jServer, Workspace

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([assets]),
    asset_checks=all_checks(),
    jobs=[newsgraph_job, update_job, audit_job],
    schedules=[daily, weekly_audit],
    resources={"workspace": Workspace(), "neo4j": Neo4jServer(), "watch": dg.ResourceDefinition.hardcoded_resource(LogWatch())},
    executor=dg.in_process_executor,
)
