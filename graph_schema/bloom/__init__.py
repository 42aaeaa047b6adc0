"""The perspective with which Neo4j Bloom (Explore) shows the graph: declaration, phrases and actions → one JSON file.

Belongs here: phrases/*.cypher and actions/*.cypher, their strict reader, and what Bloom's file format needs to draw what
the declaration says. Does not: how something looks (`look:` in model/*.yml), writing a file, a connection to Neo4j.
"""

from graph_schema.bloom.perspective import perspective
from graph_schema.bloom.saved import Action, Phrase, load_actions, load_phrases

__all__ = ["Action", "Phrase", "load_actions", "load_phrases", "perspective"]
