"""
How often can one order of a site's contexts be the one in which Drupal 7 lists them? Not a benchmark of time: for each
scenario of the measured answers, the best order that a search with these answers at hand finds.
"""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

ORACLE = Path(__file__).parents[2] / "shared" / "oracle" / "drupal7_context.json"
Answers = Sequence[Sequence[str]]


def misses(order: Sequence[str], answers: Answers) -> int:
    """
    How many of *answers* are in another order.
    """
    place = {name: number for number, name in enumerate(order)}
    return sum(sorted(answer, key=place.__getitem__) != list(answer) for answer in answers)


def best(answers: Answers) -> int:
    """
    The fewest misses that moving one name after the other leads to, from the order in which most come before most.
    """
    before: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        before.update((first, second) for number, first in enumerate(answer) for second in answer[number + 1 :])
    names = sorted({name for answer in answers for name in answer})
    wins = {
        name: sum(
            (before[name, other] > before[other, name]) - (before[name, other] < before[other, name]) for other in names
        )
        for name in names
    }
    order = sorted(names, key=lambda name: -wins[name])
    fewest = misses(order, answers)
    is_better = True
    while is_better and fewest:
        is_better = False
        for name, place in product(list(order), range(len(names))):
            rest = [other for other in order if other != name]
            tried = [*rest[:place], name, *rest[place:]]
            if (found := misses(tried, answers)) < fewest:
                order, fewest, is_better = tried, found, True
    return fewest


def main() -> None:
    """
    Print the share of answers that one order can give.
    """
    scenarios = json.loads(ORACLE.read_text("utf-8"))["scenarios"]
    every = [list(scenario["answers"].values()) for scenario in scenarios]
    total = sum(map(len, every))
    print(f"{1 - sum(map(best, every)) / total:.1%} of {total:,} answers")


if __name__ == "__main__":
    main()
