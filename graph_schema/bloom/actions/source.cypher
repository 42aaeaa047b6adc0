// action: show where it is from
// answers: Article, subject, object and transaction of the selected claims.
// for: Claim
MATCH (c) WHERE elementId(c) IN $nodes
MATCH path = (c)-[:STATED_IN|SUBJECT|OBJECT|PART_OF]->()
RETURN path ORDER BY c.claim_id LIMIT 100
