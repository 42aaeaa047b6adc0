"""Scene actions in a graph that is large beside what is selected; a small one is scanned sooner."""

from neo4j import Driver

from graph_schema.bloom import load_actions
from tests.graph.test_bloom import operators


def test_an_action_goes_from_what_is_selected(empty: Driver) -> None:
    empty.execute_query(
        """
        UNWIND range(1, 300) AS n
        CREATE (a:Entity:Company {entity_id: 'a' + n}), (b:Entity:Company {entity_id: 'b' + n})
        CREATE (c:Claim {claim_id: 'c' + n, fact_id: 'f' + n}), (d:Deal {deal_id: 'd' + n}), (e:Article {article_id: 'e' + n})
        CREATE (c)-[:STATED_IN]->(e), (c)-[:PART_OF]->(d), (c)-[:SUBJECT]->(a), (c)-[:OBJECT]->(b), (e)-[:MENTIONS]->(a)
        CREATE (a)-[:INVESTS_IN {fact_id: 'f' + n}]->(b), (a)-[:SANCTIONS {fact_id: 'g' + n}]->(b), (a)-[:LISTED_ON]->(b)
        CREATE (a)-[:ACQUIRES {fact_id: 'h' + n}]->(b), (a)-[:COMPETES_WITH {fact_id: 'i' + n}]->(b)
        """
    )
    empty.execute_query("CALL db.prepareForReplanning()")
    for action in load_actions():
        plan = empty.execute_query(f"EXPLAIN {action.cypher}", {action.on: ["4:x:1"]}).summary.plan
        assert [o for o in operators(plan) if "ByElementIdSeek" in o], action.name
        assert not [o for o in operators(plan) if "Scan" in o], action.name
