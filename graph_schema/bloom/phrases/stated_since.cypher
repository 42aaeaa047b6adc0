// phrase: stated since $day
// answers: Facts that articles published since that day state, such as 2024-05-31.
// param day: string — first day, as 2024-05-31
// suggests: day = MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WHERE a.published_at IS NOT NULL AND c.fact_id IS NOT NULL AND NOT c:Withdrawn RETURN DISTINCT toString(date(a.published_at)) AS day ORDER BY day DESC LIMIT 60
MATCH (a:Article)
WHERE a.published_at >= datetime({date: date($day)}) AND NOT a:Withdrawn
MATCH (a)<-[:STATED_IN]-(c:Claim) WHERE NOT c:Withdrawn
WITH c, max(a.published_at) AS at ORDER BY at DESC, c.claim_id LIMIT 300
MATCH (s:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(o:Entity)
MATCH path = (s)-[r {fact_id: c.fact_id}]-(o)
RETURN DISTINCT path
