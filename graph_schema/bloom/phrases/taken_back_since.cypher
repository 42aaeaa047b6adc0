// phrase: taken back since $day
// answers: Claims that were withdrawn since that day, such as 2024-05-31, with article and parties.
// param day: string — first day, as 2024-05-31, UTC
// suggests: day = MATCH (c:Claim) WHERE c.withdrawn_at IS NOT NULL RETURN DISTINCT toString(date(c.withdrawn_at)) AS day ORDER BY day DESC
MATCH (c:Claim)
WHERE c.withdrawn_at >= datetime({date: date($day)})
WITH c ORDER BY c.withdrawn_at DESC, c.claim_id LIMIT 100
MATCH article = (c)-[:STATED_IN]->(:Article)
MATCH subject = (c)-[:SUBJECT]->(:Entity)
MATCH object = (c)-[:OBJECT]->(:Entity)
RETURN article, subject, object
