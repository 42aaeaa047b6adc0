"""Who is who across articles: mentions become entities, each mention linked to exactly one.

Belongs here: the registry's answer for a name, the normalised key by which spellings of an unknown
name are one, what people judged of it, and the choice of its shown name. Does not: finding names in a text or short forms
within one article (language), writing anything. Nothing is ever merged by similarity; that is only suggested to people.
"""

from pipelines.resolution.identity import Identities, Problem
from pipelines.resolution.resolve import Resolution, resolve

__all__ = ["Identities", "Problem", "Resolution", "resolve"]
