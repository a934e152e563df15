"""What comparing two sizes costs, with sympy side by side; and parsing, binding and comparing a signature.

Both compare the same sizes over names that they have not met before, as a checker does in each function. They
take turns in one process, so that a slow moment of the machine hits both; medians of the processor's time are
compared. sympy is asked in two ways: as its tutorial says, whether the simplified difference is zero; and
shorter, whether the expanded difference is zero or another polynomial, and only where that says nothing,
whether it can be simplified to zero. sympy gives no witness; ours does.

    python benchmarks/bench_sizes.py [--rounds 11]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import sympy

from conformable.core.binding import Binding, Place
from conformable.core.comparison import compare
from conformable.core.declaring import Declaration
from conformable.core.expression import Constant, Expression, Operation, Variable
from conformable.core.expression_parser import parse_expression
from conformable.core.notation import ShapeAnnotation, parse
from conformable.core.proof import Proof
from conformable.core.sizes import ZERO, Size
from conformable.core.symbolic_axes import size_of

if TYPE_CHECKING:
    from conformable.core.shapes import Shape

#: What is compared. In a correct program nearly all comparisons are of the first kind.
EQUAL = (
    ("n", "n"),
    ("h*d", "d*h"),
    ("b*t*h*d", "t*b*(d*h)"),
    ("n+m", "m+n"),
    ("2*n//2", "n"),
    ("n*m//m", "n"),
    ("(n+1)*(n-1)+1", "n*n"),
    ("(h-1)*2-2*1+4", "2*h"),
    ("(h+2*1-3)//2+1", "(h+1)//2"),
    ("n//2+(n+1)//2", "n"),
)
DIFFERENT = (
    ("n", "m"),
    ("n", "n+1"),
    ("h*d", "h+d"),
    ("2*n+1", "2*n"),
    ("(h-1)//2+1", "(h-3)//2+1"),
    ("min(n,512)", "n"),
)

#: Annotations of five arguments and the result, and what a caller passes.
SIGNATURES = {
    "names": (
        ("b h q d", "b h k d", "b h k v", "q k", "h", "b h q v"),
        ("n h s d", "n h t d", "n h t d", "s t", "h", "n h s d"),
    ),
    "variadic and arithmetic": (
        ("*batch n d", "n d", "d k", "k", "*batch n", "*batch n k+1"),
        ("b seq model", "seq model", "model head", "head", "b seq", "b seq head+1"),
    ),
}

#: The operators of the notation, in sympy.
IN_SYMPY: dict[str, Callable[..., Any]] = {
    "+": sympy.Add,
    "*": sympy.Mul,
    "-": lambda left, right: left - right,
    "neg": lambda operand: -operand,
    "//": lambda left, right: sympy.floor(left / right),
    "min": sympy.Min,
}


@dataclass(frozen=True)
class Candidate:
    """A way to compare: how it makes two sizes over the names of a scope, and how it compares them."""

    build: Callable[[tuple[Expression, Expression], str], tuple[Any, Any]]
    compare: Callable[[Any, Any], object]
    repeat: int


def in_core(pair: tuple[Expression, Expression], scope: str) -> tuple[Size, Size]:
    """Build two sizes of the core."""
    names = Declaration(scope)
    left, right = (size_of(one, names.name, lambda path: ZERO) for one in pair)
    return left, right


def in_sympy(pair: tuple[Expression, Expression], scope: str) -> tuple[Any, Any]:
    """Build the same sizes with sympy, over positive integers."""
    return sympy_of(pair[0], scope), sympy_of(pair[1], scope)


def sympy_of(expression: Expression, scope: str) -> Any:
    """Build one size with sympy."""
    match expression:
        case Constant(value):
            return sympy.Integer(value)
        case Variable(name):
            return sympy.Symbol(f"{name}_{scope}", integer=True, positive=True)
        case Operation(operator, operands):
            return IN_SYMPY[operator](*(sympy_of(operand, scope) for operand in operands))
        case _:
            raise TypeError(expression)


def simplified(left: Any, right: Any) -> str:
    """Compare as the tutorial of sympy says."""
    return "same" if sympy.simplify(left - right) == 0 else "not same"


def expanded(left: Any, right: Any) -> str:
    """Compare by expanding, where that can decide."""
    difference = sympy.expand(left - right)
    if difference.is_polynomial():
        return "same" if difference == 0 else "not same"
    return "same" if sympy.simplify(difference) == 0 else "not same"


CANDIDATES = {
    "ours": Candidate(in_core, lambda left, right: compare(left, right).verdict.value, 100),
    "simplify": Candidate(in_sympy, simplified, 3),
    "expand": Candidate(in_sympy, expanded, 3),
}

SYMPY = ("simplify", "expand")
SCOPES = map(str, count())


def compare_once(candidate: Candidate, pair: tuple[Expression, Expression]) -> tuple[float, float, object]:
    """Give the microseconds to build two sizes, those to compare them, and the answer."""
    chosen = [next(SCOPES) for _ in range(candidate.repeat)]
    start = time.process_time_ns()
    built = [candidate.build(pair, scope) for scope in chosen]
    middle = time.process_time_ns()
    answers = [candidate.compare(*sizes) for sizes in built]
    end = time.process_time_ns()
    return (middle - start) / 1000 / len(built), (end - middle) / 1000 / len(built), answers[0]


def compare_all(pairs: Iterable[tuple[str, str]], rounds: int) -> None:
    """Print what each pair costs."""
    faster = []
    for left, right in pairs:
        pair = parse_expression(left), parse_expression(right)
        found: dict[str, list[tuple[float, float, object]]] = {name: [] for name in CANDIDATES}
        for _ in range(rounds):
            for name, candidate in CANDIDATES.items():
                found[name].append(compare_once(candidate, pair))
        built, spent = (
            {name: statistics.median(cost[i] for cost in costs) for name, costs in found.items()}
            for i in (0, 1)
        )
        ratios = [spent[name] / spent["ours"] for name in SYMPY]
        faster.append(ratios)
        columns = "".join(f"{built[name]:9.1f}{spent[name]:9.1f}" for name in CANDIDATES)
        verdicts = ", ".join(str(found[name][0][2]) for name in ("ours", "expand"))
        print(f"{left + '  ?  ' + right:32}{columns}{ratios[0]:8.0f}{ratios[1]:8.0f}  {verdicts}")
    for name, of in zip(SYMPY, zip(*faster, strict=True), strict=True):
        print(f"sympy {name}: median {statistics.median(of):.0f} times slower, at least {min(of):.1f} times")


def check_signature(
    annotations: Iterable[str], shapes: Iterable[Shape], parsed: Callable[[str], ShapeAnnotation]
) -> None:
    """Hold the arguments and the result of a call against a signature, as the static half does."""
    proof, binding, place = Proof(), Binding("call"), Place("Argument", "argument")
    for text, shape in zip(annotations, shapes, strict=True):
        binding.bind(proof, parsed(text), shape, place)
    binding.complete(proof)


def check_signatures(rounds: int) -> None:
    """Print what each signature costs."""
    print(
        f"\nmicroseconds to bind and compare five arguments and a result: median and least of {20 * rounds}"
    )
    print(f"{'':32}{'parsed anew':>27}{'parsed once':>27}")
    for title, (signature, passed) in SIGNATURES.items():
        caller = Declaration("caller")
        shapes = [caller.shape(parse(text), f"argument {index}") for index, text in enumerate(passed)]
        ways = [partial(check_signature, signature, shapes, how) for how in (parse.__wrapped__, parse)]
        spent: list[list[float]] = [[] for _ in ways]
        for _ in range(20 * rounds):
            for way, found in zip(ways, spent, strict=True):
                start = time.process_time_ns()
                for _ in range(50):
                    way()
                found.append((time.process_time_ns() - start) / 50 / 1000)
        columns = "".join(f"{statistics.median(found):20.1f}{min(found):7.1f}" for found in spent)
        print(f"{title:32}{columns}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=11, help="how often each candidate has its turn")
    rounds = parser.parse_args().rounds
    print(f"microseconds to build two sizes, and to compare them; medians of {rounds} rounds")
    print(f"{'':34}{'ours':>15}{'sympy simplify':>19}{'sympy expand':>18}{'times slower':>16}  verdicts")
    for pairs in (EQUAL, DIFFERENT):
        compare_all(pairs, rounds)
    check_signatures(rounds)


if __name__ == "__main__":
    main()
