"""Dagster's room: assets, checks, schedule, resources, and launching a run from a terminal.

Assets stay thin: each calls one step of `pipelines.flow` and reports its tally. Only this room and
`pipelines.definitions` import dagster; no rule about articles, language or the graph belongs here.
"""
