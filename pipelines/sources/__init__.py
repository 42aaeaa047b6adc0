"""Files become articles: `read` finds and decodes, `parsing.parse` understands, `without_doubles` keeps one of each.

What belongs here: file formats, encodings, metadata, publication dates, canonical URLs, the language of an
article. What does not: sentences, names and claims (pipelines.language), storage (pipelines.defs).
What cannot become an article leaves as a `Refusal`; nothing is dropped without one, except blank lines of JSON Lines.
`parsing` is loaded by whoever has a document for it: what it takes to understand a web page or a date is slow to load.
"""

from pipelines.sources.doubles import without_doubles
from pipelines.sources.reading import read
from pipelines.sources.walking import PASSED_BY

__all__ = ["PASSED_BY", "read", "without_doubles"]
