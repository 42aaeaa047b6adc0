"""How fast is extraction against the bare model? `python -m tests.benchmarks.extraction [PATH…] [--rounds N]`.

Both run over the same articles in the same process, in turn, so that a noisy machine slows both; what
counts is the ratio. Without a path the sample articles are read.
"""

import argparse
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import spacy

from pipelines.flow import read_articles
from pipelines.language.extractor import load_extractor
from pipelines.settings import load_settings

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "articles"


def seconds(work: Callable[[], object]) -> float:
    """How long `work` took."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Print articles per second of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    articles, _ = read_articles(given.paths, None)
    settings = load_settings()
    bare = spacy.load(settings.model)
    extractor = load_extractor(settings.model, settings.judge)
    texts = [article.text for article in articles]
    pairs = []
    for _ in range(given.rounds):
        alone = seconds(lambda: sum(len(doc) for doc in bare.pipe(texts)))
        whole = seconds(lambda: sum(len(found.claims) for found in extractor.extract(articles)))
        pairs.append((alone, whole))
    ratio = statistics.median(alone / whole for alone, whole in pairs)
    bare_rate, whole_rate = (len(articles) / min(times) for times in zip(*pairs, strict=True))
    print(f"{len(articles)} articles, {given.rounds} rounds: bare model {bare_rate:.1f}/s, extraction {whole_rate:.1f}/s")
    print(f"ratio {ratio:.2f} (1 is the bare model's speed)")


if __name__ == "__main__":
    main()
