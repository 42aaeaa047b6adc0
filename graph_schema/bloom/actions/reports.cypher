// action: show the reports
// answers: The claims about the selected transactions, with their articles and parties.
// for: Deal
MATCH (d) WHERE elementId(d) IN $nodes
MATCH deal = (d)<-[:PART_OF]-(c:Claim)
MATCH article = (c)-[:STATED_IN]->(:Article)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN deal, article, subject, object ORDER BY c.confidence DESC, c.claim_id LIMIT 100
