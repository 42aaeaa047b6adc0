// phrase: within two steps of $entity
// answers: Whom somebody is tied to by facts of any type, directly or over one other.
// param entity: string — name or alias; case does not matter
// suggests: entity = MATCH (e:Entity)-[r]-(:Entity) WHERE r.fact_id IS NOT NULL RETURN DISTINCT e.name AS name ORDER BY name
// finds: e = entity
MATCH path = (e)-[r WHERE r.fact_id IS NOT NULL]-{1,2}(:Entity)
RETURN path ORDER BY size(r), [step IN r | step.fact_id] LIMIT 300
