// action: show its investments
// answers: What the selected companies, people and states invest in.
// for: Company, Person, Country, GovernmentBody
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)-[r:INVESTS_IN]->(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 100
