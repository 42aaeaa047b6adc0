// action: show everything about it
// answers: All facts and official listings of what is selected.
// for: Entity
MATCH (e) WHERE elementId(e) IN $nodes
WITH e WHERE e:Entity
MATCH path = (e)-[r]-(:Entity)
RETURN path ORDER BY coalesce(r.publisher_count, 0) DESC, coalesce(r.fact_id, r.listing_id) LIMIT 100
