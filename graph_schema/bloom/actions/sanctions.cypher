// action: show sanctions
// answers: Restrictions on what is selected, and by it.
// for: Entity
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)-[r:SANCTIONS]-(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 100
