"""HOW articles become the graph: sources → language → resolution → graph, driven by defs and cli."""
