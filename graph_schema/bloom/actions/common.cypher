// action: show what ties them
// answers: Everybody whom facts tie to two or more of what is selected.
// for: Entity
MATCH (one) WHERE elementId(one) IN $nodes
MATCH path = (one)-[r1 WHERE r1.fact_id IS NOT NULL]-(between:Entity)-[r2 WHERE r2.fact_id IS NOT NULL]-(other)
WHERE elementId(other) IN $nodes AND elementId(one) < elementId(other)
RETURN path ORDER BY between.name, r1.fact_id, r2.fact_id LIMIT 100
