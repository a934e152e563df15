"""What a checked call costs: undecorated, checked by hand, `checked`, and `jaxtyped(typechecker=beartype)`.

The candidates take turns in one process, so that a slow moment of the machine hits all; medians of the
processor's time are compared. The functions return a value made beforehand: checking alone is measured.

    python benchmarks/bench_checked.py [--rounds 21]
"""
# ruff: noqa: C901, D103  -- the functions that are measured check step by step, as one does by hand

from __future__ import annotations

import argparse
import itertools
import statistics
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np
import torch
from beartype import beartype
from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from conformable import checked
from conformable.checking.codegen import compiled_source

TORCH_FLOATS = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})
NUMPY_FLOATS = frozenset(map(np.dtype, ("float16", "float32", "float64")))

Function = Callable[..., Any]

TORCH_RESULT = torch.zeros(4, 5)
NUMPY_RESULT = np.zeros((4, 5), np.float32)
ATTENTION_RESULT = (torch.zeros(2, 4, 6, 9), torch.zeros(2, 4, 6, 7))


def torch_linear(
    x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return TORCH_RESULT


def torch_linear_by_hand(x: Any, w: Any, b: Any) -> Any:
    if not isinstance(x, Tensor) or x.dtype not in TORCH_FLOATS:
        raise TypeError("x")
    if not isinstance(w, Tensor) or w.dtype not in TORCH_FLOATS:
        raise TypeError("w")
    if not isinstance(b, Tensor) or b.dtype not in TORCH_FLOATS:
        raise TypeError("b")
    batch, n_in = x.shape
    n_out, w_in = w.shape
    if w_in != n_in:
        raise TypeError("w")
    if b.shape != (n_out,):
        raise TypeError("b")
    result: Any = TORCH_RESULT
    if not isinstance(result, Tensor) or result.dtype not in TORCH_FLOATS:
        raise TypeError("result")
    if result.shape != (batch, n_out):
        raise TypeError("result")
    return result


def torch_attention(
    q: Float[Tensor, "batch heads seq_q d_k"],
    k: Float[Tensor, "batch heads seq_k d_k"],
    v: Float[Tensor, "batch heads seq_k d_v"],
    mask: Bool[Tensor, "seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "batch heads seq_q d_v"], Float[Tensor, "batch heads seq_q seq_k"]]:
    return ATTENTION_RESULT


def torch_attention_by_hand(q: Any, k: Any, v: Any, mask: Any = None) -> Any:
    if not isinstance(q, Tensor) or q.dtype not in TORCH_FLOATS:
        raise TypeError("q")
    if not isinstance(k, Tensor) or k.dtype not in TORCH_FLOATS:
        raise TypeError("k")
    if not isinstance(v, Tensor) or v.dtype not in TORCH_FLOATS:
        raise TypeError("v")
    batch, heads, seq_q, d_k = q.shape
    k_batch, k_heads, seq_k, k_d = k.shape
    if k_batch != batch or k_heads != heads or k_d != d_k:
        raise TypeError("k")
    v_batch, v_heads, v_seq, d_v = v.shape
    if v_batch != batch or v_heads != heads or v_seq != seq_k:
        raise TypeError("v")
    if mask is not None:
        if not isinstance(mask, Tensor) or mask.dtype != torch.bool:
            raise TypeError("mask")
        if mask.shape != (seq_q, seq_k):
            raise TypeError("mask")
    result: Any = ATTENTION_RESULT
    output, weights = result
    if not isinstance(output, Tensor) or output.dtype not in TORCH_FLOATS:
        raise TypeError("output")
    if output.shape != (batch, heads, seq_q, d_v):
        raise TypeError("output")
    if not isinstance(weights, Tensor) or weights.dtype not in TORCH_FLOATS:
        raise TypeError("weights")
    if weights.shape != (batch, heads, seq_q, seq_k):
        raise TypeError("weights")
    return result


def numpy_linear(
    x: Float[np.ndarray, "batch n_in"], w: Float[np.ndarray, "n_out n_in"], b: Float[np.ndarray, "n_out"]
) -> Float[np.ndarray, "batch n_out"]:
    return NUMPY_RESULT


def numpy_linear_by_hand(x: Any, w: Any, b: Any) -> Any:
    if not isinstance(x, np.ndarray) or x.dtype not in NUMPY_FLOATS:
        raise TypeError("x")
    if not isinstance(w, np.ndarray) or w.dtype not in NUMPY_FLOATS:
        raise TypeError("w")
    if not isinstance(b, np.ndarray) or b.dtype not in NUMPY_FLOATS:
        raise TypeError("b")
    batch, n_in = x.shape
    n_out, w_in = w.shape
    if w_in != n_in:
        raise TypeError("w")
    if b.shape != (n_out,):
        raise TypeError("b")
    result: Any = NUMPY_RESULT
    if not isinstance(result, np.ndarray) or result.dtype not in NUMPY_FLOATS:
        raise TypeError("result")
    if result.shape != (batch, n_out):
        raise TypeError("result")
    return result


@dataclass(frozen=True)
class Case:
    """A signature, the same checked by hand, and arguments."""

    name: str
    function: Function
    by_hand: Function
    arguments: tuple[Any, ...]


def cases() -> list[Case]:
    """Return the signatures that are measured."""
    x, w, b = torch.zeros(4, 3), torch.zeros(5, 3), torch.zeros(5)
    q, k, v = torch.zeros(2, 4, 6, 8), torch.zeros(2, 4, 7, 8), torch.zeros(2, 4, 7, 9)
    mask = torch.ones(6, 7, dtype=torch.bool)
    arrays = tuple(np.asarray(one) for one in (x, w, b))
    return [
        Case("torch linear", torch_linear, torch_linear_by_hand, (x, w, b)),
        Case("torch attention, mask", torch_attention, torch_attention_by_hand, (q, k, v, mask)),
        Case("torch attention, None", torch_attention, torch_attention_by_hand, (q, k, v, None)),
        Case("numpy linear", numpy_linear, numpy_linear_by_hand, arrays),
    ]


def microseconds(call: Callable[[], Any], number: int) -> float:
    """Return the time of one of so many calls."""
    return timeit.timeit(call, number=number, timer=time.process_time) / number * 1e6


def medians(candidates: dict[str, tuple[Callable[[], Any], int]], rounds: int) -> dict[str, float]:
    """Let candidates take turns and return the median of each, in microseconds a call."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, (call, number) in candidates.items():
            times[name].append(microseconds(call, number))
    return {name: statistics.median(values) for name, values in times.items()}


def call_costs(case: Case, rounds: int) -> dict[str, float]:
    """Measure calls."""
    functions = {
        "undecorated": (case.function, 5000),
        "by hand": (case.by_hand, 3000),
        "checked": (checked(case.function), 3000),
        "jaxtyped": (jaxtyped(typechecker=beartype)(case.function), 100),
    }
    return medians(
        {
            name: (partial(function, *case.arguments), number)
            for name, (function, number) in functions.items()
        },
        rounds,
    )


def decoration_costs(case: Case, rounds: int) -> dict[str, float]:
    """Measure decorating, each time a new function; of the first signature of its build, and of others."""

    def first() -> None:
        compiled_source.cache_clear()
        checked(copy_of(case.function))

    return medians(
        {
            "first": (first, 10),
            "checked": (lambda: checked(copy_of(case.function)), 10),
            "jaxtyped": (lambda: jaxtyped(typechecker=beartype)(copy_of(case.function)), 3),
        },
        rounds,
    )


NUMBERS = itertools.count()


def copy_of(function: Any) -> Function:
    """Return a new function that is the same, apart from its name."""
    copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    copy.__annotations__ = dict(function.__annotations__)
    copy.__qualname__ = f"{function.__name__}_{next(NUMBERS)}_"
    return copy


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=21, help="how often each candidate has its turn")
    rounds = parser.parse_args().rounds
    print(f"microseconds a call, medians of {rounds} rounds")
    print(" " * 24 + "".join(f"{name:>{width}}" for name, width in (WIDTHS | RATIOS).items()))
    for case in cases():
        cost = call_costs(case, rounds)
        columns = "".join(f"{cost[name]:{width}.3f}" for name, width in WIDTHS.items())
        ratios = f"{cost['checked'] / cost['by hand']:11.2f}{cost['jaxtyped'] / cost['checked']:12.1f}"
        print(f"{case.name:24}{columns}{ratios}")
    print("\nmicroseconds to decorate: the first signature that is built like this, one more, jaxtyped")
    for case in cases():
        cost = decoration_costs(case, rounds)
        times = "".join(f"{cost[name]:10.0f}" for name in ("first", "checked", "jaxtyped"))
        ratios = "".join(f"{cost['jaxtyped'] / cost[name]:10.1f}" for name in ("first", "checked"))
        print(f"{case.name:24}{times}   jaxtyped /{ratios}")


WIDTHS = {"undecorated": 12, "by hand": 10, "checked": 10, "jaxtyped": 10}
RATIOS = {"/ by hand": 11, "jaxtyped /": 12}

if __name__ == "__main__":
    main()
