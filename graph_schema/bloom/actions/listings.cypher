// action: show official listings
// answers: The official lists that the selected parties stand on, and the parties on the selected lists.
// for: Company, Person, GovernmentBody, SanctionsList
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)-[r:LISTED_ON]-(:Entity)
RETURN path ORDER BY r.since IS NULL, r.since DESC, r.listing_id LIMIT 100
