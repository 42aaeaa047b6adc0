"""Dockerfile and .dockerignore: what goes into the image, from where, and as whom it runs."""

import os
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def steps(root: Path) -> list[tuple[str, str]]:
    """(instruction, arguments) of the Dockerfile, continued lines joined."""
    text = (root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines)]


def copied(steps: list[tuple[str, str]]) -> set[str]:
    return {path for word, rest in steps if word == "COPY" for path in rest.split()[:-1]}


def test_what_is_copied_exists(steps: list[tuple[str, str]], root: Path) -> None:
    assert copied(steps)
    missing = {path for path in copied(steps) if not (root / path).exists()}
    assert not missing


def test_only_what_is_copied_reaches_the_builder(steps: list[tuple[str, str]], root: Path) -> None:
    rules = [line for line in (root / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*", "the rest only adds to nothing"
    admitted = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert admitted == {path.partition("/")[0] for path in copied(steps)}
    assert not {"secrets", "inbox", ".env", ".git", ".venv"} & admitted


def test_base_is_the_python_of_the_lock_pinned_to_a_patch(steps: list[tuple[str, str]], project: dict[str, Any]) -> None:
    [base] = [rest for word, rest in steps if word == "FROM"]
    found = re.fullmatch(r"python:(\d+)\.(\d+)\.\d+-slim-\w+", base)
    assert found, base
    assert project["project"]["requires-python"].startswith(f">={found[1]}.{found[2]},")


def test_packages_come_from_the_lock_with_their_hashes(steps: list[tuple[str, str]]) -> None:
    lock, package = [rest for word, rest in steps if word == "RUN" and rest.startswith("pip install")]
    assert {"--require-hashes", "--no-deps", "--only-binary", "requirements.lock"} <= set(lock.split())
    assert {"--no-deps", "--no-build-isolation"} <= set(package.split()), "the project must bring nothing that the lock does not hold"


def test_containers_do_not_run_as_root(steps: list[tuple[str, str]]) -> None:
    assert [rest for word, rest in steps if word == "USER"] == ["newsgraph"]
    assert any(word == "RUN" and rest.startswith("useradd") and " newsgraph" in rest for word, rest in steps)


def test_image_and_compose_agree_on_paths(steps: list[tuple[str, str]], services: dict[str, Any]) -> None:
    home = next(rest for word, rest in reversed(steps) if word == "WORKDIR")
    assert f"DAGSTER_HOME={home}" in next(rest for word, rest in steps if word == "ENV").split()
    assert ("ENTRYPOINT", f'["{home}/entrypoint.sh"]') in steps
    assert services["daemon"]["healthcheck"]["test"][1] == f"{home}/entrypoint.sh"
    for name in ("webserver", "daemon"):
        assert services[name]["command"][-1] == f"{home}/workspace.yaml"


def test_folders_below_volumes_belong_to_the_user(steps: list[tuple[str, str]], services: dict[str, Any]) -> None:
    [made] = [rest for word, rest in steps if word == "RUN" and "install --directory --owner newsgraph" in rest]
    targets = {
        volume.split(":")[1] for name in ("code", "webserver", "daemon") for volume in services[name]["volumes"] if isinstance(volume, str)
    }
    assert targets <= set(made.split()), "a volume over a folder that is not there would belong to root"


def test_entrypoint_may_be_executed(root: Path) -> None:
    assert os.access(root / "deploy" / "entrypoint.sh", os.X_OK)
