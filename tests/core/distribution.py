"""The pairs of sizes on which *unknown although all values agree* is counted.

Fixed before the first measurement and not changed since: a better figure must come from a better core.
The forms and their weights follow what annotated code writes (NEEDS.md): names, products, `n+1`, `2*n`, sums
as `cat` gives them, `h*(d//h)`, the output sizes of convolutions and pooling, padding to a multiple, slices
with steps, `min` and `max`, and two of these combined. The names are few so that two draws meet often.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from random import Random
from typing import TYPE_CHECKING, Final

from conformable.core.expression import EvaluationError, evaluate
from conformable.core.expression_parser import parse_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conformable.core.expression import Expression

NAMES: Final = ("n", "m", "k")
SMALL: Final = range(1, 9)
LARGEST: Final = 200
LARGE_POINTS: Final = 100
DRAWS: Final = 4000
SEED: Final = 20261122


@dataclass(frozen=True)
class Scenario:
    """What is known about the names, as equal pairs of expressions; and an `n` for which it holds."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    solution: str = "n"


@dataclass(frozen=True)
class Pair:
    """Two expressions that have the same value wherever the facts hold and both are defined."""

    scenario: Scenario
    left: str
    right: str


SCENARIOS: Final = (
    Scenario("nothing known"),
    Scenario("k divides n", (("k*(n//k)", "n"),), "n*k"),
    Scenario("n is m*k", (("n", "m*k"),), "m*k"),
    Scenario("n is even", (("n%2", "0"),), "2*n"),
    Scenario("n is m+k", (("n", "m+k"),), "m+k"),
)


def _name(random: Random) -> str:
    return random.choice(NAMES)


def _number(random: Random) -> int:
    return random.choice((1, 1, 2, 2, 2, 3, 4, 8))


def _convolution(random: Random) -> str:
    kernel, stride, padding = (
        random.choice((1, 2, 3, 3, 5)),
        random.choice((1, 2, 2, 3)),
        random.choice((0, 1, 1, 2)),
    )
    constant = 2 * padding - kernel
    return f"({_name(random)}{constant:+d})//{stride}+1"


def _dilated(random: Random) -> str:
    kernel, stride, padding, dilation = (random.choice((1, 2, 3)) for _ in range(4))
    return f"({_name(random)}+2*{padding}-{dilation}*({kernel}-1)-1)//{stride}+1"


def _transposed(random: Random) -> str:
    kernel, stride, padding = random.choice((2, 3, 4)), random.choice((1, 2, 3)), random.choice((0, 1))
    return f"({_name(random)}-1)*{stride}-2*{padding}+{kernel}"


def _to_multiple(random: Random) -> str:
    name, unit = _name(random), random.choice((2, 3, 4))
    return random.choice(
        (
            f"({name}+{unit}-1)//{unit}*{unit}",
            f"{name}+(-{name})%{unit}",
            f"{name}+({unit}-{name}%{unit})%{unit}",
            f"-(-{name}//{unit})*{unit}",
        )
    )


def _ceiling(random: Random) -> str:
    name, unit = _name(random), random.choice((2, 3, 4, _name(random)))
    return random.choice((f"({name}+{unit}-1)//{unit}", f"-(-{name}//{unit})", f"({name}-1)//{unit}+1"))


def _strided_slice(random: Random) -> str:
    start, step = random.choice((0, 1, 2)), random.choice((2, 3))
    return f"({_name(random)}-{start}+{step}-1)//{step}"


def _extreme(random: Random) -> str:
    one, other = _name(random), random.choice((_name(random), str(_number(random)), f"{_name(random)}-1"))
    return f"{random.choice(('min', 'max'))}({one},{other})"


FORMS: Final[Mapping[str, tuple[int, Callable[[Random], str]]]] = {
    "name": (20, _name),
    "number": (3, lambda random: str(_number(random))),
    "product": (10, lambda random: f"{_name(random)}*{_name(random)}"),
    "triple product": (3, lambda random: f"{_name(random)}*{_name(random)}*{_name(random)}"),
    "plus number": (8, lambda random: f"{_name(random)}+{_number(random)}"),
    "minus number": (6, lambda random: f"{_name(random)}-{_number(random)}"),
    "multiple": (8, lambda random: f"{_number(random)}*{_name(random)}"),
    "sum": (8, lambda random: f"{_name(random)}+{_name(random)}"),
    "slice": (3, lambda random: f"{_name(random)}-{_name(random)}"),
    "part": (6, lambda random: f"{_name(random)}//{_number(random)}"),
    "per head": (5, lambda random: f"{_name(random)}//{_name(random)}"),
    "heads": (5, lambda random: "{0}*({1}//{0})".format(_name(random), _name(random))),
    "convolution": (8, _convolution),
    "dilated convolution": (3, _dilated),
    "transposed convolution": (3, _transposed),
    "to a multiple": (4, _to_multiple),
    "ceiling": (4, _ceiling),
    "strided slice": (3, _strided_slice),
    "remainder": (2, lambda random: f"{_name(random)}%{random.choice((2, 3, _name(random)))}"),
    "extreme": (6, _extreme),
}
COMBINED: Final = 0.35
"""How many of the draws combine two forms."""


def _form(random: Random) -> str:
    weights = [weight for weight, _ in FORMS.values()]
    _, draw = random.choices(list(FORMS.values()), weights)[0]
    return draw(random)


def draw(random: Random) -> str:
    """Draw one expression."""
    left = _form(random)
    if random.random() >= COMBINED:
        return left
    right = _form(random)
    operator = random.choices(("+", "-", "*", "//", "min", "max"), (5, 4, 4, 3, 1, 1))[0]
    if operator in {"min", "max"}:
        return f"{operator}({left},{right})"
    return f"({left}){operator}({right})"


def points(scenario: Scenario, random: Random) -> list[dict[str, int]]:
    """Give all small values of the names, and some large ones, for which the scenario's facts hold."""
    rows = [*product(SMALL, repeat=len(NAMES))]
    rows += [tuple(random.randint(1, LARGEST) for _ in NAMES) for _ in range(LARGE_POINTS)]
    chosen = {}
    for row in rows:
        point = dict(zip(NAMES, row, strict=True))
        solved = point | {"n": value(scenario.solution, point) or 0}
        assert all(value(left, solved) == value(right, solved) for left, right in scenario.facts)
        chosen[tuple(solved.values())] = solved
    return list(chosen.values())


def value(text: str, point: Mapping[str, int]) -> int | None:
    """Compute an expression independently of the code under test; None where it is not defined."""
    try:
        return evaluate(_parsed(text), point.__getitem__, lambda path: 0)
    except EvaluationError:
        return None


@cache
def _parsed(text: str) -> Expression:
    return parse_expression(text)


def agreeing_pairs(seed: int = SEED, draws: int = DRAWS) -> Iterator[Pair]:
    """Draw expressions, and pair up those that have the same values, and are undefined at the same points."""
    for number, scenario in enumerate(SCENARIOS):
        random = Random(seed + number)
        grid = points(scenario, random)
        buckets: dict[tuple[int | None, ...], dict[str, None]] = defaultdict(dict)
        for text in dict.fromkeys(draw(random) for _ in range(draws)):
            values = tuple(value(text, point) for point in grid)
            if any(number is not None for number in values):
                buckets[values][text] = None
        for bucket in buckets.values():
            texts = list(bucket)
            random.shuffle(texts)
            for left, right in pairwise(texts):
                yield Pair(scenario, left, right)
