"""Small mistakes about shapes, put into a program one at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program with one mistake in it.

    Attributes:
        kind: What sort of mistake it is.
        line: Where it is.
        before: What stood there.
        after: What stands there now.
        source: The whole program.
    """

    kind: str
    line: int
    before: str
    after: str
    source: str


Change = tuple[ast.expr, ast.expr]
"""An expression, and what takes its place."""

TRANSPOSING: Final = frozenset({"transpose", "permute", "swapaxes", "movedim", "t"})
VIEWING: Final = frozenset({"view", "reshape", "expand", "repeat", "unflatten", "new_zeros"})
WITH_AXIS: Final[dict[str, int]] = {
    **dict.fromkeys(("sum", "mean", "softmax", "argmax", "squeeze", "unsqueeze", "unbind", "cumsum"), 0),
    **dict.fromkeys(("chunk", "split", "topk", "flatten", "index_add"), 1),
    "size": 0,
}
"""Method -> where its axis stands among the positional arguments."""

LIBRARIES: Final = frozenset({"F", "torch", "np", "einops"})
"""What a function is read from, where it is not a method of a tensor."""

SLIDING: Final = ("Conv", "MaxPool", "AvgPool", "LPPool", "Unfold")
JOINING: Final = frozenset({"cat", "concat", "stack", "concatenate"})
AXIS_KEYWORDS: Final = frozenset({"dim", "axis"})
CREATING: Final = frozenset({"randn", "rand", "zeros", "ones", "empty"})


def mutants_of(source: str) -> list[Mutant]:
    """Put every mistake that is known into a program, each on its own; a program comes out only once."""
    tree = ast.parse(source)
    _drop_annotations(tree)
    found: dict[str, Mutant] = {}
    for kind, make in KINDS.items():
        for node in ast.walk(tree):
            for old, new in make(node):
                mutant = _mutant(kind, source, old, new)
                found.setdefault(mutant.source, mutant)
    found.pop(source, None)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.kind, mutant.after))


def _drop_annotations(tree: ast.Module) -> None:
    """Leave the annotations alone: they say what is meant."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                node.returns = None
            case ast.arg():
                node.annotation = None
            case ast.AnnAssign():
                node.annotation = ast.Constant(None)
            case _:
                pass


def _mutant(kind: str, source: str, old: ast.expr, new: ast.expr) -> Mutant:
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    begin = starts[old.lineno - 1] + old.col_offset
    end = starts[(old.end_lineno or old.lineno) - 1] + (old.end_col_offset or 0)
    data = source.encode()
    written = ast.unparse(new)
    after = f"({written})" if isinstance(new, ast.BinOp) else written
    # The lines that follow keep their numbers.
    padding = "\n" * data[begin:end].count(b"\n")
    placed = f"({after}{padding})" if padding else after
    changed = data[:begin] + placed.encode() + data[end:]
    return Mutant(kind, old.lineno, ast.unparse(old), written, changed.decode())


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _number(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
        case _:
            return None


def _constant(value: int) -> ast.expr:
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))


def _swapped(items: Sequence[ast.expr], first: int, second: int) -> list[ast.expr]:
    swapped = list(items)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    return swapped


def _looks_like_size(node: ast.expr) -> bool:
    """Tell whether an argument may be a size: a name, an attribute, arithmetic, a number above 0."""
    number = _number(node)
    named = isinstance(node, ast.Name | ast.Attribute | ast.BinOp) and not _name(node).isupper()
    return named or (number is not None and number > 0)


def swapped_sizes(node: ast.AST) -> Iterator[Change]:
    """`nn.Linear(d, k)` becomes `nn.Linear(k, d)`: neighbouring sizes of a constructor change places."""
    match node:
        case ast.Call(func=func, args=args) if _name(func)[:1].isupper() or _name(func) in CREATING:
            for index in range(len(args) - 1):
                if all(_looks_like_size(arg) for arg in args[index : index + 2]):
                    yield node, ast.Call(func, _swapped(args, index, index + 1), node.keywords)
        case _:
            pass


def other_size(node: ast.AST) -> Iterator[Change]:
    """`nn.Linear(d, k)` becomes `nn.Linear(d, d)`: a size of a constructor is that of its neighbour."""
    match node:
        case ast.Call(func=func, args=args) if _name(func)[:1].isupper() or _name(func) in CREATING:
            for index in range(len(args) - 1):
                if all(_looks_like_size(arg) for arg in args[index : index + 2]):
                    for source, target in ((index, index + 1), (index + 1, index)):
                        yield args[target], deepcopy(args[source])
        case _:
            pass


def scaled_size(node: ast.AST) -> Iterator[Change]:
    """`nn.Linear(d, k)` becomes `nn.Linear(d, 2 * k)`, `nn.Linear(4 * d, k)` becomes `nn.Linear(d, k)`."""
    match node:
        case ast.Call(func=func, args=args) if _name(func)[:1].isupper():
            for arg in args:
                match arg:
                    case ast.BinOp(op=ast.Mult() | ast.FloorDiv(), left=left, right=right):
                        yield arg, left if _number(left) is None else right
                    case ast.BinOp(left=left):
                        yield arg, left
                    case ast.Name() | ast.Attribute():
                        yield arg, ast.BinOp(ast.Constant(2), ast.Mult(), arg)
                    case _:
                        pass
        case _:
            pass


def dropped_transpose(node: ast.AST) -> Iterator[Change]:
    """`k.transpose(-2, -1)` becomes `k`."""
    match node:
        case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if (
            name in TRANSPOSING and _name(receiver) not in LIBRARIES
        ):
            yield node, receiver
        case ast.Attribute(value=receiver, attr="T" | "mT", ctx=ast.Load()):
            yield node, receiver
        case _:
            pass


def other_transpose(node: ast.AST) -> Iterator[Change]:
    """`transpose(1, 2)` becomes `transpose(1, 3)`, `permute(0, 2, 1)` becomes `permute(0, 1, 2)`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="permute") as func, args=args):
            for index in range(len(args) - 1):
                yield node, ast.Call(func, _swapped(args, index, index + 1), node.keywords)
        case ast.Call(func=ast.Attribute(attr="transpose"), args=[first, second]):
            for arg in (first, second):
                number = _number(arg)
                if number is not None:
                    yield arg, _constant(number + 1 if number >= 0 else number - 1)
                    yield arg, _constant(number - 1)
        case _:
            pass


def changed_view(node: ast.AST) -> Iterator[Change]:
    """`view(b, t, h, d)` becomes `view(b, h, t, d)`, or loses one of its sizes."""
    match node:
        case ast.Call(func=ast.Attribute(value=receiver, attr=name) as func, args=args) if (
            name in VIEWING and _name(receiver) not in LIBRARIES
        ):
            for index in range(len(args) - 1):
                yield node, ast.Call(func, _swapped(args, index, index + 1), node.keywords)
            for index in range(len(args) if len(args) > 1 else 0):
                yield node, ast.Call(func, [*args[:index], *args[index + 1 :]], node.keywords)
        case _:
            pass


def other_axis(node: ast.AST) -> Iterator[Change]:
    """`sum(dim=1)` becomes `sum(dim=0)`."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords) if _name(func) not in JOINING:
            method = isinstance(func, ast.Attribute) and _name(func.value) not in LIBRARIES
            position = WITH_AXIS.get(_name(func), len(args)) + (0 if method else 1)
            axes = [keyword.value for keyword in keywords if keyword.arg in AXIS_KEYWORDS]
            yield from _moved(axes + args[position : position + 1])
        case _:
            pass


def other_join(node: ast.AST) -> Iterator[Change]:
    """`torch.cat([x, y], dim=1)` becomes `torch.cat([x, y], dim=0)`."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords) if _name(func) in JOINING:
            axes = [keyword.value for keyword in keywords if keyword.arg in AXIS_KEYWORDS]
            yield from _moved(axes + args[1:2])
        case _:
            pass


def _moved(axes: Sequence[ast.expr]) -> Iterator[Change]:
    for axis in axes:
        number = _number(axis)
        if number is not None:
            yield axis, _constant(number + 1 if number >= 0 else number - 1)
            if number != 0:
                yield axis, _constant(number - 1 if number > 0 else 0)


def lost_operand(node: ast.AST) -> Iterator[Change]:
    """`torch.cat([x, y], dim=1)` becomes `torch.cat([x], dim=1)`."""
    match node:
        case ast.Call(func=func, args=[ast.List(elts=items) | ast.Tuple(elts=items) as listed, *_]) if (
            _name(func) in JOINING and len(items) > 1
        ):
            for index in range(len(items)):
                yield listed, ast.List([*items[:index], *items[index + 1 :]], ast.Load())
        case _:
            pass


def lost_axis(node: ast.AST) -> Iterator[Change]:
    """`x[:, None]` becomes `x[:]`, `keepdim=True` becomes `keepdim=False`, `unsqueeze` goes."""
    match node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=items), ctx=ast.Load()):
            for index, item in enumerate(items):
                if isinstance(item, ast.Constant) and item.value is None:
                    rest = [*items[:index], *items[index + 1 :]]
                    yield node, ast.Subscript(value, ast.Tuple(rest, ast.Load()), ast.Load())
        case ast.keyword(arg="keepdim" | "keepdims", value=ast.Constant(value=True) as value):
            yield value, ast.Constant(False)  # noqa: FBT003
        case ast.Call(func=ast.Attribute(value=receiver, attr="unsqueeze" | "squeeze" | "flatten")) if (
            _name(receiver) not in LIBRARIES
        ):
            yield node, receiver
        case _:
            pass


def other_number_of_pieces(node: ast.AST) -> Iterator[Change]:
    """`chunk(3)` becomes `chunk(2)`, `MaxPool2d(2)` becomes `MaxPool2d(3)`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="chunk"), args=[first, *_]) if (
            number := _number(first)
        ) is not None:
            yield first, _constant(number + 1)
            yield first, _constant(number - 1 if number > 1 else 4)
        case _:
            pass


def other_kernel(node: ast.AST) -> Iterator[Change]:
    """`nn.Conv2d(c, k, 3, padding=1)` becomes `nn.Conv2d(c, k, 4, padding=1)`."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords) if _name(func).startswith(SLIDING):
            numbers = [*args, *(keyword.value for keyword in keywords)]
            for value in numbers:
                number = _number(value)
                if number is not None:
                    yield value, _constant(number + 1)
        case _:
            pass


def other_pattern(node: ast.AST) -> Iterator[Change]:
    """`einsum("bsd,edf->bsef", ...)` becomes `einsum("bsd,efd->bsef", ...)`."""
    match node:
        case ast.Call(func=func, args=args) if _name(func) in {"einsum", "rearrange", "repeat", "reduce"}:
            for arg in args:
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and "->" in arg.value:
                    yield from ((arg, ast.Constant(text)) for text in _patterns(arg.value))
        case _:
            pass


def _patterns(pattern: str) -> Iterator[str]:
    """Swap two neighbouring names on either side of the arrow."""
    left, arrow, right = pattern.partition("->")
    for side in (left, right):
        words = side.split()
        names = words if len(words) > 1 else list(side)
        for index in range(len(names) - 1):
            if names[index].isalpha() and names[index + 1].isalpha():
                swapped = [*names[:index], names[index + 1], names[index], *names[index + 2 :]]
                changed = (" " if len(words) > 1 else "").join(swapped)
                yield f"{changed} {arrow}{right}" if side is left else f"{left}{arrow} {changed}"


def swapped_operands(node: ast.AST) -> Iterator[Change]:
    """`a @ b` becomes `b @ a`."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            yield node, ast.BinOp(right, ast.MatMult(), left)
        case ast.Call(func=func, args=[first, second]) if _name(func) in {"matmul", "bmm", "mm", "outer"}:
            yield node, ast.Call(func, [second, first], node.keywords)
        case _:
            pass


def other_attribute(node: ast.AST) -> Iterator[Change]:
    """`x.shape[1]` becomes `x.shape[0]`, `range` and slices aside."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=index) if _number(index) is not None:
            number = _number(index) or 0
            yield index, _constant(number + 1 if number >= 0 else number - 1)
            if number != 0:
                yield index, _constant(number - 1 if number > 0 else number + 1 if number < -1 else 0)
        case _:
            pass


KINDS: Final[dict[str, Callable[[ast.AST], Iterator[Change]]]] = {
    "two sizes of a constructor swapped": swapped_sizes,
    "a size of a constructor for another": other_size,
    "a size of a constructor scaled": scaled_size,
    "a transpose dropped": dropped_transpose,
    "another transpose": other_transpose,
    "another view": changed_view,
    "another axis": other_axis,
    "joined along another axis": other_join,
    "one operand of a join lost": lost_operand,
    "an axis lost": lost_axis,
    "another number of pieces": other_number_of_pieces,
    "another kernel": other_kernel,
    "another pattern": other_pattern,
    "operands swapped": swapped_operands,
    "another axis of a shape": other_attribute,
}
"""What a mistake is called -> what makes it."""
