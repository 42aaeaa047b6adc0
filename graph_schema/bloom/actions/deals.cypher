// action: show the transactions
// answers: The transactions behind the selected facts, each with the claims about it.
MATCH ()-[r]->()
WHERE elementId(r) IN $relationships AND r.fact_id IS NOT NULL
MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn
MATCH deal = (c)-[:PART_OF]->(d:Deal)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
RETURN deal, subject ORDER BY d.amount_usd IS NULL, d.amount_usd DESC, c.claim_id LIMIT 100
