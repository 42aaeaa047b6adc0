// phrase: investors of $target
// answers: Who invests in a company, product, sector, place or country.
// param target: string — name or alias; case does not matter
// suggests: target = MATCH (:Entity)-[:INVESTS_IN]->(e:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = target
MATCH path = (:Entity)-[r:INVESTS_IN]->(e)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
