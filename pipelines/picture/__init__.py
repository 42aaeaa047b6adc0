"""The page of `newsgraph view`: a part of the graph that a person looks at, in a browser and without a network.

Belongs here: what the page shows of a `Neighbourhood` and the declaration, its template, style and script, and the
library that draws. Does not: asking the graph (graph), arguments and files (cli), figures of an evaluation (evaluation).

Cytoscape.js draws: MIT, one file without dependencies, styles by rule, several edges between two nodes, layouts that are
computed once. sigma.js needs WebGL and graphology, and draws parallel edges over each other without a further package; vis-network
is styled element by element, and its layout is a simulation in motion. neo4j-viz, Neo4j's own engine, is GPL-3.0-only.
"""
