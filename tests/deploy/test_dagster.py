"""deploy/dagster.yaml, as Dagster itself reads it, and the entrypoint that gives it its password."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._core.errors import DagsterInvalidConfigError
from dagster._core.instance.config import dagster_instance_config
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager

# Prints how Dagster would log in to Postgres by dagster.yaml and the environment, and loads the driver; connects to nothing.
ADDRESS = """
import sqlalchemy, sys, yaml
from dagster._config import process_config
from dagster_postgres.utils import pg_config, pg_url_from_config
storage = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["storage"]["postgres"]
result = process_config(pg_config(), storage)
assert result.success, result.errors
engine = sqlalchemy.create_engine(pg_url_from_config(result.value))
print(engine.url.username, engine.url.password, engine.url.host, engine.url.database, sep="|")
"""


@pytest.fixture(scope="module")
def folder(root: Path) -> str:
    return str(root / "deploy")


def test_dagster_accepts_its_settings(folder: str) -> None:
    config, custom_class = dagster_instance_config(folder)
    assert custom_class is None
    assert config["telemetry"] == {"enabled": False}
    assert config["run_monitoring"]["enabled"] is True
    assert config["run_monitoring"]["max_runtime_seconds"] > 0
    assert config["run_retries"]["retry_on_asset_or_op_failure"] is False
    assert config["concurrency"]["pools"]["default_limit"] == 1
    assert config["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_dagster_would_refuse_a_setting_that_does_not_exist(folder: str, tmp_path: Path) -> None:
    wrong = yaml.safe_load(Path(folder, "dagster.yaml").read_text(encoding="utf-8"))
    wrong["run_monitoring"]["max_runtime"] = 1
    (tmp_path / "dagster.yaml").write_text(yaml.safe_dump(wrong), encoding="utf-8")
    with pytest.raises(DagsterInvalidConfigError, match="max_runtime"):
        dagster_instance_config(str(tmp_path))


def test_parts_of_the_instance_are_those_named(folder: str) -> None:
    ref = InstanceRef.from_dir(folder)
    assert ref.storage_data is not None
    assert ref.storage_data.class_name == "DagsterPostgresStorage"
    assert ref.run_coordinator_data is not None
    assert ref.run_coordinator_data.class_name == "QueuedRunCoordinator"
    assert type(ref.run_coordinator).__name__ == "QueuedRunCoordinator"
    assert type(ref.run_launcher).__name__ == "DefaultRunLauncher"
    assert isinstance(ref.compute_log_manager, LocalComputeLogManager)


@pytest.mark.parametrize("name", ["code", "webserver", "daemon"])
def test_dagster_writes_to_the_volume_that_its_three_processes_share(folder: str, services: dict[str, Any], name: str) -> None:
    config, _ = dagster_instance_config(folder)
    targets = [volume.split(":")[1] for volume in services[name]["volumes"] if isinstance(volume, str) and volume.startswith("dagster:")]
    assert targets == [config["local_artifact_storage"]["config"]["base_dir"]]
    assert Path(config["compute_logs"]["config"]["base_dir"]).is_relative_to(targets[0])


@pytest.mark.parametrize("name", ["code", "webserver", "daemon"])
def test_each_process_reaches_postgres_with_the_password_of_the_secret(
    root: Path, services: dict[str, Any], name: str, tmp_path: Path
) -> None:
    secret = tmp_path / "postgres_password"
    secret.write_text("p@ss word\n", encoding="utf-8")
    environment = services[name]["environment"] | {"DAGSTER_POSTGRES_PASSWORD_FILE": str(secret), "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [str(root / "deploy" / "entrypoint.sh"), sys.executable, "-c", ADDRESS, str(root / "deploy" / "dagster.yaml")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    server = services["postgres"]["environment"]
    assert done.stdout.strip().split("|") == [server["POSTGRES_USER"], "p@ss word", "postgres", server["POSTGRES_DB"]]


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({}, "DAGSTER_POSTGRES_PASSWORD_FILE: is not set"),
        ({"DAGSTER_POSTGRES_PASSWORD_FILE": "/nowhere/postgres_password"}, "/nowhere/postgres_password"),
        ({"DAGSTER_POSTGRES_PASSWORD_FILE": os.devnull}, "is empty"),
    ],
)
def test_entrypoint_starts_nothing_without_a_password(root: Path, environment: dict[str, str], complaint: str) -> None:
    command = [str(root / "deploy" / "entrypoint.sh"), "echo", "started"]
    done = subprocess.run(command, env=environment | {"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert complaint in done.stderr
    assert "started" not in done.stdout


def test_entrypoint_gives_way_to_the_command(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "postgres_password"
    secret.write_text("secret", encoding="utf-8")
    environment = {"DAGSTER_POSTGRES_PASSWORD_FILE": str(secret), "PATH": os.environ["PATH"]}
    command = [str(root / "deploy" / "entrypoint.sh"), "sh", "-c", 'echo "$$ $1"', "sh", "one argument"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        output, _ = process.communicate()
    assert output.split() == [str(process.pid), "one", "argument"], "a shell in between would swallow the signal that stops the container"
