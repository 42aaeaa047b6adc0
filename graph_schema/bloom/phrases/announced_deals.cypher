// phrase: announced deals
// answers: Investments and takeovers that are planned or rumoured, and that no article reports as done.
UNWIND ['planned', 'rumoured'] AS status
CALL (status) {
  MATCH path = (:Entity)-[r:INVESTS_IN {status: status}]->(:Entity) RETURN path, r
  UNION ALL
  MATCH path = (:Entity)-[r:ACQUIRES {status: status}]->(:Entity) RETURN path, r
}
WITH path, r ORDER BY r.publisher_count DESC, r.fact_id LIMIT 300
RETURN path
