// action: show what contradicts it
// answers: The claims about the selected facts that say another status than the graph goes by, with their articles.
MATCH ()-[r]->()
WHERE elementId(r) IN $relationships AND r.disputed
MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn AND c.status <> r.status
MATCH article = (c)-[:STATED_IN]->(:Article)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN article, subject, object ORDER BY c.confidence DESC, c.claim_id LIMIT 100
