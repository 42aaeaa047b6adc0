// phrase: evidence between $a and $b
// answers: Every claim of a fact between the two, with its sentence and its article.
// param a: string — name or alias; case does not matter
// param b: string — name or alias of the other
// suggests: a = MATCH (e:Entity)-[r]-(:Entity) WHERE r.fact_id IS NOT NULL RETURN DISTINCT e.name AS name ORDER BY name
// suggests: b = MATCH (:Entity {name: $a})-[r]-(e:Entity) WHERE r.fact_id IS NOT NULL RETURN DISTINCT e.name AS name ORDER BY name
// finds: x = a
// finds: y = b
MATCH fact = (x)-[r]-(y)
MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn
MATCH article = (c)-[:STATED_IN]->(:Article)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN fact, article, subject, object ORDER BY c.confidence DESC, c.claim_id LIMIT 300
