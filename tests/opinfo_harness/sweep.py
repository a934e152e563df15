"""Every operation that PyTorch tests: what becomes of its calls, by name."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import torch

from conformable_mypy.torch_meta.fallback import Fallback
from opinfo_harness.judging import CannotRunError, Judged, SizeOf, judge, real
from opinfo_harness.torch_calls import OPERATIONS, Call, Operation, calls_of


@dataclass
class Named:
    """What became of the calls of one name.

    Attributes:
        verdicts: How many calls were judged how.
        reasons: Why, for each call that is not exact.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    def add(self, call: Call, judged: Judged) -> None:
        """Count one call."""
        self.verdicts[judged.verdict] += 1
        if judged.verdict != "exact":
            self.reasons.append(f"{_shown(call)}: {judged.why}")

    @property
    def verdict(self) -> str:
        """What is said of the name: wrong if one call is, exact if all are."""
        return next((each for each in ("wrong", "unknown") if self.verdicts[each]), "exact")


Names = dict[str, Named]


def sweep(made: Iterable[tuple[Call, object]], size: SizeOf, fallback: Fallback | None = None) -> Names:
    """Judge the static answers to calls, by the name of the operation.

    Args:
        made: Calls, and the shapes that torch gives for them.
        size: What stands for a size.
        fallback: Who is asked where the rules cannot tell, until one call of a name stays unknown.
    """
    names: Names = defaultdict(Named)
    for call, shapes in made:
        named = names[call.operation]
        asked = None if named.verdicts["unknown"] else fallback
        named.add(call, judge(call, shapes, size, asked))
    return dict(names)


def runs(
    first: int | None = None, operations: tuple[Operation, ...] = OPERATIONS
) -> Iterator[tuple[Call, object]]:
    """Yield PyTorch's own calls that torch can make here, and the shapes that they give.

    Args:
        first: How many of each operation; all by default.
        operations: The operations.
    """
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for operation in operations:
            for call in islice(calls_of(operation), first):
                try:
                    shapes = real(call)
                except CannotRunError:
                    continue
                yield call, shapes


def with_verdict(names: Names, verdict: str) -> list[str]:
    """List the names of which a verdict is given."""
    return [name for name, named in names.items() if named.verdict == verdict]


def _shown(call: Call) -> str:
    words = [
        *map(_text, call.arguments),
        *(f"{key}={_text(value)}" for key, value in call.keywords.items()),
    ]
    return f"{call.function}({', '.join(words)})"


def _text(argument: object) -> str:
    match argument:
        case torch.Tensor():
            return str(list(argument.shape))
        case tuple() | list():
            return f"({', '.join(map(_text, argument))})"
        case _:
            return repr(argument)
