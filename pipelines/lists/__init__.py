"""Official sanctions lists: the files that authorities and OpenSanctions publish, read into entries.

Belongs here: the formats of those files, and what an entry is. Does not: news (sources, language), who
a listed party is among the entities (resolution), keeping editions (record).
"""

from pipelines.lists.entries import UNTYPED, ListEntry, OfficialList
from pipelines.lists.reading import SUFFIXES, ListFile, edition, read_list_file

__all__ = ["SUFFIXES", "UNTYPED", "ListEntry", "ListFile", "OfficialList", "edition", "read_list_file"]
