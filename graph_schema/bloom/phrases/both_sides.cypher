// phrase: who is on both sides
// answers: Investors in two rivals at once, with both investments and the rivalry.
MATCH rivalry = (one:Entity)-[:COMPETES_WITH]->(other:Entity)
MATCH first = (one)<-[:INVESTS_IN]-(investor:Entity)
MATCH second = (investor)-[:INVESTS_IN]->(other)
RETURN rivalry, first, second ORDER BY investor.name, one.name, other.name LIMIT 300
