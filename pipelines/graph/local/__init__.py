"""A real Neo4j on this machine, from Python packages and Maven's jars alone: no Java, Docker or database needed before.

Here belongs what fetches, starts, finds and stops that server. What is asked of it or written to it belongs in
pipelines.graph; showing progress belongs to the caller.
"""

from pipelines.graph.local.progress import SILENT, Progress
from pipelines.graph.local.server import LocalServer, ServerStatus, address, ensure, reset, start, status, stop

__all__ = ["SILENT", "LocalServer", "Progress", "ServerStatus", "address", "ensure", "reset", "start", "status", "stop"]
