"""Run a function to hold its cost against torch's own counter, and against the clock."""

from __future__ import annotations

import ast
import inspect
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.statements import length_of
from conformable.commands.costing.torch_counts import further_formulas
from conformable.commands.verifying.arguments import Builder, CannotBuildError, UnluckyError
from conformable.commands.verifying.draws import Draw, draw
from conformable.commands.verifying.functions import functions_in
from conformable.commands.verifying.loading import loaded

if TYPE_CHECKING:
    from types import ModuleType

    from conformable.commands.costing.programs import Function
    from conformable.commands.verifying.functions import Function as Found
    from conformable.commands.verifying.tensors import Device

#: Runs before the clock counts, and runs that it counts.
_WARM_UP: Final = 3
_TIMED: Final = 20

#: Draws of sizes until a call comes to its end: without those of nothing but ones, which say little, and
#: those in which names do not get the sizes of the object.
_DRAWS: Final = [number for number in range(60) if number % 5 != 1 and number % 4 != 3]


@dataclass(frozen=True, slots=True)
class Trial:
    """What was measured.

    Attributes:
        contractions: The floating-point operations of products and convolutions, as torch counts them.
        seconds: The median time of a call; None if it was not asked for.
        sizes: The sizes of all names, those that were chosen among them.
        absent: The parameters that were `None`.
    """

    contractions: int
    seconds: float | None
    sizes: Mapping[str, int]
    absent: frozenset[str]


def tried(function: Function, sizes: Mapping[str, int], device: Device, *, timed: bool) -> Trial:
    """Run a function.

    Args:
        function: The function.
        sizes: The sizes of its names.
        device: Where it runs.
        timed: Whether to take the time.

    Raises:
        CannotBuildError: If its arguments cannot be built, or if it raises whatever the other sizes are.
    """
    found = next(one for one in functions_in(function.source.tree) if one.line == function.body.line)
    tree = ast.parse(function.source.text)
    failures: list[str] = []
    with device.as_default(), loaded(function.source.path, function.body.module, tree, {}) as module:
        for number in _DRAWS:
            try:
                return _run(found, module, draw(number, 0, sizes), device, timed=timed)
            except UnluckyError as error:
                failures.append(str(error))
            except CannotBuildError:
                raise
            except Exception as error:  # noqa: BLE001 (the program may raise anything)
                failures.append(f"{type(error).__name__}: {error}".splitlines()[0])
    raise CannotBuildError(failures[0])


def _run(found: Found, module: ModuleType, chosen: Draw, device: Device, *, timed: bool) -> Trial:
    builder = Builder(chosen, device, most_elements=2**32)
    target, bound = found.found_in(module, builder)
    call = builder.call_of(target, bound=bound)
    positional = call.positional if bound is None else (bound, *call.positional)

    def once() -> object:
        return target(*positional, **call.keywords)

    given = inspect.signature(target).bind(*positional, **call.keywords)
    given.apply_defaults()
    return Trial(
        seconds=_seconds(once, device) if timed else None,
        contractions=_contractions(once),
        sizes={**chosen.sizes, **_products(chosen.runs), **dict(_integers(given.arguments))},
        absent=frozenset(name for name, value in given.arguments.items() if value is None),
    )


def _integers(arguments: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """Yield the integers among arguments, and the lengths of lists."""
    for name, value in arguments.items():
        if isinstance(value, int) and not isinstance(value, bool):
            yield name, value
        elif isinstance(value, list | tuple):
            yield length_of(name), len(value)


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
