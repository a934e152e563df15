"""What Hypothesis draws in the tests of the core: sizes, shapes and annotations."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import strategies as st

EXAMPLES: Final = int(os.environ.get("CONFORMABLE_EXAMPLES", "2000"))
"""How many cases the properties are tried on; 100,000 for a long run."""

NAMES: Final = ("n", "m", "k")

concrete_sizes: Final = st.integers(1, 4)


def concrete_shapes(least: int = 0, most: int = 4) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw shapes of small sizes, with many ones among them."""
    sizes = st.one_of(st.just(1), concrete_sizes)
    return st.lists(sizes, min_size=least, max_size=most).map(tuple)


def arithmetic(names: tuple[str, ...] = NAMES, depth: int = 3) -> st.SearchStrategy[str]:
    """Draw the text of an integer expression as it may stand in an annotation."""
    leaves = st.one_of(st.sampled_from(names), st.integers(1, 4).map(str))
    if depth == 0:
        return leaves
    inner = arithmetic(names, depth - 1)
    infix = st.tuples(inner, st.sampled_from(("+", "-", "*", "//", "%")), inner).map(
        lambda t: f"({t[0]}){t[1]}({t[2]})"
    )
    extreme = st.tuples(st.sampled_from(("min", "max")), inner, inner).map(lambda t: f"{t[0]}({t[1]},{t[2]})")
    return st.one_of(leaves, infix, infix, extreme)


def polynomials(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[str]:
    """Draw the text of a short sum of products, as facts are."""
    factor = st.sampled_from(names)
    product = st.lists(factor, min_size=1, max_size=2).map("*".join)
    term = st.tuples(st.sampled_from(("1", "1", "2", "3")), product).map("*".join)
    return st.tuples(st.lists(term, min_size=1, max_size=2).map("+".join), st.integers(-2, 3)).map(
        lambda drawn: f"{drawn[0]}{drawn[1]:+d}"
    )


values: Final = st.fixed_dictionaries({name: st.integers(1, 6) for name in NAMES})
"""A number for each name."""


@st.composite
def named_shapes(draw: st.DrawFn, count: int, *, least: int = 0, most: int = 4) -> list[tuple[str, ...]]:
    """Draw shapes that share names, as lists of axes; most of them could be broadcast."""
    axes = st.one_of(st.just("1"), st.sampled_from(NAMES), st.integers(1, 3).map(str))
    longest = draw(st.lists(axes, min_size=least, max_size=most))
    shapes = []
    for _ in range(count):
        start = draw(st.integers(0, max(0, len(longest) - least)))
        shapes.append(
            tuple(draw(st.sampled_from((axis, axis, axis, "1", draw(axes)))) for axis in longest[start:])
        )
    return shapes


@st.composite
def signatures(draw: st.DrawFn) -> list[tuple[str, tuple[int, ...]]]:
    """Draw annotations and a shape for each; mostly shapes that fit, some with a size or an axis changed."""
    sizes = {name: draw(st.sampled_from((1, 1, 2, 2, 3, 4, 0))) for name in ("a", "b", "c")}
    runs = {name: draw(concrete_shapes(most=2)) for name in ("x", "y")}
    return [_annotated(draw, sizes, runs) for _ in range(draw(st.integers(1, 4)))]


def _annotated(
    draw: st.DrawFn, sizes: dict[str, int], runs: dict[str, tuple[int, ...]]
) -> tuple[str, tuple[int, ...]]:
    tokens: list[str] = []
    shape: list[int] = []
    variadic = draw(st.integers(-4, 3))
    for position in range(draw(st.integers(0, 4))):
        token, covered = _run(draw, runs) if position == variadic else _axis(draw, sizes)
        tokens.append(token)
        shape.extend(covered)
    return " ".join(tokens), _disturbed(draw, shape)


def _axis(draw: st.DrawFn, sizes: dict[str, int]) -> tuple[str, tuple[int, ...]]:
    name = draw(st.sampled_from(sorted(sizes)))
    size, number = sizes[name], draw(st.integers(0, 4))
    return draw(
        st.sampled_from(
            (
                (name, (size,)),
                (name, (size,)),
                (name, (size,)),
                (f"#{name}", (draw(st.sampled_from((1, size))),)),
                (f"#{name}", (draw(st.sampled_from((1, size))),)),
                (str(number), (number,)),
                (f"#{number}", (draw(st.sampled_from((1, number))),)),
                (f"other={number}", (number,)),
                ("_", (number,)),
                (f"_{name}", (number,)),
                (f"{name}+1", (size + 1,)),
                (f"2*{name}", (2 * size,)),
                (f"{name}//2", (size // 2,)),
                (f"{name}-1", (size - 1,)),
                (f"#{name}+1", (draw(st.sampled_from((1, size + 1))),)),
                (f"min({name},3)", (min(size, 3),)),
                (f"{name}*b", (size * sizes["b"],)),
                (f"{name}%3+a", (size % 3 + sizes["a"],)),
            )
        )
    )


def _run(draw: st.DrawFn, runs: dict[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]]:
    name = draw(st.sampled_from(sorted(runs)))
    stretched = tuple(draw(st.sampled_from((1, size))) for size in runs[name])
    shorter = stretched[draw(st.integers(0, len(stretched))) :]
    return draw(
        st.sampled_from(
            (
                (f"*{name}", runs[name]),
                (f"*{name}", runs[name]),
                (f"*#{name}", shorter),
                (f"*#{name}", shorter),
                ("...", draw(concrete_shapes(most=2))),
                ("*_", draw(concrete_shapes(most=2))),
            )
        )
    )


def _disturbed(draw: st.DrawFn, shape: list[int]) -> tuple[int, ...]:
    """Change one size, drop an axis or add one, now and then; no size is negative."""
    sizes = [max(0, size) for size in shape]
    change = draw(st.sampled_from(("none", "none", "none", "none", "size", "drop", "add")))
    if change == "add":
        sizes.insert(draw(st.integers(0, len(sizes))), draw(st.integers(0, 4)))
    elif sizes and change != "none":
        index = draw(st.integers(0, len(sizes) - 1))
        sizes[index : index + 1] = [draw(st.integers(0, 5))] if change == "size" else []
    return tuple(sizes)
