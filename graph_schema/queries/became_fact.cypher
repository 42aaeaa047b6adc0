// title: Planned, then fact
// answers: What was reported as planned or rumoured and later as imposed or done, how many days lie between the two reports where both are known to the day, and the sentence that proves each; the latest first; a takeover stands once. A plan that leaves open what kind of measure or investment it is of counts for any kind.
// param limit: integer = 50 — most rows
// columns: subject, type, object, detail, planned, planned_sentence, planned_fact, planned_claim, fulfilled, days, sentence, fact, claim, title, url
MATCH (pa:Article)<-[:STATED_IN]-(plan:Claim)-[:SUBJECT]->(s:Entity), (plan)-[:OBJECT]->(o:Entity)
WHERE plan.status IN ['planned', 'rumoured'] AND plan.fact_id IS NOT NULL AND pa.published_at IS NOT NULL
MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o), (c)-[:STATED_IN]->(a:Article)
WHERE c.type = plan.type AND c.status IN ['in_force', 'done'] AND c.fact_id IS NOT NULL AND a.published_at >= pa.published_at + CASE pa.published_precision WHEN 'month' THEN duration({months: 1}) ELSE duration({seconds: 1}) END
  AND (c.fact_id = plan.fact_id OR coalesce(plan.measure, plan.kind) IS NULL)
WITH s, o, plan, pa, c, a ORDER BY a.published_at, c.claim_id, pa.published_at, plan.claim_id
WITH s, o, c.type = 'ACQUIRES' OR c.kind = 'acquisition' AS takeover, plan, pa, c, a
WITH s, o, CASE WHEN takeover THEN 'takeover' ELSE c.fact_id END AS one, collect({plan: plan, told: pa, claim: c, article: a})[0] AS first
WITH s, o, first, first.claim.type AS type, first.claim.fact_id AS fact
ORDER BY first.article.published_at DESC, fact LIMIT $limit
RETURN s.name AS subject, type, o.name AS object, coalesce(first.claim.measure, first.claim.kind) AS detail,
  first.told.published AS planned, first.plan.sentence AS planned_sentence, first.plan.fact_id AS planned_fact, first.plan.claim_id AS planned_claim,
  first.article.published AS fulfilled, CASE WHEN 'month' IN [first.told.published_precision, first.article.published_precision]
    THEN null ELSE duration.inDays(first.told.published_at, first.article.published_at).days END AS days,
  first.claim.sentence AS sentence, fact, first.claim.claim_id AS claim, first.article.title AS title, first.article.url AS url
ORDER BY fulfilled DESC, fact
