// phrase: disputed facts
// answers: Facts on which articles contradict each other.
MATCH path = (:Entity)-[r]->(:Entity)
WHERE r.disputed
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
