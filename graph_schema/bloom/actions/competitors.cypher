// action: show competitors
// answers: The rivals of the selected companies and products.
// for: Company, Product
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)-[r:COMPETES_WITH]-(:Entity)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 100
