// title: Who is mentioned most
// answers: The entities named in most articles, of one kind or of all, in a period or ever; an article that is known to the month only counts where its month meets the period.
// param kind: string of kinds = null — label of the entities, such as Company
// param since: date = null — first day of publication
// param until: date = null — last day of publication
// param limit: integer = 50 — most rows
// columns: name, kind, articles, mentions, known
MATCH (a:Article)-[m:MENTIONS]->(e:Entity)
WHERE ($kind IS NULL OR $kind IN labels(e))
  AND ($since IS NULL OR a.published_at >= datetime({date: $since})
    OR (a.published_precision = 'month' AND a.published_at + duration({months: 1}) > datetime({date: $since})))
  AND ($until IS NULL OR a.published_at < datetime({date: $until + duration({days: 1})}))
WITH e, count(a) AS articles, sum(m.count) AS mentions
RETURN e.name AS name, [l IN labels(e) WHERE l <> 'Entity'][0] AS kind, articles, mentions, e.known AS known
ORDER BY articles DESC, mentions DESC, name, e.entity_id LIMIT $limit
