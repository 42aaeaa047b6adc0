// action: show what it states
// answers: The claims of the selected articles, with their subjects and objects.
// for: Article
MATCH (a) WHERE elementId(a) IN $nodes
MATCH article = (a)<-[:STATED_IN]-(c:Claim)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN article, subject, object ORDER BY c.start, c.claim_id LIMIT 100
