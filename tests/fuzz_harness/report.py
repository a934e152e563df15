"""Judge a range of random programs, and print what came of them: `python -m fuzz_harness.report 0 20000`.

The folder `tests/` must be on the path: `PYTHONPATH=tests`. Each block of programs adds a line; the last one
has the sums, which docs/measurements.md records.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from conformable.commands.observations.mypy_run import MypyOptions
from fuzz_harness.judging import Verdict, judge
from golden_harness.expectations import GOLDEN

_EACH = 200


def main() -> int:
    """Judge the seeds that the command line names; the exit status is 1 if anything disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, help="the first seed that is not tried any more")
    parser.add_argument("--cache-dir", default=".cache/fuzz", help="mypy's cache")
    arguments = parser.parse_args()
    options = MypyOptions(str(GOLDEN / "mypy.ini"), arguments.cache_dir)
    sums: Counter[str] = Counter()
    for first in range(arguments.first, arguments.last, _EACH):
        with tempfile.TemporaryDirectory() as folder:
            verdict = judge(range(first, min(first + _EACH, arguments.last)), Path(folder), options)
        sums += _counts(verdict)
        for problem in verdict.problems:
            print(problem)
        print(f"{first}:", *(f"{name}={count}" for name, count in sorted(sums.items())), flush=True)
    return 1 if sums["disagreements"] else 0


def _counts(verdict: Verdict) -> Counter[str]:
    return Counter(
        {
            "programs": verdict.programs,
            "reported": verdict.reported,
            "silent": verdict.silent,
            "compared": verdict.compared,
            "disagreements": len(verdict.problems),
            **{f"witness {name}": count for name, count in verdict.witnesses.items()},
        }
    )


if __name__ == "__main__":
    sys.exit(main())
