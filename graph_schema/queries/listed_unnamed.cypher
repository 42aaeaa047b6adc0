// title: Listed, never in the news
// answers: Who stands on an official list and is named by no article, the latest additions first.
// param list: string = null — name or alias of the list, case does not matter; any by default
// param limit: integer = 50 — most rows
// columns: name, kind, list, entry, entry_id, programs, since, source_url
MATCH (e:Entity)-[r:LISTED_ON]->(l:SanctionsList)
WHERE (r.until IS NULL OR r.until >= date()) AND r.withdrawn_at IS NULL AND ($list IS NULL
  OR any(name IN [l.name] + coalesce(l.aliases, []) WHERE toLower(name) = toLower($list)))
  AND NOT EXISTS { (e)<-[:MENTIONS]-(:Article) }
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'][0] AS kind, l.name AS list, r.name AS entry, r.entry_id AS entry_id,
  r.programs AS programs, r.since AS since, r.source_url AS source_url
ORDER BY since IS NULL, since DESC, list, name, r.listing_id LIMIT $limit
