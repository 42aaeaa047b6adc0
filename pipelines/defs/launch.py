"""A run of the job from a terminal: the same assets, in this process, in Dagster's history."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import psutil
from dagster_shared.error import SerializableErrorInfo

from pipelines.definitions import defs
from pipelines.defs.history import history
from pipelines.defs.jobs import JOB_NAME, UPDATE_NAME
from pipelines.errors import NewsgraphError
from pipelines.flow import Watch
from pipelines.record import day_of
from pipelines.records import utc_now
from pipelines.settings import Settings

PROCESS = "newsgraph/process"  # tag of a run from a terminal: the process it runs in


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its id in Dagster's history, per failed step what went wrong, per failed check what it found."""

    run_id: str
    failures: dict[str, str]
    failed_checks: dict[str, str]


def launch(  # noqa: PLR0913 what to read, how to take it, who looks
    settings: Settings,
    paths: Sequence[Path],
    source: str | None,
    watch: Watch,
    *,
    adopt: bool = False,
    complete: bool = False,
    any_number: bool = False,
) -> Outcome:
    """Run the job over `paths` for today's partition."""
    reading = {"paths": [str(path) for path in paths], "source": source, "complete": complete, "any_number": any_number}
    steps = {"raw_articles": {"config": reading}, "graph": {"config": {"adopt": adopt}}}
    return _execute(settings, JOB_NAME, steps, watch, partition_key=day_of(utc_now()))


def reproject(settings: Settings, watch: Watch) -> Outcome:
    """Bring the graph up to date with judgements and lists; no article is read."""
    return _execute(settings, UPDATE_NAME, {}, watch, partition_key=None)


def _execute(settings: Settings, job: str, steps: Mapping[str, object], watch: Watch, *, partition_key: str | None) -> Outcome:
    config = {"ops": steps, "loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    with history(settings) as storage:
        _close_killed(storage)
        result = defs.resolve_job_def(job).execute_in_process(
            run_config=config,
            instance=storage,
            partition_key=partition_key,
            tags={PROCESS: str(os.getpid())},
            resources={"watch": watch},
            raise_on_error=False,
        )
    failures = {event.step_key or "": _reason(event.step_failure_data.error) for event in result.get_step_failure_events()}
    if not result.success and not failures:  # something before the first step, such as its resources
        failures["the run"] = "; ".join(_reason(event.job_failure_data.error) for event in result.all_events if event.is_job_failure)
    checks = {check.check_name: _found(check) for check in result.get_asset_check_evaluations() if not check.passed}
    return Outcome(result.run_id, failures, checks)


def _close_killed(storage: dg.DagsterInstance) -> None:
    """Runs whose process is gone without a word are marked failed, so that the history does not show them as running."""
    unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED])
    for run in storage.get_runs(unfinished):
        process = run.tags.get(PROCESS)
        if process and not psutil.pid_exists(int(process)):
            storage.report_run_failed(run, f"Process {process} was killed; the next run took up its work.")


def _found(check: dg.AssetCheckEvaluation) -> str:
    first = check.metadata.get("first")
    return str(first.value) if first else ""


def _reason(error: SerializableErrorInfo | None) -> str:
    """What went wrong in a person's words: our own error where the chain of causes holds one, else its first cause."""
    chain = []
    while error:
        chain.append(error)
        error = error.cause
    ours = {kind.__name__ for kind in _kinds(NewsgraphError)}
    told = next((link for link in chain if link.cls_name in ours), chain[-1] if chain else None)
    return told.message.partition(": ")[2].strip() or told.message if told else "unknown"


def _kinds(kind: type[NewsgraphError]) -> set[type[NewsgraphError]]:
    return {kind}.union(*(_kinds(below) for below in kind.__subclasses__()))
