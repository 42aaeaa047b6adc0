// phrase: planned measures
// answers: Restrictions that are announced, proposed or considered, and that no article reports as imposed.
MATCH path = (:Entity)-[r:SANCTIONS]->(:Entity)
WHERE r.status = 'planned'
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
