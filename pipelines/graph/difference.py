"""What differs between the rows wanted and the rows there, by identity and hash. Pure functions of frames."""

from dataclasses import dataclass

import pandas as pd

from graph_schema.row_hash import row_hash
from graph_schema.spec import ROW_HASH, NodeType, RelationshipType


@dataclass(frozen=True, slots=True)
class Difference:
    """Wanted rows to upsert; `replaced`, the identities of those that are there with other values; `stale`, the identities to delete."""

    rows: pd.DataFrame
    replaced: pd.DataFrame
    stale: pd.DataFrame
    created: int
    unchanged: int

    @property
    def updated(self) -> int:
        """How many rows are there with other values."""
        return len(self.replaced)


def hashed(kind: str, declared: NodeType | RelationshipType, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `row_hash`; a node's label is part of it, so a changed kind is a change."""
    properties = [p for p in declared.properties.values() if p.name in frame.columns]
    columns = [frame[p.name].tolist() for p in properties]
    names = [p.name for p in properties]
    hashes = [row_hash(kind, properties, dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]
    # A relationship without properties has no column to walk along.
    hashes = hashes or [row_hash(kind, [], {})] * len(frame)
    return frame.assign(**{ROW_HASH: pd.Series(hashes, index=frame.index, dtype=object)})


def compare(wanted: pd.DataFrame, present: pd.DataFrame, identity: list[str]) -> Difference:
    """Compare by `identity` columns, then by row_hash.

    What stands in the graph twice under one identity is stale both times, and written anew.
    """
    doubled = present.duplicated(identity, keep=False)
    known = present[~doubled].set_index(identity)[ROW_HASH].to_dict()
    keys = _keys(wanted, identity)
    before = [known.get(key) for key in keys]
    new = [hash_ is None for hash_ in before]
    same = [hash_ == now for hash_, now in zip(before, wanted[ROW_HASH], strict=True)]
    asked_for = set(keys)
    unwanted = pd.Series([key not in asked_for for key in _keys(present, identity)], index=present.index, dtype=bool)
    stale = present[unwanted | doubled]
    changed = pd.Series([not unchanged for unchanged in same], index=wanted.index, dtype=bool)
    replaced = changed & ~pd.Series(new, index=wanted.index, dtype=bool)
    return Difference(wanted[changed], wanted.loc[replaced, identity], stale[identity].drop_duplicates(), sum(new), sum(same))


def _keys(frame: pd.DataFrame, identity: list[str]) -> list[object]:
    """One hashable per row, as pandas' own index would give it: a tuple where identity is several columns."""
    columns = [frame[name].tolist() for name in identity]
    return list(columns[0]) if len(columns) == 1 else list(zip(*columns, strict=True))
