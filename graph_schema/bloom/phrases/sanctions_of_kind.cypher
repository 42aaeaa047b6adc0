// phrase: sanctions of kind $measure
// answers: Restrictions of one kind, such as export_control, that are not lifted.
// param measure: string — kind of restriction
// suggests: measure = MATCH (:Entity)-[r:SANCTIONS]->(:Entity) WHERE r.status IN ['in_force', 'planned'] RETURN DISTINCT r.measure AS measure ORDER BY measure
UNWIND ['in_force', 'planned'] AS status
MATCH path = (:Entity)-[r:SANCTIONS {status: status}]->(:Entity)
WHERE r.measure = $measure
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
