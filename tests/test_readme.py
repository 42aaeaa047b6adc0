"""The README's commands are there, and in the order in which a newcomer runs them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from graph_schema.load import load_schema
from graph_schema.queries import load_queries
from pipelines.cli.main import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands() -> set[str]:
    groups = {group.name for group in app.registered_groups}
    single = {command.name or command.callback.__name__.replace("_", "-") for command in app.registered_commands if command.callback}
    return single | {group for group in groups if group}


def test_the_first_two_blocks_are_the_run_and_the_tests() -> None:
    assert [block.strip() for block in BLOCKS[:2]] == ["make demo", "make test"]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


def test_every_command_stands_in_the_readme_and_every_command_there_exists() -> None:
    assert set(re.findall(r"newsgraph ([\w-]+)", "".join(re.findall(r"`[^`]*`|```.*?```", README, re.DOTALL)))) == commands()


def test_a_question_that_the_readme_asks_is_in_the_library() -> None:
    asked = set(re.findall(r"newsgraph query (\w+) ", README)) - {"NAME"}
    assert asked
    assert asked <= set(load_queries())


def test_every_type_of_claim_stands_in_the_readme() -> None:
    drawn = {type_ for types in re.findall(r"\[:([A-Z_|]+)\]", README) for type_ in types.split("|")}
    assert set(load_schema().claim_types) <= drawn


def test_links_of_the_readme_lead_somewhere() -> None:
    assert [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not (ROOT / link).exists()] == []


def test_every_dependency_gives_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    declared = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    assert [name for name in declared if not re.search(rf'"{re.escape(name)}",\s+# \w+', text)] == []


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^\S+==\S+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S+==", lock, re.MULTILINE)) > 50
    assert "://" not in lock


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_citation_is_valid_and_of_this_version() -> None:
    citation = ROOT / "CITATION.cff"
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.citation-file-format", str(citation)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = yaml.safe_load(citation.read_text(encoding="utf-8"))
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])


def test_links_of_the_documents_lead_somewhere() -> None:
    links = [
        (page, link) for page in (ROOT / "docs").glob("*.md") for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
