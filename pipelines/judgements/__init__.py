"""People's judgements: what they decided about entities, claims and articles, and the file it stands in.

Belongs here: the ledger's format, reading, appending and merging it, and which judgements count at a
moment. Does not: what follows from a judgement for an entity (resolution) or a claim (flow), any data
of the record. The ledger is a person's work and is never rewritten, only appended to.
"""
