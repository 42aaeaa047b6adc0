"""A run of the job from a terminal: the same assets, in this process, in Dagster's history."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.definitions import defs
from pipelines.defs.jobs import JOB_NAME
from pipelines.errors import NewsgraphError
from pipelines.flow import Watch
from pipelines.record import day_of
from pipelines.records import utc_now
from pipelines.settings import Settings

INSTANCE = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"  # nothing is sent home, and no sign-up form greets the user


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its id in Dagster's history, per failed step what went wrong, per failed check what it found."""

    run_id: str
    failures: dict[str, str]
    failed_checks: dict[str, str]


def instance(settings: Settings) -> dg.DagsterInstance:
    """Dagster's storage of this project, made when it is not there yet."""
    settings.dagster.mkdir(parents=True, exist_ok=True)
    config = settings.dagster / "dagster.yaml"
    if not config.exists():
        config.write_text(INSTANCE, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(settings.dagster)
    return dg.DagsterInstance.get()


def launch(settings: Settings, paths: Sequence[Path], source: str | None, watch: Watch, *, adopt: bool = False) -> Outcome:
    """Run the job over `paths` for today's partition."""
    config = {
        "ops": {
            "raw_articles": {"config": {"paths": [str(path) for path in paths], "source": source}},
            "graph": {"config": {"adopt": adopt}},
        },
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    with instance(settings) as storage:
        result = defs.resolve_job_def(JOB_NAME).execute_in_process(
            run_config=config, instance=storage, partition_key=day_of(utc_now()), resources={"watch": watch}, raise_on_error=False
        )
    failures = {event.step_key or "": _reason(event) for event in result.get_step_failure_events()}
    checks = {check.check_name: _found(check) for check in result.get_asset_check_evaluations() if not check.passed}
    return Outcome(result.run_id, failures, checks)


def _found(check: dg.AssetCheckEvaluation) -> str:
    first = check.metadata.get("first")
    return str(first.value) if first else ""


def _reason(event: dg.DagsterEvent) -> str:
    """What went wrong in a person's words: our own error where the chain of causes holds one, else its first cause."""
    error = event.step_failure_data.error
    chain = []
    while error:
        chain.append(error)
        error = error.cause
    ours = {kind.__name__ for kind in _kinds(NewsgraphError)}
    told = next((link for link in chain if link.cls_name in ours), chain[-1] if chain else None)
    return told.message.partition(": ")[2].strip() or told.message if told else "unknown"


def _kinds(kind: type[NewsgraphError]) -> set[type[NewsgraphError]]:
    return {kind}.union(*(_kinds(below) for below in kind.__subclasses__()))
