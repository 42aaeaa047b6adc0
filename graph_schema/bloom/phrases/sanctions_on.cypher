// phrase: sanctions on $company
// answers: Who restricts a company, person, country or product.
// param company: string — name or alias; case does not matter
// suggests: company = MATCH (:Entity)-[:SANCTIONS]->(e:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = company
MATCH path = (:Entity)-[r:SANCTIONS]->(e)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
