// action: show who else invests
// answers: All investors in what is selected.
// for: Company, Product, Sector, Place, Country
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (:Entity)-[r:INVESTS_IN]->(e)
RETURN path ORDER BY r.publisher_count DESC, r.fact_id LIMIT 100
