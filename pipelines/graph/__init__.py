"""The only room that knows neo4j: connection, local server, roll-up, constraints, the writer, questions.

Belongs here: whatever is sent to a database or read from it, and the frames that say what should be
there. Does not: what the graph may hold and the text of its Cypher (graph_schema), reading and
extracting, Dagster.
"""
