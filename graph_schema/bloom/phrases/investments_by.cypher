// phrase: what $investor invests in
// answers: Where a company, person or state puts its money.
// param investor: string — name or alias; case does not matter
// suggests: investor = MATCH (e:Entity)-[:INVESTS_IN]->(:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = investor
MATCH path = (e)-[r:INVESTS_IN]->(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
