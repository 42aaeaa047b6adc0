// action: show the evidence
// answers: The claims that state the selected facts, with their sentences and articles.
MATCH ()-[r]->()
WHERE elementId(r) IN $relationships AND r.fact_id IS NOT NULL
MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn
MATCH article = (c)-[:STATED_IN]->(:Article)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN article, subject, object ORDER BY c.confidence DESC, c.claim_id LIMIT 100
