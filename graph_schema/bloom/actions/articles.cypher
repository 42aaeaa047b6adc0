// action: show the articles
// answers: The latest articles that name what is selected.
// for: Entity
MATCH (e) WHERE elementId(e) IN $nodes
MATCH path = (e)<-[:MENTIONS]-(a:Article) WHERE NOT a:Withdrawn
RETURN path ORDER BY a.published_at IS NULL, a.published_at DESC, a.article_id LIMIT 50
