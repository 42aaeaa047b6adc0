// phrase: sanctions by $authority
// answers: Whom a government or one of its bodies restricts.
// param authority: string — name or alias; case does not matter
// suggests: authority = MATCH (e:Entity)-[:SANCTIONS]->(:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = authority
MATCH path = (e)-[r:SANCTIONS]->(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
