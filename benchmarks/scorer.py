"""What the word list is worth: the labelled Korean comments of others, and how far they come up in the queue.

CHEONG_DATA=… python benchmarks/scorer.py [--scorer deliberation.scorer.by_watchwords]

The comments (CHEONG_DATA/comments/khs_labeled.csv) stand under news of celebrities; a district's talk is
another. The list was written without them. AUC is the chance that a bad comment stands above a good one:
0.5 is a coin.
"""

import argparse
import csv
import importlib
import os
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from pathlib import Path

from harness import ROOT, Table, report

sys.path.insert(0, str(ROOT))
LABELS = {"hate": {"hate"}, "hate or offensive": {"hate", "offensive"}}
THRESHOLDS = (0.001, 0.4, 0.75, 0.9)
HEADS = (50, 100, 200, 500)


def main() -> None:
    """Score every comment, hold it against what people said of it, say."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--scorer", help="dotted path of another one")
    asked.add_argument("--data", default=os.environ.get("CHEONG_DATA", ""))
    wanted = asked.parse_args()
    rows = read(Path(wanted.data) / "comments" / "khs_labeled.csv")
    scorer = the_scorer(wanted.scorer)
    began = time.process_time()
    scores = [scorer(row["comment"]) for row in rows]
    cost = (time.process_time() - began) / len(rows) * 1e6
    tables = [Table(f"{len(rows):,} comments", "what", "value")]
    tables[0].add("CPU µs a comment", f"{cost:.0f}")
    tables[0].add("with any word of the list", f"{sum(score > 0 for score in scores) / len(scores):.1%}")
    for title, labels in LABELS.items():
        bad = [row["hate"] in labels for row in rows]
        tables += [worth(title, scores, bad), heads(title, scores, bad)]
    report("scorer", tables, [])


def the_scorer(path: str | None) -> Callable[[str], float]:
    """The district's list as it is seeded; another scorer by its name."""
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    if path:
        module, name = path.rsplit(".", 1)
        return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]
    seeded = importlib.import_module("deliberation.migrations.0005_house_rules").WORDS
    scorer = importlib.import_module("deliberation.scorer")
    weights = {scorer.bare(word): weight for weight, line in seeded.items() for word in line.split()}
    return lambda words: scorer.weigh(words, weights)


def read(path: Path) -> list[dict[str, str]]:
    """Comments with what three people agreed to call them."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def worth(title: str, scores: list[float], bad: list[bool]) -> Table:
    """What is found, and how much of what is found is bad, from some score on."""
    base = sum(bad) / len(bad)
    table = Table(
        f"{title}: {base:.1%} of all; AUC {auc(scores, bad):.3f}", "score ≥", "found", "precision", "recall"
    )
    for threshold in THRESHOLDS:
        found = [is_bad for score, is_bad in zip(scores, bad, strict=True) if score >= threshold]
        precision = f"{sum(found) / len(found):.1%}" if found else "-"
        table.add(threshold, len(found), precision, f"{sum(found) / sum(bad):.1%}")
    return table


def heads(title: str, scores: list[float], bad: list[bool]) -> Table:
    """Whom a moderator meets first; equal scores stand in the order in which they came."""
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    table = Table(f"{title}: head of the queue", "first", "bad among them", "by age alone")
    for head in HEADS:
        share = sum(bad[n] for n in order[:head]) / head
        table.add(head, f"{share:.1%}", f"{sum(bad[:head]) / head:.1%}")
    return table


def auc(scores: list[float], bad: list[bool]) -> float:
    """The chance that a bad one stands above a good one, half where they are equal."""
    good = sorted(score for score, is_bad in zip(scores, bad, strict=True) if not is_bad)
    wrong = [score for score, is_bad in zip(scores, bad, strict=True) if is_bad]
    above = sum(bisect_left(good, score) + bisect_right(good, score) for score in wrong) / 2
    return above / (len(good) * len(wrong))


if __name__ == "__main__":
    main()
