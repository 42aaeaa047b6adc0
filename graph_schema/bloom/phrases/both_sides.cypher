// phrase: who is on both sides
// answers: Who invests in two rivals at once, or plans to, with both investments and the rivalry.
MATCH rivalry = (one:Entity)-[:COMPETES_WITH]->(other:Entity)
MATCH first = (one)<-[r1:INVESTS_IN]-(investor:Entity)
MATCH second = (investor)-[r2:INVESTS_IN]->(other)
WHERE r1.status IN ['done', 'planned'] AND r2.status IN ['done', 'planned']
RETURN rivalry, first, second ORDER BY investor.name, one.name, other.name LIMIT 300
