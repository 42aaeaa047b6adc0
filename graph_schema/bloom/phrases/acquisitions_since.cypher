// phrase: acquisitions since $day
// answers: Takeovers first reported since that day, such as 2024-05-31.
// param day: string — first day, as 2024-05-31
// suggests: day = MATCH (:Entity)-[r:ACQUIRES]->(:Entity) WHERE r.first_stated IS NOT NULL RETURN DISTINCT toString(date(r.first_stated)) AS day ORDER BY day DESC
MATCH path = (:Entity)-[r:ACQUIRES]->(:Entity)
WHERE r.first_stated >= datetime({date: date($day)})
RETURN path ORDER BY r.first_stated DESC, r.fact_id LIMIT 300
