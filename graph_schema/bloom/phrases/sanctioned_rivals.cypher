// phrase: rivals of the sanctioned
// answers: Who is restricted, by whom, and the rivals who may gain by it.
MATCH (source:Entity)-[r:SANCTIONS]->(target:Entity)
WHERE r.status IN ['in_force', 'planned']
MATCH path = (source)-[r]->(target)-[:COMPETES_WITH]-(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
