// action: show takeovers
// answers: Whom the selected companies and people take over, and who takes over them.
// for: Company, Person, Product
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)-[r:ACQUIRES]-(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 100
