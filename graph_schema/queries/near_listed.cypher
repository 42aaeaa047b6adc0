// title: Close to a listed party
// answers: Who is one or two steps away from somebody on an official list by investment, takeover or another relationship, either way, with the way there and the sentence that proves each step; the nearest first. Who is listed as well is left out, and so are steps that were called off and ways through a country, a place or a sector.
// param list: string = null — name or alias of the list, case does not matter; any by default
// param types: list<string> of facts = INVESTS_IN,ACQUIRES — relationship types to follow
// param limit: integer = 50 — most rows
// columns: name, kind, steps, listed, lists, way, first_sentence, first_fact, first_claim, second_sentence, second_fact, second_claim
MATCH (listed:Entity)-[entry:LISTED_ON]->(l:SanctionsList)
WHERE (entry.until IS NULL OR entry.until >= date()) AND entry.withdrawn_at IS NULL AND ($list IS NULL
  OR any(name IN [l.name] + coalesce(l.aliases, []) WHERE toLower(name) = toLower($list)))
WITH listed, collect(DISTINCT l.name) AS lists
MATCH way = (listed) ((from:Entity)-[r WHERE type(r) IN $types AND r.fact_id IS NOT NULL AND coalesce(r.status, '') <> 'withdrawn']-(to:Entity)){1,2} (near)
WHERE near <> listed AND NOT any(middle IN from[1..] WHERE any(label IN labels(middle) WHERE label IN ['Country', 'Place', 'Sector']))
  AND NOT EXISTS { (near)-[on:LISTED_ON]->(:SanctionsList) WHERE (on.until IS NULL OR on.until >= date()) AND on.withdrawn_at IS NULL }
WITH listed, lists, near, r AS steps ORDER BY size(r), reduce(ids = '', step IN r | ids + step.fact_id)
WITH listed, lists, near, collect({steps: steps})[0] AS way
ORDER BY size(way.steps), listed.name, near.name, near.entity_id LIMIT $limit
OPTIONAL MATCH (c1:Claim {claim_id: way.steps[0].best_claim_id})
OPTIONAL MATCH (c2:Claim {claim_id: way.steps[1].best_claim_id})
RETURN near.name AS name, [label IN labels(near) WHERE label <> 'Entity'][0] AS kind, size(way.steps) AS steps, listed.name AS listed, lists,
  [step IN way.steps | startNode(step).name + ' ' + type(step) + ' ' + endNode(step).name] AS way,
  c1.sentence AS first_sentence, c1.fact_id AS first_fact, c1.claim_id AS first_claim,
  c2.sentence AS second_sentence, c2.fact_id AS second_fact, c2.claim_id AS second_claim
ORDER BY steps, listed, name, near.entity_id
