// phrase: path between $a and $b
// answers: The shortest ways from one to the other over facts of any type, at most five steps.
// param a: string — name or alias; case does not matter
// param b: string — name or alias of another
// suggests: a = Entity.name
// suggests: b = Entity.name
// finds: x = a
// finds: y = b
WITH x, y WHERE x <> y AND NOT x:Withdrawn AND NOT y:Withdrawn
MATCH path = ALL SHORTEST (x)-[r WHERE r.fact_id IS NOT NULL]-{1,5}(y)
RETURN path ORDER BY [step IN r | step.fact_id] LIMIT 50
