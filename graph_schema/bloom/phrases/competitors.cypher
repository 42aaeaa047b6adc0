// phrase: who competes with $company
// answers: The rivals of a company or product.
// param company: string — name or alias; case does not matter
// suggests: company = MATCH (e:Entity)-[:COMPETES_WITH]-(:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = company
MATCH path = (e)-[r:COMPETES_WITH]-(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
