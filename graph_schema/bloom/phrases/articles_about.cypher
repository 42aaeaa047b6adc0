// phrase: articles about $entity
// answers: The latest articles that name somebody or something.
// param entity: string — name or alias; case does not matter
// suggests: entity = MATCH (e:Entity)<-[:MENTIONS]-(:Article) WHERE NOT e:Withdrawn WITH e, count(*) AS articles ORDER BY articles DESC, e.name LIMIT 1000 RETURN e.name AS name
// finds: e = entity
MATCH path = (e)<-[:MENTIONS]-(a:Article)
WHERE NOT a:Withdrawn
RETURN path ORDER BY a.published_at IS NULL, a.published_at DESC, a.article_id LIMIT 100
