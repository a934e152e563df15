"""Run a function to hold its cost against torch's own counter, and against the clock."""

from __future__ import annotations

import ast
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.torch_counts import further_formulas
from conformable.commands.verifying.arguments import Builder
from conformable.commands.verifying.draws import draw
from conformable.commands.verifying.functions import functions_in
from conformable.commands.verifying.loading import loaded

if TYPE_CHECKING:
    from conformable.commands.costing.programs import Function
    from conformable.commands.verifying.tensors import Device

#: Runs before the clock counts, and runs that it counts.
_WARM_UP: Final = 3
_TIMED: Final = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What was measured.

    Attributes:
        contractions: The floating-point operations of products and convolutions, as torch counts them.
        seconds: The median time of a call; None if it was not asked for.
        sizes: The sizes of all names, those that were chosen among them.
    """

    contractions: int
    seconds: float | None
    sizes: Mapping[str, int]


def tried(function: Function, sizes: Mapping[str, int], device: Device, *, timed: bool) -> Trial:
    """Run a function.

    Args:
        function: The function.
        sizes: The sizes of its names.
        device: Where it runs.
        timed: Whether to take the time.

    Raises:
        CannotBuildError: If its arguments cannot be built.
    """
    found = next(one for one in functions_in(function.source.tree) if one.line == function.body.line)
    tree = ast.parse(function.source.text)
    with device.as_default(), loaded(function.source.path, function.body.module, tree, {}) as module:
        chosen = draw(0, 0, sizes)
        builder = Builder(chosen, device, most_elements=2**32)
        target, bound = found.found_in(module, builder)
        call = builder.call_of(target, bound=bound)
        positional = call.positional if bound is None else (bound, *call.positional)

        def once() -> object:
            return target(*positional, **call.keywords)

        seconds = _seconds(once, device) if timed else None
        return Trial(_contractions(once), seconds, {**chosen.sizes, **_products(chosen.runs)})


def _products(runs: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Return the number of positions in the axes of each variadic name."""
    return {name: prod(run) for name, run in runs.items()}


def _contractions(once: Callable[[], object]) -> int:
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False, custom_mapping=further_formulas()) as counter:
        once()
    return int(counter.get_total_flops())


def _seconds(once: Callable[[], object], device: Device) -> float:
    """Take the median time of a call, on a GPU until its work is done."""
    import torch

    times = []
    with torch.no_grad():
        for number in range(_WARM_UP + _TIMED):
            device.wait()
            begin = time.perf_counter()
            once()
            device.wait()
            if number >= _WARM_UP:
                times.append(time.perf_counter() - begin)
    return statistics.median(times)
