// title: Who counts in a field
// answers: The rivals of somebody and their rivals, those with most rivals among them first: how often articles name each, how many invest in it, how many restrict it.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: name, kind, rivals, rival_names, articles, investors, sanctions
MATCH (e) ((from:Entity)-[:COMPETES_WITH]-(to:Entity)){0,2} (member)
WITH collect(DISTINCT member) AS field
UNWIND field AS member
MATCH (member)-[:COMPETES_WITH]-(rival) WHERE rival IN field
WITH member, rival ORDER BY rival.name
WITH member, collect(DISTINCT rival.name) AS rivals
RETURN member.name AS name, [label IN labels(member) WHERE label <> 'Entity'][0] AS kind, size(rivals) AS rivals, rivals AS rival_names,
  COUNT { (member)<-[:MENTIONS]-(:Article) } AS articles, COUNT { MATCH (member)<-[:INVESTS_IN]-(investor:Entity) RETURN DISTINCT investor } AS investors,
  COUNT { MATCH (member)<-[:SANCTIONS]-(source:Entity) RETURN DISTINCT source } AS sanctions
ORDER BY rivals DESC, articles DESC, name, member.entity_id LIMIT $limit
