"""What became different in the record's eyes by a judgement, in plain words."""

import pandas as pd

from graph_schema.spec import WITHDRAWN_WHY
from pipelines.flow.view import PLACE, View
from pipelines.graph.projection import misplaced
from pipelines.resolution.names import key

_TOLD = 6  # entities, articles or facts that are named one by one


def changes(before: View, after: View) -> list[str]:
    """Sentences about entities, articles, claims and facts that differ, and about judgements that cannot be followed."""
    known = set(before.problems)
    lost = [f"{problem.judgement_id} is not followed: {problem.message}" for problem in after.problems if problem not in known]
    return [*_entities(before, after), *_articles(before, after), *_claims(before, after), *_facts(before, after), *lost]


def _entities(before: View, after: View) -> list[str]:
    """Who became one, who became several, who is called otherwise now."""
    was, now = _column(before, "name"), _column(after, "name")
    moved = _everywhere(before, "before").merge(_everywhere(after, "after"), on="place").groupby(["before", "after"], as_index=False).size()
    olds, news = _grouped(moved["after"], moved["before"]), _grouped(moved["before"], moved["after"])
    joined = {one: them for one, them in olds.items() if len(them) > 1}
    told = [
        f"{len(them)} entities are one now: {now[one]} ({one}), out of {', '.join(was[old] for old in them)}."
        + _mixed(before, after, one, them)
        for one, them in joined.items()
    ]
    told += [
        f"{was[one]} is {len(them)} entities now: {', '.join(f'{now[new]} ({new})' for new in them)}."
        for one, them in news.items()
        if len(them) > 1
    ]
    renamed = [one for one in sorted(was.keys() & now.keys() - joined.keys()) if was[one] != now[one]]
    return _few([*told, *(f"{was[one]} is shown as {now[one]} now.{_namesakes(after, one, now[one])}" for one in renamed)])


def _mixed(before: View, after: View, one: str, them: list[str]) -> str:
    """What it means where entities of several kinds became one."""
    was, kind = _column(before, "kind"), _column(after, "kind")[one]
    kinds = sorted({was[old] for old in them})
    return (
        f" They were {' and '.join(kinds)}; as one they are a {kind}, without the facts that no {kind} can have." if len(kinds) > 1 else ""
    )


def _namesakes(seen: View, one: str, name: str) -> str:
    """Who else goes by the name that an entity was given."""
    columns = seen.entities[["entity_id", "name", "aliases"]].itertuples(index=False, name=None)
    others = [(id_, shown) for id_, shown, aliases in columns if id_ != one and key(name) in set(map(key, (shown, *aliases)))]
    return "".join(f" {shown} ({id_}) goes by it, too; if they are one: newsgraph judge same {one} {id_}" for id_, shown in others[:1])


def _grouped(by: "pd.Series[str]", of: "pd.Series[str]") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in zip(by, of, strict=True):
        found.setdefault(one, []).append(other)
    return found


def _everywhere(seen: View, column: str) -> pd.DataFrame:
    """Each place of a text and each entry of a list, with who it is."""
    mentions = seen.mentions[seen.mentions["entity_id"].notna()]
    of_texts = [tuple(row) for row in mentions[PLACE].itertuples(index=False, name=None)]
    of_lists = [tuple(row) for row in seen.listings[["list_id", "entry_id"]].itertuples(index=False, name=None)]
    places = pd.Series([*of_texts, *of_lists], dtype=object)
    return pd.DataFrame({"place": places, column: [*mentions["entity_id"], *seen.listings["entity_id"]]}).drop_duplicates("place")


def _articles(before: View, after: View) -> list[str]:
    titles = after.titles()
    was, now = _standing(before.articles, "article_id"), _standing(after.articles, "article_id")
    taken = [f"“{titles[article]}” is taken back." for article in sorted(was - now)]
    return _few([*taken, *(f"“{titles[article]}” stands again." for article in sorted(now - was))])


def _claims(before: View, after: View) -> list[str]:
    was, now = _said(before), _said(after)
    told: list[str] = []
    rejected: set[str] = set()
    for word in ("accepted", "rejected"):
        new = {claim for claim, said in now.items() if said == word != was.get(claim)}
        gone = {claim for claim, said in was.items() if said == word and claim not in now}
        told += [f"{_number(len(new), 'claim')} {word}."] if new else []
        told += [f"{_number(len(gone), 'claim')} no longer {word}."] if gone else []
        rejected = new
    stood, stand = _standing(before.claims, "claim_id"), _standing(after.claims, "claim_id")
    told += [f"{_number(len(stood - stand - rejected), 'claim')} withdrawn."] if stood - stand - rejected else []
    return told + ([f"{_number(len(stand - stood), 'claim')} standing again."] if stand - stood else [])


def _facts(before: View, after: View) -> list[str]:
    """Facts whose claims now speak of somebody else, facts that nothing carries any more, facts that nothing carried before."""
    was, now = _carried(before), _carried(after)
    of_before, of_after = set(was.values()), set(now.values())
    moved = {fact for claim, fact in was.items() if fact not in of_after and claim in now}
    new = of_after - of_before - {now[claim] for claim in was if claim in now}
    ended = _few(_ended(before, after, of_before - of_after - moved))
    words = (("moved", moved), ("came", new))
    return [*ended, *(f"{len(facts):,} fact{'' if len(facts) == 1 else 's'} {word}." for word, facts in words if facts)]


def _ended(before: View, after: View, facts: set[str]) -> list[str]:
    """Each fact that ended, and what stands against it where its claim still stands."""
    names, kinds = _column(before, "name"), _column(after, "kind")
    claims = after.claims[after.claims[WITHDRAWN_WHY].isna()].set_index("claim_id")[["subject_id", "object_id"]]
    told = []
    for row in before.facts[before.facts["fact_id"].isin(facts)].drop_duplicates("fact_id").to_dict("records"):
        ends = claims.loc[row["claim_id"]] if row["claim_id"] in claims.index else None
        why = misplaced(after.knowledge.schema, (row["type"], *ends), kinds) if ends is not None else None
        reason = ": both are one now" if why and why[0] == "same_entity" else f": {why[1].rstrip('.')}" if why else ""
        told.append(f"{names[row['subject_id']]} {row['type']} {names[row['object_id']]} ended{reason}.")
    return told


def _carried(seen: View) -> dict[str, str]:
    return dict(zip(seen.facts["claim_id"], seen.facts["fact_id"], strict=True))


def _standing(frame: pd.DataFrame, key: str) -> set[str]:
    return set(frame.loc[frame[WITHDRAWN_WHY].isna(), key])


def _said(seen: View) -> dict[str, str]:
    judged = seen.claims[seen.claims["judged"].notna()]
    return dict(zip(judged["claim_id"], judged["judged"], strict=True))


def _column(seen: View, column: str) -> dict[str, str]:
    return dict(zip(seen.entities["entity_id"], seen.entities[column], strict=True))


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{' is' if count == 1 else 's are'}"


def _few(told: list[str]) -> list[str]:
    return told if len(told) <= _TOLD else [*told[:_TOLD], f"… and {len(told) - _TOLD:,} more."]
