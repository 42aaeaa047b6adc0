"""Shared fixtures. The real Neo4j that all tests share is started once, in `neo4j_server`."""
