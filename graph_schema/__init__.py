"""WHAT the graph may hold and how it is shown: declarations, known entities, questions, and pure functions of them.

Belongs here: model/*.yml, registry/*.csv, queries/*.cypher, their strict loaders, and what follows
from a declaration alone (constraints, checks on frames, MERGE statements, the reference page, Bloom's perspective).
Does not: reading articles, language, Dagster, a connection to Neo4j. Imports nothing of pipelines.
"""
