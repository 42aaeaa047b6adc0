// title: Official listings of somebody
// answers: The official lists that the entity stands or stood on, from the lists' own data, and why the listed party is taken for it.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: name, list, authority, entry, entry_id, programs, since, until, match, source_url
MATCH (e)-[r:LISTED_ON]->(l:SanctionsList)
RETURN e.name AS name, l.name AS list, l.authority AS authority, r.name AS entry, r.entry_id AS entry_id, r.programs AS programs,
  r.since AS since, coalesce(r.until, date(r.withdrawn_at)) AS until, r.match AS match, r.source_url AS source_url
ORDER BY until IS NOT NULL, list, since, r.listing_id LIMIT $limit
