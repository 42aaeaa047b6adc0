"""What articles say: the only room that knows spaCy. Articles → mentions and claims.

Belongs here: cleaning, names, references, relation patterns (data), status, money, dates. Does not: which
entity an unknown name is across articles (resolution), reading files (sources), writing anything.

The one thing other rooms use is `extractor.Extractor`; importing this package alone loads no model and no spaCy.

    cleaning → (the model) → reading → known, runs, loud, names → coreference, roles → frames, paths, status, attributes, events → claims
                                                          → questions, pieces, gate, judge → judged
"""
