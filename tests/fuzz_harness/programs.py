"""Random straight-line and branching programs over operations on tensors with named sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

HEAD = '''\
"""Random programs."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor
'''

_NAMES = ("a", "b", "c", "2", "3")


@dataclass(slots=True)
class _Writer:
    """Writes one function; it keeps a guess at each shape, so that most programs make sense.

    Attributes:
        random: Where all choices come from.
        shapes: Variable -> a guess at its sizes, as text.
        lines: What is written so far.
    """

    random: Random
    shapes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def pick(self, ranks: tuple[int, ...] = (1, 2, 3)) -> str | None:
        """Choose a variable of one of these ranks."""
        fitting = [name for name, shape in self.shapes.items() if len(shape) in ranks]
        return self.random.choice(fitting) if fitting else None

    def partner(self, fits: Callable[[tuple[str, ...]], bool]) -> str | None:
        """Choose a variable that fits; now and then any one, so that some programs are wrong."""
        every = list(self.shapes)
        fitting = [name for name in every if fits(self.shapes[name])]
        wrong = not fitting or self.random.random() < 0.15
        return self.random.choice(every if wrong else fitting)

    def assign(self, expression: str, shape: tuple[str, ...], indent: str = "    ") -> None:
        """Assign to a new variable, or now and then to an old one."""
        new = f"y{len(self.lines)}"
        reused = self.random.choice(list(self.shapes)) if self.random.random() < 0.1 else new
        self.lines.append(f"{indent}{reused} = {expression}")
        self.shapes[reused] = shape


def program(seed: int) -> str:
    """Return the source of one function, the same for the same seed."""
    random = Random(seed)
    writer = _Writer(random)
    for index in range(random.randint(2, 3)):
        writer.shapes[f"x{index}"] = tuple(random.choice(_NAMES) for _ in range(random.randint(1, 3)))
    annotated = [f'{name}: Float[Tensor, "{" ".join(shape)}"]' for name, shape in writer.shapes.items()]
    for _ in range(random.randint(2, 6)):
        random.choice(_STEPS)(writer)
    body = writer.lines or ["    pass"]
    last = list(writer.shapes)[-1]
    return "\n".join([f"def f{seed}({', '.join(annotated)}) -> Tensor:", *body, f"    return {last}"])


def module(seeds: range) -> str:
    """Return the source of a module with one function for each seed."""
    return HEAD + "".join(f"\n\n{program(seed)}\n" for seed in seeds)


def _matmul(writer: _Writer) -> None:
    left = writer.pick((1, 2, 3))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[0] == shape[-1])
    if right is not None:
        writer.assign(f"{left} @ {right}", (*shape[:-1], *writer.shapes[right][1:]))


def _matmul_transposed(writer: _Writer) -> None:
    left = writer.pick((2, 3))
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: len(other) == 2 and other[1] == shape[-1])
    if right is not None:
        form = writer.random.choice([f"{left} @ {right}.mT", f"F.linear({left}, {right})"])
        writer.assign(form, (*shape[:-1], *writer.shapes[right][:1]))


def _elementwise(writer: _Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: other == shape[len(shape) - len(other) :])
    if right is not None:
        operator = writer.random.choice("+-*/")
        writer.assign(f"{left} {operator} {right}", max(shape, writer.shapes[right], key=len))


def _unary(writer: _Writer) -> None:
    name = writer.pick()
    if name is not None:
        form = writer.random.choice(["torch.relu({})", "-{}", "{}.exp()", "torch.softmax({}, dim=-1)"])
        writer.assign(form.format(name), writer.shapes[name])


def _transpose(writer: _Writer) -> None:
    name = writer.pick((2, 3))
    if name is not None:
        shape = writer.shapes[name]
        form = writer.random.choice(["{}.mT", "{}.transpose(-2, -1)"])
        writer.assign(form.format(name), (*shape[:-2], shape[-1], shape[-2]))


def _reduce(writer: _Writer) -> None:
    name = writer.pick()
    if name is None:
        return
    shape = writer.shapes[name]
    axis = writer.random.randrange(len(shape))
    kept = writer.random.random() < 0.4
    method = writer.random.choice(["sum", "mean", "amax"])
    writer.assign(
        f"{name}.{method}(dim={axis}{', keepdim=True' if kept else ''})",
        (*shape[:axis], *(("1",) if kept else ()), *shape[axis + 1 :]),
    )


def _unsqueeze(writer: _Writer) -> None:
    name = writer.pick((1, 2))
    if name is None:
        return
    shape = writer.shapes[name]
    axis = writer.random.randint(0, len(shape))
    form = f"{name}[..., None]" if axis == len(shape) else f"{name}.unsqueeze({axis})"
    writer.assign(form, (*shape[:axis], "1", *shape[axis:]))


def _join(writer: _Writer) -> None:
    left = writer.pick()
    if left is None:
        return
    shape = writer.shapes[left]
    right = writer.partner(lambda other: other == shape)
    if right is None:
        return
    axis = writer.random.randrange(len(shape))
    if writer.random.random() < 0.5:
        sizes = (*shape[:axis], f"{shape[axis]}+{shape[axis]}", *shape[axis + 1 :])
        writer.assign(f"torch.cat([{left}, {right}], dim={axis})", sizes)
    elif len(shape) < 3:
        writer.assign(f"torch.stack([{left}, {right}])", ("2", *shape))


def _select(writer: _Writer) -> None:
    name = writer.pick((2, 3))
    if name is not None:
        writer.assign(f"{name}[0]", writer.shapes[name][1:])


def _flatten(writer: _Writer) -> None:
    name = writer.pick((2,))
    if name is None:
        return
    shape = writer.shapes[name]
    form = writer.random.choice(["{0}.flatten()", "{0}.reshape({0}.shape[0] * {0}.shape[1])"])
    writer.assign(form.format(name), (f"{shape[0]}*{shape[1]}",))


def _branch(writer: _Writer) -> None:
    """Go one of two ways, on a condition that sizes or values decide."""
    name = writer.pick()
    if name is None:
        return
    shape = writer.shapes[name]
    other = writer.partner(lambda one: one == shape)
    condition = writer.random.choice([f"{name}.shape[0] > 2", f"bool({name}.sum() > 0)"])
    new = f"y{len(writer.lines)}"
    writer.lines += [f"    if {condition}:", f"        {new} = {name} * 2"]
    writer.lines += ["    else:", f"        {new} = {name} + {other}"]
    writer.shapes[new] = shape


def _loop(writer: _Writer) -> None:
    name = writer.pick()
    if name is not None:
        writer.lines += ["    for _ in range(2):", f"        {name} = {name} + 1"]


_STEPS: tuple[Callable[[_Writer], None], ...] = (
    *(_matmul, _matmul, _matmul_transposed, _elementwise, _elementwise, _unary, _transpose),
    *(_reduce, _unsqueeze, _join, _select, _flatten, _branch, _loop),
)
