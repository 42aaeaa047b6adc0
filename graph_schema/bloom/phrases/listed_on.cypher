// phrase: parties on $list
// answers: Who stands on an official list, from the list's own data.
// param list: string — name of the list
// suggests: list = MATCH (e:Entity)<-[:LISTED_ON]-(:Entity) RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = list
MATCH path = (:Entity)-[r:LISTED_ON]->(e)
WHERE r.withdrawn_at IS NULL AND (r.until IS NULL OR r.until >= date())
RETURN path ORDER BY r.since IS NULL, r.since DESC, r.listing_id LIMIT 300
