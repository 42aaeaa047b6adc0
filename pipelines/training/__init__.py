"""How the judge of the language room is made: annotated texts of our own writing in, a small model out.

Belongs here: the texts and their format, what they teach, the network, its training and its export. Nothing else imports
this room and no run needs it; it takes packages that newsgraph does not (`requirements.txt` beside this file):

    python -m pipelines.training

    texts → (the extractor's names) → lessons → network → fitting → export → pipelines/language/model
"""
