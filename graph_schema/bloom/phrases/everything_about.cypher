// phrase: everything about $entity
// answers: All facts and official listings of somebody or something, the best attested first.
// param entity: string — name or alias; case does not matter
// suggests: entity = MATCH (e:Entity)-[]-(:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = entity
MATCH path = (e)-[r]-(:Entity)
RETURN path ORDER BY coalesce(r.publisher_count, 0) DESC, coalesce(r.fact_id, r.listing_id) LIMIT 300
