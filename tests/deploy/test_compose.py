"""docker-compose.yml: valid by the Compose specification, complete, without secrets, and in step with the tools it starts."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.settings import load_settings

BIN = Path(sys.executable).parent
ENTRYPOINT = "/opt/newsgraph/entrypoint.sh"
SERVICES = ("neo4j", "postgres", "code", "webserver", "daemon")
OURS = ("code", "webserver", "daemon")


def mounts(service: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(source, target) of each volume, whichever way it is written."""
    for volume in service["volumes"]:
        if isinstance(volume, str):
            source, target = volume.split(":")[:2]
            yield source, target
        else:
            yield volume["source"], volume["target"]


def size(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([mg])", text).groups()  # type: ignore[union-attr]
    return int(number) * {"m": 1, "g": 1024}[unit]


def test_file_follows_the_compose_specification(root: Path) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(root / "docker-compose.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_specification_check_would_see_a_mistake(root: Path, tmp_path: Path) -> None:
    wrong = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    wrong["services"]["code"]["helthcheck"] = {}
    (tmp_path / "compose.yml").write_text(yaml.safe_dump(wrong), encoding="utf-8")
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(tmp_path / "compose.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "helthcheck" in done.stdout


def test_production_is_these_five_services(services: dict[str, Any]) -> None:
    assert tuple(services) == SERVICES


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_watched_restarted_and_limited(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries", "start_period"} < service["healthcheck"].keys()
    assert service["restart"] == "unless-stopped"
    assert size(service["mem_limit"]) > 0
    assert {"max-size", "max-file"} == service["logging"]["options"].keys()
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", OURS)
def test_our_containers_cannot_write_to_their_image(services: dict[str, Any], name: str) -> None:
    assert services[name]["read_only"] is True
    assert services[name]["cap_drop"] == ["ALL"]
    assert services[name]["tmpfs"] == ["/tmp"]


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_to_a_patch(services: dict[str, Any], name: str) -> None:
    tag = services[name]["image"].partition(":")[2]
    assert re.match(r"\d+\.\d+", tag), f"{services[name]['image']} names no version"
    assert "latest" not in tag


def test_our_image_carries_the_version_of_the_project(services: dict[str, Any], project: dict[str, Any]) -> None:
    assert {services[name]["image"] for name in OURS} == {f"newsgraph:{project['project']['version']}"}


@pytest.mark.parametrize("name", SERVICES)
def test_published_ports_are_on_the_loopback_address(services: dict[str, Any], name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in services[name].get("ports", []))


@pytest.mark.parametrize("kind", ["volumes", "secrets", "networks"])
def test_what_is_declared_is_used_and_what_is_used_is_declared(compose: dict[str, Any], services: dict[str, Any], kind: str) -> None:
    def used(service: dict[str, Any]) -> set[str]:
        if kind == "volumes":
            return {source for source, _ in mounts(service) if re.fullmatch(r"[\w-]+", source)}
        return set(service.get(kind, []))

    assert set[str]().union(*map(used, services.values())) == compose[kind].keys()


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_read_from_files_that_the_service_has(services: dict[str, Any], name: str) -> None:
    service = services[name]
    files = {value for key, value in service["environment"].items() if key.endswith("_FILE")}
    assert files == {f"/run/secrets/{secret}" for secret in service["secrets"]}
    bare = [key for key in service["environment"] if re.search("PASSWORD|AUTH|TOKEN|SECRET", key) and not key.endswith("_FILE")]
    assert not bare, f"{bare} would put a secret into the file"


def test_secret_files_are_ignored_by_git_and_described(compose: dict[str, Any], root: Path) -> None:
    guide = (root / "docs" / "production.md").read_text(encoding="utf-8")
    assert "secrets/" in (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    for secret in compose["secrets"].values():
        file = secret["file"].removeprefix("./")
        assert file.startswith("secrets/")
        assert f"> {file}" in guide, f"docs/production.md does not say how to make {file}"


def test_services_wait_for_healthy_ones_and_share_a_network_with_them(services: dict[str, Any]) -> None:
    awaited = {(name, other) for name, service in services.items() for other in service.get("depends_on", {})}
    assert awaited == {
        ("code", "neo4j"),
        ("code", "postgres"),
        *((name, other) for name in ("webserver", "daemon") for other in ("postgres", "code")),
    }
    for name, other in awaited:
        assert services[name]["depends_on"][other] == {"condition": "service_healthy"}
        assert set(services[name]["networks"]) & set(services[other]["networks"]), f"{name} cannot reach {other}"


def test_network_of_the_code_server_leads_nowhere_else(compose: dict[str, Any], services: dict[str, Any]) -> None:
    assert compose["networks"]["dagster"] == {"internal": True}
    assert services["postgres"]["networks"] == ["dagster"]
    assert "ports" not in services["postgres"] | services["code"]


def test_articles_are_mounted_read_only(services: dict[str, Any]) -> None:
    [inbox] = [volume for volume in services["code"]["volumes"] if isinstance(volume, dict)]
    assert inbox["read_only"] is True
    assert inbox["target"] == services["code"]["environment"]["NEWSGRAPH_INBOX"]


def test_record_lives_on_its_volume(services: dict[str, Any]) -> None:
    assert ("record", services["code"]["environment"]["NEWSGRAPH_HOME"]) in mounts(services["code"])


class ReadKeys(dict[str, str]):
    """An environment that remembers what was asked of it."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def test_code_server_is_given_settings_that_we_read(services: dict[str, Any], tmp_path: Path) -> None:
    password = tmp_path / "neo4j_password"
    password.write_text("of the secret\n", encoding="utf-8")
    environment = ReadKeys(services["code"]["environment"] | {"NEO4J_PASSWORD_FILE": str(password)})

    settings = load_settings(environment)

    ours = {key for key in environment if key.startswith(("NEWSGRAPH_", "NEO4J_"))}
    assert ours <= environment.asked
    assert settings.neo4j is not None
    assert settings.neo4j.uri == "bolt://neo4j:7687"
    assert settings.neo4j.password == "of the secret"


def commands(services: dict[str, Any]) -> list[list[str]]:
    """Every command of ours that docker-compose.yml runs: of the services, then of the health checks."""
    run = [services[name]["command"] for name in OURS]
    checks = [services[name]["healthcheck"]["test"][1:] for name in OURS]
    return [command[1:] if command[0] == ENTRYPOINT else command for command in run + checks]


def test_each_command_and_flag_exists_in_the_installed_tool(services: dict[str, Any]) -> None:
    found = [command for command in commands(services) if command[0] != "python"]
    assert [command[0] for command in found] == ["dagster", "dagster-webserver", "dagster-daemon", "dagster", "dagster-daemon"]
    for command in found:
        # With --help a tool parses its whole command line, refuses a flag that it does not know, and starts nothing.
        done = subprocess.run([BIN / command[0], *command[1:], "--help"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout.startswith("Usage:")


def test_health_check_in_python_compiles(services: dict[str, Any]) -> None:
    [check] = [command for command in commands(services) if command[0] == "python"]
    compile(check[2], "healthcheck", "exec")
    port = services["webserver"]["command"][services["webserver"]["command"].index("--port") + 1]
    assert f"127.0.0.1:{port}/server_info" in check[2]
    assert services["webserver"]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_code_server_serves_the_module_of_the_project(services: dict[str, Any], project: dict[str, Any]) -> None:
    command = services["code"]["command"]
    module = command[command.index("--module-name") + 1]
    assert module == project["tool"]["dg"]["project"]["code_location_target_module"]


def test_workspace_names_the_code_server(services: dict[str, Any], root: Path) -> None:
    workspace = yaml.safe_load((root / "deploy" / "workspace.yaml").read_text(encoding="utf-8"))
    [location] = workspace["load_from"]
    command = services["code"]["command"]
    port = command[command.index("--port") + 1]
    assert location["grpc_server"]["host"] in services
    assert location["grpc_server"]["host"] == "code"
    assert str(location["grpc_server"]["port"]) == port
    assert services["code"]["healthcheck"]["test"][-2:] == ["--port", port]


def test_neo4j_fits_its_memory_limit(services: dict[str, Any]) -> None:
    environment = services["neo4j"]["environment"]
    asked = size(environment["NEO4J_server_memory_heap_max__size"]) + size(environment["NEO4J_server_memory_pagecache_size"])
    assert asked <= 0.75 * size(services["neo4j"]["mem_limit"]), "the JVM needs room beside heap and page cache"
