"""The record: what was read and what was found in it, kept on disk as Parquet files.

Belongs here: the tables' columns, their files and manifest, staging between assets, the lock that
admits one writer. Does not: reading sources, extracting, resolving, anything of Neo4j. The graph is
a projection of what lies here and can be dropped and written again.
"""

from pipelines.record.lock import writer, writing
from pipelines.record.store import Batch, Record, day_of

__all__ = ["Batch", "Record", "day_of", "writer", "writing"]
