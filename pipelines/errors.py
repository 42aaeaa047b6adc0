"""Every error that this package raises on purpose.

    NewsgraphError                  (graph_schema.errors) message, where, fix
    ├── SchemaError                 (graph_schema.errors) a declaration is wrong
    ├── SettingsError               an environment variable or option is wrong
    ├── SourceError                 an input cannot be read at all
    ├── ModelError                  a spaCy model or a pattern file is missing or unfit
    ├── RecordError                 the record on disk is damaged or of an unknown version
    ├── ExportError                 files to take away cannot be written, or would replace what is not ours
    ├── BusyError                   another run holds the lock; names the process
    └── ServerError                 anything between us and Neo4j
        ├── InstallError            jars or Java could not be fetched or verified
        ├── StartError              the local server did not start; shows its log's end
        ├── UnreachableError        no server answers at the address
        ├── CredentialsError        the server refuses user or password
        └── WriteError              rows came out fewer than went in

One bad article or row is no exception: it becomes a `pipelines.records.Refusal` and the rest goes on.
"""

from graph_schema.errors import NewsgraphError, SchemaError

__all__ = [
    "BusyError",
    "CredentialsError",
    "ExportError",
    "InstallError",
    "ModelError",
    "NewsgraphError",
    "RecordError",
    "SchemaError",
    "ServerError",
    "SettingsError",
    "SourceError",
    "StartError",
    "UnreachableError",
    "WriteError",
]


class SettingsError(NewsgraphError):
    """An environment variable or option has a value that cannot be used."""


class SourceError(NewsgraphError):
    """An input cannot be read at all."""


class ModelError(NewsgraphError):
    """A spaCy model or a pattern file is missing or unfit."""


class RecordError(NewsgraphError):
    """The record on disk is damaged or of a version this code does not know."""


class ExportError(NewsgraphError):
    """Files to take away cannot be written, or would replace what is not ours."""


class BusyError(NewsgraphError):
    """Another run holds the lock."""


class ServerError(NewsgraphError):
    """Anything that stands between us and Neo4j."""


class InstallError(ServerError):
    """The server's jars or its Java runtime could not be fetched or verified."""


class StartError(ServerError):
    """The local server did not start."""


class UnreachableError(ServerError):
    """No server answers at the address."""


class CredentialsError(ServerError):
    """The server refuses user or password."""


class WriteError(ServerError):
    """A write did not do what it was asked for."""
