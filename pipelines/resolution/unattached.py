"""Judgements on entities that find nobody, for a person to mend: what they name is in no article and on no list."""

from collections.abc import Container

import pandas as pd

from graph_schema.registry import Registry
from pipelines.judgements.entries import Decisions, EntityRef, Judgement
from pipelines.resolution.identity import Identities, Problem

REASON = "unattached"
Entries = set[tuple[str | None, str | None]]  # list_id and entry_id


def of_names(decisions: Decisions, identities: Identities, mentioned: Container[str], registry: Registry) -> list[Problem]:
    """Judgements on a pair of which one is a name that no article has; `mentioned` are the units that articles name."""
    found = []
    for judgement in decisions.pairs:
        refs = [ref for ref in _refs(judgement) if not ref.entry_id]
        lost = [ref.name for ref in refs if (unit := identities.unit_of(ref)) not in mentioned and unit not in registry.entities]
        if lost:
            found.append(Problem(judgement.id, REASON, f"It names {lost[0]!r}, which no article has."))
    return found


def of_lists(
    decisions: Decisions, identities: Identities, entries: pd.DataFrame, entities: pd.DataFrame, listings: pd.DataFrame
) -> list[Problem]:
    """Judgements about an entry that no list holds, and names for somebody who is neither in the news nor listed."""
    there, held, listed = set(entities["entity_id"]), _keys(entries), _keys(listings)
    found = []
    for judgement in (*decisions.pairs, *decisions.names):
        lost = next((ref for ref in _refs(judgement) if ref.entry_id and (ref.list_id, ref.entry_id) not in held), None)
        if lost:
            found.append(Problem(judgement.id, REASON, f"It names {lost.list_id}:{lost.entry_id}, which no list holds."))
        elif judgement.name and judgement.a and not _there(judgement.a, identities, there, listed):
            found.append(Problem(judgement.id, REASON, f"It renames {judgement.a.name!r}, whom the graph does not have."))
    return found


def _there(ref: EntityRef, identities: Identities, there: Container[str], listed: Entries) -> bool:
    return (ref.list_id, ref.entry_id) in listed if ref.entry_id else identities.id_of(identities.unit_of(ref)) in there


def _refs(judgement: Judgement) -> list[EntityRef]:
    return [ref for ref in (judgement.a, judgement.b) if ref]


def _keys(frame: pd.DataFrame) -> Entries:
    return set(zip(frame["list_id"], frame["entry_id"], strict=True))
